"""Many figures at once: the grid of households, and the .xlsx forms filled in without a connection.

What is handed in is judged cell by cell, shown as a preview of what will change, and taken whole or not.
"""
