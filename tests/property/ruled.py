"""Random criteria documents with grades, gates, quotas and awards, the participants they judge, and random
changes to their rules. A document is plain content, as it is read from YAML.
"""

from decimal import Decimal

from hypothesis import strategies as st

from criteria.document import judge
from criteria.yaml_source import Source
from scoring.evidence import Evidence, PastAward
from scoring.scenario import Change, apply
from tests.property.documents import entries_for, rubrics

YEAR = 2024
ATTRIBUTES = {
    "khmer": {"name": "Số hộ Khmer"},
    "area": {"name": "Địa bàn", "kind": "choice", "choices": {"xa": "Xa", "gan": "Gần"}},
}
CONDITIONS = st.sampled_from(
    [
        {"attribute": "khmer", "above": "0"},
        {"attribute": "area", "is": "xa"},
        {"not": {"attribute": "area", "is": "xa"}},
        {"all": [{"attribute": "khmer", "at_least": "2"}, {"attribute": "area", "in": ["xa", "gan"]}]},
    ]
)
GROUPS = st.sampled_from([[], ["cluster"], ["parent"], ["area"], ["cluster", "area"]])
TIES = st.sampled_from(["ballot", "all", "none"])
SHARES = st.sampled_from(["10", "33.3", "50", "66.67", "100"])


def judged(content):
    return judge(Source(content, {}, [])).rubric


@st.composite
def gates(draw, codes, top, grades=()):
    found = {}
    kinds = ["points", "percent", "rank", "if", *(["grade"] if grades else [])]
    kind = draw(st.sampled_from(kinds))
    if kind == "points":
        bound = draw(st.sampled_from(["at_least", "above", "at_most", "below"]))
        found = {
            "points": draw(st.sampled_from(codes)),
            bound: str(Decimal(draw(st.integers(0, top * 4))) / 4),
        }
    elif kind == "percent":
        found = {"points": draw(st.sampled_from(codes)), "percent_at_least": draw(SHARES)}
    elif kind == "rank":
        found = {"rank_at_most": str(draw(st.integers(1, 4)))}
    elif kind == "if":
        found = {"if": draw(CONDITIONS)}
    else:
        found = {"grade": draw(st.lists(st.sampled_from(grades), min_size=1, unique=True))}
    if draw(st.integers(0, 3)) == 0:
        found["when"] = draw(CONDITIONS)
    return found


@st.composite
def quotas(draw):
    size = {"percent": draw(SHARES)} if draw(st.booleans()) else {"count": str(draw(st.integers(0, 4)))}
    if draw(st.booleans()):
        size["rounding"] = draw(st.sampled_from(["floor", "ceiling", "half_up"]))
    if draw(st.booleans()):
        size["of"] = draw(st.sampled_from(["group", "eligible"]))
    if draw(st.booleans()):
        size["minimum"] = str(draw(st.integers(0, 2)))
    if draw(st.integers(0, 3)) == 0:
        size["maximum"] = str(int(size.get("minimum", "0")) + draw(st.integers(0, 2)))
    return size


@st.composite
def contents(draw, *, weights=False):
    """A document without faults, as plain content; with `weights` its sections may count for other points
    than they add up to.
    """
    rubric = draw(rubrics(weights=weights))
    content = rubric.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    content |= {"format": "1", "year": YEAR, "attributes": ATTRIBUTES}
    content["holds"] = [{"code": "H", "name": "Đang xác minh"}]
    content["exclusions"] = [{"code": "X", "name": "Bị kỷ luật"}]
    kind = content["types"][0]
    nodes = [node.code for node in rubric.types[0].nodes()]
    top = int(rubric.types[0].max)
    codes = ["total", "bonus", "penalty", *nodes]
    for section in sections_of(kind):
        if draw(st.booleans()) and "role" not in section:
            section["floor"] = {"percent": draw(SHARES)}
    kind["ranking"] = {"group": draw(GROUPS), "tie_break": draw(st.lists(tie_keys(nodes), max_size=3))}
    names = [f"g{number}" for number in range(draw(st.integers(0, 3)))]
    if names:
        kind["grading"] = draw(gradings(names, codes, top))
    content["awards"] = [
        draw(awards(f"A{number}", codes, top, names)) for number in range(draw(st.integers(1, 3)))
    ]
    assert judged(content) is not None
    return content


def sections_of(parent):
    for child in parent["children"]:
        if "children" in child:
            yield child
            yield from sections_of(child)


@st.composite
def tie_keys(draw, nodes):
    key = draw(
        st.one_of(
            st.sampled_from([{"points": code} for code in [*nodes, "penalty", "bonus", "total"]]),
            st.just({"attribute": "khmer"}),
            CONDITIONS.map(lambda condition: {"prefer": condition}),
        )
    )
    return key | {"order": draw(st.sampled_from(["high", "low"]))}


