"""What the register reads from the words that stand of a paper: its title, who signed, to whom it went."""

import json
import re
from dataclasses import dataclass
from html import unescape
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from foundation.vietnamese import plain
from register.models import Paper
from register.naming import paper_name

ARCHIVE = "Lưu:"
"""How the last line of Nơi nhận begins: who keeps the paper."""
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Told:
    """What a line of the register of outgoing papers says (Decree 30/2020, Appendix IV): kind and subject in
    one line, who signed, to whom it went, and who keeps it.
    """

    title: str
    signer: str
    recipients: str
    archive: str


def told_of(paper: Paper) -> Told:
    """The same of a paper that has its number; what its words do not tell is empty."""
    signature = json.loads(paper.snapshot or "{}").get("signature") or {}
    signer = signature.get("signer") or {}
    lines = [str(one) for one in signature.get("recipients") or ()]
    kept = [one.removeprefix(ARCHIVE).strip() for one in lines if one.startswith(ARCHIVE)]
    return Told(
        title=_title(paper),
        signer=str(signer.get("name") or signer.get("title") or ""),
        recipients="; ".join(one for one in lines if not one.startswith(ARCHIVE)),
        archive="; ".join(kept),
    )


def searched_words(paper: Paper) -> str:
    """Everything that a search looks through, without marks: number, subject, and all words of the paper."""
    said = unescape(_TAGS.sub(" ", paper.html or ""))
    return plain(f"{paper_name(paper.number, paper.symbol, '')} {paper.subject} {said}")


def _title(paper: Paper) -> str:
    """Tên loại và trích yếu: "Quyết định về việc khen thưởng …"; the subject where no title is found."""
    try:
        root = ET.fromstring(paper.html or "")  # noqa: S314 - our own template, without a document type
    except ET.ParseError:
        return paper.subject
    head = next((one for one in root.iter() if _is(one, "title")), None)
    if head is None:
        return paper.subject
    lines = [" ".join("".join(one.itertext()).split()) for one in head if not _is(one, "with")]
    kind, *rest = [one for one in lines if one] or [paper.subject]
    kind = kind.capitalize() if kind.isupper() else kind
    return " ".join([kind, *(f"{one[:1].lower()}{one[1:]}" for one in rest[:1]), *rest[1:]])


def _is(element: Element, name: str) -> bool:
    return name in element.get("class", "").split()
