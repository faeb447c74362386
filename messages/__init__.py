"""What the product tells people: an inbox in the product, and letters to those who want them by e-mail.

Rooms above say what happened and to whom; how and how often it is sent is decided here. No letter is sent
twice. It knows no scorecard and no unit.
"""
