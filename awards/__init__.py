"""Awards: evaluation runs, sealed, and what they recommend, with the reason for each.

This room asks the scoring core and keeps its answers; papers are drawn from sealed runs only.
"""
