"""The criteria documents that come with the product, as YAML files, and where to find them."""

import re
from functools import cache
from pathlib import Path

PRESETS = Path(__file__).parent


def preset_files() -> list[Path]:
    """The files of all presets, by name."""
    return sorted(PRESETS.glob("*.yaml"))


@cache
def preset_title(file: Path) -> str:
    """The title that the document bears; the file's name where it has none."""
    found = re.search(r"(?m)^title:[ \t]*(.+)$", file.read_text(encoding="utf-8"))
    return found[1].strip(" \"'") if found else file.stem
