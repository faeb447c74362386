"""The shape of what is typed on the pages of a session."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from council.ballot_rules import Rules, Share
from council.models import Method, SessionKind
from foundation.form_errors import Form

TITLE, TEXT = _l("Ghi tên nội dung."), _l("Ghi điều cần biểu quyết.")
HOW = (SelectChoice("least", _l("ít nhất")), SelectChoice("more", _l("trên (quá)")))
WHOLES = (
    SelectChoice("members", _l("tổng số thành viên")),
    SelectChoice("present", _l("số có mặt, cộng ý kiến bằng văn bản nếu được tính")),
    SelectChoice("valid", _l("số phiếu hợp lệ")),
)
METHODS = (
    SelectChoice(Method.HANDS.value, _l("Giơ tay: thư ký ghi từng người")),
    SelectChoice(Method.SECRET.value, _l("Bỏ phiếu kín: không ai biết ai bầu thế nào")),
)


class DeedForm(Form):
    """A button that does something to a session that was seen in this version."""

    version = HiddenField()


class ReasonForm(DeedForm):
    """A deed with its reason."""

    reason = TextAreaField(_l("Lý do"), validators=[InputRequired(_l("Ghi lý do.")), Length(max=2_000)])


class InvitationForm(DeedForm):
    """What a session is called, when and where it meets."""

    title = StringField(
        _l("Tên phiên họp"), validators=[InputRequired(_l("Ghi tên phiên họp.")), Length(max=300)]
    )
    meets_at = StringField(_l("Giờ, ngày họp"), validators=[InputRequired(_l("Ghi giờ và ngày họp."))])
    place = StringField(
        _l("Nơi họp"),
        validators=[InputRequired(_l("Ghi nơi họp, ví dụ Phòng họp số 1, UBND huyện.")), Length(max=300)],
    )


class CreateSessionForm(InvitationForm):
    """A new session on a sealed run."""

    run_id = SelectField(_l("Kết quả đánh giá dùng để họp"), coerce=int)
    kind = RadioField(
        _l("Loại phiên họp"),
        choices=[
            SelectChoice(SessionKind.REGULAR.value, _l("Thường kỳ: xét toàn bộ kết quả của lần đánh giá")),
            SelectChoice(
                SessionKind.SUPPLEMENTARY.value,
                _l("Bổ sung: chỉ xét phần còn lại, như trường hợp vừa có kết luận xác minh"),
            ),
        ],
        default=SessionKind.REGULAR.value,
        validators=[InputRequired(_l("Chọn loại phiên họp."))],
    )
    again = BooleanField(_l("Vẫn lập phiên thường kỳ, hỏi lại toàn bộ"))


class RulesForm(DeedForm):
    """The rules of voting; shares as two whole numbers and whether they must be passed."""

    quorum_part = IntegerField(_l("Tử số"), validators=[InputRequired(), NumberRange(1, 1_000)])
    quorum_whole = IntegerField(_l("Mẫu số"), validators=[InputRequired(), NumberRange(1, 1_000)])
    quorum_how = SelectField(_l("Cách tính"), choices=HOW)
    threshold_part = IntegerField(_l("Tử số"), validators=[InputRequired(), NumberRange(1, 1_000)])
    threshold_whole = IntegerField(_l("Mẫu số"), validators=[InputRequired(), NumberRange(1, 1_000)])
    threshold_how = SelectField(_l("Cách tính"), choices=HOW)
    denominator = RadioField(_l("Tính trên"), choices=WHOLES, validators=[InputRequired()])
    secret = BooleanField(_l("Bỏ phiếu kín các nội dung khen thưởng"))
    written_opinion = BooleanField(_l("Tính ý kiến bằng văn bản của thành viên vắng"))
    casting_vote = BooleanField(_l("Khi ngang phiếu, chủ tọa quyết định"))

    @classmethod
    def showing(cls, rules: Rules) -> "RulesForm":
        """The form with these rules in it."""
        data: dict[str, Any] = {
            "denominator": rules.denominator,
            "secret": rules.secret,
            "written_opinion": rules.written_opinion,
            "casting_vote": rules.casting_vote,
        }
        return cls(
            formdata=None, data=data | _shown("quorum", rules.quorum) | _shown("threshold", rules.threshold)
        )

    def rules_data(self) -> dict[str, Any]:
        """The rules as `council.ballot_rules` reads them."""
        return {
            "quorum": [self.quorum_part.data, self.quorum_whole.data, self.quorum_how.data],
            "threshold": [self.threshold_part.data, self.threshold_whole.data, self.threshold_how.data],
            "denominator": self.denominator.data,
            "secret": self.secret.data,
            "written_opinion": self.written_opinion.data,
            "casting_vote": self.casting_vote.data,
            "preset": "",
        }

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Put the faults of the rules beside their fields."""
        for key, words in faults.items():
            field = self._fields.get(key) or self._fields.get(f"{key}_part")
            if field is not None:
                field.errors = [*field.errors, words]


def _shown(name: str, share: Share) -> dict[str, Any]:
    how = "more" if share.strict else "least"
    return {f"{name}_part": share.numerator, f"{name}_whole": share.denominator, f"{name}_how": how}


class ItemForm(DeedForm):
    """A new item of the agenda."""

    title = StringField(
        _l("Tên nội dung"), validators=[InputRequired(_l("Ghi tên nội dung.")), Length(max=500)]
    )
    motion = TextAreaField(
        _l("Điều cần biểu quyết"),
        description=_l("Để trống nếu chỉ thảo luận."),
        validators=[Length(max=1_000)],
    )


class TitleForm(DeedForm):
    """Another title of an item."""

    title = StringField(
        _l("Tên nội dung"), validators=[InputRequired(_l("Ghi tên nội dung.")), Length(max=500)]
    )


class MotionForm(DeedForm):
    """A further question of an item."""

    text = TextAreaField(
        _l("Điều cần biểu quyết"),
        validators=[InputRequired(_l("Ghi điều cần biểu quyết.")), Length(max=1_000)],
    )


class QuestionForm(MotionForm):
    """The words of a question, how it is voted on, and which rules hold for it."""

    method = RadioField(_l("Cách biểu quyết"), choices=METHODS, validators=[InputRequired()])
    own_rules = SelectField(_l("Quy tắc"), coerce=str)


class ConflictForm(Form):
    """Why a member is left out; what of is ticked beside it."""

    reason = StringField(
        _l("Lý do"),
        description=_l("Ví dụ: công tác tại đơn vị đến tháng 6/2024; có người thân là chủ hộ."),
        validators=[Length(max=500)],
    )


class CastingForm(DeedForm):
    """The chair's casting vote on a motion."""

    casting = RadioField(
        _l("Chủ tọa quyết định"),
        choices=[SelectChoice("1", _l("Tán thành")), SelectChoice("0", _l("Không tán thành"))],
    )


def numbers_in(values: Sequence[str]) -> set[int]:
    """Whole numbers among what a form sent; anything else is left out."""
    return {int(one) for one in values if one.isascii() and one.isdecimal() and len(one) <= 9}
