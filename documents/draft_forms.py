"""The form of a draft: what every paper asks of the clerk, and what its kind adds."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from authorities.models import Signer
from authorities.queries import signers_on
from documents.field_checks import CHECKS, is_name
from documents.frames import issuer_for, issuers_for, said_of_other, usual_signer
from documents.kinds.base import Field as KindField
from documents.kinds.base import PaperKind, Shape
from documents.materials import Material
from documents.paper_days import area_for, day_of, source_day
from documents.usual_words import follow_issuer, usual_of
from foundation.errors import DomainError
from foundation.form_errors import Form

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
"""As a browser sends a day, and as people write it where it has no calendar."""
USUAL = ""
OWN = "text_"


class DraftForm(Form):
    """What every paper asks: the day, the issuer, who signs, to whom it goes. Kinds add their own fields."""

    signed_on = DateField(
        _l("Ngày ký"),
        format=DAY_FORMATS,
        description=_l("Theo ngày này mà có cơ quan ban hành, người ký, căn cứ pháp lý và mức lương cơ sở."),
        validators=[Optional()],
    )
    area = SelectField(_l("Cơ quan ban hành"), choices=[])
    signer = SelectField(_l("Người ký"), choices=[])
    signer_name = StringField(
        _l("Họ và tên người ký"),
        description=_l("Không ghi học hàm, học vị. Để trống thì theo danh mục người ký."),
        validators=[Length(max=100), is_name],
    )
    recipients = TextAreaField(
        _l("Nơi nhận"),
        description=_l("Mỗi nơi một dòng; dòng cuối là dòng lưu."),
        render_kw={"rows": 5},
        validators=[Length(max=2_000)],
    )

    moved = ""
    """Where the day has other issuers than the one shown before: whose paper it is now."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it may be saved: not before a change of the issuer was seen."""
        valid = super().validate(extra_validators)
        if self.moved:
            self.area.errors = [*self.area.errors, self.moved]
        return valid and not self.moved

    def particulars(self, kind: PaperKind) -> dict[str, Any]:
        """What was entered, as the draft keeps it."""
        told: dict[str, Any] = {"texts": {one.name: _text(self[OWN + one.name]) for one in kind.fields}}
        if kind.part:
            told |= {"area": self.area.data or ""}
        if kind.signed:
            recipients = [line.strip(" -;.") for line in (self.recipients.data or "").splitlines()]
            told |= {
                "signer": self.signer.data or "",
                "signer_name": (self.signer_name.data or "").strip(),
                "recipients": [line for line in recipients if line],
            }
        return told

    def own_fields(self, kind: PaperKind) -> list[Field]:
        """The fields that this kind added."""
        return [self[OWN + one.name] for one in kind.fields]


def draft_form(
    kind: PaperKind,
    material: Material,
    *,
    today: date,
    kept: Mapping[str, Any] | None,
    signed_on: date | None,
) -> DraftForm:
    """The form of a draft of this kind; `kept` and `signed_on` fill it where the request does not. Issuers
    and signers are those of the day that was entered, else of the day of the source.
    """
    own = {OWN + one.name: _field(one, material) for one in kind.fields}
    form_class = type(f"DraftForm_{kind.code}", (DraftForm,), own)
    shown_day = day_of(material, signed_on, today)
    form: DraftForm = form_class(data=_values(kind, material, kept, signed_on, shown_day))
    day = day_of(material, form.signed_on.data, today)
    if form.signed_on.data is None:
        form.signed_on.description = _without_day(source_day(material), day)
    _offer_issuers(form, kind, material, day)
    _offer_signers(form, kind, day)
    return form


def _without_day(known: date | None, day: date) -> str:
    """By which day a paper goes that has none yet."""
    told = f"{day:%d/%m/%Y}"
    if known is None:
        return _("Chưa ghi ngày: đang lấy theo hôm nay, %(day)s.", day=told)
    return _("Chưa ghi ngày: đang lấy theo ngày %(day)s của phiên họp, quyết định.", day=told)


