"""Printing for a task: beside it, so that whoever asked is heard while pages are laid out."""

from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TypeVar

from flask_babel import gettext as _

from foundation.papers.sending import DOCX as DOCX_TYPE
from foundation.papers.sending import PDF as PDF_TYPE
from tasks.handlers import Result, Work

PDF, DOCX = "pdf", "docx"
MEDIA = {PDF: PDF_TYPE, DOCX: DOCX_TYPE}
LISTENS_EVERY = 0.3
"""Seconds."""

Made = TypeVar("Made")


def print_to(work: Work, html: str, name: str) -> Result:
    """The file of a paper's words in the form that the task asks for, as its result."""
    form = str(work.params["form"])
    content = beside(work, lambda: _print(html, form))
    path = Path(work.folder / f"paper.{form}")
    path.write_bytes(content)
    return Result(_("Đã lập tệp."), None, path, f"{name}.{form}", MEDIA[form])


def beside(work: Work, make: Callable[[], Made]) -> Made:
    """What `make` makes, in a thread of its own. A task that is cancelled, or whose process is told to end,
    does not wait for it: what it makes is then thrown away.
    """
    made: list[Made] = []
    faults: list[BaseException] = []

    def run() -> None:
        try:
            made.append(make())
        except BaseException as fault:  # noqa: BLE001 - raised again where somebody waits for it
            faults.append(fault)

    thread = Thread(target=run, name="printing", daemon=True)
    thread.start()
    while thread.is_alive():
        work.tell(1, 2, _("Đang dàn trang và in"))
        thread.join(LISTENS_EVERY)
    work.tell(2, 2, _("Đang cất tệp"))
    if faults:
        raise faults[0]
    return made[0]


def _print(html: str, form: str) -> bytes:
    # WeasyPrint and the libraries of Word documents take their time to load.
    if form == DOCX:
        from foundation.papers.docx import make_docx

        return make_docx(html)
    from foundation.papers.printing import make_pdf

    return make_pdf(html)
