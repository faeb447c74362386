"""Every kind of paper: what it is drawn from, what the clerk adds, its snapshot and its template."""

from importlib import import_module

from documents.kinds.base import PaperKind

MODULES = (
    "self_score_sheet",
    "assessment_sheet",
    "group_summary",
    "ranking",
    "reasons",
    "group_minutes",
    "invitation",
    "count_minutes",
    "council_minutes",
    "achievement_report",
    "proposal",
    "proposal_up",
    "commendation_list",
    "decision",
    "decision_list",
    "bonus_table",
    "movement_report",
)
"""The kinds in the order in which a year's dossier is made up."""


def list_kinds() -> list[PaperKind]:
    """Every kind, in that order."""
    return [import_module(f"documents.kinds.{name}").KIND for name in MODULES]


def find_kind(code: str) -> PaperKind | None:
    """The kind of this code."""
    return next((kind for kind in list_kinds() if kind.code == code), None)


def list_kinds_of(source: str) -> list[PaperKind]:
    """The kinds that are drawn from sources of this sort."""
    return [kind for kind in list_kinds() if kind.source == source]
