"""Many certificates in the background: part by part into the folder of the task, then as one file.

A part is a file of its own, named by what is in it, so that work that is begun anew makes only what is
missing.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from flask_babel import gettext as _
from pypdf import PdfReader, PdfWriter

from documents.certificate_printing import decision_of, file_name, is_given, join, print_certificates
from documents.layouts import layout_for
from foundation.errors import NotFound
from register.models import Certificate
from register.queries import find_paper, list_certificates
from tasks.handlers import Result, TaskKind, Work

KIND = "print-certificates"
PART = 25
PDF, ZIP = "pdf", "zip"


def params_of(paper_id: int, form: str, address: str) -> dict[str, Any]:
    """What the work needs to know; `address` is where the public asks, which only a request can tell."""
    return {"paper": paper_id, "form": form, "address": address}


def run(work: Work) -> Result:
    """Print the certificates of a decision that were not taken back, and say which were left out."""
    paper = find_paper(int(work.params["paper"]))
    if paper is None or paper.snapshot is None:
        raise NotFound(_("Không có quyết định này. Mở lại từ trang Văn bản."))
    everyone = list_certificates(paper.id)
    given = [one for one in everyone if is_given(one)]
    if not given:
        raise NotFound(_("Mọi giấy của quyết định này đã hủy nên không còn giấy nào để in."))
    parts = list(_parts(work, given))
    work.tell(len(given), len(given), _("Đang ghép tệp"))
    name = f"giay-khen-{paper.number or paper.id:02d}-{paper.year or ''}"
    whole = _zip(work.folder, parts) if work.params["form"] == ZIP else _join(work.folder, parts)
    outcome = _("Đã in %(n)s giấy.", n=len(given))
    gone = [one for one in everyone if not is_given(one)]
    if gone:
        outcome += " " + left_out(gone)
    media = "application/zip" if work.params["form"] == ZIP else "application/pdf"
    return Result(outcome, None, whole, f"{name}.{work.params['form']}", media)


def left_out(gone: Sequence[Certificate]) -> str:
    """Which certificates are not printed since they were taken back."""
    told = ", ".join(_("số sổ %(roll)s", roll=one.roll) for one in gone[:10])
    rest = _(" và %(n)s giấy khác", n=len(gone) - 10) if len(gone) > 10 else ""
    return _("Bỏ qua %(n)s giấy đã hủy: %(which)s%(rest)s.", n=len(gone), which=told, rest=rest)


def _parts(work: Work, given: Sequence[Certificate]) -> Iterator[tuple[Path, Sequence[Certificate]]]:
    """The parts, in order; those that an earlier attempt finished are not made again."""
    paper = find_paper(int(work.params["paper"]))
    decision = decision_of(paper) if paper else None
    for start in range(0, len(given), PART):
        some = given[start : start + PART]
        work.tell(start, len(given), _("Đang in giấy khen"))
        path = work.folder / f"part-{_fingerprint(some, work.params)}.pdf"
        if not path.exists() and decision is not None:
            content = print_certificates(decision, some, str(work.params["address"]))
            unfinished = path.with_suffix(".part")
            unfinished.write_bytes(content)
            unfinished.replace(path)
        yield path, some


def _fingerprint(some: Sequence[Certificate], params: Mapping[str, Any]) -> str:
    told = [(one.code, repr(layout_for(one.award))) for one in some]
    return hashlib.sha256(repr((told, params["address"])).encode()).hexdigest()[:24]


def _join(folder: Path, parts: Sequence[tuple[Path, Sequence[Certificate]]]) -> Path:
    whole = folder / "whole.pdf"
    whole.write_bytes(join(path.read_bytes() for path, _some in parts))
    return whole


def _zip(folder: Path, parts: Sequence[tuple[Path, Sequence[Certificate]]]) -> Path:
    whole = folder / "whole.zip"
    with ZipFile(whole, "w", ZIP_STORED) as archive:
        for path, some in parts:
            pages = PdfReader(path).pages
            for page, one in zip(pages, some, strict=True):
                writer, out = PdfWriter(), BytesIO()
                writer.add_page(page)
                writer.write(out)
                archive.writestr(file_name(one), out.getvalue())
    return whole


CERTIFICATES = TaskKind(KIND, run)
