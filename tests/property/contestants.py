"""Random contests for awards: documents with rules of every form, and participants, many of them equals."""

from decimal import Decimal

from hypothesis import strategies as st

from scoring.evidence import Evidence, PastAward
from tests.property.documents import entries_for, tenths
from tests.property.ruled import YEAR, contents, judged

NUMERIC = ("count", "bands", "target", "ratio")


def leaves(children):
    for child in children:
        yield from leaves(child["children"]) if "children" in child else [child]


@st.composite
def contests(draw):
    """A document as plain content: as `ruled.contents`, some with weights of sections, with figures that
    feed others and part equals.
    """
    content = draw(contents(weights=True))
    kind = content["types"][0]
    figures = [one["code"] for one in leaves(kind["children"]) if one["scale"]["kind"] in NUMERIC]
    if not figures:
        return content
    if draw(st.booleans()):
        origin = {"criterion": draw(st.sampled_from(figures))}
        scale = {
            "kind": "count",
            "each": str(draw(tenths(1, 20))),
            "per": draw(st.sampled_from(["1", "5"])),
            "from": origin,
        }
        role = draw(st.sampled_from(["bonus", "penalty"]))
        kind["children"].append({"code": "fed", "name": "x", "role": role, "max": "5", "scale": scale})
    if draw(st.booleans()):
        key = {"figure": draw(st.sampled_from(figures)), "order": draw(st.sampled_from(["high", "low"]))}
        kind["ranking"]["tie_break"].insert(0, key)
    assert judged(content) is not None
    return content


@st.composite
def contestants(draw, rubric):
    """Participants of a few groups; of each criterion there are but a few different entries."""
    asked = [one for one in rubric.types[0].criteria() if getattr(one.scale, "origin", None) is None]
    pool = {one.code: draw(st.lists(entries_for(one), min_size=1, max_size=3)) for one in asked}
    return [draw(contestant(f"u{number}", pool)) for number in range(draw(st.integers(1, 9)))]


@st.composite
def contestant(draw, code, pool):
    rare = draw(st.integers(0, 19))
    return Evidence(
        code,
        "t",
        cluster=draw(st.sampled_from("ab")),
        parent=draw(st.sampled_from("pq")),
        entries={criterion: draw(st.sampled_from(entries)) for criterion, entries in pool.items()},
        attributes={"khmer": Decimal(draw(st.integers(0, 4))), "area": draw(st.sampled_from(["xa", "gan"]))},
        exclusions=frozenset("X" if rare == 0 else ""),
        holds=frozenset("H" if rare == 1 else ""),
        past_awards=(PastAward("A0", YEAR - 1),) if rare == 2 else (),
    )
