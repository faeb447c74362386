"""A sealed run → the ranking, and the reasons of its participants: what their papers say, from the seal."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask_babel import get_locale

from awards.ballots import list_waiting
from awards.board import full_group_name
from awards.council_word import CouncilWord, Ruled
from awards.kept import Kept
from awards.models import AwardStatus
from awards.queries import AnyRow, Selection
from awards.quotas import quota_lines, rules_in_words
from awards.result_tables import grade_name
from awards.run_facts import GroupFacts, RunFacts, TypeFacts
from awards.sealed import SealedResult
from awards.ties import ties_at_line
from awards.wording import Wording
from council.question_texts import inside
from council.rulings_told import tell_rulings
from documents.achievement_words import without_code
from documents.from_results import outcome_of, place_told, without_holds
from documents.group_points import rows_of
from documents.ranking_table import AnnexEntry, RankedGroup, RankedRow

COLLECTIVES, EVERYBODY = "", "*"
"""Which types: those of collectives, or all; else one by its code."""
PROPOSED, DECIDED, ALL_OF = "", "decided", "type:"
"""Whose reasons: those proposed or waiting; those on whom the council decided; or all of one group."""
SECONDS_PER_REASONS, SECONDS_PER_ROW = 0.005, 0.0005
"""For one participant, as measured on a slow core."""
BEFORE = "Kết quả đánh giá trước phiên họp:"
WAITING = frozenset({AwardStatus.RECOMMENDED, AwardStatus.HELD, AwardStatus.BALLOT})

_reasons: Kept[tuple[AnnexEntry, ...]] = Kept(4)


def types_of(facts: RunFacts, chosen: str) -> list[TypeFacts]:
    """The types that were chosen, in the order of the document; all where no collective takes part."""
    if chosen in facts.types:
        return [facts.types[chosen]]
    every = list(facts.types.values())
    collectives = [one for one in every if one.kind.category == "collective"]
    return every if chosen == EVERYBODY else collectives or every


def ranked_groups(facts: RunFacts, chosen: str, *, waiting: bool = False) -> tuple[RankedGroup, ...]:
    """Every group of the chosen types with its places, quota line and what the council decided; `waiting`: it
    also says whose place is kept while something is verified, which not everybody should read.
    """
    word = tell_rulings(facts.run.movement_year_id)
    return tuple(one for kind in types_of(facts, chosen) for one in _of_type(facts, kind, word, waiting))


def has_decided(facts: RunFacts) -> bool:
    """Whether the council has decided on the year of a run."""
    return bool(tell_rulings(facts.run.movement_year_id).sessions)


def tie_notes(facts: RunFacts, chosen: str) -> tuple[str, ...]:
    """What ties stand across a quota line, in words."""
    return tuple(
        f"{note.lead} {note.rest}"
        for kind in types_of(facts, chosen)
        for note in ties_at_line(facts, kind, list_waiting(facts, kind), Selection(kind.kind.code))
    )


def seconds_of_reasons(facts: RunFacts, whom: str) -> float:
    """About how long it takes to put the reasons of those who were chosen into words."""
    groups = [
        (f"{ALL_OF}{code}:{group.key}", group)
        for code, kind in facts.types.items()
        for group in kind.groups.values()
    ]
    if whom.startswith(ALL_OF):
        return sum(group.size for key, group in groups if key == whom) * SECONDS_PER_REASONS
    everybody = sum(group.size for _key, group in groups)
    if whom == DECIDED:
        told = len(tell_rulings(facts.run.movement_year_id).rulings)
    else:
        told = sum(group.count(*WAITING) for _key, group in groups)
    return told * SECONDS_PER_REASONS + everybody * SECONDS_PER_ROW


def seconds_of_ranking(facts: RunFacts, chosen: str) -> float:
    """About how long it takes to read the ranking of the chosen types."""
    return sum(kind.size for kind in types_of(facts, chosen)) * SECONDS_PER_ROW


def reasons_of(facts: RunFacts, whom: str, *, full: bool) -> tuple[AnnexEntry, ...]:
    """The reasons of those who were chosen, one sentence each, then what the council decided on them: those
    on which place, grade and award turned, or with `full` those of every criterion too. Kept by this process,
    since a sealed run never changes.
    """
    word = tell_rulings(facts.run.movement_year_id)
    run = facts.run
    key = (run.id, run.result_sha256, run.sealed_at, whom, full, word.key, str(get_locale()))
    return _reasons.get(key, lambda: tuple(_reasons_of(facts, whom, full, word)))


def _reasons_of(facts: RunFacts, whom: str, full: bool, word: CouncilWord) -> Iterator[AnnexEntry]:
    for kind, group, row in _told(facts, whom, word):
        result = SealedResult.from_text(row.result)
        wording = Wording(facts.rubric, kind.kind, {result.group: group.name})
        told = result.reasons if full else result.decisive
        said = tuple(without_code(wording.say(reason), reason.node) for reason in told)
        where = full_group_name(group, kind)
        ruled = _ruled(word, row)
        yield AnnexEntry(
            f"{row.name} ({', '.join(filter(None, (kind.kind.name, where)))})",
            (*said, *ruled) if full or not ruled else (*ruled, BEFORE, *said),
        )


def _told(facts: RunFacts, whom: str, word: CouncilWord) -> Iterator[tuple[TypeFacts, GroupFacts, AnyRow]]:
    for kind in facts.types.values():
        for group in kind.groups.values():
            if whom.startswith(ALL_OF) and whom != f"{ALL_OF}{kind.kind.code}:{group.key}":
                continue
            for row in rows_of(facts, Selection(kind.kind.code, group.key)):
                if _is_told(row, whom, word):
                    yield kind, group, row


def _is_told(row: AnyRow, whom: str, word: CouncilWord) -> bool:
    if whom == DECIDED:
        return bool(word.of(row.participant_id))
    return whom.startswith(ALL_OF) or row.award_status in WAITING or bool(word.of(row.participant_id))


def _ruled(word: CouncilWord, row: AnyRow) -> tuple[str, ...]:
    return tuple(
        f"Hội đồng đã quyết định tại phiên họp thứ {one.session_number}: {one.words}."
        for one in word.of(row.participant_id)
    )


def _of_type(facts: RunFacts, kind: TypeFacts, word: CouncilWord, waiting: bool) -> Iterator[RankedGroup]:
    # The line is where the run would end; the council may have ended elsewhere.
    lines = quota_lines(facts, kind, list_waiting(facts, kind))
    labels = {} if word.sessions else {line.after: line.label for line in lines.values()}
    for group in kind.groups.values():
        yield RankedGroup(
            name=", ".join(filter(None, (kind.kind.name, inside(full_group_name(group, kind))))),
            rows=tuple(
                replace(_row(row, kind, word, waiting), line=labels.get(row.position, ""))
                for row in rows_of(facts, Selection(kind.kind.code, group.key))
            ),
            note="; ".join(f"{rule.award}: {rule.places}" for rule in rules_in_words(facts, kind, group)),
        )


def _row(row: AnyRow, kind: TypeFacts, word: CouncilWord, waiting: bool) -> RankedRow:
    result, ruled = SealedResult.from_text(row.result), word.of(row.participant_id)
    return RankedRow(
        place=place_told(row.rank, row.tied),
        name=row.name,
        self_points=row.self_total,
        verified_points=row.total,
        grade=word.graded(row.participant_id, grade_name(kind.kind, row.grade)),
        outcome=outcome_told(result, ruled, decided=bool(word.sessions), waiting=waiting),
    )


def outcome_told(result: SealedResult, ruled: Sequence[Ruled], *, decided: bool, waiting: bool) -> str:
    """What the council decided; before that, what is proposed or what keeps it from its place. `waiting`:
    also whose place is kept while something is verified.
    """
    told = "; ".join(one.words for one in ruled if waiting or one.outcome != "held")
    if told:
        return f"{told[:1].upper()}{told[1:]}"
    proposed = outcome_of(result.document if waiting else without_holds(result.document))
    return f"{proposed} (chưa quyết định)" if decided and proposed and result.awards else proposed
