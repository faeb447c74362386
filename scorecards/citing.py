"""Citing documents for criteria: with or without a file, and where in it to look.

Whoever may enter figures at a level may cite there while that level is open; in the objection stage the unit
may add to what it objects to. What is taken back is kept, with the time.
"""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from accounts.models import User
from assignments.scope import may_enter_for, may_verify
from evidence import services as files
from evidence.models import EvidenceFile
from evidence.rules import owner_of
from foundation.database import db, lock_row
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import Actor
from history.services import record
from scorecards.citing_queries import is_cited_or_handed_in, list_withdrawn_of
from scorecards.holding import hold
from scorecards.models import AssessmentLevel, Citation, Scorecard
from scorecards.objection_time import is_verified, obstacle_to_objection_time
from scorecards.rules import can_assess, is_open, obstacle_to_entering
from scorecards.scorers import scorer_of
from scorecards.submission_queries import list_standing_citations
from scoring.reading import is_asked

LONGEST = {"number": 60, "page": 60, "note": 2000}
CITING_LEVELS = (AssessmentLevel.SELF, AssessmentLevel.GROUP, AssessmentLevel.OFFICE)


def obstacle_to_citing(
    actor: Actor, scorecard: Scorecard, code: str, now: datetime, *, in_objection: bool = False
) -> str | None:
    """Why the actor cannot cite for this criterion at this instant, and what to do; None where it can."""
    if in_objection:
        return _obstacle_in_objection(actor, scorecard, now)
    if not is_open(scorecard):
        return _("Phiếu đã chốt, không thêm bớt minh chứng được.")
    path = path_to(scorecard, code)
    levels = [level for level in CITING_LEVELS if _may_cite_at(actor, scorecard, level, path)]
    obstacles = [obstacle_to_entering(actor, scorecard, level, now) for level in levels]
    if not obstacles:
        return _("Tài khoản này không thêm bớt được minh chứng của phiếu này.")
    return None if None in obstacles else obstacles[0]


def cite(
    *,
    actor: Actor,
    scorecard: Scorecard,
    criterion: str,
    file: EvidenceFile | None,
    number: str | None = None,
    issued_on: date | None = None,
    page: str | None = None,
    note: str | None = None,
    in_objection: bool = False,
    now: datetime,
) -> Citation:
    """Cite a document for a criterion; the same place in the same file twice is one citation.

    Raises NotAllowed or Conflict where the actor cannot cite now, DomainError beside the field that is wrong:
    "criterion", "file", "number", "page", "note".
    """
    scorecard = _locked(actor, scorecard, criterion, now, in_objection=in_objection)
    about = _about(number, issued_on, page, note)
    if file is None and not about["number"] and not about["note"]:
        raise DomainError(_("Chọn tệp, hoặc ghi số của văn bản nếu không có tệp."), field="file")
    if file is not None:
        _require_usable(scorecard, file)
    same = _find_same(scorecard, criterion, file, about)
    if same is not None:
        return same
    citation = Citation(
        scorecard_id=scorecard.id,
        criterion=criterion,
        evidence_file=file,
        cited_at=now,
        cited_by_id=actor.actor_id,
        **about,
    )
    db.session.add(citation)
    db.session.flush()
    _record(actor, "scorecard:cited", scorecard, after=_facts(citation), now=now)
    return citation


def change_citation(
    *,
    actor: Actor,
    citation: Citation,
    number: str | None,
    issued_on: date | None,
    page: str | None,
    note: str | None,
    in_objection: bool = False,
    now: datetime,
) -> None:
    """Say anew which document it is and where to look. Raises as `cite` does."""
    scorecard = _locked(actor, citation.scorecard, citation.criterion, now, in_objection=in_objection)
    _require_own_layer(actor, scorecard, citation, in_objection=in_objection)
    about, before = _about(number, issued_on, page, note), _facts(citation)
    if citation.evidence_file is None and not about["number"] and not about["note"]:
        raise DomainError(_("Ghi số của văn bản, vì mục này không có tệp."), field="number")
    for name, value in about.items():
        setattr(citation, name, value)
    db.session.flush()
    if _facts(citation) != before:
        _record(
            actor, "scorecard:citation-changed", scorecard, before=before, after=_facts(citation), now=now
        )


def withdraw_citation(*, actor: Actor, citation: Citation, in_objection: bool = False, now: datetime) -> None:
    """Cite it no more; safe to repeat. The file itself stays in the unit's list."""
    scorecard = _locked(actor, citation.scorecard, citation.criterion, now, in_objection=in_objection)
    _require_own_layer(actor, scorecard, citation, in_objection=in_objection)
    if citation.removed_at is not None:
        return
    citation.removed_at = now
    db.session.flush()
    _record(actor, "scorecard:citation-withdrawn", scorecard, before=_facts(citation), now=now)


def discard_file(*, actor: Actor, file: EvidenceFile, now: datetime) -> None:
    """Take a file out of its unit's list. Raises Conflict where something cites it or it was handed in."""
    lock_row(EvidenceFile, file.id)
    if is_cited_or_handed_in(file.id):
        raise Conflict(
            _("Tệp này đang làm minh chứng hoặc đã nộp cùng phiếu nên giữ lại. Bỏ trích dẫn ở phiếu trước.")
        )
    for citation in list_withdrawn_of(file.id):
        db.session.delete(citation)
    db.session.flush()
    files.remove_file(actor=actor, file=file, now=now)


