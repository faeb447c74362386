"""Print the HTML of a paper into a file, as a process of its own, and say how many megabytes that took.

It loads what printing needs and nothing else, as headless Chromium does that is given the same file.
"""

import resource
import sys
from pathlib import Path

from foundation.papers.printing import make_pdf


def main(html: str, out: str) -> None:
    """Print one file into another; megabytes of this process and of its largest child on standard output."""
    Path(out).write_bytes(make_pdf(Path(html).read_text(encoding="utf-8")))
    every = (
        resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(sum(every) // 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
