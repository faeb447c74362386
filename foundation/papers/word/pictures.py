"""Drawings → PNG: the mark of a register drawn module by module, any other drawing as its PDF shows it."""

import re
from functools import lru_cache
from io import BytesIO
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from PIL import Image

from foundation.papers.sheets import STYLESHEET
from foundation.papers.word.blocks import Picture
from foundation.papers.word.looks import Look
from foundation.papers.word.values import UNITS

NAMESPACE = "http://www.w3.org/2000/svg"
SVG = f"{{{NAMESPACE}}}svg"
MODULE = 10
"""Pixels of one module of a QR code."""
DOTS = 220
"""Pixels of an inch of any other drawing."""

_RUN = re.compile(r"M(\d+) (\d+)\.5h(\d+)")
_LENGTH = re.compile(r"([\d.]+)(pt|mm|cm|in|px)?")


def picture_of(drawing: Element, look: Look) -> Picture:
    """A drawing within the text. Its title and its words tell what it is."""
    width, height = (_length(drawing.get(name)) for name in ("width", "height"))
    box = [float(one) for one in drawing.get("viewBox", "").replace(",", " ").split()] or [0, 0, 100, 100]
    if not height:
        height = width * box[3] / box[2] if width else box[3] * UNITS["px"]
    if not width:
        width = height * box[2] / box[3]
    png = _modules(drawing, box) or _drawn(_source(drawing), width, height)
    told = " ".join(" ".join(drawing.itertext()).split())
    return Picture(png, width, height, told, look)


def _length(said: str | None) -> float:
    found = _LENGTH.fullmatch(said or "")
    return float(found[1]) * UNITS[found[2] or "px"] if found else 0.0


def _modules(drawing: Element, box: list[float]) -> bytes | None:
    """The QR code that `foundation.papers.qr` draws as one path, sharp at every size; None for another."""
    shapes = [one for one in drawing if one.tag != f"{{{NAMESPACE}}}title"]
    path = shapes[0].get("d", "") if len(shapes) == 1 else ""
    runs = _RUN.findall(path)
    if not runs or "".join(f"M{x} {y}.5h{w}" for x, y, w in runs) != path:
        return None
    side = int(box[2])
    image = Image.new("1", (side, side), 1)
    for x, y, wide in ((int(one) for one in run) for run in runs):
        image.paste(0, (x, y, x + wide, y + 1))
    return _png(image.resize((side * MODULE, side * MODULE), Image.Resampling.NEAREST))


def _source(drawing: Element) -> str:
    """A drawing as HTML has it: without a prefix before its names."""
    source = ET.tostring(drawing, encoding="unicode")
    return source.replace("<ns0:", "<").replace("</ns0:", "</").replace("xmlns:ns0=", "xmlns=")


@lru_cache(maxsize=64)
def _drawn(source: str, width: float, height: float) -> bytes:
    """Any drawing, laid out like a paper of its own size."""
    # Both take long to load, and few papers have drawings.
    import pypdfium2  # type: ignore[import-untyped]
    from weasyprint import CSS, HTML

    page = f"@page {{ size: {width}pt {height}pt; margin: 0; @top-center {{ content: none }} }}"
    sheets = [STYLESHEET.read_text(encoding="utf-8"), f"{page} svg {{ display: block }}"]
    html = HTML(string=f"<body>{source}</body>", url_fetcher=_refuse)
    pdf = html.write_pdf(stylesheets=[CSS(string=sheet, url_fetcher=_refuse) for sheet in sheets])
    return _png(pypdfium2.PdfDocument(pdf)[0].render(scale=DOTS / 72).to_pil())


def _refuse(url: str) -> None:
    raise PermissionError(f"a paper may not fetch {url}")


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG", optimize=False)
    return out.getvalue()
