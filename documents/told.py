"""A paper that is told piece by piece: minutes, an invitation, a report. Its snapshot and what they share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from documents.blocks import Annex, Block
from documents.paper import Header, Mark, Signature, Signer
from documents.person_names import name_in
from foundation.clock import local
from foundation.papers.wording import long_date, two_digits

OPEN = "……"


@dataclass(frozen=True, slots=True)
class ToldPaper:
    """The snapshot. `kind` is what it is called; `others` sign beside the two of the signature; `source` is
    the sentence that leads back to the seal; `faults` what the clerk should know before it is issued.
    """

    header: Header
    kind: str
    subject: tuple[str, ...]
    bases: tuple[str, ...]
    blocks: tuple[Block, ...]
    signature: Signature
    others: tuple[Signer, ...] = ()
    annexes: tuple[Annex, ...] = ()
    accompanies: str = ""
    source: str = ""
    faults: tuple[str, ...] = ()
    mark: Mark | None = None
    draft: bool = True
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Letters:
    """The snapshot of a letter that goes out once, or once to each: `letters` are the bodies, all of them
    with the same head, number and signature.
    """

    header: Header
    kind: str
    subject: tuple[str, ...]
    letters: tuple[tuple[Block, ...], ...]
    signature: Signature
    mark: Mark | None = None
    draft: bool = True
    sample: bool = False


def faults_of(_material: object, snapshot: ToldPaper) -> tuple[str, ...]:
    """What the clerk should know before it is issued."""
    return snapshot.faults


def hour_and_day(moment: datetime) -> str:
    """As minutes write it: "14 giờ 00 phút, ngày 10 tháng 12 năm 2024"."""
    at = local(moment)
    return f"{two_digits(at.hour)} giờ {two_digits(at.minute)} phút, {long_date(at.date())}"


def listed(lines: Sequence[str]) -> list[Block]:
    """Items after dashes: semicolons, and a full stop at the end."""
    last = len(lines) - 1
    return [
        Block(f"- {line.strip('-;. ')}{'.' if place == last else ';'}", "item")
        for place, line in enumerate(lines)
    ]


def signer_of(line: str, title: str) -> Signer:
    """Who signs, of a line "Họ tên, chức vụ"; the place of the name stays empty where the line has none."""
    return Signer((), title, name_in(line))


def nameless(*lines: tuple[str, str]) -> Iterator[str]:
    """Who signs without a name, of what they are called and their lines: a title never stands for a name."""
    for called, line in lines:
        if line and not name_in(line):
            yield (
                f"Chưa có họ tên {called} ở chỗ ký: “{line.split(',')[0].strip()}” là chức vụ. Ghi họ tên, "
                "rồi dấu phẩy và chức vụ."
            )
