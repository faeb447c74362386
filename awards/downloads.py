"""The whole table of a sealed run as a spreadsheet: every row, criterion and reason, with its words."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from flask_babel import gettext as _

from awards.queries import Selection, list_rows
from awards.run_facts import RunFacts
from awards.sealed import SealedResult
from awards.spreadsheet import write_results
from awards.wording import Wording
from foundation.formats import grouped_code, moment

ROWS_AT_ONCE = 1_000


def make_workbook(facts: RunFacts, selection: Selection) -> BytesIO:
    """The workbook of one type, or of one of its groups, in the order of the ranking."""
    run, stream = facts.run, BytesIO()
    note = _(
        "Lần đánh giá %(number)s năm %(year)s, chốt %(moment)s, mã kết quả %(code)s",
        number=run.number,
        year=run.year,
        moment=moment(run.sealed_at),
        code=grouped_code(run.result_sha256),
    )
    if run.is_sample:
        note = _("DỮ LIỆU MẪU. %(note)s", note=note)
    plain = replace(selection, words="", outcome="", waiting=(), sort="rank", descending=False)
    write_results(stream, facts.rubric, _results(facts, plain), claims=True, note=note)
    stream.seek(0)
    return stream


def _results(facts: RunFacts, selection: Selection) -> Iterator[dict[str, Any]]:
    kind = facts.type(selection.type_code).kind
    offset = 0
    while rows := list_rows(facts.run.id, selection, offset=offset, limit=ROWS_AT_ONCE):
        for row in rows:
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
