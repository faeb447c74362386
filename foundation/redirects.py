"""Going back only to pages of our own."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app


def inside(target: str | None, otherwise: str) -> str:
    """The target when it is a path of this site, else the other; so no link can send a person elsewhere."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return otherwise
    if any(ord(sign) < 32 for sign in target):
        return otherwise
    parts = urlsplit(target)
    return otherwise if parts.scheme or parts.netloc else target


def path_to(endpoint: str, **values: Any) -> str:
    """The address of a page of ours, also where there is no request: in jobs, commands and tasks."""
    return current_app.url_map.bind("").build(endpoint, values)
