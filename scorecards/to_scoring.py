"""From rows to values: what is known of participants becomes evidence; nothing is lost on the way.

Above the participant stand the group, the office and the council; of a criterion the highest level that
entered something counts. What cannot be read, or was entered by a level that may not, does not count and
is reported.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from scorecards.models import AssessmentLevel
from scoring.conditions import AttributeValue
from scoring.engine import Engine
from scoring.engine import Scorecard as Scored
from scoring.evidence import Entry, Evidence, OwnTarget, Pair, PastAward
from scoring.reading import Misread, is_asked, read_attribute, read_entry, read_number
from scoring.reading import Raw as Raw
from scoring.rubric import Attribute, Criterion, ParticipantType, Rubric, Section

LEVELS = tuple(AssessmentLevel)
LOWEST_LEVEL = {
    "unit": AssessmentLevel.SELF,
    "group": AssessmentLevel.GROUP,
    "verifier": AssessmentLevel.OFFICE,
    "office": AssessmentLevel.OFFICE,
}
REMEMBERED = 100_000
MISPLACED = frozenset({"unknown_criterion", "not_asked", "not_theirs"})
EntriesByLevel = Mapping[AssessmentLevel, Mapping[str, Raw]]


@dataclass(frozen=True, slots=True)
class Unread:
    """Something on a scorecard that does not count, and why: `code` and `facts` as of a Misread.

    `subject` is the code of the criterion, attribute or mark; `level` is empty where no level entered it.
    """

    subject: str
    level: str
    code: str
    facts: Mapping[str, str]

    def as_data(self) -> dict[str, Any]:
        """As JSON knows it."""
        return {"subject": self.subject, "level": self.level, "code": self.code, "facts": dict(self.facts)}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows say of one participant: its place in the district, its marks, what each level entered.

    `targets` holds by criterion the participant's own {"target", "minimum", "plan"} as exact text.
    """

    code: str
    name: str
    cluster: str
    parent: str
    attributes: Mapping[str, Any]
    entries: EntriesByLevel
    exclusions: Iterable[str] = ()
    holds: Iterable[str] = ()
    past_awards: Iterable[Mapping[str, Any]] = ()
    targets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """The evidence that counts, the evidence as claimed, and what could not be read.

    `claimed` holds the participant's own entries, and for criteria that others enter what they entered, so
    that both totals compare on one scale. It is None where the participant entered nothing.
    """

    evidence: Evidence
    claimed: Mapping[str, Entry] | None
    unread: tuple[Unread, ...]


class _New:
    """What is remembered of a text not read yet: nothing."""


_NEW = _New()


class EvidenceReader:
    """Reads the rows of one participant type of a criteria document."""

    def __init__(self, rubric: Rubric, kind: ParticipantType) -> None:
        self.kind = kind
        self.criteria = {criterion.code: criterion for criterion in kind.criteria()}
        self._own = frozenset(code for code, one in self.criteria.items() if one.entered_by == "unit")
        # Shared among threads; at worst two of them read the same text.
        self._known: dict[tuple[Any, ...], Entry | Unread | None] = {}
        self._attributes = rubric.attributes
        exclusions, holds = rubric.marks_of(kind)
        self._exclusions = frozenset(mark.code for mark in exclusions)
        self._holds = frozenset(mark.code for mark in holds)
        self._defaults = dict(_defaults(rubric.attributes))

    def read(self, facts: Facts) -> Known:
        """What the rows say, as evidence."""
        unread: list[Unread] = []
        effective, claimed = self._entries(facts.entries, unread)
        evidence = Evidence(
            id=facts.code,
            type=self.kind.code,
            name=facts.name,
            cluster=facts.cluster,
            parent=facts.parent,
            entries=effective,
            attributes=self._attribute_values(facts.attributes, unread),
            targets=self._targets(facts.targets, unread),
            exclusions=_known_marks(facts.exclusions, self._exclusions, unread),
            holds=_known_marks(facts.holds, self._holds, unread),
            past_awards=tuple(_past_award(past) for past in facts.past_awards),
        )
        return Known(evidence, claimed if facts.entries.get(AssessmentLevel.SELF) else None, tuple(unread))

    def entries(self, by_level: EntriesByLevel) -> dict[str, Entry]:
        """The entries that count; what cannot be read is left out."""
        return self._entries(by_level, [])[0]

    def fault(self, level: AssessmentLevel, code: str, raw: Raw) -> Unread | None:
        """Why something entered by a level would not count; None if it would."""
        entry = self._entry(level, code, raw)
        return entry if isinstance(entry, Unread) else None

    def _entries(
        self, by_level: EntriesByLevel, unread: list[Unread]
    ) -> tuple[dict[str, Entry], dict[str, Entry]]:
        effective: dict[str, Entry] = {}
        claimed: dict[str, Entry] = {}
        for level in LEVELS:
            for code, raw in by_level.get(level, {}).items():
                entry = self._entry(level, code, raw)
                if isinstance(entry, Unread):
                    unread.append(entry)
                    if entry.code not in MISPLACED:
                        # A correction that cannot be read does not bring back what it was to replace.
                        effective.pop(code, None)
                elif entry is not None:
                    effective[code] = entry
                    if level is AssessmentLevel.SELF or code not in self._own:
                        claimed[code] = entry
        return effective, claimed

    def _entry(self, level: AssessmentLevel, code: str, raw: Raw) -> Entry | Unread | None:
        """What a level entered; the same words mean the same, so they are read once."""
        key = (level, code, raw if isinstance(raw, str) else tuple(raw.items()))
        found = self._known.get(key, _NEW)
        if not isinstance(found, _New):
            return found
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        entry = self._known[key] = self._read_entry(level, code, raw)
        return entry

    def _read_entry(self, level: AssessmentLevel, code: str, raw: Raw) -> Entry | Unread | None:
        criterion = self.criteria.get(code)
        fault = _misplaced(criterion, level)
        if criterion is None or fault is not None:
            return Unread(code, level, fault or "", {"value": str(raw)})
        try:
            return read_raw(criterion, raw)
        except Misread as misread:
            return Unread(code, level, misread.code, _texts(misread))

    def _targets(
        self, targets: Mapping[str, Mapping[str, str]], unread: list[Unread]
    ) -> dict[str, OwnTarget]:
        """The participant's own thresholds; of a criterion where one cannot be read, none counts."""
        own: dict[str, OwnTarget] = {}
        for code, parts in targets.items():
            if code not in self.criteria:
                unread.append(Unread(code, "", "unknown_criterion", {"value": str(dict(parts))}))
                continue
            try:
                own[code] = own_target(parts)
            except Misread as misread:
                unread.append(Unread(code, "", misread.code, _texts(misread)))
        return own

    def _attribute_values(self, values: Mapping[str, Any], unread: list[Unread]) -> dict[str, AttributeValue]:
        known = dict(self._defaults)
        for code, value in values.items():
            attribute = self._attributes.get(code)
            if attribute is None:
                continue
            try:
                known[code] = _attribute(attribute, value)
            except Misread as misread:
                known.pop(code, None)
                unread.append(Unread(code, "", misread.code, _texts(misread)))
        return known


