"""The name under which a file is shown and downloaded: no path, nothing invisible, the ending of its kind."""

import re
import unicodedata

LONGEST = 255
UNNAMED = "tep"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_FORBIDDEN = re.compile(r'[<>:"|?*]+')
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")


def safe_name(name: str, ending: str = "") -> str:
    """The last part of a sent name, in NFC, without control or direction signs, at most 255 signs and bytes
    that a disk takes; with `ending` (".pdf") in place of another one.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign) not in _HIDDEN)
    stem = " ".join(_FORBIDDEN.sub(" ", shown).split()).strip(". ")
    if ending:
        stem = _without_ending(stem, ending)
    if not stem or _DEVICES.match(stem):
        stem = f"{UNNAMED} {stem}".strip()
    return _cut(stem, LONGEST - len(ending)) + ending


def _without_ending(stem: str, ending: str) -> str:
    found = _ENDING.search(stem)
    if found is None:
        return stem
    same = {".jpeg": ".jpg", ".jpe": ".jpg", ".jfif": ".jpg"}.get(
        found.group().lower(), found.group().lower()
    )
    is_number = found.group()[1:].isdigit()
    return stem if is_number and same != ending else stem[: found.start()].rstrip(". ")


def _cut(stem: str, room: int) -> str:
    stem = stem[:room]
    while len(stem.encode()) > room:
        stem = stem[:-1]
    return stem.rstrip(". ")
