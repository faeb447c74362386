"""The record in words: what was done, to what kind of thing, and what its fields are called."""

from flask_babel import gettext as _
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

from history.wording_actions import ACTIONS
from history.wording_fields import FIELDS, VALUES

GROUPS: dict[str, LazyString] = {
    "scorecard": lazy_pgettext("record", "Phiếu chấm điểm"),
    "access": lazy_pgettext("record", "Từ chối truy cập"),
    "account": lazy_pgettext("record", "Tài khoản, đăng nhập"),
    "assignment": lazy_pgettext("record", "Phân công"),
    "authority": lazy_pgettext("record", "Thẩm quyền, căn cứ, mức thưởng"),
    "ballot": lazy_pgettext("record", "Bỏ phiếu kín"),
    "cluster": lazy_pgettext("record", "Cụm, khối thi đua"),
    "criteria": lazy_pgettext("record", "Bộ tiêu chí"),
    "movement": lazy_pgettext("record", "Phong trào"),
    "participant": lazy_pgettext("record", "Đơn vị, hộ, cá nhân"),
    "run": lazy_pgettext("record", "Đánh giá"),
    "sample": lazy_pgettext("record", "Dữ liệu mẫu"),
    "evidence": lazy_pgettext("record", "Minh chứng"),
    "certificate": lazy_pgettext("record", "Giấy khen, giấy chứng nhận"),
    "certificate_layout": lazy_pgettext("record", "Mẫu in giấy khen"),
    "given": lazy_pgettext("record", "Khen thưởng các năm"),
    "household": lazy_pgettext("record", "Bảng nhập hộ"),
    "letter": lazy_pgettext("record", "Thư điện tử"),
    "scenario": lazy_pgettext("record", "Phương án thử"),
    "paper": lazy_pgettext("record", "Văn bản"),
    "register": lazy_pgettext("record", "Sổ văn bản"),
    "session": lazy_pgettext("record", "Phiên họp Hội đồng"),
    "standings": lazy_pgettext("record", "Giữ nguyên xếp hạng"),
    "template": lazy_pgettext("record", "Mẫu văn bản"),
    "units": lazy_pgettext("record", "Nhắc đơn vị"),
    "year": lazy_pgettext("record", "Năm, thời hạn"),
}

SUBJECTS: dict[str, LazyString] = {
    "user": lazy_pgettext("subject", "tài khoản"),
    "scorecard": lazy_pgettext("subject", "phiếu"),
    "participant": lazy_pgettext("subject", "đơn vị, hộ hoặc cá nhân"),
    "cluster": lazy_pgettext("subject", "cụm, khối"),
    "criteria_set": lazy_pgettext("subject", "bộ tiêu chí"),
    "movement": lazy_pgettext("subject", "phong trào"),
    "movement_year": lazy_pgettext("subject", "năm"),
    "evaluation_run": lazy_pgettext("subject", "kết quả đánh giá"),
    "council_session": lazy_pgettext("subject", "phiên họp Hội đồng"),
    "district": lazy_pgettext("subject", "huyện"),
    "evidence_file": lazy_pgettext("subject", "tệp minh chứng"),
    "scenario": lazy_pgettext("subject", "phương án thử"),
    "message": lazy_pgettext("subject", "tin nhắn"),
    "certificate": lazy_pgettext("subject", "giấy khen, giấy chứng nhận"),
    "certificate_layout": lazy_pgettext("subject", "mẫu in giấy khen"),
    "given_award": lazy_pgettext("subject", "khen thưởng"),
    "number_series": lazy_pgettext("subject", "dãy số văn bản"),
    "paper": lazy_pgettext("subject", "văn bản"),
    "paper_template": lazy_pgettext("subject", "mẫu văn bản"),
    "letter": lazy_pgettext("subject", "thư"),
    "authorities": lazy_pgettext("subject", "thẩm quyền, căn cứ"),
    "issuer": lazy_pgettext("subject", "cơ quan ban hành"),
    "signer": lazy_pgettext("subject", "người ký"),
    "legal_basis": lazy_pgettext("subject", "căn cứ"),
    "base_salary": lazy_pgettext("subject", "mức lương cơ sở"),
    "bonus_rate": lazy_pgettext("subject", "hệ số tiền thưởng"),
    "rounding_rule": lazy_pgettext("subject", "cách làm tròn"),
    "task": lazy_pgettext("subject", "việc chạy nền"),
    "address": lazy_pgettext("subject", "địa chỉ máy"),
}


def phrase_of(action: str) -> str:
    """What was done, as it reads after the name of who did it; the code itself where no words are known."""
    return str(ACTIONS.get(action, action))


def kind_of(subject_type: str) -> str:
    """What the subject is."""
    return str(SUBJECTS.get(subject_type, subject_type))


def label_of(field: str) -> str:
    """What a kept field is called; codes of criteria stand for themselves."""
    return str(FIELDS.get(field, field))


def value_of(field: str, value: str) -> str:
    """A kept word, such as a state or a role, as the reader knows it; any other text as it is."""
    known = VALUES.get(field, {}).get(value)
    return value if known is None else str(known)


def missing() -> str:
    """What stands where there was nothing."""
    return _("chưa có")
