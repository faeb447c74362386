"""The door to a PDF: short papers in one piece, long ones by two processes, the bytes always the same."""

import threading
from contextlib import suppress
from copy import deepcopy
from io import BytesIO
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from xml.etree.ElementTree import Element

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from documents.pagination import turns
from documents.pdf import UnplannedPageError, lay_out, parse

LONG = 150
"""Rows from which two processes pay for cutting and joining."""


def make_pdf(html: str) -> bytes:
    """The PDF of a paper made by `documents.rendering`. The same HTML gives the same bytes.

    A paper in one piece is tagged (PDF/UA); one joined from two halves is not, since the structure of
    the halves cannot be joined.
    """
    root = parse(html)
    if len(root.findall(".//table[@class='list']/tbody/tr")) < LONG:
        return lay_out(root, tagged=True)
    starts = turns(root)
    try:
        return _in_two(parse(html), starts)
    except UnplannedPageError:
        return lay_out(root, tagged=True)


def _in_two(root: Element, starts: list[int]) -> bytes:
    pages = max(1, (len(starts) + 2) // 2)
    if pages > len(starts):
        raise UnplannedPageError("too few planned pages to divide")
    second = _cut(root, starts[pages - 1])
    _mark(root, starts[: pages - 1], first_row=0)
    _mark(second, starts[pages:], first_row=starts[pages - 1])
    process, answer = _start_second(second, first_page=pages + 1)
    try:
        mine = lay_out(root, tagged=False)
        theirs = answer.recv_bytes()
    except EOFError:
        raise UnplannedPageError("the second half did not keep to the plan") from None
    finally:
        answer.close()
        process.join()
    if len(PdfReader(BytesIO(mine)).pages) != pages:
        raise UnplannedPageError("the first half did not keep to the plan")
    return _join(mine, theirs, title=root.findtext("./head/title", ""))


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


def _send_half(out: Connection, root: Element, first_page: int) -> None:
    """What the second process does. It closes without a word when the plan did not hold."""
    with out, suppress(UnplannedPageError):
        out.send_bytes(lay_out(root, tagged=False, first_page=first_page))


def _start_second(root: Element, first_page: int) -> tuple[BaseProcess, Connection]:
    # Forking is quick but unsafe beside other threads; a fresh interpreter is always safe.
    alone = threading.active_count() == 1
    context = get_context("fork") if alone else get_context("spawn")
    answer, out = context.Pipe(duplex=False)
    process = context.Process(target=_send_half, args=(out, root, first_page))
    process.start()
    out.close()
    return process, answer


def _join(first: bytes, second: bytes, *, title: str) -> bytes:
    writer = PdfWriter()
    for half in (first, second):
        writer.append(PdfReader(BytesIO(half)))
    writer.add_metadata({"/Title": title, "/Producer": "WeasyPrint"})
    writer.root_object[NameObject("/Lang")] = TextStringObject("vi")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
