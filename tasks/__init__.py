"""Work in the background: what takes longer than a page may wait is done by a process of its own.

A task has an owner, a kind and what the kind needs to know; how far it is, and what came of it. It knows no
word of the domain: each room's `tasks.py` says what it can do (`TASKS`), as `jobs.py` does for the clock.
Rooms above submit tasks through `services.submit`; only the owner sees a task and its result.
"""
