"""QR codes as drawings: strokes one module wide, drawn by whoever shows them."""

from functools import lru_cache

import segno

QUIET = 2
"""Empty modules around the code. The norm asks for four; paper around it gives the rest."""


def qr_side(text: str) -> int:
    """How many modules the drawing is wide, the quiet zone among them."""
    width, _height = _code(text).symbol_size(border=QUIET)
    return int(width)


def qr_path(text: str) -> str:
    """The black modules row by row, as the path of an SVG whose unit is one module, to be drawn by strokes
    one unit wide: fewer corners than filled boxes would have, and a third less time for a sheet of them.
    """
    runs = []
    for y, row in enumerate(_code(text).matrix, start=QUIET):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append(f"M{start + QUIET} {y}.5h{x - start}")
                start = None
    return "".join(runs)


@lru_cache(maxsize=1000)
def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False)
