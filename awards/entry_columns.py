"""Which column of a table is which input of a criteria document, told by its title.

A title is a field (in English or Vietnamese), a code of the document, or a name of it; "I.1 Tên tiêu chí"
is the criterion I.1. Upper and lower case and spaces do not count.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from criteria.entry_titles import PARTS, CellFault, folded
from scoring.reading import is_asked, parts_of
from scoring.rubric import Criterion, Rubric
from scoring.scales import Target

FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("mã", "mã số", "mã đơn vị", "mã đối tượng"),
    "name": ("tên", "tên đơn vị", "họ tên", "họ và tên", "đơn vị", "tên gọi", "tên đối tượng"),
    "type": ("loại", "loại đối tượng", "đối tượng", "nhóm đối tượng"),
    "cluster": ("cụm", "khối", "cụm thi đua", "khối thi đua", "cụm, khối", "cụm/khối", "cụm, khối thi đua"),
    "parent": ("trực thuộc", "thuộc", "cấp trên", "đơn vị cấp trên", "thuộc xã", "thuộc xã, thị trấn"),
    "exclusions": ("loại trừ", "không xét", "không xét khen thưởng"),
    "holds": ("tạm hoãn", "tạm dừng", "chờ xác minh"),
    "past_awards": ("đã khen", "đã khen thưởng", "khen thưởng trước", "khen thưởng đã nhận"),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a title means: a field, an attribute, a mark, or a part ("" for the whole) of a criterion.

    It is `unclear` where it would be a mark and something else.
    """

    kind: str
    code: str
    part: str = ""


@dataclass(slots=True)
class ColumnMap:
    """The places (from 0) of everything that was found; codes of marks and criteria are case-folded."""

    fields: dict[str, int] = field(default_factory=dict)
    attributes: dict[str, int] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    criteria: dict[str, dict[str, int]] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    warnings: list[CellFault] = field(default_factory=list)

    def place(self, meaning: Meaning, place: int) -> int:
        """Note where `meaning` stands; gives the place that was noted first."""
        if meaning.kind == "criterion":
            return self.criteria.setdefault(meaning.code, {}).setdefault(meaning.part, place)
        known = {"field": self.fields, "attribute": self.attributes, "mark": self.marks}[meaning.kind]
        return known.setdefault(meaning.code, place)


def map_columns(rubric: Rubric, header: Sequence[str], header_row: int) -> ColumnMap:
    """Find what each column is; unknown ones are warnings, two of one meaning a fault."""
    meanings = dict(_meanings(rubric))
    found = ColumnMap()
    for place, title in enumerate(header):
        if not title:
            continue
        meaning = _meaning(meanings, title)
        if meaning is not None and meaning.kind == "unclear":
            found.faults.append(CellFault("column_unclear", header_row, place, {"title": title}))
            continue
        if meaning is None or meaning.kind in ("section", "derived"):
            code = "column_unknown" if meaning is None else f"column_{meaning.kind}"
            near = get_close_matches(folded(title), meanings, 1) if meaning is None else []
            facts = {"title": title, "near": near[0] if near else ""}
            found.warnings.append(CellFault(code, header_row, place, facts))
            continue
        first = found.place(meaning, place)
        if first != place:
            facts_twice = {"title": title, "first": first, "first_title": header[first]}
            found.faults.append(CellFault("column_twice", header_row, place, facts_twice))
    return found


def header_test(rubric: Rubric) -> Callable[[Sequence[str]], bool]:
    """What tells a header from the titles above it: the column of the ids, and another one that is known."""
    meanings = _meanings(rubric)

    def is_header(titles: Sequence[str]) -> bool:
        found = {_meaning(meanings, title) for title in titles if title} - {None}
        return Meaning("field", "id") in found and len(found) > 1

    return is_header


def _meaning(meanings: Mapping[str, Meaning], title: str) -> Meaning | None:
    whole = folded(title)
    if whole in meanings:
        return meanings[whole]
    first = whole.split(" ")[0].rstrip(".:;)-–")
    meaning = meanings.get(first)
    return meaning if meaning is not None and meaning.kind != "field" else None


def _meanings(rubric: Rubric) -> dict[str, Meaning]:
    """Every title that is understood; of two meanings codes win over Vietnamese words, these over names."""
    known: dict[str, Meaning] = {name: Meaning("field", name) for name in FIELDS}
    for title, meaning in [*_codes(rubric), *_words(rubric)]:
        known.setdefault(title, meaning)
    names: dict[str, Meaning | None] = {}
    for title, meaning in _names(rubric):
        names[title] = meaning if names.get(title, meaning) == meaning else None
    known |= {title: m for title, m in names.items() if m is not None and title not in known}
    return known | {title: Meaning("unclear", title) for title in _unclear(rubric)}


def _unclear(rubric: Rubric) -> Iterator[str]:
    """Titles of a mark that mean something else too: none may be guessed, for a mark decides over awards."""
    claims = {name: {Meaning("field", name)} for name in FIELDS}
    for title, meaning in [*_codes(rubric), *_words(rubric), *_names(rubric)]:
        claims.setdefault(title, set()).add(meaning)
    for title, meanings in claims.items():
        if len(meanings) > 1 and any(meaning.kind == "mark" for meaning in meanings):
            yield title


def _codes(rubric: Rubric) -> Iterator[tuple[str, Meaning]]:
    for code in rubric.attributes:
        yield folded(code), Meaning("attribute", code)
    for mark in _marks(rubric):
        yield folded(mark), Meaning("mark", folded(mark))
    for kind in rubric.types:
        for node in kind.nodes():
            code = folded(node.code)
            if isinstance(node, Criterion) and is_asked(node):
                yield code, Meaning("criterion", code)
                yield from ((f"{code}.{part}", Meaning("criterion", code, part)) for part in _parts(node))
    for kind in rubric.types:
        for node in kind.nodes():
            what = "derived" if isinstance(node, Criterion) else "section"
            yield folded(node.code), Meaning(what, folded(node.code))


def _words(rubric: Rubric) -> Iterator[tuple[str, Meaning]]:
    for name, words in FIELDS.items():
        yield from ((folded(word), Meaning("field", name)) for word in words)
    for kind in rubric.types:
        for criterion in filter(is_asked, kind.criteria()):
            code = folded(criterion.code)
            for part in _parts(criterion):
                meaning = Meaning("criterion", code, part)
                for word in PARTS[part]:
                    yield f"{code}.{word}", meaning
                    yield f"{code} {word}", meaning


def _names(rubric: Rubric) -> Iterator[tuple[str, Meaning]]:
    for code, attribute in rubric.attributes.items():
        yield folded(attribute.name), Meaning("attribute", code)
    for kind in rubric.types:
        exclusions, holds = rubric.marks_of(kind)
        for mark in exclusions + holds:
            yield folded(mark.name), Meaning("mark", folded(mark.code))
        for criterion in filter(is_asked, kind.criteria()):
            yield folded(criterion.name), Meaning("criterion", folded(criterion.code))


def _marks(rubric: Rubric) -> list[str]:
    own = [mark for kind in rubric.types for mark in kind.exclusions + kind.holds]
    return [mark.code for mark in rubric.exclusions + rubric.holds + own]


def _parts(criterion: Criterion) -> tuple[str, ...]:
    """The parts of a criterion that may have columns of their own."""
    parts = parts_of(criterion) or ()
    return (*parts, "target", "minimum") if isinstance(criterion.scale, Target) else parts
