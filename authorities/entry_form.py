"""What the forms of all entries share: days, figures with a comma, boxes to tick, and where a rule stands."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from authorities.models import Certainty, Dated
from authorities.sections import Section
from foundation.form_errors import Form
from foundation.formats import number

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
"""As a browser sends a day, and as people write it where it has no calendar."""
ORDER_HINT = _l("Số nhỏ đứng trước.")


class FigureField(Field):
    """A figure with a comma, such as 0,3, or a whole amount such as 2.340.000; empty is None."""

    widget = TextInput()
    data: Decimal | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else number(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; dots group thousands only where three digits follow each."""
        text = "".join((valuelist[0] if valuelist else "").split())
        self.data = None
        if not text:
            return
        head, comma, tail = text.partition(",")
        groups = head.split(".")
        if len(groups) > 1 and (comma or len(groups[0]) <= 3) and all(len(one) == 3 for one in groups[1:]):
            head = "".join(groups) if groups[0] != "0" else head
        try:
            figure = Decimal(f"{head}.{tail}" if comma else head)
        except InvalidOperation as error:
            raise ValueError(_("Chỉ ghi một số, ví dụ 0,3 hoặc 2.340.000.")) from error
        if not figure.is_finite():
            raise ValueError(_("Chỉ ghi một số, ví dụ 0,3 hoặc 2.340.000."))
        self.data = figure


class BoxesField(SelectMultipleField):
    """Several of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class EntryForm(Form):
    """What every entry says: when it holds, and where that stands. `keep` reads the columns of its own."""

    valid_from = DateField(
        _l("Áp dụng từ ngày"),
        format=DAY_FORMATS,
        validators=[InputRequired(_l("Ghi ngày bắt đầu áp dụng, ví dụ 01/07/2025."))],
    )
    valid_to = DateField(
        _l("Đến hết ngày"),
        format=DAY_FORMATS,
        description=_l("Để trống nếu còn áp dụng."),
        validators=[Optional()],
    )
    source = StringField(
        _l("Văn bản quy định"),
        description=_l("Ví dụ Nghị định số 152/2025/NĐ-CP, Điều 54."),
        validators=[Length(max=300)],
    )
    note = TextAreaField(_l("Ghi chú"), render_kw={"rows": 2}, validators=[Length(max=500)])
    checked = BooleanField(_l("Đã đối chiếu với văn bản chính thức"))
    seen = HiddenField()

    @property
    def version(self) -> int:
        """The state of the entry that was read before it was changed; 0 where that cannot be."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0

    def values(self, section: Section, entry: Dated | None) -> dict[str, Any]:
        """The entry as the service takes it."""
        values = {name: self[name].data for name in section.columns}
        values |= {name: self[name].data for name in ("valid_from", "valid_to")}
        values |= {name: one_line(self[name].data) for name in ("source", "note")}
        values["certainty"] = self._certainty(entry)
        return values

    def _certainty(self, entry: Dated | None) -> Certainty:
        if self.checked.data:
            return entry.certainty if entry is not None and entry.is_sure else Certainty.CONFIRMED
        return Certainty.BELIEVED if entry is None or entry.is_sure else entry.certainty

    def show(self, section: Section, entry: Dated, **other: Any) -> None:
        """Fill in what an entry says; `other` says it differently."""
        for name in (*section.columns, "valid_from", "valid_to", "source", "note"):
            self[name].data = other.get(name, getattr(entry, name))
        self.checked.data = bool(other.get("checked", entry.is_sure))
        self.seen.data = str(entry.version)

    def offer(self, issuers: list[tuple[int, str]]) -> None:
        """Give the issuers to choose from, where the form asks for one."""


def one_line(text: str | None) -> str:
    """The text without line breaks and blanks that nobody means."""
    return " ".join((text or "").split())


def kept_lines(text: str | None) -> str:
    """The lines of a text that are not blank."""
    return "\n".join(one_line(line) for line in (text or "").splitlines() if line.strip())


class EndForm(Form):
    """The last day of an entry."""

    last = DateField(
        _l("Áp dụng đến hết ngày"),
        format=DAY_FORMATS,
        validators=[InputRequired(_l("Ghi ngày cuối cùng còn áp dụng, ví dụ 30/06/2025."))],
    )


class DropForm(Form):
    """Why an entry was never right."""

    reason = TextAreaField(
        _l("Lý do bỏ"),
        render_kw={"rows": 3},
        validators=[InputRequired(_l("Ghi lý do, ví dụ: nhập nhầm.")), Length(max=500)],
    )


def read_day(text: str) -> date | None:
    """A day as an address has it, 2024-12-20 or 20/12/2024; None where it is none."""
    for shape in (text, "-".join(reversed(text.strip().split("/")))):
        try:
            return date.fromisoformat(shape)
        except ValueError:
            continue
    return None
