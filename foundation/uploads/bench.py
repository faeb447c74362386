"""The work on pictures and PDF documents, done in a process of its own with limits on memory and time.

A hostile file can at worst end this process. Run as a module: a verb and its arguments, one line of JSON out:
`{"facts": …}` or `{"refused": why}`. It knows neither the web nor the database.
"""

import json
import resource
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from foundation.uploads.stripping import StrippingError, strip_jpeg, strip_png, strip_webp

MOST_PIXELS = 70_000_000
LONGEST_SIDE = 20_000
SMALL_SIDE = 2_000
SMALL_QUALITY = 85
PREVIEW_SIDE = 1_600
PREVIEW_QUALITY = 80
MEMORY = 2 * 1024**3
SECONDS = 40

_ORIENTATION, _GPS = 0x0112, 0x8825
_SUSPECT = (b"PK\x03\x04", b"%PDF-", b"<script", b"<html", b"<svg", b"MZ\x90")


class Refused(Exception):
    """Why the file is not taken in, in one word."""


def clean(source: str, target: str, shrink: str) -> dict[str, Any]:
    """Write the picture alone to `target`, without place and notes, smaller where asked for."""
    from PIL import Image

    content = Path(source).read_bytes()
    with Image.open(source) as image:
        _check_size(image)
        kind, exif = str(image.format), image.getexif()
        orientation = exif.get(_ORIENTATION, 1)
        had_place = bool(exif.get_ifd(_GPS))
        wanted = shrink == "1" and max(image.size) > SMALL_SIDE
    orientation = orientation if orientation in range(1, 9) else 1
    stripped, behind = _strip(kind, content, orientation)
    if any(mark in behind for mark in _SUSPECT):
        raise Refused("double")
    if orientation != 1 and kind not in ("JPEG", "MPO"):
        stripped = _saved_again(content, None)
    smaller = _saved_again(content, SMALL_SIDE) if wanted else stripped
    kept = smaller if len(smaller) < len(stripped) else stripped
    Path(target).write_bytes(kept)
    with Image.open(target) as image:
        image.load()
        width, height = image.size
    return {
        "width": width,
        "height": height,
        "place": had_place,
        "notes": kept != content,
        "smaller": kept is not stripped,
    }


def check_pdf(source: str) -> dict[str, Any]:
    """How many pages a PDF document has; it must open without a password."""
    document = _document(source)
    if len(document) == 0:
        raise Refused("broken")
    document[0].get_size()
    return {"pages": len(document)}


def show_page(source: str, page: str, target: str) -> dict[str, Any]:
    """Draw one page of a PDF document, counted from 1."""
    document = _document(source)
    number = int(page)
    if not 1 <= number <= len(document):
        raise Refused("page")
    document.init_forms()
    sheet = document[number - 1]
    width, height = sheet.get_size()
    if width <= 0 or height <= 0:
        raise Refused("broken")
    picture = sheet.render(scale=min(PREVIEW_SIDE / max(width, height), 4)).to_pil()
    return _save_preview(picture, target)


def show_picture(source: str, target: str) -> dict[str, Any]:
    """Draw a picture anew, upright and small enough for a page."""
    from PIL import Image, ImageOps

    with Image.open(source) as image:
        _check_size(image)
        image.draft("RGB", (PREVIEW_SIDE, PREVIEW_SIDE))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
        return _save_preview(upright, target)


VERBS: dict[str, Callable[..., dict[str, Any]]] = {
    "clean": clean,
    "check_pdf": check_pdf,
    "show_page": show_page,
    "show_picture": show_picture,
}


def _save_preview(picture: Any, target: str) -> dict[str, Any]:
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture.convert("RGBA"))
    picture.convert("RGB").save(target, "WEBP", quality=PREVIEW_QUALITY, method=3)
    return {"width": picture.width, "height": picture.height}


def _check_size(image: Any) -> None:
    if image.format not in ("JPEG", "MPO", "PNG", "WEBP"):
        raise Refused("unknown")
    width, height = image.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Refused("pixels")


def _strip(kind: str, content: bytes, orientation: int) -> tuple[bytes, bytes]:
    if kind in ("JPEG", "MPO"):
        return strip_jpeg(content, orientation)
    return strip_png(content) if kind == "PNG" else strip_webp(content)


def _saved_again(content: bytes, side: int | None) -> bytes:
    """The picture upright, drawn anew without its notes; at most `side` long where given."""
    from io import BytesIO

    from PIL import Image, ImageOps

    with Image.open(BytesIO(content)) as image:
        kind = "JPEG" if image.format == "MPO" else str(image.format)
        profile = image.info.get("icc_profile")
        if side:
            image.draft(image.mode, (side, side))
        upright = ImageOps.exif_transpose(image)
        if side:
            upright.thumbnail((side, side), Image.Resampling.LANCZOS)
        upright.info = {key: value for key, value in upright.info.items() if key == "transparency"}
        out, more = BytesIO(), ({"icc_profile": profile} if profile else {})
        if kind == "PNG":
            upright.save(out, kind, optimize=True, **more)
        else:
            upright.save(out, kind, quality=SMALL_QUALITY, exif=b"", **more)
    return out.getvalue()


def _document(source: str) -> Any:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        return pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if "assword" in str(error) else "broken") from error


def main(verb: str, *arguments: str) -> int:
    """Do one piece of work within the limits, and say in JSON how it went."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    try:
        answer: dict[str, Any] = {"facts": VERBS[verb](*arguments)}
    except Refused as refused:
        answer = {"refused": str(refused)}
    except (StrippingError, OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, MemoryError):
        answer = {"refused": "broken"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
