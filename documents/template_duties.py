"""What every paper bears, whoever wrote its template: held against what ours makes of the same snapshot.

A template of the district may word and order a paper otherwise. It may not leave out the number, the mark
of the public check, the place of the signature or anybody's name, nor print an amount of money of its own.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any
from xml.etree import ElementTree as ET

from flask_babel import gettext as _

from foundation.papers.sandbox.faults import Fault

NAMES = frozenset({"name", "names"})
MONEY = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.,]*\d)")
"""An amount as papers write it: 2.340.000."""
SIGNER = "signer"
MOST_NAMED = 3


def duty_faults(snapshot: object, ours: str, theirs: str) -> list[Fault]:
    """What is missing in their page, or stands there only; `ours` and `theirs` are well-formed pages."""
    own, other = _body(ours), _body(theirs)
    said, told = _text(own), _text(other)
    faults = [
        Fault(words)
        for sign, words in _signs(snapshot)
        if sign and sign in said and told.count(sign) < said.count(sign)
    ]
    if _signers(other) < _signers(own):
        faults.append(Fault(_("Mẫu phải có chỗ ký: thêm {{ form.sign(paper.signature, paper.mark) }}.")))
    wanted = Counter(one for one in _names(snapshot) if one)
    missing = sorted(one for one, times in wanted.items() if told.count(one) < min(times, said.count(one)))
    if missing:
        named = ", ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
        faults.append(Fault(_("Mẫu bỏ sót tên có trong kết quả: %(names)s.", names=named)))
    foreign = sorted(Counter(MONEY.findall(told)).keys() - set(MONEY.findall(said)))
    if foreign:
        amounts = ", ".join(foreign[:MOST_NAMED])
        faults.append(Fault(_("Mẫu in số tiền không có trong kết quả: %(amounts)s.", amounts=amounts)))
    return faults


def _signs(snapshot: Any) -> list[tuple[str, str]]:
    mark, header = getattr(snapshot, "mark", None), getattr(snapshot, "header", None)
    number = str(getattr(header, "number_line", "") or "")
    return [
        (mark.code if mark else "", _("Mẫu phải in mã kiểm tra: thêm {{ form.genuine(paper.mark) }}.")),
        (_spaced(number), _("Mẫu phải in số, ký hiệu: thêm {{ form.head(paper.header) }}.")),
    ]


def _body(page: str) -> ET.Element:
    root = ET.fromstring(page)  # noqa: S314 - made here, judged by `markup`: no entities
    return next(one for one in root.iter() if one.tag.rpartition("}")[2] == "body")


def _text(body: ET.Element) -> str:
    """All words of the page; comments are none of them."""
    return _spaced(" ".join(body.itertext()))


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _signers(body: ET.Element) -> int:
    return sum(SIGNER in (one.get("class") or "").split() for one in body.iter())


def _names(content: Any) -> Iterator[str]:
    """Every name in a snapshot, however deep."""
    if is_dataclass(content):
        for field in fields(content):
            value = getattr(content, field.name)
            if field.name in NAMES and isinstance(value, str):
                yield _spaced(value)
            else:
                yield from _names(value)
    elif isinstance(content, tuple | list):
        for one in content:
            yield from _names(one)
