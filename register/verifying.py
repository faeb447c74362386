"""Proof that the register is as it was written: papers and certificates against their frozen words and the
record, files against their hashes, numbers against their counters. Past the triggers of the database it sees
what somebody changed who holds the database or the disk.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import undefer

from foundation.database import db
from foundation.errors import DomainError
from history.models import HistoryEntry
from register import shelf
from register.digests import given_digest, words_digest
from register.models import Certificate, NumberSeries, Paper, PaperState, SignedCopy
from register.naming import paper_name, series_name
from register.numbers import ROLL

ENDS = {
    "paper:replaced": PaperState.REPLACED,
    "paper:revoked": PaperState.REVOKED,
    "paper:voided": PaperState.REVOKED,
}
CONTINUED = "register:continued"
LINE = {"name": "name", "address": "address", "award": "code", "achievement": "achieved"}
"""What a certificate says, and the key of it in the lines of its decision's snapshot."""
Deeds = Mapping[str, Sequence[HistoryEntry]]


@dataclass(slots=True)
class Verdict:
    """How much was looked at, and one sentence for each thing that differs."""

    papers: int = 0
    certificates: int = 0
    files: int = 0
    faults: list[str] = field(default_factory=list)


def verify() -> Verdict:
    """Look at everything that has a number or was issued."""
    verdict = Verdict()
    of_papers, of_certificates = _deeds("paper"), _deeds("certificate")
    statement = select(Paper).where(Paper.state != PaperState.DRAFT).order_by(Paper.id)
    numbers = list(db.session.scalars(statement.with_only_columns(Paper.id)))
    for paper_id in numbers:
        paper = _whole(paper_id)
        place = f"{paper_name(paper.number, paper.symbol, paper.subject)} (id {paper.id})"
        faults = [*_of_paper(paper, of_papers.get(str(paper.id), ())), *_of_files(paper, verdict)]
        faults += _of_certificates(paper, of_certificates)
        faults += _of_copies(paper, of_papers.get(str(paper.id), ()))
        verdict.faults += [f"{place}: {one}" for one in faults]
        verdict.papers, verdict.certificates = (
            verdict.papers + 1,
            verdict.certificates + len(paper.certificates),
        )
        db.session.expunge_all()
    verdict.faults += [*_removed(of_papers, numbers), *_of_numbers()]
    return verdict


def _whole(paper_id: int) -> Paper:
    options = (undefer(Paper.html), undefer(Paper.snapshot))
    return db.session.scalars(select(Paper).where(Paper.id == paper_id).options(*options)).one()


def _deeds(subject: str) -> Mapping[str, list[HistoryEntry]]:
    """What the record says of papers or of certificates, by their ids."""
    found: dict[str, list[HistoryEntry]] = {}
    for one in db.session.scalars(
        select(HistoryEntry).filter_by(subject_type=subject).order_by(HistoryEntry.id)
    ):
        found.setdefault(one.subject_id, []).append(one)
    db.session.expunge_all()
    return found


def _last(deeds: Sequence[HistoryEntry], *actions: str) -> HistoryEntry | None:
    return next((one for one in reversed(deeds) if one.action in actions), None)


def _of_paper(paper: Paper, deeds: Sequence[HistoryEntry]) -> Iterator[str]:
    numbered, issued, ended = (
        _last(deeds, "paper:numbered"),
        _last(deeds, "paper:issued"),
        _last(deeds, *ENDS),
    )
    if numbered is None:
        yield _("nhật ký không ghi việc cấp số")
        return
    told = {"number": paper.number, "symbol": paper.symbol, "code": paper.code, "kind": paper.kind}
    said = numbered.after or {}
    for key, word in (("number", _("số")), ("symbol", _("ký hiệu")), ("code", _("mã")), ("kind", _("loại"))):
        if said.get(key) != told[key]:
            yield _("%(what)s khác nhật ký", what=word)
    if said.get("words_sha256", words_digest(paper)) != words_digest(paper):
        yield _("nội dung khác nhật ký")
    if "given_sha256" in said and said["given_sha256"] != given_digest(paper.certificates):
        yield _("danh sách giấy khen khác nhật ký")
    if paper.sha256 != (issued.after or {}).get("sha256") if issued else paper.sha256 is not None:
        yield _("dấu của tệp khác nhật ký")
    yield from _of_state(paper, issued, ended)
    yield from _of_header(paper)


def _of_state(paper: Paper, issued: HistoryEntry | None, ended: HistoryEntry | None) -> Iterator[str]:
    expected = PaperState.ISSUED if issued else PaperState.NUMBERED
    if ended is not None:
        expected = ENDS[ended.action]
    if paper.state is not expected:
        yield _("trạng thái khác nhật ký")
    elif ended is not None and (ended.after or {}).get("reason", "") != paper.ended_reason:
        yield _("lý do khác nhật ký")


