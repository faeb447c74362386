"""Going back only to pages of our own."""

from urllib.parse import urlsplit


def inside(target: str | None, otherwise: str) -> str:
    """The target when it is a path of this site, else the other; so no link can send a person elsewhere."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return otherwise
    if any(ord(sign) < 32 for sign in target):
        return otherwise
    parts = urlsplit(target)
    return otherwise if parts.scheme or parts.netloc else target