@st.composite
def gradings(draw, names, codes, top):
    marks = sorted(
        draw(st.lists(st.integers(1, top), min_size=len(names), max_size=len(names))), reverse=True
    )
    grades = []
    for name, mark in zip(names, marks, strict=True):
        grade = {"code": name, "name": name, draw(st.sampled_from(["at_least", "above"])): str(mark)}
        if draw(st.booleans()):
            grade["conditions"] = [draw(gates(codes, top))]
        if draw(st.booleans()):
            grade["quota"] = draw(quotas())
        grades.append(grade)
    found = {"grades": [*grades, {"code": "last", "name": "last"}]}
    if draw(st.booleans()):
        found["ties"] = draw(TIES)
    if draw(st.integers(0, 3)) == 0:
        found["barred"] = "yes"
    return found


@st.composite
def awards(draw, code, codes, top, grades):
    found = {"code": code, "name": code, "issuer": "Chủ tịch", "types": ["t"]}
    found["conditions"] = draw(st.lists(gates(codes, top, grades), max_size=3))
    if draw(st.integers(0, 4)):
        found["quota"] = draw(quotas())
    if draw(st.booleans()):
        found["group"] = draw(GROUPS)
    if draw(st.booleans()):
        found["ties"] = draw(TIES)
    if draw(st.booleans()):
        found["not_again_within"] = str(draw(st.integers(1, 3)))
    if draw(st.integers(0, 3)) == 0:
        found["achievement"] = "other"
    return found


@st.composite
def crowds(draw, rubric):
    """Participants of a few clusters, some of them alike."""
    people = []
    for number in range(draw(st.integers(1, 9))):
        entries = {}
        for criterion in rubric.types[0].criteria():
            if draw(st.integers(0, 20)):
                entries[criterion.code] = draw(entries_for(criterion))
        if people and draw(st.booleans()):
            entries = dict(draw(st.sampled_from(people)).entries)
        people.append(
            Evidence(
                f"u{number}",
                "t",
                cluster=draw(st.sampled_from("ab")),
                parent=draw(st.sampled_from("pq")),
                entries=entries,
                attributes={
                    "khmer": Decimal(draw(st.integers(0, 4))),
                    "area": draw(st.sampled_from(["xa", "gan"])),
                },
                holds=frozenset("H" if draw(st.integers(0, 5)) == 0 else ""),
                exclusions=frozenset("X" if draw(st.integers(0, 8)) == 0 else ""),
                past_awards=tuple(
                    PastAward(f"A{draw(st.integers(0, 2))}", YEAR - draw(st.integers(-1, 4)))
                    for _ in range(draw(st.integers(0, 2)))
                ),
            )
        )
    return people


NUMBERS = st.integers(0, 400).map(lambda number: str(Decimal(number) / 4))
WHOLE = st.integers(0, 4).map(str)
VALUES = {
    "at_least": NUMBERS, "above": NUMBERS, "at_most": NUMBERS, "below": NUMBERS, "percent_at_least": SHARES,
    "rank_at_most": st.integers(1, 4).map(str), "count": WHOLE, "percent": SHARES, "points": st.just("0.5"),
    "of": st.sampled_from(["group", "eligible"]), "minimum": WHOLE, "maximum": WHOLE | st.none(),
    "rounding": st.sampled_from(["floor", "ceiling", "half_up"]), "off": st.sampled_from(["yes", "no"]),
    "counts_for": st.sampled_from(["0.5", "2.5", "5", "7", "10"]) | st.none(), "ties": TIES,
    "not_again_within": st.integers(1, 4).map(str) | st.none(),
}  # fmt: skip


def controls_of(content):
    """The names of every control of a document."""
    kind = content["types"][0]
    rules = {f"awards/{award['code']}": award for award in content["awards"]}
    for grade in kind.get("grading", {}).get("grades", []):
        rules[f"types/t/grades/{grade['code']}"] = grade
    for at, rule in rules.items():
        for number, gate in enumerate(rule.get("conditions", [])):
            yield from (f"{at}/conditions/{number}/{key}" for key in [*gate, "off"] if key in VALUES)
        yield from (f"{at}/quota/{key}" for key in ("of", "rounding", "minimum", "maximum"))
        yield f"{at}/quota/{'percent' if 'percent' in rule.get('quota', {}) else 'count'}"
        yield f"{at}/quota/off"
        yield from (f"{at}/{key}" for key in ("at_least", "above") if key in rule)
        if at.startswith("awards"):
            yield from (f"{at}/ties", f"{at}/not_again_within")
    if "grading" in kind:
        yield "types/t/grading/ties"
    if kind["ranking"].get("tie_break"):
        yield "types/t/tie_break"
    for section in sections_of(kind):
        yield from (f"types/t/sections/{section['code']}/floor/{key}" for key in ("percent", "off"))
    for section in kind["children"]:
        if "children" in section and "max" in section and "role" not in section:
            yield f"types/t/sections/{section['code']}/counts_for"


@st.composite
def changes_of(draw, content):
    """Changes that leave the document without fault, most of the time."""
    kept = []
    for at in draw(st.lists(st.sampled_from(sorted(controls_of(content))), max_size=8, unique=True)):
        if at.endswith("/tie_break"):
            keys = content["types"][0]["ranking"]["tie_break"]
            order = draw(st.permutations(range(len(keys))))
            to = " ".join(map(str, order[: draw(st.integers(0, len(keys)))]))
        else:
            to = draw(VALUES[at.rpartition("/")[2]])
        more = [*kept, Change(at, to)]
        if judged(apply(more, content).content) is not None:
            kept = more
    return kept
