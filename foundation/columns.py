"""Column types that several rooms share: JSON on both databases, and a choice among fixed words."""

from enum import StrEnum

from sqlalchemy import JSON, Enum
from sqlalchemy.dialects.postgresql import JSONB


def json_type() -> JSON:
    """JSON that PostgreSQL keeps in binary form; None is stored as NULL. A new type at each call,
    since SQLAlchemy tracks changes inside a value by the identity of its column's type.
    """
    return JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def choice_type(choices: type[StrEnum]) -> Enum:
    """One of the words of `choices`, stored as that word and held by a check constraint."""
    return Enum(
        choices,
        name=f"{choices.__name__.lower()}_known",
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda words: [word.value for word in words],
    )
