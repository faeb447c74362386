"""Column types that several rooms share: JSON on both databases, fixed words, and long texts made small."""

import zlib
from enum import StrEnum

from sqlalchemy import JSON, Dialect, Enum, LargeBinary, TypeDecorator
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


class CompressedText(TypeDecorator[str]):
    """A long text, kept compressed. Whoever needs a hash takes it over the text, not over what is kept."""

    impl = LargeBinary
    cache_ok = True
    LEVEL = 3

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """To compressed UTF-8."""
        return None if value is None else zlib.compress(value.encode(), self.LEVEL)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """To text again."""
        return None if value is None else zlib.decompress(value).decode()
