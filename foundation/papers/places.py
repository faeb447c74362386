"""Where a paper is signed: the lines with the names of the signers, found after the layout."""

from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

SIGNER = "signer-"
RULE = ".signer { anchor: attr(id) }"
"""The rule by which a layout tells where these lines came to stand."""
PIXEL = 0.75
"""Points of a CSS pixel."""


@dataclass(frozen=True, slots=True)
class SignerPlace:
    """Where the line with the name of one signer stands: its page, counted from 0, and its upper edge, in
    points from the upper left corner of a page of this height.
    """

    page: int
    left: float
    top: float
    right: float
    page_height: float


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A PDF, and where it is signed, in the order of the text."""

    pdf: bytes
    signers: tuple[SignerPlace, ...]


def name_signers(root: Element) -> None:
    """Give every line with the name of a signer an id, so that its place is told after the layout."""
    signers = (one for one in root.iter("p") if one.get("class") == "signer")
    for number, line in enumerate(signers):
        line.set("id", f"{SIGNER}{number}")


def take_signers(anchors: dict[str, Any], page: int, height: float) -> list[SignerPlace]:
    """Take the signers of a page out of its anchors; a layout measures in CSS pixels."""
    names = [name for name in anchors if name.startswith(SIGNER)]
    places = []
    for name in names:
        left, top, right, _bottom = (float(edge) * PIXEL for edge in anchors.pop(name))
        places.append(SignerPlace(page, left, top, right, height * PIXEL))
    return places
