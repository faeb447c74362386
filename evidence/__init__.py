"""Files that prove a figure: taken in, judged by their content, kept under content addresses, shown safely.

Which criterion a file proves is said by the scorecard above.
"""
