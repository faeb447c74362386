"""Labels of the fields that entries keep as before and after, and the words of their fixed values."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

FIELDS: dict[str, LazyString] = {
    "accounts": lazy_pgettext("record", "Số tài khoản"),
    "actual": lazy_pgettext("record", "Thực hiện"),
    "address": lazy_pgettext("record", "Địa chỉ máy"),
    "after": lazy_pgettext("record", "Số liệu sau"),
    "attempts": lazy_pgettext("record", "Số lần gửi"),
    "attributes": lazy_pgettext("record", "Thuộc tính"),
    "before": lazy_pgettext("record", "Số liệu trước"),
    "changed": lazy_pgettext("record", "Số dòng sửa"),
    "cluster": lazy_pgettext("record", "Cụm, khối"),
    "code": lazy_pgettext("record", "Mã"),
    "criteria": lazy_pgettext("record", "Tiêu chí"),
    "criterion": lazy_pgettext("record", "Tiêu chí"),
    "denominator": lazy_pgettext("record", "Mẫu số"),
    "document_sha256": lazy_pgettext("record", "Dấu của bộ tiêu chuẩn"),
    "due_at": lazy_pgettext("record", "Hạn"),
    "email": lazy_pgettext("record", "Thư điện tử"),
    "file": lazy_pgettext("record", "Tệp"),
    "fingerprint": lazy_pgettext("record", "Dấu của phiếu"),
    "full_name": lazy_pgettext("record", "Tên"),
    "issued_on": lazy_pgettext("record", "Ngày văn bản"),
    "kind": lazy_pgettext("record", "Loại"),
    "mark": lazy_pgettext("record", "Căn cứ"),
    "name": lazy_pgettext("record", "Tên"),
    "new": lazy_pgettext("record", "Số dòng mới"),
    "not_applicable": lazy_pgettext("record", "Không áp dụng"),
    "note": lazy_pgettext("record", "Ghi chú"),
    "number": lazy_pgettext("record", "Lần"),
    "numerator": lazy_pgettext("record", "Tử số"),
    "of_submission": lazy_pgettext("record", "Của lần nộp lúc"),
    "page": lazy_pgettext("record", "Trang"),
    "parent": lazy_pgettext("record", "Thuộc"),
    "participant": lazy_pgettext("record", "Đơn vị, hộ, cá nhân"),
    "participants": lazy_pgettext("record", "Số đơn vị, hộ, cá nhân"),
    "period_from": lazy_pgettext("record", "Từ"),
    "period_to": lazy_pgettext("record", "Đến"),
    "plan": lazy_pgettext("record", "Kế hoạch"),
    "reason": lazy_pgettext("record", "Lý do"),
    "reasons": lazy_pgettext("record", "Lý do"),
    "receipt": lazy_pgettext("record", "Số biên nhận"),
    "received_sha256": lazy_pgettext("record", "Dấu SHA-256 khi gửi"),
    "received_size": lazy_pgettext("record", "Cỡ tệp khi gửi (byte)"),
    "recovery_codes_left": lazy_pgettext("record", "Mã dự phòng còn lại"),
    "result_sha256": lazy_pgettext("record", "Dấu của kết quả"),
    "roles": lazy_pgettext("record", "Vai trò"),
    "scorecards": lazy_pgettext("record", "Số phiếu"),
    "sha256": lazy_pgettext("record", "Dấu SHA-256"),
    "size": lazy_pgettext("record", "Cỡ tệp (byte)"),
    "source": lazy_pgettext("record", "Nguồn"),
    "stages": lazy_pgettext("record", "Các giai đoạn"),
    "stands": lazy_pgettext("record", "Còn hiệu lực"),
    "state": lazy_pgettext("record", "Trạng thái"),
    "status": lazy_pgettext("record", "Trạng thái"),
    "step": lazy_pgettext("record", "Bằng"),
    "title": lazy_pgettext("record", "Trích yếu"),
    "total": lazy_pgettext("record", "Tổng điểm"),
    "treatment": lazy_pgettext("record", "Đã xử lý"),
    "type_code": lazy_pgettext("record", "Nhóm đối tượng"),
    "until": lazy_pgettext("record", "Đến"),
    "username": lazy_pgettext("record", "Tên đăng nhập"),
    "valid_from": lazy_pgettext("record", "Từ ngày"),
    "valid_to": lazy_pgettext("record", "Đến hết ngày"),
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