def path_to(scorecard: Scorecard, code: str) -> list[str]:
    """The code of a criterion that is asked, after those of the sections around it.

    Raises DomainError beside "criterion" where the criteria document asks no such thing of this participant.
    """
    scorer = scorer_of(scorecard)
    asked = {one.code for one in scorer.reader.kind.criteria() if is_asked(one)}
    if code not in asked:
        raise DomainError(_("Bộ tiêu chí không có tiêu chí %(code)s.", code=code), field="criterion")
    return list(scorer.paths[code])


def usable_owner_ids(scorecard: Scorecard) -> list[int]:
    """Whose files a scorecard may cite: those of the unit that acts for its participant, and those that the
    participant itself sent before. Files of units further above stay theirs, since who enters here may not
    open them.
    """
    return sorted({scorecard.participant_id, owner_of(scorecard.participant).id})


def _may_cite_at(actor: Actor, scorecard: Scorecard, level: AssessmentLevel, path: list[str]) -> bool:
    if level is AssessmentLevel.OFFICE:
        return may_verify(actor, scorecard.participant, path)
    return can_assess(actor, scorecard.participant, level)


def _obstacle_in_objection(actor: Actor, scorecard: Scorecard, now: datetime) -> str | None:
    if not may_enter_for(actor, scorecard.participant):
        return _("Chỉ tài khoản của đơn vị bổ sung minh chứng khi đề nghị phúc tra.")
    if not is_verified(scorecard) or actor.actor_id is not None:
        return obstacle_to_objection_time(scorecard, now)
    return None


def _locked(actor: Actor, scorecard: Scorecard, code: str, now: datetime, *, in_objection: bool) -> Scorecard:
    """The scorecard, held until the end, so that it is not handed in between the check and the change."""
    held = hold(scorecard)
    require_citing(actor, held, code, now, in_objection=in_objection)
    return held


def require_citing(
    actor: Actor, scorecard: Scorecard, code: str, now: datetime, *, in_objection: bool = False
) -> None:
    """Raise NotAllowed or Conflict where the actor cannot cite for this criterion now; asked before a file is
    taken in, so that nothing is kept which could not be cited.
    """
    path_to(scorecard, code)
    obstacle = obstacle_to_citing(actor, scorecard, code, now, in_objection=in_objection)
    if obstacle is None:
        return
    is_theirs = any(can_assess(actor, scorecard.participant, level) for level in CITING_LEVELS)
    raise Conflict(obstacle) if is_theirs else NotAllowed(obstacle)


def _require_usable(scorecard: Scorecard, file: EvidenceFile) -> None:
    same_year = file.movement_year_id == scorecard.movement_year_id
    if not same_year or file.participant_id not in usable_owner_ids(scorecard):
        raise DomainError(_("Tệp này không thuộc đơn vị, hoặc thuộc năm khác. Chọn tệp khác."), field="file")


def is_judged_already(scorecard: Scorecard, citation: Citation) -> bool:
    """Whether verification ended with this citation on the scorecard, so that it stays as it was judged."""
    return scorecard.verified_at is not None and citation.cited_at <= scorecard.verified_at


def _require_own_layer(
    actor: Actor, scorecard: Scorecard, citation: Citation, *, in_objection: bool = False
) -> None:
    """What the unit cited and handed in is not changed by those who verify it, nor the other way round; nor
    by an objection, which only adds.
    """
    if in_objection and is_judged_already(scorecard, citation):
        raise NotAllowed(_("Minh chứng này đã qua thẩm định nên giữ nguyên; khi phúc tra chỉ đưa thêm."))
    if actor.actor_id is None or citation.cited_by_id in (None, actor.actor_id):
        return
    by = db.session.get(User, citation.cited_by_id)
    by_unit = by is None or may_enter_for(by, scorecard.participant)
    if by_unit != may_enter_for(actor, scorecard.participant):
        raise NotAllowed(_("Minh chứng này do bên khác đưa vào; chỉ bên đó sửa hoặc bỏ được."))


def _about(number: str | None, issued_on: date | None, page: str | None, note: str | None) -> dict[str, Any]:
    about: dict[str, Any] = {
        "number": _line(number),
        "issued_on": issued_on,
        "page": _line(page),
        "note": (note or "").strip() or None,
    }
    for field, longest in LONGEST.items():
        if about[field] and len(about[field]) > longest:
            raise DomainError(_("Ghi nhiều nhất %(max)s ký tự.", max=longest), field=field)
    return about


def _line(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None


def _find_same(
    scorecard: Scorecard, criterion: str, file: EvidenceFile | None, about: dict[str, Any]
) -> Citation | None:
    for one in list_standing_citations(scorecard.id):
        is_file = one.evidence_file_id == (file.id if file else None)
        if one.criterion == criterion and is_file and all(getattr(one, k) == v for k, v in about.items()):
            return one
    return None


def _facts(citation: Citation) -> dict[str, Any]:
    file = citation.evidence_file
    return {
        "citation": citation.id,
        "criterion": citation.criterion,
        "file": file.id if file else None,
        "receipt": file.receipt if file else None,
        "name": file.name if file else None,
        "sha256": file.sha256 if file else None,
        "number": citation.number,
        "issued_on": citation.issued_on.isoformat() if citation.issued_on else None,
        "page": citation.page,
        "note": citation.note,
    }


def _record(
    actor: Actor,
    action: str,
    scorecard: Scorecard,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    now: datetime,
) -> None:
    subject = ("scorecard", scorecard.id)
    record(actor=actor, action=action, subject=subject, before=before, after=after, now=now)
