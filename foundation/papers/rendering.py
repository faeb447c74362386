"""Snapshot → HTML, alike in the web application and on the command line.

The environment is not the application's: a paper sees its snapshot and the words of the decree, never
the request, the user or the language of the screen.
"""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from foundation.papers import wording

TEMPLATES = Path(__file__).parents[2] / "templates" / "print"

# What XML 1.0 cannot carry: such characters come from careless copies out of spreadsheets and print nothing.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render(template: str, snapshot: object) -> str:
    """Fill a print template with a snapshot; every value is escaped, an unknown name is an error."""
    return without_controls(_environment().get_template(template).render(paper=snapshot))


def without_controls(html: str) -> str:
    """The same without the characters that no paper can carry."""
    return _NOT_TEXT.sub("", html)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(points=wording.points, roman=wording.roman, pt=_coordinate)
    return environment


def _coordinate(value: float) -> str:
    """A coordinate of a drawing: no more digits than anybody can see."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
