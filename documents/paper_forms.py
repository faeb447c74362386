"""Small forms around issued papers."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired, FileSize
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from foundation.form_errors import Form


class ReasonForm(Form):
    """Why a paper or a certificate is taken back."""

    reason = TextAreaField(
        _l("Lý do"),
        description=_l(
            "Ghi trong sổ và nhật ký. Trang kiểm tra chỉ nói đã thu hồi và ngày, không hiện lý do. "
            "Ghi cả số, ngày của quyết định thu hồi, nếu có."
        ),
        render_kw={"rows": 3},
        validators=[InputRequired(_l("Ghi lý do.")), Length(max=1_000)],
    )


class SignedCopyForm(Form):
    """The issued file, signed by the state's tool."""

    file = FileField(
        _l("Tệp PDF đã ký số"),
        description=_l("Chính tệp đã phát hành, ký thêm chữ ký số; nhiều nhất 20 MB."),
        render_kw={
            "accept": ".pdf,application/pdf",
            "data-file-button": _l("Chọn tệp"),
            "data-none": _l("Chưa chọn tệp"),
        },
        validators=[
            FileRequired(_l("Chọn tệp PDF đã ký số.")),
            FileSize(
                20 * 1024 * 1024,
                message=_l("Tệp lớn hơn 20 MB. Bản ký số chỉ lớn hơn bản đã phát hành chút ít."),
            ),
        ],
    )