def _values(
    kind: PaperKind, material: Material, kept: Mapping[str, Any] | None, signed_on: date | None, day: date
) -> dict[str, Any]:
    area = str((kept or {}).get("area", "")) or area_for(kind, material, day)
    if kept is None:
        usual = usual_of(kind, material, day, area)
        texts, recipients, kept = dict(usual.texts), list(usual.recipients), {}
    else:
        texts, recipients = dict(kept.get("texts", {})), list(kept.get("recipients", []))
    values = {name: kept.get(name, "") for name in ("signer", "signer_name")} | {"area": area}
    values |= _texts_read(kind, texts)
    return values | {"signed_on": signed_on, "recipients": "\n".join(recipients)}


def _texts_read(kind: PaperKind, texts: Mapping[str, str]) -> dict[str, Any]:
    return {OWN + one.name: _read(one, texts.get(one.name, "")) for one in kind.fields}


def _read(field: KindField, text: str) -> Any:
    if field.shape is Shape.DAY:
        return date.fromisoformat(text) if text else None
    return text == "yes" if field.shape is Shape.TICK else text


def _text(field: Field) -> str:
    if isinstance(field.data, date):
        return field.data.isoformat()
    if isinstance(field.data, bool):
        return "yes" if field.data else ""
    return (field.data or "").strip()


def _field(field: KindField, material: Material) -> Any:
    needed = [InputRequired(_l("Ghi mục này."))] if field.required else [Optional()]
    shown = {"label": field.label, "description": field.hint}
    if field.shape is Shape.DAY:
        return DateField(**shown, format=DAY_FORMATS, validators=needed)
    if field.shape is Shape.TICK:
        return BooleanField(**shown)
    if field.shape is Shape.CHOICE:
        offered = field.choices(material) if field.choices else ()
        return SelectField(**shown, choices=[SelectChoice(value, label) for value, label in offered])
    longest = Length(max=field.longest)
    if field.shape is Shape.TEXT:
        return TextAreaField(**shown, validators=[*needed, longest], render_kw={"rows": 4})
    checks = [CHECKS[field.name]] if field.name in CHECKS else []
    return StringField(**shown, validators=[*needed, longest, *checks])


def _offer_issuers(form: DraftForm, kind: PaperKind, material: Material, day: date) -> None:
    """Who may issue it on the day. Where that is not who was shown before, the form says so and shows the
    usual words of the new one; nobody in force leaves the list empty, and saving says so.
    """
    offered = issuers_for(kind, day)
    form.area.choices = [SelectChoice(one.area, one.told) for one in offered]
    if kind.headed_by:
        form.area.label.text = _("Cấp trình, theo ngày báo cáo")
    if len(offered) > 1:
        form.area.description = _("Ngày này có %(n)s cơ quan ban hành được; chọn đúng nơi.", n=len(offered))
    shown = form.area.data or ""
    if any(one.area == shown for one in offered):
        return
    form.area.data = area_for(kind, material, day)
    if not (shown and offered):
        return
    form.moved = said_of_other(offered, day)
    form.signer.data = USUAL
    told = follow_issuer(kind, material, form.particulars(kind), day)
    for name, value in _texts_read(kind, told["texts"]).items():
        form[name].data = value
    form.recipients.data = "\n".join(told.get("recipients", ()))


def _offer_signers(form: DraftForm, kind: PaperKind, day: date) -> None:
    """Who may sign on the day; the first choice names who does where none is chosen."""
    form.signer.choices = [SelectChoice(USUAL, _("Theo danh mục"))]
    try:
        issuer = issuer_for(kind, day, form.area.data)
    except DomainError:
        return
    found = signers_on(issuer, kind.facts_code, day)
    usual = usual_signer(kind, issuer, found, day)
    if usual is not None:
        form.signer.choices = [SelectChoice(USUAL, _("Theo danh mục: %(signer)s", signer=_told(usual)))]
    form.signer.choices += [SelectChoice(str(one.id), _told(one)) for one in found]
    if usual is not None and usual is not found[0]:
        form.signer.description = _(
            "Người nhận là Chủ tịch, cũng là Chủ tịch Hội đồng, nên đề xuất người ký thay; chọn khác nếu cần."
        )


def _told(signer: Signer) -> str:
    return f"{signer.told}{f', {signer.name}' if signer.name else ''}"
