"""The form by which a template is edited or uploaded."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from foundation.form_errors import Form, say_beside
from foundation.papers.sandbox.filling import LONGEST_BODY

SAMPLE = ""


class TemplateForm(Form):
    """The text of a template, or a file that holds it; on what it is to be seen, and what was changed."""

    file = FileField(
        _l("Tải tệp mẫu lên"),
        description=_l("Tệp .html đã tải ở trang này rồi sửa; thay cho nội dung trong ô bên trên."),
        render_kw={"accept": ".html,.xhtml,.txt,.j2"},
    )
    body = TextAreaField(
        _l("Nội dung mẫu"),
        render_kw={"rows": 18, "spellcheck": "false", "wrap": "off"},
        validators=[Length(max=LONGEST_BODY)],
    )
    source = SelectField(_l("Xem trước với"), choices=[], validate_choice=False)
    note = StringField(
        _l("Ghi chú"),
        description=_l("Sửa gì so với bản trước, ví dụ: thêm dòng tên cơ quan tham mưu."),
        validators=[Length(max=300)],
    )

    def offer(self, sources: list[tuple[str, str]]) -> None:
        """On what the template may be seen: sample data first."""
        self.source.choices = [SelectChoice(SAMPLE, _("Dữ liệu ví dụ"))]
        self.source.choices += [SelectChoice(key, name) for key, name in sources]

    def take_file(self) -> bool:
        """Put the text of an uploaded file into the box. False, with a word beside it, where it has none."""
        sent = self.file.data
        if not sent or not getattr(sent, "filename", ""):
            return True
        content = sent.read(4 * LONGEST_BODY + 1)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            say_beside(self.file, _("Tệp không phải văn bản UTF-8. Lưu lại bằng UTF-8 rồi tải lên."))
            return False
        if len(text) > LONGEST_BODY or "\x00" in text:
            say_beside(self.file, _("Tệp quá lớn hoặc không phải tệp mẫu."))
            return False
        self.body.data = text
        return True
