"""The whole table of a sealed run as a spreadsheet: every row, criterion and reason, with its words."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from flask_babel import gettext as _

from awards.queries import Selection, count_rows, list_rows
from awards.run_facts import RunFacts
from awards.sealed import SealedResult
from awards.spreadsheet import write_results
from awards.wording import Wording
from foundation.formats import grouped_code, moment
from tasks.handlers import Tell, silent

ROWS_AT_ONCE = 1_000


def whole(selection: Selection) -> Selection:
    """The same type, group and commune with every row, in the order of the ranking."""
    return replace(selection, words="", outcome="", waiting=(), sort="rank", descending=False)


def write_workbook(stream: BinaryIO, facts: RunFacts, selection: Selection, *, tell: Tell = silent) -> None:
    """The workbook of one type, or of one of its groups, in the order of the ranking."""
    run = facts.run
    note = _(
        "Lần đánh giá %(number)s năm %(year)s, chốt %(moment)s, mã kết quả %(code)s",
        number=run.number,
        year=run.year,
        moment=moment(run.sealed_at),
        code=grouped_code(run.result_sha256),
    )
    if run.is_sample:
        note = _("DỮ LIỆU MẪU. %(note)s", note=note)
    write_results(stream, facts.rubric, _results(facts, whole(selection), tell), claims=True, note=note)


def _results(facts: RunFacts, selection: Selection, tell: Tell) -> Iterator[dict[str, Any]]:
    kind, total = facts.type(selection.type_code).kind, count_rows(facts.run.id, selection)
    offset = 0
    while rows := list_rows(facts.run.id, selection, offset=offset, limit=ROWS_AT_ONCE):
        for place, row in enumerate(rows, start=offset):
            tell(place, total, _("Đang ghi bảng tính"))
            yield _told(facts, SealedResult.from_text(row.result), kind, row.group_name)
        offset += len(rows)


def _told(facts: RunFacts, result: SealedResult, kind: Any, group_name: str) -> dict[str, Any]:
    """The sealed document with the words of each reason, and its group by name."""
    wording = Wording(facts.rubric, kind, {result.group: group_name})
    told = [
        document | {"text": wording.say(reason)}
        for document, reason in zip(result.document["reasons"], result.reasons, strict=True)
    ]
    return {**result.document, "reasons": told, "group": [group_name]}
