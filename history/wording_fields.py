"""Labels of the fields that entries keep as before and after, and the words of their fixed values."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

FIELDS: dict[str, LazyString] = {
    "accounts": lazy_pgettext("record", "Số tài khoản"),
    "address": lazy_pgettext("record", "Địa chỉ máy"),
    "code": lazy_pgettext("record", "Mã"),
    "criteria": lazy_pgettext("record", "Tiêu chí"),
    "document_sha256": lazy_pgettext("record", "Dấu của bộ tiêu chuẩn"),
    "email": lazy_pgettext("record", "Thư điện tử"),
    "fingerprint": lazy_pgettext("record", "Dấu của phiếu"),
    "full_name": lazy_pgettext("record", "Tên"),
    "name": lazy_pgettext("record", "Tên"),
    "number": lazy_pgettext("record", "Lần"),
    "participant": lazy_pgettext("record", "Đơn vị, hộ, cá nhân"),
    "participants": lazy_pgettext("record", "Số đơn vị, hộ, cá nhân"),
    "period_from": lazy_pgettext("record", "Từ"),
    "period_to": lazy_pgettext("record", "Đến"),
    "reason": lazy_pgettext("record", "Lý do"),
    "recovery_codes_left": lazy_pgettext("record", "Mã dự phòng còn lại"),
    "result_sha256": lazy_pgettext("record", "Dấu của kết quả"),
    "roles": lazy_pgettext("record", "Vai trò"),
    "scorecards": lazy_pgettext("record", "Số phiếu"),
    "sha256": lazy_pgettext("record", "Dấu SHA-256"),
    "stages": lazy_pgettext("record", "Các giai đoạn"),
    "status": lazy_pgettext("record", "Trạng thái"),
    "step": lazy_pgettext("record", "Bằng"),
    "total": lazy_pgettext("record", "Tổng điểm"),
    "type_code": lazy_pgettext("record", "Nhóm đối tượng"),
    "until": lazy_pgettext("record", "Đến"),
    "username": lazy_pgettext("record", "Tên đăng nhập"),
    "version": lazy_pgettext("record", "Phiên bản"),
    "words": lazy_pgettext("record", "Lời nhắn"),
    "year": lazy_pgettext("record", "Năm"),
}

_ROLES: dict[str, LazyString] = {
    "admin": _l("Quản trị hệ thống"),
    "office": _l("Thường trực Hội đồng"),
    "council": _l("Thành viên Hội đồng"),
    "chair": _l("Chủ tịch Hội đồng"),
    "verifier": _l("Tổ thẩm định"),
    "clerk": _l("Văn thư"),
    "commune": _l("Xã, thị trấn"),
    "unit": _l("Đơn vị"),
}

_STEPS: dict[str, LazyString] = {
    "password": lazy_pgettext("record", "mật khẩu"),
    "code": lazy_pgettext("record", "mật khẩu và mã trên điện thoại"),
    "recovery": lazy_pgettext("record", "mật khẩu và mã dự phòng"),
}

_STATES: dict[str, LazyString] = {
    "draft": lazy_pgettext("record", "nháp"),
    "submitted": lazy_pgettext("record", "đã nộp"),
    "returned": lazy_pgettext("record", "trả lại"),
    "verified": lazy_pgettext("record", "đã thẩm định"),
    "sealed": lazy_pgettext("record", "đã chốt"),
}

VALUES: dict[str, dict[str, LazyString]] = {"roles": _ROLES, "step": _STEPS, "status": _STATES}
