"""The door to a PDF: short papers laid out whole, long tables drawn; what is long and cannot be drawn is laid
out in pieces by two processes.

The same HTML always gives the same bytes.

Run as a module, it is the second process: its pieces on standard input, what they became on standard output.
"""

import logging
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from foundation.papers.archive import Piece, signers_of, write
from foundation.papers.drawn_pages.shaping import NotPlainError
from foundation.papers.lengthy import draw_lengthy
from foundation.papers.pdf import UnplannedPageError, lay_out, parse
from foundation.papers.pieces import Part, divide
from foundation.papers.places import LaidOut, name_signers

BROKEN_PLAN = 3
ROOT = Path(__file__).parents[2]


def make_pdf(html: str) -> bytes:
    """The PDF of a paper made by `foundation.papers.rendering`: to be kept (PDF/A-2a) and to be read aloud
    (PDF/UA-1). The same HTML gives the same bytes.
    """
    return _laid_out(html).pdf


def make_signable_pdf(html: str) -> bytes:
    """The same with an empty field for a digital signature above the name of each signer, the right one
    first. The same HTML gives the same bytes.
    """
    # The library for signatures takes its time to load, and only papers that are issued need it.
    from foundation.papers.signature_fields import add_fields

    made = _laid_out(html)
    return add_fields(made.pdf, sorted(made.signers, key=lambda one: -one.left))


def make_joined_pdf(papers: Sequence[str], title: str) -> bytes:
    """Several papers as one file of this title, each with page numbers of its own; kept and read like one."""
    pieces: list[Piece] = []
    for html in papers:
        pieces += make_pieces(html, before=len(pieces), title=title)
    return write(pieces)


def make_pieces(html: str, *, before: int = 0, title: str = "") -> list[Piece]:
    """A paper laid out but not yet written, after so many pieces of other papers in the same file. The first
    paper's title, or `title`, is that of the file: see `foundation.papers.archive.write`.
    """
    try:
        drawn = draw_lengthy(_parse(html, title), before)
        if drawn is not None:
            return [drawn]
    except NotPlainError as refused:
        logging.getLogger(__name__).info("not drawn: %s", refused)
    parts = divide(_parse(html, title), before)
    try:
        return _in_pieces(parts) if len(parts) > 1 else [_made(parts[0])]
    except UnplannedPageError:
        return [lay_out(_parse(html, title), before=before)]


def _laid_out(html: str) -> LaidOut:
    pieces = make_pieces(html)
    signers = signers_of(pieces)
    return LaidOut(write(pieces), signers)


def _parse(html: str, title: str = "") -> Element:
    root = parse(html)
    named = root.find("head/title")
    if title and named is not None:
        named.text = title
    name_signers(root)
    return root


def _made(part: Part) -> Piece:
    return lay_out(
        part.root, place=part.place, first_page=part.first_page, last=part.last, before=part.before
    )


def _in_pieces(parts: list[Part]) -> list[Piece]:
    """Every other piece is made by a second process."""
    with TemporaryFile() as made:
        other = _start_second(parts[1::2], made)
        try:
            mine = [_made(part) for part in parts[::2]]
        finally:
            other.wait()
        if other.returncode == BROKEN_PLAN:
            raise UnplannedPageError("a piece did not keep to the plan")
        if other.returncode:
            raise subprocess.CalledProcessError(other.returncode, other.args)
        made.seek(0)
        theirs: list[Piece] = pickle.load(made)  # noqa: S301 - written by our own process a moment ago
    pieces = mine + theirs
    pieces[::2], pieces[1::2] = mine, theirs
    return pieces


def _start_second(parts: list[Part], made: IO[bytes]) -> subprocess.Popen[bytes]:
    with TemporaryFile() as work:
        told = [
            (ET.tostring(one.root, encoding="utf-8"), one.place, one.first_page, one.last, one.before)
            for one in parts
        ]
        pickle.dump(told, work)
        work.seek(0)
        return subprocess.Popen(
            [sys.executable, "-m", "foundation.papers.printing"], stdin=work, stdout=made, cwd=ROOT
        )


def _second_process() -> int:
    told = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the process that started this one
    try:
        made = [_made(Part(parse(text), *rest)) for text, *rest in told]
    except UnplannedPageError:
        return BROKEN_PLAN
    pickle.dump(made, sys.stdout.buffer)
    return 0


if __name__ == "__main__":
    sys.exit(_second_process())
