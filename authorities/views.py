"""Pages of what is in force on a day, and of adding, correcting, ending and dropping entries."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from authorities import services
from authorities.entry_form import DropForm, EndForm, EntryForm, read_day
from authorities.forms import FORMS
from authorities.models import Issuer
from authorities.page import line_of, lines_of, page_on
from authorities.queries import find_entry, list_all
from authorities.rules import DAY, can_keep_authorities
from authorities.sections import BY_SLUG, Section
from authorities.wording import span
from foundation.access import requires
from foundation.clock import local_date, now
from foundation.database import transaction
from foundation.errors import Conflict, DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.formats import day as written
from foundation.permissions import Permission

blueprint = Blueprint("authorities", __name__, url_prefix="/tham-quyen")


@blueprint.get("/")
@requires(Permission.VIEW_AUTHORITIES)
def index() -> ResponseReturnValue:
    """What holds for papers that are signed on a day, today unless another is asked for."""
    typed = request.args.get("ngay", "")[:20]
    day = read_day(typed) if typed else local_date(now())
    wrong = day is None
    today = local_date(now())
    page = page_on(day or today, today)
    shown = render_template(
        "authorities/index.html",
        page=page,
        typed=typed,
        wrong=wrong,
        keeps=can_keep_authorities(current_user),
    )
    return shown, 422 if wrong else 200


@blueprint.get("/<section>")
@requires(Permission.VIEW_AUTHORITIES)
def list_entries(section: str) -> ResponseReturnValue:
    """All entries of one table, of every time."""
    chosen = _section(section)
    return render_template(
        "authorities/list_entries.html",
        section=chosen,
        lines=lines_of(chosen),
        today=local_date(now()),
        keeps=can_keep_authorities(current_user),
    )


@blueprint.route("/<section>/them", methods=["GET", "POST"])
@requires(Permission.KEEP_AUTHORITIES)
def add_entry(section: str) -> ResponseReturnValue:
    """A new entry; `nhu` names one whose words it begins with, from the day after that one ends."""
    chosen = _section(section)
    form = _form(chosen)
    if not form.is_submitted():
        _begin_like(chosen, form)
    if form.validate_on_submit():
        try:
            with transaction():
                added = services.add_entry(
                    actor=current_user, section=chosen, values=form.values(chosen, None), now=now()
                )
        except DomainError as error:
            show_beside_field(form, error)
        else:
            flash(_("Đã thêm, áp dụng %(span)s.", span=span(added.entry)), "info")
            if added.ended is not None and added.ended.valid_to is not None:
                last = written(added.ended.valid_to)
                flash(_("Mục trước đó được kết thúc vào hết ngày %(last)s.", last=last), "info")
            return _back(added.entry)
    return _show(chosen, form, None)


@blueprint.route("/<section>/<int:entry_id>/sua", methods=["GET", "POST"])
@requires(Permission.KEEP_AUTHORITIES)
def change_entry(section: str, entry_id: int) -> ResponseReturnValue:
    """Correct an entry."""
    chosen = _section(section)
    entry = _entry(chosen, entry_id)
    form = _form(chosen)
    if not form.is_submitted():
        form.show(chosen, entry)
    if form.validate_on_submit():
        try:
            with transaction():
                services.change_entry(
                    actor=current_user,
                    section=chosen,
                    entry_id=entry_id,
                    version=form.version,
                    values=form.values(chosen, entry),
                    now=now(),
                )
        except Conflict as conflict:
            flash(conflict.message, "stop")
            form.seen.data = str(_entry(chosen, entry_id).version)
            return _show(chosen, form, entry_id)[0], 409
        except DomainError as error:
            show_beside_field(form, error)
        else:
            flash(_("Đã sửa. Văn bản đã ban hành giữ nguyên nội dung cũ."), "info")
            return _back(_entry(chosen, entry_id))
    return _show(chosen, form, entry_id)


@blueprint.route("/<section>/<int:entry_id>/ket-thuc", methods=["GET", "POST"])
@requires(Permission.KEEP_AUTHORITIES)
def end_entry(section: str, entry_id: int) -> ResponseReturnValue:
    """Say until when an entry holds; then perhaps go on to the one that follows it."""
    chosen = _section(section)
    entry, form = _entry(chosen, entry_id), EndForm()
    if not form.is_submitted():
        form.last.data = entry.valid_to or local_date(now())
    if form.validate_on_submit() and form.last.data is not None:
        try:
            with transaction():
                services.end_entry(
                    actor=current_user, section=chosen, entry_id=entry_id, last=form.last.data, now=now()
                )
        except DomainError as error:
            error.field = "last"
            show_beside_field(form, error)
        else:
            flash(_("Đã ghi: áp dụng đến hết ngày %(last)s.", last=written(form.last.data)), "info")
            if "thay" in request.form:
                return redirect(url_for("authorities.add_entry", section=section, nhu=entry_id))
            return _back(_entry(chosen, entry_id))
    page = render_template("authorities/end_entry.html", section=chosen, line=line_of(entry), form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/<section>/<int:entry_id>/xac-nhan")
@requires(Permission.KEEP_AUTHORITIES)
def confirm_entry(section: str, entry_id: int) -> ResponseReturnValue:
    """Note that an entry was held against the official text."""
    chosen = _section(section)
    _entry(chosen, entry_id)
    with transaction():
        services.confirm_entry(actor=current_user, section=chosen, entry_id=entry_id, now=now())
    flash(_("Đã ghi nhận: mục này đã đối chiếu với văn bản chính thức."), "info")
    day = read_day(request.form.get("ngay", "")[:20])
    where = url_for("authorities.index", ngay=day.isoformat() if day else None, _anchor=section)
    return redirect(where)


@blueprint.route("/<section>/<int:entry_id>/bo", methods=["GET", "POST"])
@requires(Permission.KEEP_AUTHORITIES)
def drop_entry(section: str, entry_id: int) -> ResponseReturnValue:
    """Take out an entry that was never right."""
    chosen = _section(section)
    entry, form = _entry(chosen, entry_id), DropForm()
    if form.validate_on_submit():
        with transaction():
            services.drop_entry(
                actor=current_user,
                section=chosen,
                entry_id=entry_id,
                reason=(form.reason.data or "").strip(),
                now=now(),
            )
        flash(_("Đã bỏ mục này. Nhật ký còn giữ nội dung cũ."), "info")
        return redirect(url_for("authorities.list_entries", section=section))
    page = render_template("authorities/drop_entry.html", section=chosen, line=line_of(entry), form=form)
    return page, 422 if form.errors else 200


def _section(slug: str) -> Section:
    if slug not in BY_SLUG:
        raise NotFound(_("Không có trang này."))
    return BY_SLUG[slug]


def _entry(section: Section, entry_id: int) -> Any:
    entry = find_entry(section.model, entry_id)
    if entry is None:
        raise NotFound(_("Không có mục này; có thể nó đã được bỏ."))
    return entry


def _form(section: Section) -> EntryForm:
    form = FORMS[section.slug]()
    if section.slug == "nguoi-ky":
        form.offer([(one.id, f"{one.told}, {span(one)}") for one in list_all(Issuer)])
    return form


def _begin_like(section: Section, form: EntryForm) -> None:
    like = find_entry(section.model, request.args.get("nhu", 0, type=int))
    if like is not None:
        first = like.valid_to + DAY if like.valid_to else local_date(now())
        form.show(section, like, valid_from=first, valid_to=None, checked=False, source="", note="")


def _show(section: Section, form: EntryForm, entry_id: int | None) -> tuple[str, int]:
    line = line_of(_entry(section, entry_id)) if entry_id is not None else None
    page = render_template("authorities/entry.html", section=section, form=form, line=line)
    return page, 422 if form.errors else 200


def _back(entry: Any) -> ResponseReturnValue:
    """To the page of a day on which the entry holds: today, or else the first or last of its days."""
    today = local_date(now())
    day = min(max(today, entry.valid_from), entry.valid_to or today) if not entry.holds_on(today) else today
    section = next(one for one in BY_SLUG.values() if one.model is type(entry))
    return redirect(url_for("authorities.index", ngay=day.isoformat(), _anchor=section.slug))
