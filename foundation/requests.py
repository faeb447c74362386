"""What a browser or a script sends, as text that every database, page, paper and workbook can hold."""

import re
from typing import Any

from flask import Request
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict

from foundation.errors import DomainError

# Halves of a character, and control characters other than the tab and the ends of lines.
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


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


class CleanRequest(Request):
    """A request whose texts are cleaned at the door, whether they come as a form or as JSON."""

    parameter_storage_class = CleanFields

    def get_json(self, *args: Any, **options: Any) -> Any:
        """The JSON that was sent; DomainError where it is nested deeper than any of our pages nests."""
        try:
            return cleaned(super().get_json(*args, **options))
        except RecursionError as error:
            raise DomainError(_("Không hiểu yêu cầu này. Tải lại trang rồi nhập.")) from error
