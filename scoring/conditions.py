"""Conditions on attributes: data, never code. Each is true, false, or unknown (None)."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

AttributeValue = Decimal | str | bool


class DocumentPart(BaseModel):
    """A part of the criteria document: unknown keys are faults, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_PLAIN = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}|[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}")


def _decimal_text(value: Any) -> Any:
    """The number as Decimal reads it, from 7.5 or 7,5; refused where it may mean two."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    digits = text.replace(".", "").replace(",", "")
    if _GROUPED.fullmatch(text):
        whole, decimals = re.split("[.,]", text)
        end = decimals.rstrip("0") or "0"
        facts = {"whole": digits, "decimal": f"{whole}.{end + '0' * (len(end) == 3)}"}
        raise PydanticCustomError("number_ambiguous", "may mean two numbers", facts)
    if _THOUSANDS.fullmatch(text):
        raise PydanticCustomError("number_grouped", "thousands are not separated", {"whole": digits})
    if not _PLAIN.fullmatch(text):
        raise PydanticCustomError("decimal_parsing", "no number")
    return text.replace(",", ".")


def plain_number(text: str) -> Decimal | None:
    """The number that a document writes so; None where it writes none, or could mean two."""
    try:
        return Decimal(_decimal_text(text))
    except PydanticCustomError:
        return None


def _whole_text(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"[+-]?[0-9]+", value.strip()):
        raise PydanticCustomError("int_parsing", "no whole number")
    return value


Code = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\w[\w.\-]{0,39}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Number = Annotated[
    Decimal,
    BeforeValidator(_decimal_text),
    Field(max_digits=18, decimal_places=6, allow_inf_nan=False),
]
Whole = Annotated[int, BeforeValidator(_whole_text)]
Positive = Annotated[Number, Field(gt=0)]
NotNegative = Annotated[Number, Field(ge=0)]


class Condition(DocumentPart):
    """One comparison of an attribute, or `all`, `any`, `not` of further conditions.

    `{attribute: khmer_households, above: 0}`, `{attribute: area, in: [dbkk, bien_gioi]}`,
    `{not: {attribute: credit_institution, is: no}}`. Several comparisons in one condition must all hold.
    """

    attribute: Code | None = None
    is_: str | None = Field(default=None, alias="is")
    in_: list[str] | None = Field(default=None, alias="in", min_length=1)
    at_least: Number | None = None
    above: Number | None = None
    at_most: Number | None = None
    below: Number | None = None
    all_: list["Condition"] | None = Field(default=None, alias="all", min_length=1)
    any_: list["Condition"] | None = Field(default=None, alias="any", min_length=1)
    not_: "Condition | None" = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [self.attribute, self.all_, self.any_, self.not_]
        if sum(form is not None for form in forms) != 1:
            raise ValueError("condition_form")
        if (self.attribute is not None) != bool(self.comparisons()):
            raise ValueError("condition_comparison")
        return self

    def comparisons(self) -> list[str]:
        """The names of the comparisons that this condition makes of its attribute."""
        names = ("is_", "in_", "at_least", "above", "at_most", "below")
        return [name for name in names if getattr(self, name) is not None]

    @property
    def key(self) -> str:
        """One text for one condition, the same whenever a document says the same."""
        return self.model_dump_json(by_alias=True, exclude_none=True)

    def attributes(self) -> set[str]:
        """The codes of all attributes that this condition reads."""
        if self.attribute is not None:
            return {self.attribute}
        parts = (self.all_ or []) + (self.any_ or []) + ([self.not_] if self.not_ else [])
        return {code for part in parts for code in part.attributes()}

    def numeric_attributes(self) -> set[str]:
        """The attributes that are compared as numbers."""
        if self.attribute is not None:
            return {self.attribute} if set(self.comparisons()) - {"is_", "in_"} else set()
        parts = (self.all_ or []) + (self.any_ or []) + ([self.not_] if self.not_ else [])
        return {code for part in parts for code in part.numeric_attributes()}


Attributes = Mapping[str, AttributeValue]
Predicate = Callable[[Attributes], bool | None]


def holds(condition: Condition, attributes: Attributes) -> bool | None:
    """Whether `condition` holds; None when an attribute it needs is not known."""
    return predicate(condition)(attributes)


def predicate(condition: Condition) -> Predicate:
    """The condition made ready to be asked of many participants."""
    if condition.all_ is not None:
        return _every([predicate(part) for part in condition.all_])
    if condition.any_ is not None:
        return _some([predicate(part) for part in condition.any_])
    if condition.not_ is not None:
        return _opposite(predicate(condition.not_))
    return _comparison(condition)


def _every(parts: list[Predicate]) -> Predicate:
    def ask(attributes: Attributes) -> bool | None:
        answers = [part(attributes) for part in parts]
        return False if False in answers else (None if None in answers else True)

    return ask


def _some(parts: list[Predicate]) -> Predicate:
    def ask(attributes: Attributes) -> bool | None:
        answers = [part(attributes) for part in parts]
        return True if True in answers else (None if None in answers else False)

    return ask


def _opposite(part: Predicate) -> Predicate:
    def ask(attributes: Attributes) -> bool | None:
        answer = part(attributes)
        return None if answer is None else not answer

    return ask


def _comparison(condition: Condition) -> Predicate:
    attribute = condition.attribute or ""
    names = condition.comparisons()

    def ask(attributes: Attributes) -> bool | None:
        value = attributes.get(attribute)
        if value is None:
            return None
        return all(_compare(condition, name, value) for name in names)

    return ask


YES = frozenset({"yes", "true", "1", "x", "có", "co", "đạt", "đúng"})
NO = frozenset({"no", "false", "0", "không", "khong", "không đạt", "sai"})


def as_text(value: AttributeValue) -> str:
    """The value as a document writes it: yes/no for truth values, plain digits for numbers."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


def _same(wanted: str, value: AttributeValue) -> bool:
    wanted = wanted.strip()
    if isinstance(value, bool):
        return wanted.lower() in (YES if value else NO)
    if isinstance(value, Decimal):
        return plain_number(wanted) == value
    return wanted.casefold() == value.casefold()


def _compare(condition: Condition, name: str, value: AttributeValue) -> bool:
    bound = getattr(condition, name)
    if name == "is_":
        return _same(bound, value)
    if name == "in_":
        return any(_same(wanted, value) for wanted in bound)
    if not isinstance(value, Decimal):
        return False
    if name == "at_least":
        return bool(value >= bound)
    if name == "above":
        return bool(value > bound)
    return bool(value <= bound) if name == "at_most" else bool(value < bound)
