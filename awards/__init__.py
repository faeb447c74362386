"""Evaluation runs and what follows from them: entries into evidence, sealed results, words for every reason.

A run is sealed once and never changes. Nothing is decided here: the council decides.
"""
