"""Controls as fields of a form: each kind draws its fields and reads them back as changes.

A field that was not sent leaves its control as it was sealed; a switch is sent with a hidden twin, so that
one that is switched off is told from one that is not there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from awards.control_words import typed, value_text
from scoring.conditions import plain_number
from scoring.controls import NO, OFF, YES, Content, value_at
from scoring.rubric import Rubric
from scoring.scenario import Change, is_same

Sent = Mapping[str, Sequence[str]]
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Slider:
    """The span of a number that may also be drawn along a line."""

    low: int
    high: int
    step: str
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field: a number, a choice or a switch. `was` is the sealed value in words where another one is
    tried; `units` is a second field on the same line.
    """

    name: str
    kind: str
    label: str
    value: str
    was: str = ""
    errors: tuple[str, ...] = ()
    options: Options = ()
    slider: Slider | None = None
    hint: str = ""
    units: "Field | None" = None

    @property
    def id(self) -> str:
        """The name without signs that a selector would stumble over."""
        return "".join(sign if sign.isalnum() else "-" for sign in self.name)


@dataclass(frozen=True, slots=True)
class State:
    """What is tried of a document: its content, the changes by control, by control what is wrong, and by
    control what comes of it.
    """

    rubric: Rubric
    content: Content
    changes: Mapping[str, Change] = field(default_factory=dict)
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)

    def sealed(self, at: str) -> str | None:
        """What the run sealed."""
        return value_at(self.content, at)

    def now(self, at: str) -> str | None:
        """What is tried."""
        return self.changes[at].to if at in self.changes else self.sealed(at)

    def was(self, *controls: str) -> str:
        """What the first of these that differs was sealed as; empty where none does."""
        for at in controls:
            if not is_same(self.now(at), self.sealed(at)):
                return value_text(self.rubric, at, self.sealed(at))
        return ""

    def faults(self, *controls: str) -> tuple[str, ...]:
        """What is wrong with these."""
        return tuple(dict.fromkeys(text for at in controls for text in self.errors.get(at, ())))


class Control(Protocol):
    """Something of the document that may be tried otherwise."""

    @property
    def at(self) -> str:
        """Its name, or the beginning of the names of its parts."""

    def draw(self, state: State) -> Field:
        """Its field."""

    def read(self, sent: Sent, state: State) -> Iterator[Change]:
        """The changes that were sent."""


def text_of(sent: Sent, name: str) -> str | None:
    """What was sent last under a name; None where nothing was."""
    return sent[name][-1].strip() if sent.get(name) else None


def number_of(text: str) -> str | None:
    """A number as a document writes it, any other text as it was typed; None for nothing."""
    number = plain_number(text)
    return (text or None) if number is None else f"{number:f}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number; nothing where it may be left out."""

    at: str
    label: str
    most: Decimal | None = None
    hint: str = ""

    def draw(self, state: State) -> Field:
        """A field, and a line to draw it along where the span is known."""
        now = state.now(self.at)
        return Field(
            self.at,
            "number",
            self.label,
            typed(now),
            state.was(self.at),
            state.faults(self.at),
            slider=slider_of(self.most, now),
            hint=self.hint,
        )

    def read(self, sent: Sent, state: State) -> Iterator[Change]:
        """The number that was typed."""
        text = text_of(sent, self.at)
        if text is not None:
            yield Change(self.at, number_of(text))


