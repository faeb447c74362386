"""What the address of the overview asks for, and the words of a reminder."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from foundation.errors import NotFound
from foundation.form_errors import Form
from overview.kinds import Kind
from overview.queries import Chosen, Progress
from overview.reminding import LONGEST

LONGEST_WORDS = 100


class ReminderForm(Form):
    """What is said to each account, above the names of those who have not submitted."""

    words = TextAreaField(
        _l("Lời nhắn"),
        description=_l("Tên những nơi chưa nộp được tự ghi bên dưới lời nhắn của bạn."),
        validators=[Length(max=LONGEST)],
        render_kw={"rows": 4},
    )
    digest = HiddenField()


def read_chosen(arguments: Mapping[str, str], kinds: Sequence[Kind]) -> Chosen:
    """The set that an address asks for; NotFound for a type or state that does not exist."""
    type_code, progress = arguments.get("type") or None, arguments.get("state") or None
    if type_code is not None and type_code not in {kind.code for kind in kinds}:
        raise NotFound(_("Năm này không chấm loại đối tượng đó. Chọn trong danh sách."))
    waiting, late = progress == "waiting", progress == "late"
    state = None
    if progress is not None and not waiting and not late:
        if progress not in set(Progress):
            raise NotFound(_("Không có trạng thái đó. Chọn trong danh sách."))
        state = Progress(progress)
    return Chosen(
        type_codes=tuple(kind.code for kind in kinds),
        type_code=type_code,
        commune_id=_number(arguments.get("commune")),
        cluster_id=_number(arguments.get("cluster")),
        progress=state,
        waiting=waiting,
        late=late,
        words=arguments.get("q", "").strip()[:LONGEST_WORDS],
    )


def arguments_of(chosen: Chosen, **changes: Any) -> dict[str, Any]:
    """The arguments of an address that asks for this set, with changes; what is not limited is left out."""
    state = "waiting" if chosen.waiting else "late" if chosen.late else chosen.progress
    asked = {
        "type": chosen.type_code,
        "commune": chosen.commune_id,
        "cluster": chosen.cluster_id,
        "state": str(state) if state else None,
        "q": chosen.words or None,
    }
    return asked | changes


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None
