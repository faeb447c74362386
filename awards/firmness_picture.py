"""A hundred cells: how many of a hundred weightings leave a result what it is. Lengths in the view box."""

from dataclasses import dataclass

COLUMNS, SIDE, STEP = 20, 11, 13
WIDTH, HEIGHT = COLUMNS * STEP + 1, 100 // COLUMNS * STEP + 1


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells as two paths: filled ones first, then the empty ones."""

    filled: str
    empty: str
    width: int = WIDTH
    height: int = HEIGHT


def draw_cells(filled: int) -> Cells:
    """A hundred cells of which so many are filled, row by row."""
    cells = [_cell(number) for number in range(100)]
    return Cells("".join(cells[:filled]), "".join(cells[filled:]))


def _cell(number: int) -> str:
    row, column = divmod(number, COLUMNS)
    return f"M{1 + column * STEP} {1 + row * STEP}h{SIDE}v{SIDE}h-{SIDE}z"
