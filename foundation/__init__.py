"""What knows no word of the domain: database, permissions, errors, clock, files, form base.

Every room may import from here; nothing here imports another room.
"""
