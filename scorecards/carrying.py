"""Words typed into one form travel along while another page is used, where there is no script to keep the
first page open: each page hands them on, nothing is stored.
"""

from flask import request

OPENS, PREFIX = "mang", "mang-"
COMES_BACK = ("then", "ve")
_NOT_TYPED = frozenset({"csrf_token", OPENS, "then"})


def is_opening() -> bool:
    """Whether a form only opens this page, and brings what was typed into it."""
    return request.method == "POST" and OPENS in request.form


def is_coming_back() -> bool:
    """Whether a form is only brought back to be written further, and not sent."""
    name, value = COMES_BACK
    return request.form.get(name) == value


def list_carried() -> list[tuple[str, str]]:
    """Name and value of each field that travels along; none where nobody brought any."""
    fields = list(request.form.items(multi=True))
    if is_opening():
        return [(name, value) for name, value in fields if name not in _NOT_TYPED]
    return [(name.removeprefix(PREFIX), value) for name, value in fields if name.startswith(PREFIX)]
