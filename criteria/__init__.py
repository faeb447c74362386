"""Criteria sets: the criteria document from draft to published to retired, its checks and presets.

Only `to_scoring` knows the scoring core: there a document becomes a rubric.
"""
