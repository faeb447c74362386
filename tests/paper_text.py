"""The words of a paper as PDF and as DOCX, read by readers that know nothing of how they were made."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

MARGIN = 20 * 72 / 25.4
SOFFICE = shutil.which("soffice")


def squeezed(text: str) -> str:
    """Words without any blank: where lines break is not what is compared."""
    return re.sub("[\\s\u00a0]+", "", text)


def docx_paragraphs(content: bytes) -> Iterator[str]:
    """Every paragraph of the body, through tables and tables in tables; a merged cell once."""
    yield from _texts(Document(BytesIO(content)))


def _texts(holder: object) -> Iterator[str]:
    for block in holder.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            cells = {id(cell._tc): cell for row in block.rows for cell in row.cells}
            for cell in cells.values():
                yield from _texts(cell)


def without_drawn_words(html: str) -> str:
    """The paper without the words inside its drawings, which a DOCX shows as pictures."""
    root = ET.fromstring(html)
    for one in root.iter("{http://www.w3.org/2000/svg}svg"):
        for holder in list(one.iter()):
            for word in holder.findall("{http://www.w3.org/2000/svg}text"):
                holder.remove(word)
    return ET.tostring(root, encoding="unicode")


def heads_of(html: str) -> list[str]:
    """The head of each table of a paper."""
    return [squeezed("".join(one.itertext())) for one in ET.fromstring(html).iter("thead")]


def without_heads(text: str, html: str) -> str:
    """Words without the heads of tables: how often those are printed is for the pages to decide."""
    for head in sorted(heads_of(html), key=len, reverse=True):
        text = text.replace(head, "")
    return text


def pdf_text(pdf: bytes, html: str, folder: Path) -> str:
    """The words between the margins, page after page, without the heads of tables, which pages repeat."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    text = ""
    for number, page in enumerate(PdfReader(BytesIO(pdf)).pages, start=1):
        width, height = (round(float(one)) for one in page.mediabox[2:])
        box = ["-x", "0", "-y", f"{MARGIN:.0f}", "-W", f"{width}", "-H", f"{height - 2 * MARGIN:.0f}"]
        run = subprocess.run(
            ["pdftotext", "-raw", "-f", f"{number}", "-l", f"{number}", *box, str(file), "-"],
            check=True,
            capture_output=True,
        )
        text += squeezed(run.stdout.decode())
    return without_heads(text, html)


def office_pdf(papers: list[bytes], folder: Path) -> list[bytes]:
    """The PDF that LibreOffice makes of each DOCX; it starts once for all."""
    assert SOFFICE is not None
    files = [folder / f"paper-{number}.docx" for number in range(len(papers))]
    for file, content in zip(files, papers, strict=True):
        file.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=300)
    return [file.with_suffix(".pdf").read_bytes() for file in files]
