"""The page that explains a quota line: the text read aloud, who stands near, what parts and swaps them."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from awards.board import full_group_name
from awards.comparing import Comparison, build_comparison
from awards.kept import Kept
from awards.line_of_group import Contender, GroupLine, keys_of, read_line
from awards.line_words import LineSpeaker
from awards.queries import find_result
from awards.quotas import line_rule
from awards.rules import can_view_grounds, is_public
from awards.run_columns import TypeRun, columns_of_run
from awards.run_facts import RunFacts, TypeFacts
from awards.sealing import WHOLE_TYPE
from awards.smallest import find_smallest
from awards.smallest_panel import is_answered_at_once
from awards.smallest_reasons import SmallestReasons
from awards.wording import Wording
from foundation.errors import NotFound
from foundation.permissions import Actor
from foundation.preferences import language
from scoring.award_rules import AwardRule
from scoring.recommendation import AwardOutcome

NEAR = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """Another line that the page offers."""

    key: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LinePage:
    """Everything the page shows. `above`, `tied` and `below` stand near the line, best first. `comparison`
    puts the last inside and the first outside side by side; it is None for a reader whom single criteria do
    not concern. `linked` says whether the reader may open the pages of those named.
    """

    kind: TypeFacts
    line: GroupLine
    group: str
    paragraphs: tuple[Markup, ...]
    above: tuple[Contender, ...]
    tied: tuple[Contender, ...]
    below: tuple[Contender, ...]
    comparison: Comparison | None
    linked: bool
    at_once: bool
    groups: tuple[Choice, ...]
    awards: tuple[Choice, ...]


_kept: Kept[LinePage] = Kept(200)


def build_line_page(
    facts: RunFacts, actor: Actor, *, type_code: str | None, key: str | None, award: str | None
) -> LinePage:
    """The line of an award in a group: of the award whose line the ranking draws, in the first group, where
    none is named. Raises NotFound where there is no such line, Conflict as `columns_of_run` does.
    """
    kind, grounds = facts.type(type_code), can_view_grounds(actor)
    seal = (facts.run.id, facts.run.result_sha256)
    asked = (*seal, kind.kind.code, key, award, grounds, is_answered_at_once(kind), language())
    return _kept.get(asked, lambda: _build(facts, kind, key, award, grounds=grounds))


def _build(
    facts: RunFacts, kind: TypeFacts, key: str | None, award: str | None, *, grounds: bool
) -> LinePage:
    outcomes = {
        one.rule.code: one for one in _type_run(facts, kind).sealed.awards if one.rule.quota is not None
    }
    outcome = outcomes.get(award or _drawn(facts, kind, outcomes))
    line = None
    if outcome is not None:
        line = read_line(_type_run(facts, kind), outcome, key or keys_of(outcome)[0])
    if outcome is None or line is None:
        raise NotFound(_("Không có vạch chỉ tiêu nào như vậy. Mở lại từ bảng xếp hạng."))
    comparison = _comparison(facts, line) if grounds else None
    wording, group = Wording(facts.rubric, kind.kind), _group_name(kind, outcome, line.key)
    swaps = list(_swaps(facts, kind, line, wording)) if grounds else []
    return LinePage(
        kind=kind,
        line=line,
        group=group,
        paragraphs=tuple(LineSpeaker(line, wording, group).paragraphs(comparison, swaps)),
        above=line.inside[-NEAR:],
        tied=line.tied,
        below=line.outside,
        comparison=comparison,
        linked=grounds or is_public(kind.kind.category),
        at_once=is_answered_at_once(kind),
        groups=tuple(
            Choice(one, _group_name(kind, outcome, one), one == line.key) for one in keys_of(outcome)
        ),
        awards=tuple(Choice(code, one.rule.name, one is outcome) for code, one in outcomes.items()),
    )


def _type_run(facts: RunFacts, kind: TypeFacts) -> TypeRun:
    return columns_of_run(facts.run).types[kind.kind.code]


def _drawn(facts: RunFacts, kind: TypeFacts, outcomes: dict[str, AwardOutcome]) -> str:
    """The award whose line the ranking draws; else the last that counts its places."""
    rule: AwardRule | None = line_rule(facts.rubric, kind)
    return rule.code if rule is not None else next(reversed(outcomes), "")


def _group_name(kind: TypeFacts, outcome: AwardOutcome, key: str) -> str:
    """The name of a group; empty where all of a type are taken together."""
    own = kind.kind.ranking.group
    if outcome.rule.group in (None, own) and key in kind.groups:
        return full_group_name(kind.groups[key], kind)
    return "" if key == WHOLE_TYPE else key.replace("/", ", ")


def _comparison(facts: RunFacts, line: GroupLine) -> Comparison | None:
    """The last inside beside the first outside; of those tied at the line the first two."""
    pair = line.tied[:2] if len(line.tied) > 1 else (*line.inside[-1:], *line.outside[:1])
    if len(pair) < 2:
        return None
    return build_comparison(facts, [one.participant_id for one in pair])


def _swaps(facts: RunFacts, kind: TypeFacts, line: GroupLine, wording: Wording) -> Iterator[str]:
    """The fewest points that would bring the first outside in and take the last inside out; of those tied at
    the line, what would lift the first two above it.
    """
    if not is_answered_at_once(kind):
        return
    near = [(one, True) for one in (line.tied[:2] or line.outside[:1])]
    near += [] if line.tied else [(one, False) for one in line.inside[-1:]]
    for one, gains in near:
        row = find_result(facts.run.id, one.participant_id)
        if row is None:
            continue
        found = find_smallest(facts.run, row, line.rule.code)
        for told, reason in zip(
            found.points, SmallestReasons(facts.rubric, kind.kind, found).points(), strict=False
        ):
            if told.change.node == "total" and (told.change.points > 0) == gains:
                yield _("Với %(name)s: %(text)s", name=one.name, text=_begun_small(wording.say(reason)))


def _begun_small(text: str) -> str:
    return text[:1].lower() + text[1:]
