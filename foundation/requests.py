"""What a browser or a script sends, as text that every database, page, paper and workbook can hold."""

import re
from typing import Any

from flask import Request
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter, Map

from foundation.errors import DomainError

# Halves of a character, control characters other than the tab and the ends of lines, and the marks that let
# text read in another order than it is written: a name or a reason could show what it does not say.
UNKEEPABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
LARGEST = 2**31 - 1
"""The largest number of a row or a year that every database holds."""


def cleaned(sent: Any) -> Any:
    """The same without the characters that nobody sees and no database keeps, however deep they lie."""
    if isinstance(sent, str):
        return UNKEEPABLE.sub("", sent)
    if isinstance(sent, dict):
        return {cleaned(name): cleaned(value) for name, value in sent.items()}
    return [cleaned(one) for one in sent] if isinstance(sent, list) else sent


class CleanFields(ImmutableMultiDict[str, Any]):
    """The fields of a form or an address."""

    def __init__(self, fields: Any = None) -> None:
        pairs = ImmutableMultiDict(fields).items(multi=True) if fields is not None else ()
        super().__init__([(cleaned(name), cleaned(value)) for name, value in pairs])

    def get(self, key: str, default: Any = None, type: Any = None) -> Any:  # type: ignore[override]  # noqa: A002
        """The first value of this name; a whole number that no row can have is none."""
        found = super().get(key, default, type)
        return default if type is int and isinstance(found, int) and abs(found) > LARGEST else found


class RowNumber(IntegerConverter):
    """A number in an address: what no row can have is no address of ours."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:  # noqa: A002 - the parent's name
        super().__init__(map, *args, **{"max": LARGEST, **options})


class CleanRequest(Request):
    """A request whose texts are cleaned at the door, whether they come as a form or as JSON."""

    parameter_storage_class = CleanFields

    def get_json(self, *args: Any, **options: Any) -> Any:
        """The JSON that was sent; DomainError where it is nested deeper than any of our pages nests."""
        try:
            return cleaned(super().get_json(*args, **options))
        except RecursionError as error:
            raise DomainError(_("Không hiểu yêu cầu này. Tải lại trang rồi nhập.")) from error
