"""Many certificates in the background: part by part into the folder of the task, then as one file.

A part is a file of its own, named by what is in it, so that work that is begun anew makes only what is
missing.
"""

import hashlib
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from flask_babel import gettext as _

from accounts.queries import find_user
from documents.certificate_printing import (
    certificates_html,
    decision_of,
    file_name,
    is_given,
    print_certificates,
)
from documents.decision_lines import ReadDecision
from documents.layouts import layout_for
from foundation.database import db
from foundation.errors import Conflict, NotAllowed, NotFound
from foundation.permissions import Permission
from register.models import Certificate, Paper
from register.queries import find_paper, list_certificates
from register.rules import check_in_force
from register.services import can_issue, hold
from tasks.handlers import Result, TaskKind, Work

KIND = "print-certificates"
PART = 25
PDF, ZIP, DOCX = "pdf", "zip", "docx"
MEDIA = {
    PDF: "application/pdf",
    ZIP: "application/zip",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""What each form of the file is to a browser."""


def params_of(paper_id: int, form: str, address: str) -> dict[str, Any]:
    """What the work needs to know; `address` is where the public asks, which only a request can tell."""
    return {"paper": paper_id, "form": form, "address": address}


def run(work: Work) -> Result:
    """Print the certificates of a decision that were not taken back, and say which were left out.

    Raises NotAllowed where who asked may not issue papers any more, Conflict where the decision is not in
    force, or a certificate was taken back while the pages were laid out.
    """
    _require_owner(work)
    paper = _decision(work.params)
    everyone = list_certificates(paper.id)
    given = [one for one in everyone if is_given(one)]
    gone = [one for one in everyone if not is_given(one)]
    if not given:
        raise NotFound(_("Mọi giấy của quyết định này đã hủy nên không còn giấy nào để in."))
    form = str(work.params["form"])
    whole = _MAKERS[form](work, decision_of(paper), given)
    _check_again(work, paper.id, len(gone))
    outcome = _("Đã in %(n)s giấy.", n=len(given))
    if gone:
        outcome += " " + left_out(gone)
    name = f"giay-khen-{paper.number or paper.id:02d}-{paper.year or ''}"
    return Result(outcome, None, whole, f"{name}.{form}", MEDIA[form])


def check_matter(params: Mapping[str, Any]) -> None:
    """Raises NotFound, or Conflict where the decision whose certificates are asked for is not in force."""
    _decision(params)


def _decision(params: Mapping[str, Any]) -> Paper:
    paper = find_paper(int(params["paper"]))
    if paper is None or paper.snapshot is None:
        raise NotFound(_("Không có quyết định này. Mở lại từ trang Văn bản."))
    check_in_force(paper)
    return paper


def _require_owner(work: Work) -> None:
    if not can_issue(find_user(work.owner_id)):
        raise NotAllowed(_("Tài khoản giao việc này không còn quyền in giấy khen."))


def _check_again(work: Work, paper_id: int, gone: int) -> None:
    """Printing takes minutes: what was true before is asked once more, and the decision is held until the
    result is kept.
    """
    db.session.expire_all()
    check_in_force(hold(paper_id))
    _require_owner(work)
    if sum(not is_given(one) for one in list_certificates(paper_id)) != gone:
        raise Conflict(_("Trong lúc in có giấy bị hủy bỏ. Bấm Làm lại để in không có giấy đó."))


def left_out(gone: Sequence[Certificate]) -> str:
    """Which certificates are not printed since they were taken back."""
    told = ", ".join(_("số sổ %(roll)s", roll=one.roll) for one in gone[:10])
    rest = _(" và %(n)s giấy khác", n=len(gone) - 10) if len(gone) > 10 else ""
    return _("Bỏ qua %(n)s giấy đã hủy: %(which)s%(rest)s.", n=len(gone), which=told, rest=rest)


def _make_pdf(work: Work, decision: ReadDecision, given: Sequence[Certificate]) -> Path:
    """One file, joined from parts that were laid out one after the other."""
    # WeasyPrint takes a third of the start of the whole product, and only this needs it.
    from foundation.papers.archive import write
    from foundation.papers.printing import make_pieces

    address = str(work.params["address"])

    def lay_out(before: int, some: Sequence[Certificate]) -> bytes:
        return pickle.dumps(make_pieces(certificates_html(decision, some, address), before=before))

    pieces = []
    for path, _some in _parts(work, given, PART, lay_out):
        pieces += pickle.loads(path.read_bytes())  # noqa: S301 - written by this very work
    work.tell(len(given), len(given), _("Đang ghép tệp"))
    return _kept(work.folder / "whole.pdf", write(pieces))


def _make_zip(work: Work, decision: ReadDecision, given: Sequence[Certificate]) -> Path:
    """A file each, every one as complete as any paper."""
    address = str(work.params["address"])

    def print_one(_place: int, some: Sequence[Certificate]) -> bytes:
        return print_certificates(decision, some, address)

    whole = work.folder / "whole.zip"
    with ZipFile(whole, "w", ZIP_STORED) as archive:
        for path, (one,) in _parts(work, given, 1, print_one):
            archive.write(path, f"{file_name(one)}.pdf")
    return whole


def _make_docx(work: Work, decision: ReadDecision, given: Sequence[Certificate]) -> Path:
    """One Word document; it takes so little time that it has no parts."""
    from foundation.papers.docx import make_docx

    work.tell(0, len(given), _("Đang lập tệp Word"))
    html = certificates_html(decision, given, str(work.params["address"]))
    return _kept(work.folder / "whole.docx", make_docx(html))


_MAKERS: dict[str, Callable[[Work, ReadDecision, Sequence[Certificate]], Path]] = {
    PDF: _make_pdf,
    ZIP: _make_zip,
    DOCX: _make_docx,
}


def _parts(
    work: Work,
    given: Sequence[Certificate],
    size: int,
    make: Callable[[int, Sequence[Certificate]], bytes],
) -> Iterator[tuple[Path, Sequence[Certificate]]]:
    """The parts, in order, of so many certificates each; those that an earlier attempt finished are not made
    again. `make` gets the place of a part, from 0, and what is in it.
    """
    for place, start in enumerate(range(0, len(given), size)):
        some = given[start : start + size]
        work.tell(start, len(given), _("Đang in giấy khen"))
        path = work.folder / f"part-{place}-{_fingerprint(some, work.params)}"
        if not path.exists():
            unfinished = path.with_suffix(".part")
            unfinished.write_bytes(make(place, some))
            unfinished.replace(path)
        yield path, some


def _fingerprint(some: Sequence[Certificate], params: Mapping[str, Any]) -> str:
    told = [(one.code, repr(layout_for(one.award))) for one in some]
    asked = (version("weasyprint"), params["form"], params["address"])
    return hashlib.sha256(repr((told, asked)).encode()).hexdigest()[:24]


def _kept(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


CERTIFICATES = TaskKind(KIND, run, Permission.ISSUE_PAPER, check_matter)
