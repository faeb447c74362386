"""How a grade stands beside awards among what a council decides: by a key that no award's code can be."""

from scoring.decided import grade_key, is_grade_key

__all__ = ["grade_key", "is_grade_key"]