@dataclass(frozen=True, slots=True)
class Weight(Number):
    """What a section counts for; its printed maximum where the document says nothing."""

    printed: Decimal = Decimal(0)

    def draw(self, state: State) -> Field:
        """The weight, or the maximum that stands for it."""
        now = state.now(self.at) or f"{self.printed:f}"
        sealed = state.sealed(self.at) or f"{self.printed:f}"
        was = "" if is_same(now, sealed) else typed(sealed)
        faults = state.faults(self.at)
        return Field(self.at, "number", self.label, typed(now), was, faults, slider=slider_of(self.most, now))

    def read(self, sent: Sent, state: State) -> Iterator[Change]:
        """The weight that was typed; nothing where it is the maximum that the document prints."""
        for change in Number.read(self, sent, state):
            is_printed = is_same(change.to, f"{self.printed:f}") and state.sealed(self.at) is None
            yield Change(self.at, None) if is_printed else change


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words."""

    at: str
    label: str
    words: Mapping[str, str]

    def draw(self, state: State) -> Field:
        """A list to choose from."""
        options = tuple(self.words.items())
        now = state.now(self.at) or ""
        return Field(self.at, "choice", self.label, now, state.was(self.at), state.faults(self.at), options)

    def read(self, sent: Sent, state: State) -> Iterator[Change]:
        """The word that was chosen."""
        text = text_of(sent, self.at)
        if text is not None:
            yield Change(self.at, text or None)


@dataclass(frozen=True, slots=True)
class Switch:
    """A gate that may be switched off."""

    at: str
    label: str

    def draw(self, state: State) -> Field:
        """A box that is ticked while the gate holds."""
        on = state.now(self.at) != YES
        return Field(
            self.at, "switch", self.label, YES if on else "", state.was(self.at), state.faults(self.at)
        )

    def read(self, sent: Sent, state: State) -> Iterator[Change]:
        """Whether the box was ticked."""
        text = text_of(sent, self.at)
        if text is not None:
            yield Change(self.at, NO if text == YES else YES)


NONE = "none"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit, or nothing at all: a quota, a floor. `units` are the words of each unit; of a
    unit such as "percent:of=eligible" what stands behind the colon is set along.
    """

    at: str
    label: str
    units: Mapping[str, str]
    most: Mapping[str, Decimal]

    def draw(self, state: State) -> Field:
        """The number, and the list of its units."""
        unit = self._unit(state)
        key = unit.partition(":")[0]
        now = state.now(f"{self.at}/{key}") if key != NONE else None
        controls = [f"{self.at}/{part}" for part in (OFF, *self._keys(), "of")]
        units = Field(f"{self.at}.unit", "choice", self.label, unit, options=tuple(self.units.items()))
        return Field(
            self.at,
            "number",
            self.label,
            typed(now),
            self._was(state, controls),
            state.faults(*controls),
            slider=slider_of(self.most.get(key), now),
            hint=state.hints.get(self.at, ""),
            units=units,
        )

    def read(self, sent: Sent, state: State) -> Iterator[Change]:
        """The number under its unit; the other units hold nothing."""
        text, unit = text_of(sent, self.at), text_of(sent, f"{self.at}.unit")
        unit = self._unit(state) if unit is None else unit
        if text is None or unit not in self.units:
            return
        key, _colon, along = unit.partition(":")
        yield Change(f"{self.at}/{OFF}", YES if key == NONE else NO)
        if key == NONE:
            return
        for other in self._keys():
            yield Change(f"{self.at}/{other}", number_of(text) if other == key else None)
        if along:
            name, _equals, value = along.partition("=")
            yield Change(f"{self.at}/{name}", value)

    def _keys(self) -> list[str]:
        return list(dict.fromkeys(unit.partition(":")[0] for unit in self.units if unit != NONE))

    def _unit(self, state: State) -> str:
        if state.now(f"{self.at}/{OFF}") == YES:
            return NONE
        keys = self._keys()
        key = next((one for one in keys if state.now(f"{self.at}/{one}") is not None), keys[0])
        of = f"{key}:of={state.now(f'{self.at}/of')}"
        return of if of in self.units else key

    def _was(self, state: State, controls: Sequence[str]) -> str:
        """The sealed number with its unit, where anything differs."""
        if not state.was(*controls):
            return ""
        before = State(state.rubric, state.content)
        unit = self._unit(before)
        words, key = self.units[unit], unit.partition(":")[0]
        if unit == NONE:
            return words
        space = "" if words.startswith("%") else " "
        return f"{typed(before.now(f'{self.at}/{key}'))}{space}{words}"


@dataclass(frozen=True, slots=True)
class Place:
    """The place of one tie-break key among those that are tried, `of` so many; empty where it is left out."""

    at: str
    number: int
    of: int
    label: str

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"{self.at}.{self.number}"

    def draw(self, state: State) -> Field:
        """The place, counted from 1."""
        now = _place(self.number, state.now(self.at))
        was = _place(self.number, state.sealed(self.at))
        options = (("", "–"), *((str(place), str(place)) for place in range(1, self.of + 1)))
        faults = state.faults(self.at) if self.number == 0 else ()
        return Field(self.name, "choice", self.label, now, was if was != now else "", faults, options)

    def read(self, sent: Sent, state: State) -> Iterator[Change]:
        """Nothing by itself: the order is read from all places at once, see `read_order`."""
        yield from ()


def _place(number: int, to: str | None) -> str:
    order = (to or "").split()
    return str(order.index(str(number)) + 1) if str(number) in order else ""


def read_order(at: str, places: Sequence[Place], sent: Sent) -> Iterator[Change]:
    """The order of tie-break keys from the numbers beside them; equal ones stay in the document's order."""
    texts = {place.number: text_of(sent, place.name) for place in places}
    if not places or any(text is None for text in texts.values()):
        return
    asked = {number: plain_number(text) for number, text in texts.items() if text}
    known = sorted((value, number) for number, value in asked.items() if value is not None)
    yield Change(at, " ".join(str(number) for _value, number in known))


def slider_of(most: Decimal | None, now: str | None) -> Slider | None:
    """The line along which a number is drawn; none where its span is not known."""
    value = plain_number(now) if now is not None else None
    if most is None:
        return None
    high = max(int(most), int(value) + 1 if value is not None else 0)
    step = "1" if value is None or value == value.to_integral_value() else "any"
    return Slider(0, high, step, f"{value:f}" if value is not None else "0")
