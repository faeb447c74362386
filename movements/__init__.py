"""The emulation movement, its years, and the stages whose dates say what is allowed.

Criteria and scores live above. Moving a stage on is a service here; what a stage permits is
decided by the room that does the thing.
"""
