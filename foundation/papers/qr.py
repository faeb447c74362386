"""QR codes as drawings: a path of black modules, drawn by whoever shows it."""

from functools import lru_cache

import segno

QUIET = 2
"""Empty modules around the code. The norm asks for four; paper around it gives the rest."""


def qr_side(text: str) -> int:
    """How many modules the drawing is wide, the quiet zone among them."""
    width, _height = _code(text).symbol_size(border=QUIET)
    return int(width)


def qr_path(text: str) -> str:
    """The black modules row by row, as the path of an SVG whose unit is one module."""
    runs = []
    for y, row in enumerate(_code(text).matrix, start=QUIET):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append(f"M{start + QUIET} {y}h{x - start}v1h-{x - start}z")
                start = None
    return "".join(runs)


@lru_cache(maxsize=1000)
def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False)
