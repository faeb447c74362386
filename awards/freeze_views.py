"""The page that holds the standings of a year still, and lets them move again."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from awards.freezing import find_freeze, freeze_standings, lift_freeze
from awards.run_queries import find_run
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import Form, say_beside
from foundation.permissions import Permission


class FreezeForm(Form):
    """Why the standings stop, or move again."""

    reason = TextAreaField(
        _l("Lý do"),
        validators=[DataRequired(_l("Ghi lý do, để ai đọc nhật ký cũng hiểu.")), Length(max=500)],
        render_kw={"rows": 3, "maxlength": 500},
    )


def register(blueprint: Blueprint) -> None:
    """Add this page to the room's blueprint."""
    blueprint.add_url_rule("/xep-hang/<int:run_id>/giu-nguyen", view_func=freeze, methods=["GET", "POST"])


@requires(Permission.FREEZE_STANDINGS)
def freeze(run_id: int) -> ResponseReturnValue:
    """Hold the standings of this run's year still, or lift the freeze that is in force."""
    run = find_run(run_id)
    if run is None:
        raise NotFound(_("Không có lần đánh giá này. Mở bảng xếp hạng mới nhất từ danh mục."))
    form, frozen = FreezeForm(), find_freeze(run.movement_year_id)
    if form.validate_on_submit():
        reason = form.reason.data or ""
        try:
            with transaction():
                if frozen is None:
                    freeze_standings(actor=current_user, run=run, reason=reason, now=now())
                else:
                    lift_freeze(actor=current_user, freeze=frozen, reason=reason, now=now())
        except DomainError as error:
            say_beside(form.reason, error.message)
        else:
            flash(
                _("Đã giữ nguyên xếp hạng.") if frozen is None else _("Xếp hạng đã thôi giữ nguyên."), "info"
            )
            return redirect(url_for("awards.ranking", run_id=run.id))
    page = render_template("awards/freeze.html", run=run, form=form, frozen=frozen)
    return page, 422 if form.errors else 200
