"""Accounts by the table: upload or suggestion, preview of everything, then all of them or none; and slips."""

import json
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.issuing import issue_passwords
from accounts.rules import ROLE_NAMES
from assignments.account_services import create_accounts, reissue_passwords
from assignments.forms import ApplyForm, UploadForm
from assignments.kinds import list_kinds
from assignments.people import describe_people, list_waiting
from assignments.sheet import judge
from assignments.sheet_file import COLUMNS, write_form
from assignments.sheet_values import MOST_ROWS, TITLES, Sheet
from assignments.slip_answers import is_only_local, made_answer, slips_of
from assignments.suggestions import list_gaps, suggest_lines
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError
from foundation.form_errors import show_beside_field
from foundation.permissions import Permission
from foundation.tables.lines import Line, read_lines

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    blueprint.add_url_rule("/tai-khoan/nhap", view_func=import_accounts, methods=["GET", "POST"])
    blueprint.add_url_rule("/tai-khoan/nhap/bieu-mau", view_func=account_form)
    blueprint.add_url_rule("/tai-khoan/nhap/lap", view_func=apply_accounts, methods=["POST"])
    blueprint.add_url_rule("/tai-khoan/de-xuat", view_func=suggest_accounts)
    blueprint.add_url_rule("/tai-khoan/phieu", view_func=waiting_slips, methods=["GET", "POST"])
    blueprint.add_url_rule("/tai-khoan/phieu/tai", view_func=fetch_slips, methods=["POST"])


@requires(Permission.MANAGE_USERS)
def fetch_slips() -> ResponseReturnValue:
    """The slips of the accounts just made, as often as the page that made them stays open."""
    return slips_of(request.form.get("token", ""))


@requires(Permission.MANAGE_USERS)
def import_accounts() -> ResponseReturnValue:
    """Take a filled-in table and show all that it would do."""
    form = UploadForm()
    if form.validate_on_submit():
        try:
            lines = read_lines(form.file.data.read(), form.file.data.filename or "", COLUMNS)
        except DomainError as error:
            show_beside_field(form, error)
        else:
            return _preview(judge(lines, now()))
    page = render_template("assignments/import_accounts.html", form=form, most=MOST_ROWS)
    return page, 422 if form.errors else 200


@requires(Permission.MANAGE_USERS)
def account_form() -> ResponseReturnValue:
    """The form to fill in; with `type`, filled with the accounts suggested for units of these types."""
    lines = suggest_lines(list_gaps(), request.args.getlist("type"))
    answer = make_response(write_form([line.cells for line in lines], now()))
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = 'attachment; filename="tai-khoan.xlsx"'
    return answer


@requires(Permission.MANAGE_USERS)
def suggest_accounts() -> ResponseReturnValue:
    """One account for each unit that has none: which types, and the table of them."""
    gaps, chosen = list_gaps(), request.args.getlist("type")
    refused = "xem" in request.args and not chosen
    if chosen:
        lines = suggest_lines(gaps, chosen)[:MOST_ROWS]
        if lines:
            return _preview(judge(lines, now()), chosen)
    names = {kind.code: kind.name for kind in list_kinds(now())}
    page = render_template("assignments/suggest_accounts.html", gaps=gaps, names=names, refused=refused)
    return page, 422 if refused else 200


def _preview(sheet: Sheet, suggested: Sequence[str] = ()) -> ResponseReturnValue:
    rows = json.dumps([[line.number, *line.cells] for line in sheet.lines], ensure_ascii=False)
    page = render_template(
        "assignments/preview_accounts.html",
        sheet=sheet,
        titles=TITLES,
        form=ApplyForm(data={"rows": rows}, formdata=None),
        suggested=suggested,
        local=is_only_local(),
    )
    return page, 422 if sheet.faults else 200


@requires(Permission.MANAGE_USERS)
def apply_accounts() -> ResponseReturnValue:
    """Make every account of the preview and lead to the slips; with a single fault, make none."""
    lines = _lines_of(request.form.get("rows", ""))
    sheet = judge(lines, now())
    if sheet.faults or not lines:
        return _preview(sheet)
    passwords = issue_passwords(len(lines))
    with transaction():
        users = create_accounts(actor=current_user, sheet=sheet, passwords=passwords, now=now())
    plain = [password.plain for password in passwords]
    people = list(zip(describe_people(users), plain, strict=True))
    return made_answer(_("Đã lập %(count)s tài khoản", count=len(people)), people)


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


@requires(Permission.MANAGE_USERS)
def waiting_slips() -> ResponseReturnValue:
    """Those who never set a password of their own: new one-time passwords for them, as slips."""
    chosen = [int(number) for number in request.form.getlist("user") if number.isdecimal()]
    if request.method == "POST" and chosen:
        people = list_waiting(chosen)
        passwords = issue_passwords(len(people))
        if people:
            users = [person.user for person in people]
            with transaction():
                reissue_passwords(actor=current_user, users=users, passwords=passwords, now=now())
            new = [(one, given.plain) for one, given in zip(people, passwords, strict=True)]
            return made_answer(_("Đã cấp mật khẩu mới cho %(count)s tài khoản", count=len(new)), new)
    people = list_waiting()
    refused = request.method == "POST"
    page = render_template(
        "assignments/waiting_slips.html",
        people=people,
        refused=refused,
        names=ROLE_NAMES,
        local=is_only_local(),
    )
    return page, 422 if refused else 200
