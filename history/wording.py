"""The record in words: one phrase for each action, one label for each kept field and each kind of subject."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

from history.wording_fields import FIELDS, VALUES

# What a person did, as it reads after the name: "Phòng Nội vụ | đặt lại mật khẩu | Ấp Phước Hòa".
ACTIONS: dict[str, LazyString] = {
    "access:refused": _l("mở nội dung không thuộc quyền; hệ thống đã từ chối"),
    "account:created": _l("lập tài khoản"),
    "account:changed": _l("sửa tài khoản"),
    "account:closed": _l("khóa tài khoản"),
    "account:opened": _l("mở khóa tài khoản"),
    "account:password-changed": _l("đổi mật khẩu của mình"),
    "account:password-reset": _l("cấp lại mật khẩu"),
    "account:signed-in": _l("đăng nhập"),
    "account:signed-out": _l("đăng xuất"),
    "account:locked-out": _l("tạm chặn đăng nhập vì nhập sai nhiều lần"),
    "account:two-factor-enabled": _l("bật đăng nhập hai bước"),
    "account:two-factor-disabled": _l("tắt đăng nhập hai bước"),
    "account:two-factor-reset": _l("đặt lại đăng nhập hai bước"),
    "account:recovery-code-used": _l("dùng một mã dự phòng"),
    "account:recovery-codes-renewed": _l("lấy mã dự phòng mới"),
    "assignment:unit-added": _l("giao làm thay cho đơn vị"),
    "assignment:unit-removed": _l("thôi giao làm thay cho đơn vị"),
    "assignment:duty-added": _l("giao thẩm định"),
    "assignment:duty-removed": _l("thôi giao thẩm định"),
    "assignment:charge-added": _l("giao phụ trách cụm, khối"),
    "assignment:charge-removed": _l("thôi giao phụ trách cụm, khối"),
    "cluster:created": _l("lập cụm, khối thi đua"),
    "criteria:created": _l("soạn bộ tiêu chuẩn"),
    "criteria:changed": _l("sửa bộ tiêu chuẩn"),
    "criteria:published": _l("ban hành bộ tiêu chuẩn"),
    "criteria:retired": _l("thôi dùng bộ tiêu chuẩn"),
    "movement:created": _l("lập phong trào thi đua"),
    "movement:extended": _l("kéo dài phong trào thi đua"),
    "participant:created": _l("thêm đơn vị, hộ hoặc cá nhân"),
    "run:sealed": _l("đánh giá và chốt kết quả"),
    "sample:loaded": _l("nạp dữ liệu mẫu"),
    "scorecard:opened": _l("lập phiếu chấm điểm"),
    "scorecard:assessed-self": _l("nhập tự chấm"),
    "scorecard:assessed-group": _l("chấm ở cấp xã hoặc cụm, khối"),
    "scorecard:assessed-office": _l("thẩm định"),
    "scorecard:submitted": _l("nộp phiếu chấm điểm"),
    "scorecard:withdrawn": _l("rút phiếu chấm điểm"),
    "scorecard:extended": _l("gia hạn phiếu chấm điểm"),
    "units:reminded": _l("nhắc các đơn vị"),
    "year:started": _l("mở năm thi đua"),
}

GROUPS: dict[str, LazyString] = {
    "scorecard": lazy_pgettext("record", "Phiếu chấm điểm"),
    "access": lazy_pgettext("record", "Từ chối truy cập"),
    "account": lazy_pgettext("record", "Tài khoản, đăng nhập"),
    "assignment": lazy_pgettext("record", "Phân công"),
    "cluster": lazy_pgettext("record", "Cụm, khối thi đua"),
    "criteria": lazy_pgettext("record", "Bộ tiêu chuẩn"),
    "movement": lazy_pgettext("record", "Phong trào"),
    "participant": lazy_pgettext("record", "Đơn vị, hộ, cá nhân"),
    "run": lazy_pgettext("record", "Đánh giá"),
    "sample": lazy_pgettext("record", "Dữ liệu mẫu"),
    "units": lazy_pgettext("record", "Nhắc đơn vị"),
    "year": lazy_pgettext("record", "Năm, thời hạn"),
}

SUBJECTS: dict[str, LazyString] = {
    "user": lazy_pgettext("subject", "tài khoản"),
    "scorecard": lazy_pgettext("subject", "phiếu"),
    "participant": lazy_pgettext("subject", "đơn vị, hộ hoặc cá nhân"),
    "cluster": lazy_pgettext("subject", "cụm, khối"),
    "criteria_set": lazy_pgettext("subject", "bộ tiêu chuẩn"),
    "movement": lazy_pgettext("subject", "phong trào"),
    "movement_year": lazy_pgettext("subject", "năm"),
    "evaluation_run": lazy_pgettext("subject", "lần đánh giá"),
    "district": lazy_pgettext("subject", "huyện"),
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
