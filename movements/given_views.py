"""Awards given through the years: the list, entering earlier ones, revoking; and tables of them."""

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from foundation.access import requires
from foundation.clock import local_date, now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import say_beside, show_beside_field
from foundation.permissions import Permission
from foundation.tables.lines import Line, read_lines
from movements import given as services
from movements import given_queries as queries
from movements.given import Given, can_keep_awards, code_of
from movements.given_choices import FormOfAward, list_forms, of_type, once, type_names
from movements.given_file import write_form
from movements.given_forms import (
    KIND_NAMES,
    STANDING_NAMES,
    ApplyForm,
    GivenForm,
    RevokeForm,
    SettleForm,
    UploadForm,
)
from movements.given_people import People
from movements.given_queries import GivenFilter
from movements.given_sheet import COLUMNS, MOST_ROWS, TITLES, Judged, judge
from movements.models import GivenAward, GivenStanding

PAGE_ROWS = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    both, send = ["GET", "POST"], ["POST"]
    blueprint.add_url_rule("/khen-thuong", view_func=list_given)
    blueprint.add_url_rule("/khen-thuong/them", view_func=enter_given, methods=both)
    blueprint.add_url_rule("/khen-thuong/nhap", view_func=import_given, methods=both)
    blueprint.add_url_rule("/khen-thuong/nhap/bieu-mau", view_func=given_form)
    blueprint.add_url_rule("/khen-thuong/nhap/ghi", view_func=apply_given, methods=send)
    blueprint.add_url_rule("/khen-thuong/<int:given_id>/huy-bo", view_func=revoke_given, methods=both)
    blueprint.add_url_rule("/khen-thuong/<int:given_id>/cap-tren", view_func=settle_given, methods=both)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list."""

    lines: list[GivenAward]
    total: int
    page: int
    pages: int


@requires(Permission.VIEW_REASON)
def list_given() -> ResponseReturnValue:
    """Who has which award for which year; what was revoked stays."""
    wanted = _wanted()
    total = queries.count_given(wanted)
    pages = max(1, -(-total // PAGE_ROWS))
    number = min(max(1, request.args.get("trang", 1, type=int)), pages)
    lines = queries.list_given(wanted, offset=(number - 1) * PAGE_ROWS, limit=PAGE_ROWS)
    return render_template(
        "movements/given.html",
        page=Page(list(lines), total, number, pages),
        wanted=wanted,
        arguments=_arguments(wanted),
        choices=queries.list_given_choices(),
        types=type_names(),
        kinds=KIND_NAMES,
        standings=STANDING_NAMES,
        keeps=can_keep_awards(current_user),
    )


@requires(Permission.KEEP_AWARDS)
def enter_given() -> ResponseReturnValue:
    """One award of an earlier year."""
    form, forms = GivenForm(), list_forms()
    form.type_code.choices = [SelectChoice(code, name) for code, name in type_names().items()]
    form.award.choices = [
        *(SelectChoice(one.code, one.name) for one in once(forms)),
        SelectChoice("", _("Hình thức khác, ghi ở ô dưới")),
    ]
    if form.validate_on_submit():
        given = _typed(form, forms)
        kept = _keep(form, given) if given is not None else None
        if kept is not None:
            flash(_("Đã ghi: %(name)s, %(award)s.", name=kept.name, award=kept.award_name), "info")
            return redirect(url_for("movements.list_given", q=kept.name))
    page = render_template("movements/given_enter.html", form=form)
    return page, 422 if form.errors else 200


@requires(Permission.KEEP_AWARDS)
def revoke_given(given_id: int) -> ResponseReturnValue:
    """Note that an award was revoked."""
    kept = queries.find_given(given_id)
    if kept is None:
        raise NotFound(_("Không có khen thưởng này trong danh sách."))
    form = RevokeForm()
    if not form.is_submitted():
        form.on.data = local_date(now())
    if form.validate_on_submit() and form.on.data is not None:
        try:
            with transaction():
                services.revoke_given(
                    actor=current_user,
                    given=kept,
                    on=form.on.data,
                    reason=form.reason.data or "",
                    now=now(),
                )
        except DomainError as error:
            show_beside_field(form, error)
        else:
            flash(_("Đã ghi hủy bỏ; hình thức này không còn được tính."), "info")
            return redirect(url_for("movements.list_given", q=kept.name))
    page = render_template("movements/given_revoke.html", form=form, given=kept)
    return page, 422 if form.errors else 200


@requires(Permission.KEEP_AWARDS)
def settle_given(given_id: int) -> ResponseReturnValue:
    """Note what the higher level answered to a proposal, and to others that the same paper answers."""
    kept = queries.find_given(given_id)
    if kept is None or not services.is_proposal(kept):
        raise NotFound(_("Không có đề nghị này trong danh sách."))
    form, others = SettleForm(), queries.list_waiting_with(kept)
    chosen = set(request.form.getlist("cung"))
    if form.validate_on_submit() and form.on.data is not None:
        answered = [kept, *(one for one in others if str(one.id) in chosen)]
        try:
            with transaction():
                for one in answered:
                    services.settle_given(
                        actor=current_user,
                        given=one,
                        granted=form.granted.data == "yes",
                        reference=form.reference.data or "",
                        on=form.on.data,
                        now=now(),
                    )
        except DomainError as error:
            show_beside_field(form, error)
        else:
            flash(_("Đã ghi kết quả của cấp trên cho %(n)s trường hợp.", n=len(answered)), "info")
            same: dict[str, Any] = {"nam": kept.year, "tinh-trang": kept.standing.value}
            return redirect(url_for("movements.list_given", **same))
    page = render_template("movements/given_settle.html", form=form, given=kept, others=others, chosen=chosen)
    return page, 422 if form.errors else 200


@requires(Permission.KEEP_AWARDS)
def import_given() -> ResponseReturnValue:
    """Take a filled-in table and show all that it would do."""
    form = UploadForm()
    if form.validate_on_submit():
        try:
            lines = read_lines(form.file.data.read(), form.file.data.filename or "", COLUMNS)
        except DomainError as error:
            show_beside_field(form, error)
        else:
            return _preview(judge(lines, now()))
    page = render_template("movements/given_import.html", form=form, most=MOST_ROWS)
    return page, 422 if form.errors else 200


@requires(Permission.KEEP_AWARDS)
def given_form() -> ResponseReturnValue:
    """The form to fill in."""
    answer = make_response(write_form())
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = 'attachment; filename="khen-thuong-cac-nam.xlsx"'
    return answer


@requires(Permission.KEEP_AWARDS)
def apply_given() -> ResponseReturnValue:
    """Keep every award of the preview; with a single fault, none."""
    judged = judge(_lines_of(request.form.get("rows", "")), now())
    if judged.faults:
        return _preview(judged)
    with transaction():
        count = services.enter_all(actor=current_user, awards=judged.awards, now=now())
    flash(
        _("Đã ghi %(count)s khen thưởng, bỏ qua %(known)s đã có.", count=count, known=len(judged.known)),
        "info",
    )
    return redirect(url_for("movements.list_given"))


def _preview(judged: Judged) -> ResponseReturnValue:
    rows = json.dumps([[line.number, *line.cells] for line in judged.lines], ensure_ascii=False)
    page = render_template(
        "movements/given_preview.html",
        judged=judged,
        titles=TITLES,
        form=ApplyForm(data={"rows": rows}, formdata=None),
    )
    return page, 422 if judged.faults else 200


def _lines_of(text: str) -> list[Line]:
    """The rows as the preview sent them back; whatever else comes is refused."""
    try:
        rows: Any = json.loads(text)
        lines = [Line(int(row[0]), tuple(str(cell) for cell in row[1:])) for row in rows]
    except (ValueError, TypeError, IndexError, KeyError):
        lines = []
    if not lines or len(lines) > MOST_ROWS or any(len(line.cells) != len(TITLES) for line in lines):
        raise DomainError(_("Bảng xem trước không còn nguyên vẹn. Nạp lại tệp."))
    return lines


def _typed(form: GivenForm, forms: list[FormOfAward]) -> Given | None:
    """The award that was typed; None with words beside the field where something is wrong."""
    chosen = next((one for one in forms if one.code == form.award.data), None)
    name = " ".join((form.award_name.data or "").split())
    if chosen is None and not code_of(name):
        say_beside(form.award_name, _("Chọn hình thức trong danh sách, hoặc ghi tên hình thức ở đây."))
    who = " ".join((form.who.data or "").split())
    people = People([who], [who])
    participant, _wrong = people.find(form.type_code.data, who, "")
    if participant is None:
        participant, wrong = people.find(form.type_code.data, "", who)
        if participant is None:
            say_beside(form.who, wrong)
    if participant is None or form.errors:
        return None
    chosen = chosen and of_type(chosen.name, participant.type_code, forms)
    award = chosen or FormOfAward(code_of(name), name)
    return Given(
        participant=participant,
        year=form.year.data or 0,
        award=award.code,
        award_name=award.name,
        issuer=(form.issuer.data or "").strip() or award.issuer,
        achievement=form.achievement.data,
        award_kind=form.award_kind.data,
        reference=(form.reference.data or "").strip(),
        decided_on=form.decided_on.data,
    )


def _keep(form: GivenForm, given: Given) -> GivenAward | None:
    try:
        with transaction():
            return services.enter_given(actor=current_user, given=given, now=now())
    except DomainError as error:
        show_beside_field(form, error)
        return None


def _wanted() -> GivenFilter:
    year, standing = request.args.get("nam", ""), request.args.get("tinh-trang", "")
    return GivenFilter(
        year=int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None,
        award=request.args.get("hinh-thuc", "")[:200],
        type_code=request.args.get("loai", "")[:40],
        words=request.args.get("q", "").strip()[:100],
        standing=GivenStanding(standing) if standing in set(GivenStanding) else None,
    )


def _arguments(wanted: GivenFilter) -> dict[str, str | int]:
    """The address of the same list, another page of it aside."""
    said = {
        "nam": wanted.year,
        "hinh-thuc": wanted.award,
        "loai": wanted.type_code,
        "q": wanted.words,
        "tinh-trang": wanted.standing.value if wanted.standing is not None else "",
    }
    return {name: value for name, value in said.items() if value}
