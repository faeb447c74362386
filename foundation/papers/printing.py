"""The door to a PDF: short papers in one piece, long ones by two processes, the bytes always the same.

Run as a module, it is the second process: a tree on standard input, the number of its first page as
argument; on standard output where it is signed, as a line of JSON, then the PDF.
"""

import json
import subprocess
import sys
from copy import deepcopy
from dataclasses import astuple
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from foundation.papers.pagination import turns
from foundation.papers.pdf import UnplannedPageError, lay_out, parse
from foundation.papers.places import LaidOut, SignerPlace, name_signers

LONG = 400
"""Rows from which a second process gains more time than it takes to start."""

OWN_SHARE = 0.57
"""The part of the pages that this process keeps, since the other one must first start."""

BROKEN_PLAN = 3
ROOT = Path(__file__).parents[2]


def make_pdf(html: str) -> bytes:
    """The PDF of a paper made by `foundation.papers.rendering`. The same HTML gives the same bytes.

    A paper in one piece is tagged (PDF/UA); one joined from two halves is not, since the structure of
    the halves cannot be joined.
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


def _laid_out(html: str) -> LaidOut:
    root = _parse(html)
    if len(root.findall("./body/table[@class='list']/tbody/tr")) < LONG:
        return lay_out(root, tagged=True)
    starts = turns(root)
    try:
        return _in_two(_parse(html), starts)
    except UnplannedPageError:
        return lay_out(root, tagged=True)


def _parse(html: str) -> Element:
    root = parse(html)
    name_signers(root)
    return root


def _in_two(root: Element, starts: list[int]) -> LaidOut:
    pages = max(1, round((len(starts) + 2) * OWN_SHARE))
    if pages > len(starts):
        raise UnplannedPageError("too few planned pages to divide")
    second = _cut(root, starts[pages - 1])
    _mark(root, starts[: pages - 1], first_row=0)
    _mark(second, starts[pages:], first_row=starts[pages - 1])
    other = _start_second(second, first_page=pages + 1)
    try:
        mine = lay_out(root, tagged=False)
    finally:
        theirs, _nothing = other.communicate()
    if other.returncode == BROKEN_PLAN:
        raise UnplannedPageError("the second half did not keep to the plan")
    if other.returncode:
        raise subprocess.CalledProcessError(other.returncode, other.args)
    if len(PdfReader(BytesIO(mine.pdf)).pages) != pages:
        raise UnplannedPageError("the first half did not keep to the plan")
    places, _end, rest = theirs.partition(b"\n")
    signers = tuple(SignerPlace(*one) for one in json.loads(places))
    joined = _join(mine.pdf, rest, title=root.findtext("./head/title", ""))
    return LaidOut(joined, mine.signers + signers)


def _cut(root: Element, row: int) -> Element:
    """Take the table from `row` on, and all that follows it, out of `root` into a tree of its own."""
    second = Element("html", root.attrib)
    head, body = root
    rest = Element("body", body.attrib)
    second.extend([deepcopy(head), rest])
    position = next(index for index, child in enumerate(body) if child.get("class") == "list")
    columns, heading, rows = body[position]
    moved = Element("tbody")
    moved.extend(rows[row:])
    del rows[row:]
    table = Element("table", body[position].attrib)
    table.extend([deepcopy(columns), deepcopy(heading), moved])
    rest.extend([table, *body[position + 1 :]])
    del body[position + 1 :]
    return second


def _mark(root: Element, starts: list[int], *, first_row: int) -> None:
    """Give the rows that begin a page their break, and the id by which the outcome is verified."""
    rows = root.findall(".//table[@class='list']/tbody/tr")
    for page, start in enumerate(starts, start=1):
        row = rows[start - first_row]
        row.set("class", f"{row.get('class', '')} turn".strip())
        row.set("id", f"page-{page}")


def _start_second(root: Element, first_page: int) -> subprocess.Popen[bytes]:
    with TemporaryFile() as tree:
        tree.write(ET.tostring(root, encoding="utf-8"))
        tree.seek(0)
        return subprocess.Popen(  # noqa: S603 - our own module, no word of it comes from outside
            [sys.executable, "-m", "foundation.papers.printing", str(first_page)],
            stdin=tree,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )


def _join(first: bytes, second: bytes, *, title: str) -> bytes:
    writer = PdfWriter()
    for half in (first, second):
        writer.append(PdfReader(BytesIO(half)))
    writer.add_metadata({"/Title": title, "/Producer": "WeasyPrint"})
    writer.root_object[NameObject("/Lang")] = TextStringObject("vi")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _second_process() -> int:
    root = parse(sys.stdin.buffer.read())
    try:
        made = lay_out(root, tagged=False, first_page=int(sys.argv[1]))
    except UnplannedPageError:
        return BROKEN_PLAN
    sys.stdout.buffer.write(json.dumps([astuple(one) for one in made.signers]).encode() + b"\n")
    sys.stdout.buffer.write(made.pdf)
    return 0


if __name__ == "__main__":
    sys.exit(_second_process())
