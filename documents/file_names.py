"""What the files of papers are called, in the office's words and in ASCII: QD-01-2024."""

import re

from flask_babel import force_locale

from documents.kinds import find_kind
from foundation.vietnamese import plain
from register.models import Paper, PaperState

VIETNAMESE = "vi"
DRAFT = "du-thao"


def file_name(paper: Paper) -> str:
    """By symbol, number and year; by its kind where it bears no number, and as a draft while it is one."""
    if paper.number is not None:
        return f"{_ascii(paper.symbol.partition('-')[0]).upper()}-{paper.number:02d}-{paper.year}"
    kind = find_kind(paper.kind)
    with force_locale(VIETNAMESE):
        name = _ascii(str(kind.name) if kind else paper.kind)
    state = f"-{DRAFT}" if paper.state is PaperState.DRAFT else ""
    return f"{name[:1].upper()}{name[1:]}{state}-{paper.id}"


def _ascii(words: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", plain(words)))
