"""The record of what was done: who, what, when, before and after; each entry seals the one before it.

Every room above calls `history.services.record`; nothing is ever changed or removed here.
"""
