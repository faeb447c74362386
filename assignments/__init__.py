"""Who acts for which unit, who verifies what, who is in charge of which cluster; and who may see whom.

Accounts and participants lie below and do not know each other; here they meet. Scores live above.
"""
