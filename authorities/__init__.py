"""Who may issue and sign, on what law, and how much money comes with an award: all of it with dates.

A paper asks for the day on which it is signed and gets what is in force on that day. What the office has not
yet held against the official text says so. Papers keep copies in their snapshots, so that a correction here
never changes one that was issued.
"""
