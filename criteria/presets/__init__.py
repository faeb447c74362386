"""The criteria documents that come with the product, as YAML files, and where to find them."""

from pathlib import Path

PRESETS = Path(__file__).parent


def preset_files() -> list[Path]:
    """The files of all presets, by name."""
    return sorted(PRESETS.glob("*.yaml"))
