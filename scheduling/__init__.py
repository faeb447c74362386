"""What runs without anybody asking: a process of its own that does what is due, once, and catches up.

It knows no word of the domain. Each room's `jobs.py` says what it wants done and when.
"""