class TypeScorer:
    """Scores one scorecard of a type at a time, as far as its levels have come."""

    def __init__(self, rubric: Rubric, kind: ParticipantType) -> None:
        self.reader, self.engine = EvidenceReader(rubric, kind), Engine(rubric, kind)

        self.paths = paths_of(kind)

    def score(
        self,
        code: str,
        attributes: Mapping[str, Any],
        entries: EntriesByLevel,
        targets: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Scored:
        """The points of all that these levels entered together."""
        facts = Facts(
            code=code,
            name="",
            cluster="",
            parent="",
            attributes=attributes,
            entries=entries,
            targets=targets or {},
        )
        return self.engine.score(self.reader.read(facts).evidence)


def paths_of(kind: ParticipantType) -> dict[str, tuple[str, ...]]:
    """By criterion its own code after those of the sections around it, outermost first."""
    paths: dict[str, tuple[str, ...]] = {}

    def walk(parent: ParticipantType | Section, above: tuple[str, ...]) -> None:
        for child in parent.children:
            here = (*above, child.code)
            if isinstance(child, Section):
                walk(child, here)
            else:
                paths[child.code] = here

    walk(kind, ())
    return paths


def own_target(parts: Mapping[str, str]) -> OwnTarget:
    """The thresholds that stored texts write; Misread names the part that cannot be read."""
    known: dict[str, Decimal] = {}
    for name, text in parts.items():
        try:
            known[name] = plain(read_number(text, "point"))
        except Misread as misread:
            misread.part = name
            raise
    return OwnTarget(known.get("target"), known.get("minimum"), known.get("plan"))


def read_raw(criterion: Criterion, raw: Raw) -> Entry | None:
    """The entry that a stored text writes. Equal numbers become one number, however they were written."""
    entry = read_entry(criterion, raw)
    if isinstance(entry, Pair):
        return Pair(plain(entry.first), plain(entry.second))
    return plain(entry) if isinstance(entry, Decimal) else entry


def plain(value: Decimal) -> Decimal:
    """The same number without needless zeros."""
    return Decimal(f"{value.normalize():f}") + 0


def readers_of(rubric: Rubric) -> dict[str, EvidenceReader]:
    """One reader for each type of the document, by its code."""
    return {kind.code: EvidenceReader(rubric, kind) for kind in rubric.types}


def _past_award(past: Mapping[str, Any]) -> PastAward:
    """A past award; of those that a scorecard tells of, nobody knows what they were given for."""
    achievement, name = past.get("achievement", ""), past.get("name", "")
    return PastAward(str(past["award"]), int(past["year"]), str(achievement), str(name))


def _misplaced(criterion: Criterion | None, level: AssessmentLevel) -> str | None:
    """Why a level may not enter this; a criterion belongs to one level, and those above may correct it."""
    if criterion is None:
        return "unknown_criterion"
    if not is_asked(criterion):
        return "not_asked"
    lowest = LOWEST_LEVEL[criterion.entered_by]
    return "not_theirs" if LEVELS.index(level) < LEVELS.index(lowest) else None


def _defaults(attributes: Mapping[str, Attribute]) -> Iterator[tuple[str, AttributeValue]]:
    for code, attribute in attributes.items():
        if attribute.default is not None:
            yield code, _attribute(attribute, attribute.default)


def _attribute(attribute: Attribute, value: Any) -> AttributeValue:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    known = read_attribute(attribute, str(value))
    return plain(known) if isinstance(known, Decimal) else known


def _known_marks(codes: Iterable[str], known: frozenset[str], unread: list[Unread]) -> frozenset[str]:
    given = frozenset(codes)
    unread.extend(Unread(code, "", "unknown_mark", {}) for code in sorted(given - known))
    return given & known


def _texts(misread: Misread) -> dict[str, str]:
    facts = {name: str(value) for name, value in misread.facts.items()}
    return facts | ({"part": misread.part} if misread.part else {})
