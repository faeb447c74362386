"""`python -m bench [NAME…]`: the named measurements, or all of them."""

import sys
from importlib import import_module

from bench.table import show

MEASUREMENTS = ("scoring", "ranking", "pages", "papers", "saving", "whatif", "firmness", "smallest")


def main(names: list[str]) -> int:
    """Measure and print; an unknown name is said and nothing is measured."""
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}", file=sys.stderr)
        return 2
    for name in names or MEASUREMENTS:
        print(f"\n{name}")
        show(import_module(f"bench.{name}").measure())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
