"""Achievements as officials write them: of the sealed "Hộ nghèo được hỗ trợ: 11 hộ" a phrase, "11 hộ
nghèo được hỗ trợ". Nothing is added: only words of the criterion's own name and the sealed figure.

What no rule knows stays the name of the criterion with its figure and unit.
"""

import re

PERSON, PLAN = "người", "kế hoạch"
_RATIO = re.compile(r"[\d.,]+/[\d.,]+")
_COUNT = re.compile(r"(?P<n>[\d.,]+) (?P<unit>\D+)")
_SPACED = re.compile(r"(?<=\d) / (?=\d)")
_RATIO_RATE = re.compile(r"(?<=\d)/(?P<of>[\d.,]*\d), (?P<rate>[\d.,]+%)")
_VERBS = ("Hoàn thành", "Giúp đỡ", "Giúp", "Hỗ trợ", "Vận động", "Tạo việc làm cho", "Đào tạo nghề cho")
_SUBJECT = re.compile(r" (?:có|được|tham gia) ")


def as_phrase(achieved: str) -> str:
    """Sealed achievements, one after the other, as phrases: the first begins with a capital."""
    told = [_phrase(piece.strip()) for piece in achieved.split("; ") if piece.strip()]
    return "; ".join([_capital(told[0]), *map(_small, told[1:])]) if told else ""


def tidy(figure: str) -> str:
    """A figure of a scorecard as a paper writes it: "9 / 9, 100%" is 9/9 (100%)."""
    return _RATIO_RATE.sub(r"/\g<of> (\g<rate>)", _SPACED.sub("/", figure))


def without_code(sentence: str, code: str) -> str:
    """A reason without the code of the criterion that it begins with, and with tidy figures."""
    return tidy(sentence.removeprefix(f"{code}. ") if code else sentence)


def _phrase(piece: str) -> str:
    name, colon, value = piece.rpartition(": ")
    if not colon:
        return piece
    name, value = _capital(name), tidy(value)
    rate = re.fullmatch(r"đạt ([\d.,]+%)", value)
    if rate:
        what, _with, base = name.partition(" so với ")
        return f"{what} đạt {rate[1]} {base or PLAN}"
    if _RATIO.fullmatch(value):
        return _with_ratio(name, value)
    count = _COUNT.fullmatch(value)
    return _with_count(name, count["n"], count["unit"]) if count else f"{name}: {value}"


def _with_ratio(name: str, value: str) -> str:
    verb = next((one for one in _VERBS if name.startswith(f"{one} ")), "")
    if verb:
        return f"{verb} {value} {name.removeprefix(verb).strip()}"
    return f"{value} {_small(name)}" if _SUBJECT.search(name) else f"{name} đạt {value}"


def _with_count(name: str, count: str, unit: str) -> str:
    """The figure where it belongs: before the noun that it counts, after "tăng" or "giảm", else behind."""
    verb = next((one for one in _VERBS if name.startswith(f"{one} ")), "")
    noun = _small(name.removeprefix(verb).strip())
    if noun.startswith(f"{unit} ") or (unit == PERSON and noun.startswith("lao động ")):
        return f"{verb} {count} {noun}".strip()
    change = re.search(r" (?:tăng|giảm)(?= trong |$)", name)
    if change:
        return f"{name[: change.end()]} {count} {unit}{name[change.end() :]}"
    if not verb and unit not in noun and _SUBJECT.search(name):
        return f"{count} {unit} {noun}"
    return f"{name}: {count} {unit}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """As in the middle of a sentence; an abbreviation stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
