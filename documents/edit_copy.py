"""The words of an issued paper as a copy to be edited: nothing in it proves any more that it is genuine."""

from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from register.models import Paper

FOOT = "BẢN ĐỂ SỬA, không thay văn bản đã phát hành"
SAMPLE = "DỮ LIỆU MẪU"
MARK = "genuine"
"""The class of the block with code and QR code (`templates/print/_paper.html`)."""


def words_to_edit(paper: Paper, html: str) -> str:
    """The HTML of an issued paper without its code and QR code, and with what stands at the foot of each page
    of its Word document.
    """
    root = ET.fromstring(html)  # noqa: S314 - our own template, without a document type
    for parent in list(root.iter()):
        for child in list(parent):
            if _proves(child, paper):
                _take_out(parent, child)
    head = root.find("./head")
    if head is not None:
        told = f"{SAMPLE}. {FOOT}" if paper.is_sample else FOOT
        ET.SubElement(head, "meta", name="foot", content=told)
    return ET.tostring(root, encoding="unicode")


def _proves(element: Element, paper: Paper) -> bool:
    """Whether it is the mark, or whatever else bears the code where the district's own template put it."""
    if MARK in element.get("class", "").split():
        return True
    said = [element.text or "", *(one.tail or "" for one in element)]
    return any(code and code in one for code in (paper.code, paper.written_code) for one in said)


def _take_out(parent: Element, child: Element) -> None:
    """Remove an element, but not the words that follow it."""
    place = list(parent).index(child)
    if child.tail:
        if place:
            before = parent[place - 1]
            before.tail = (before.tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)