def _of_header(paper: Paper) -> Iterator[str]:
    """Number, symbol and day once more as the frozen words have them."""
    head = _snapshot(paper).get("header")
    if not isinstance(head, dict) or paper.number is None:
        return
    day = paper.signed_on.isoformat() if paper.signed_on else None
    if (head.get("number"), head.get("symbol"), head.get("signed_on")) != (paper.number, paper.symbol, day):
        yield _("số, ký hiệu hoặc ngày ký khác lời văn bản")


def _snapshot(paper: Paper) -> dict[str, Any]:
    try:
        data = json.loads(paper.snapshot or "{}")
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _of_files(paper: Paper, verdict: Verdict) -> Iterator[str]:
    copies: list[Paper | SignedCopy] = [paper] if paper.sha256 else []
    for one in [*copies, *paper.signed_copies]:
        verdict.files += 1
        try:
            size = sum(map(len, shelf.read(one.sha256 or "")))
        except DomainError as error:
            yield f"{error.message} ({one.sha256})"
            continue
        if size != one.size:
            yield _("cỡ tệp khác sổ")


def _of_copies(paper: Paper, deeds: Sequence[HistoryEntry]) -> Iterator[str]:
    known = {(one.after or {}).get("sha256") for one in deeds if one.action == "paper:signed"}
    have = {one.sha256 for one in paper.signed_copies}
    if have - known:
        yield _("có bản ký số mà nhật ký không ghi")
    if known - have:
        yield _("thiếu bản ký số mà nhật ký có ghi")


def _of_certificates(paper: Paper, deeds: Deeds) -> Iterator[str]:
    lines = _snapshot(paper).get("lines")
    for one in paper.certificates:
        name = _("giấy số sổ %(roll)s", roll=one.roll)
        line = lines[one.place - 1] if isinstance(lines, list) and 0 < one.place <= len(lines) else None
        if isinstance(line, dict) and _differs(one, line):
            yield _("%(which)s khác danh sách của quyết định", which=name)
        revoked = _last(deeds.get(str(one.id), ()), "certificate:revoked")
        reason = (revoked.after or {}).get("reason", "") if revoked else ""
        if (one.revoked_at is not None) != (revoked is not None) or one.revoked_reason != reason:
            yield _("%(which)s: việc hủy bỏ khác nhật ký", which=name)
    if isinstance(lines, list) and paper.certificates and len(lines) != len(paper.certificates):
        yield _("số giấy khác danh sách của quyết định")


def _differs(one: Certificate, line: Mapping[str, Any]) -> bool:
    said = {column: line[key] for column, key in LINE.items() if key in line}
    return any(getattr(one, column) != value for column, value in said.items())


def _removed(deeds: Deeds, numbers: Sequence[int]) -> Iterator[str]:
    """Papers that the record numbers and the register has no more."""
    known = {str(one) for one in numbers}
    for paper_id, own in deeds.items():
        numbered = _last(own, "paper:numbered")
        if numbered is not None and paper_id not in known:
            said = numbered.after or {}
            name = paper_name(said.get("number"), str(said.get("symbol", "")), "")
            yield _("%(name)s (id %(id)s): nhật ký có cấp số mà sổ không còn", name=name, id=paper_id)


def _of_numbers() -> Iterator[str]:
    """Every number up to the last one is borne by a paper, or was noted as given elsewhere."""
    elsewhere = _elsewhere()
    counters = {
        (one.series, one.year): one.last
        for one in db.session.scalars(select(NumberSeries).order_by(NumberSeries.series, NumberSeries.year))
    }
    borne = _borne()
    for key in sorted({*counters, *borne}):
        series, year = key
        last, have = counters.get(key, 0), borne.get(key, set())
        name = _("dãy số %(series)s năm %(year)s", series=series_name(series), year=year)
        if max(have, default=0) > last:
            yield _("%(name)s: số cuối ghi %(last)s mà đã có số %(n)s", name=name, last=last, n=max(have))
        holes = [n for n in range(1, last + 1) if n not in have and n not in elsewhere.get(key, ())]
        if holes:
            told = ", ".join(map(str, holes[:10])) + (" …" if len(holes) > 10 else "")
            yield _("%(name)s: thiếu số %(holes)s", name=name, holes=told)


def _borne() -> dict[tuple[str, int], set[int]]:
    found: dict[tuple[str, int], set[int]] = {}
    papers = select(Paper.series, Paper.year, Paper.number).where(Paper.number.is_not(None))
    for series, year, number in db.session.execute(papers):
        found.setdefault((str(series), int(year or 0)), set()).add(int(number or 0))
    for year, roll in db.session.execute(select(Certificate.roll_year, Certificate.roll)):
        found.setdefault((ROLL, year), set()).add(roll)
    return found


def _elsewhere() -> dict[tuple[str, int], set[int]]:
    """The numbers that the record notes as given outside this product."""
    found: dict[tuple[str, int], set[int]] = {}
    for key, own in _deeds("number_series").items():
        series, _slash, year = key.rpartition("/")
        for one in own:
            if one.action == CONTINUED:
                first, last = (one.before or {}).get("last", 0), (one.after or {}).get("last", 0)
                found.setdefault((series, int(year)), set()).update(range(first + 1, last + 1))
    return found
