"""Elements of WordprocessingML, and the lengths it counts in."""

from typing import Any

from docx.oxml.ns import nsmap, qn
from lxml import etree

SPACES = {"w": nsmap["w"]}
TWIPS = 20
"""Twentieths of a point: what Word measures most lengths in."""
EMU = 12_700
"""English metric units of a point: what it measures pictures in."""


def twips(points: float) -> str:
    """A length in twentieths of a point."""
    return str(round(points * TWIPS))


def node(name: str, /, **attributes: str) -> Any:
    """An element such as w:p, its attributes in the same namespace."""
    made = etree.Element(qn(name), nsmap=SPACES)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def child(above: Any, name: str, /, **attributes: str) -> Any:
    """The same, at the end of another."""
    made = etree.SubElement(above, qn(name))
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def switch(above: Any, name: str, on: bool) -> None:
    """A property that is on or off, said out."""
    child(above, name, **({} if on else {"val": "0"}))
