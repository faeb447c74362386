"""What the page of a second check shows: claim and evidence, and nothing of what others found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from accounts.models import User
from evidence.queries import Elsewhere
from foundation.database import db
from foundation.errors import NotFound
from foundation.permissions import Permission, can
from scorecards.entering import find_assessment
from scorecards.level_entries import LevelEntry
from scorecards.lines import Line
from scorecards.models import AssessmentLevel, Citation, Scorecard
from scorecards.scorers import scorer_of
from scorecards.sheet import Sheet
from scorecards.sheet_building import build_sheet
from scorecards.to_scoring import Raw
from scorecards.typed import in_words, to_shown
from verification.doubts import read_grounds
from verification.models import SecondCheck
from verification.standing import points_with, standing

OFFICE, SELF = AssessmentLevel.OFFICE, AssessmentLevel.SELF


@dataclass(frozen=True)
class BlindPage:
    """One criterion as its claim alone shows it."""

    check: SecondCheck
    sheet: Sheet
    line: Line
    claim: LevelEntry | None
    citations: Sequence[Citation]
    same_elsewhere: Mapping[int, Sequence[Elsewhere]]

    @property
    def claim_shown(self) -> str | dict[str, str]:
        """The claim as fields show it."""
        return to_shown(self.line.criterion, self.claim.raw) if self.claim is not None else ""


@dataclass(frozen=True)
class Difference:
    """Two findings side by side, with who found them and why."""

    check: SecondCheck
    sheet: Sheet
    line: Line
    first: LevelEntry
    second_words: str
    second_points: object
    citations: Sequence[Citation]
    same_elsewhere: Mapping[int, Sequence[Elsewhere]]

    @property
    def claim(self) -> LevelEntry | None:
        """What the unit claims."""
        return self.line.claim


def build_blind(check: SecondCheck) -> BlindPage:
    """The page of somebody who is to judge a criterion without knowing what was found."""
    scorecard, code = check.scorecard, check.criterion
    sheet = build_sheet(scorecard, OFFICE, levels=[SELF], trial={code: None})
    line = _line(sheet, code)
    claim = line.levels.get(SELF)
    blank = LevelEntry(level=OFFICE, raw=None, words="", points=None)
    levels = {OFFICE: blank} if claim is None else {SELF: claim, OFFICE: blank}
    grounds = read_grounds([scorecard.id])
    return BlindPage(
        check=check,
        sheet=sheet,
        line=replace(line, points=None, reasons=(), levels=levels, state="missing"),
        claim=claim if claim is not None and claim.entered else None,
        citations=[one for one in grounds.cited_for(scorecard, code) if not _is_by_verifier(one)],
        same_elsewhere=grounds.same_elsewhere,
    )


def build_difference(check: SecondCheck) -> Difference:
    """The page on which the office decides."""
    scorecard, code = check.scorecard, check.criterion
    sheet = build_sheet(scorecard, OFFICE)
    line = _line(sheet, code)
    grounds = read_grounds([scorecard.id])
    return Difference(
        check=check,
        sheet=sheet,
        line=line,
        first=line.last,
        second_words=say(scorecard, code, check.entry),
        second_points=points_with(scorecard, code, check.entry)[0] if check.entry is not None else None,
        citations=grounds.cited_for(scorecard, code),
        same_elsewhere=grounds.same_elsewhere,
    )


def _line(sheet: Sheet, code: str) -> Line:
    line = sheet.line(code)
    if line is None:
        raise NotFound(_("Phiếu này không có tiêu chí %(code)s.", code=code))
    return line


def claim_of(check: SecondCheck) -> Raw | None:
    """What the unit claims of the criterion."""
    own = find_assessment(check.scorecard, SELF)
    return own.entries.get(check.criterion) if own is not None else None


def say(scorecard: Scorecard, code: str, raw: Raw | None) -> str:
    """An entry in words."""
    criterion = scorer_of(scorecard).reader.criteria.get(code)
    return in_words(criterion, raw) if criterion is not None else str(raw or "")


def name_of_criterion(check: SecondCheck) -> str:
    """What the criterion asks."""
    criterion = scorer_of(check.scorecard).reader.criteria.get(check.criterion)
    return criterion.name if criterion is not None else check.criterion


def words_of_first(check: SecondCheck) -> str:
    """What stands of the criterion, in words."""
    return say(check.scorecard, check.criterion, standing(check.scorecard, check.criterion))


def _is_by_verifier(citation: Citation) -> bool:
    """Whether who verifies cited it, so that it tells what was found."""
    by = db.session.get(User, citation.cited_by_id) if citation.cited_by_id is not None else None
    return by is not None and can(by, Permission.VERIFY_SCORECARD)
