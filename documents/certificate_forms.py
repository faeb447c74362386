"""The forms of certificates: where each field stands, and how a decision's certificates are printed."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from authorities.entry_form import FigureField
from documents.certificate_layout import MEASURES, STYLES, Layout, Sheet, Spot, Style, Told
from documents.certificate_tasks import DOCX, PDF, ZIP
from foundation.form_errors import Form

WORDS = {
    "x": _l("cách lề trái"),
    "y": _l("cách mép trên"),
    "width": _l("rộng"),
    "height": _l("cao"),
    "size": _l("cỡ chữ lớn nhất"),
}
MOST_MM, LARGEST_TYPE = Decimal(420), Decimal(120)
FURTHEST = Decimal(50)


def _within(least: Decimal, most: Decimal) -> Any:
    def check(_form: Form, field: Field) -> None:
        if field.data is None or not least <= field.data <= most:
            raise ValidationError(_("Ghi một số từ %(least)s đến %(most)s.", least=least, most=most))

    return check


class LayoutForm(Form):
    """The sheet as a whole; the fields of `layout_form` follow."""

    sheet = SelectField(
        _l("Khổ giấy"),
        choices=[SelectChoice(one.value, _l("%(name)s ngang", name=one.value)) for one in Sheet],
    )
    overlay = RadioField(
        _l("Cách in"),
        choices=[
            SelectChoice("", _l("In cả khung và chữ trên giấy trắng")),
            SelectChoice("yes", _l("Chỉ in nội dung lên phôi in sẵn")),
        ],
        default="",
    )
    told = SelectField(
        _l("Thành tích in trên giấy"),
        choices=[
            SelectChoice(Told.MOVEMENT.value, _l("Thành tích trong phong trào, như quyết định")),
            SelectChoice(Told.OWN.value, _l("Thành tích riêng của từng trường hợp")),
            SelectChoice(Told.BOTH.value, _l("Cả hai")),
        ],
    )
    dx = FigureField(
        _l("Dời tất cả sang phải (mm)"),
        description=_l("Số âm thì dời sang trái."),
        validators=[_within(-FURTHEST, FURTHEST)],
    )
    dy = FigureField(
        _l("Dời tất cả xuống (mm)"),
        description=_l("Số âm thì dời lên."),
        validators=[_within(-FURTHEST, FURTHEST)],
    )

    def layout(self) -> Layout:
        """What was entered."""
        return Layout(
            Sheet(self.sheet.data),
            self.overlay.data == "yes",
            float(self.dx.data or 0),
            float(self.dy.data or 0),
            Told(self.told.data),
            {name: self._spot(name) for name in STYLES},
        )

    def rows(self) -> Iterator[tuple[str, Style, list[Field], Field]]:
        """Field by field: its key, its style, its measures, and whether it is printed."""
        for name, style in STYLES.items():
            yield name, style, [self[f"{name}_{one}"] for one in MEASURES], self[f"{name}_shown"]

    def _spot(self, name: str) -> Spot:
        x, y, width, height, size = (float(self[f"{name}_{one}"].data) for one in MEASURES)
        return Spot(x, y, width, height, size, bool(self[f"{name}_shown"].data))


def layout_form(layout: Layout) -> LayoutForm:
    """The form of a layout, filled with it where the request does not fill it."""
    own: dict[str, Any] = {}
    for name, style in STYLES.items():
        for one in MEASURES:
            most = LARGEST_TYPE if one == "size" else MOST_MM
            label = f"{style.name}: {WORDS[one]}"
            own[f"{name}_{one}"] = FigureField(label, validators=[_within(Decimal(0), most)])
        own[f"{name}_shown"] = BooleanField(_("In ô %(name)s", name=style.name))
    form: LayoutForm = type("FullLayoutForm", (LayoutForm,), own)(data=_values(layout))
    return form


def _values(layout: Layout) -> dict[str, Any]:
    values: dict[str, Any] = {
        "sheet": layout.sheet.value,
        "overlay": "yes" if layout.overlay else "",
        "told": layout.told.value,
        "dx": _figure(layout.dx),
        "dy": _figure(layout.dy),
    }
    for name, spot in layout.spots.items():
        values |= {f"{name}_{one}": _figure(getattr(spot, one)) for one in MEASURES}
        values[f"{name}_shown"] = spot.shown
    return values


def _figure(value: float) -> Decimal:
    return Decimal(str(value)).normalize() + 0


class PrintForm(Form):
    """One file of all certificates, as PDF or to be edited, or one file each."""

    form = RadioField(
        _l("Dạng tệp"),
        choices=[
            SelectChoice(PDF, _l("Một tệp PDF, mỗi giấy một trang")),
            SelectChoice(ZIP, _l("Mỗi giấy một tệp PDF, gói trong tệp ZIP")),
            SelectChoice(DOCX, _l("Một tệp DOCX để sửa, mỗi giấy một trang")),
        ],
        default=PDF,
    )
