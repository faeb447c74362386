"""Taking a year's criteria from another year, from those that come with the product, or from a file."""

import re
from contextlib import closing
from datetime import datetime

from flask_babel import gettext as _

from criteria.models import CriteriaSetStatus
from criteria.presets import preset_files
from criteria.queries import find_published, list_criteria_sets
from criteria.services import change_criteria_set, create_criteria_set
from criteria.yaml_source import MAX_BYTES
from foundation.errors import DomainError
from foundation.permissions import Actor
from movements.forms import CriteriaForm
from movements.models import MovementYear

_YEAR_LINE = re.compile(r"(?m)^year:[ \t]*(\d{4})\b")
_NAMING_LINES = re.compile(r"(?m)^(?:title|period):.*$")


def document_from(form: CriteriaForm, year: MovementYear) -> str:
    """The text of the document that was chosen. One that is copied is dated to the year; a file stays as it
    was written. Raises DomainError beside the field where there is none.
    """
    if form.source.data == "file":
        return _uploaded(form)
    if form.source.data == "preset":
        found = next((file for file in preset_files() if file.stem == form.preset.data), None)
        if found is None:
            raise DomainError(_("Chọn một mục trong danh sách."), field="preset")
        return dated(found.read_text(encoding="utf-8"), year.year)
    published = find_published(form.from_year.data) if form.from_year.data else None
    if published is None:
        raise DomainError(_("Chọn một năm có bộ tiêu chí đã ban hành."), field="from_year")
    return dated(published.document, year.year)


def dated(document: str, year: int) -> str:
    """The document with its own line `year` set to another year; its title and period too, where they name
    the old year and no other. All else stays as written: `criteria.other_years` says what to look at.
    """
    found = _YEAR_LINE.search(document)
    if found is None:
        return document
    old = found[1]

    def renamed(line: re.Match[str]) -> str:
        named = set(re.findall(r"\b(?:19|20)\d{2}\b", line[0]))
        return line[0].replace(old, str(year)) if named == {old} else line[0]

    return _YEAR_LINE.sub(f"year: {year}", _NAMING_LINES.sub(renamed, document), count=1)


def _uploaded(form: CriteriaForm) -> str:
    data = b""
    if form.file.data:
        with closing(form.file.data) as file:
            data = file.read(MAX_BYTES + 1)
    if not data:
        raise DomainError(_("Chọn tệp bộ tiêu chí (.yaml) có nội dung."), field="file")
    if len(data) > MAX_BYTES:
        raise DomainError(_("Tệp lớn hơn 1 MB; bộ tiêu chí không dài như vậy. Chọn tệp khác."), field="file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DomainError(
            _("Tệp không phải văn bản UTF-8. Lưu lại với bảng mã UTF-8 rồi chọn lại tệp."), field="file"
        ) from None


def keep_draft(*, actor: Actor, year: MovementYear, document: str, now: datetime) -> None:
    """Keep a document as the year's draft: the one it has is replaced, else a new version is made."""
    sets = list_criteria_sets(year.id)
    draft = next((one for one in sets if one.status is CriteriaSetStatus.DRAFT), None)
    if draft is None:
        create_criteria_set(actor=actor, movement_year_id=year.id, year=year.year, document=document, now=now)
    else:
        change_criteria_set(actor=actor, criteria_set=draft, year=year.year, document=document, now=now)
