"""Scorecards: what each level entered for a participant in a year, side by side, and its evidence.

Ranking and awards live above. Only `to_scoring` knows the scoring core: there rows become values.
"""
