"""Words for what the form of a criteria document refuses: a missing key, a wrong kind of value."""

from flask_babel import lazy_gettext as _

_NOT_A_NUMBER = _("“%(key)s” phải là một số, ví dụ 7,5 — sửa “%(value)s”.")
_NOT_WHOLE = _("“%(key)s” phải là số nguyên, ví dụ 2 — sửa “%(value)s”.")
_NOT_A_DATE = _("“%(key)s” phải là ngày, ghi 2024-11-15 hoặc 15/11/2024 — sửa “%(value)s”.")
_NOT_YES_NO = _("“%(key)s” phải là yes hoặc no — sửa “%(value)s”.")
_NOT_TEXT = _("“%(key)s” phải là chữ — ghi một dòng chữ, hoặc bỏ khóa này.")
_NOT_A_PART = _(
    "“%(key)s” phải là một nhóm khóa và giá trị — thụt dòng các khóa bên dưới nó, hoặc ghi {khóa: giá trị}."
)
_NOT_A_LIST = _("“%(key)s” phải là danh sách — đặt mỗi phần sau một dấu gạch ngang, hoặc trong [ ].")

FORMS = {
    "missing": _("Thiếu “%(key)s” — thêm khóa này."),
    "extra_forbidden": _("Không có khóa “%(key)s” ở đây — bỏ đi, hoặc sửa tên.%(nearest)s"),
    "union_tag_not_found": _("Thang điểm chưa nói thuộc kiểu nào — thêm kind, một trong: %(known)s."),
    "union_tag_invalid": _("Không có kiểu thang điểm “%(tag)s” — chọn một trong: %(known)s.%(nearest)s"),
    "literal_error": _("“%(key)s” không nhận “%(value)s” — chọn một trong: %(known)s.%(nearest)s"),
    "decimal_parsing": _NOT_A_NUMBER,
    "decimal_type": _NOT_A_NUMBER,
    "number_ambiguous": _(
        "“%(key)s” ghi %(value)s, có thể hiểu là %(whole)s hoặc %(decimal)s — ghi %(whole)s hoặc "
        "%(decimal)s, không dùng dấu phân cách hàng nghìn."
    ),
    "number_grouped": _(
        "“%(key)s” ghi %(value)s có dấu phân cách hàng nghìn — ghi %(whole)s, không có dấu phân cách."
    ),
    "finite_number": _NOT_A_NUMBER,
    "decimal_max_digits": _("“%(key)s” dài quá %(max_digits)s chữ số — ghi số ngắn hơn."),
    "decimal_max_places": _("“%(key)s” có quá %(decimal_places)s chữ số sau dấu phẩy — làm tròn bớt."),
    "decimal_whole_digits": _("“%(key)s” có quá %(whole_digits)s chữ số trước dấu phẩy — ghi số nhỏ hơn."),
    "greater_than": _("“%(key)s” phải lớn hơn %(gt)s — sửa “%(value)s”."),
    "greater_than_equal": _("“%(key)s” không được nhỏ hơn %(ge)s — sửa “%(value)s”."),
    "less_than": _("“%(key)s” phải nhỏ hơn %(lt)s — sửa “%(value)s”."),
    "less_than_equal": _("“%(key)s” không được vượt quá %(le)s — sửa “%(value)s”."),
    "int_parsing": _NOT_WHOLE,
    "int_parsing_size": _NOT_WHOLE,
    "int_type": _NOT_WHOLE,
    "int_from_float": _NOT_WHOLE,
    "bool_parsing": _NOT_YES_NO,
    "bool_type": _NOT_YES_NO,
    "not_a_date": _NOT_A_DATE,
    "date_type": _NOT_A_DATE,
    "date_parsing": _NOT_A_DATE,
    "date_from_datetime_parsing": _NOT_A_DATE,
    "date_from_datetime_inexact": _NOT_A_DATE,
    "string_type": _NOT_TEXT,
    "string_too_short": _("“%(key)s” đang trống — ghi nội dung, hoặc bỏ khóa này."),
    "string_too_long": _("“%(key)s” dài quá %(max_length)s chữ — rút ngắn lại."),
    "string_pattern_mismatch": _(
        "“%(value)s” không dùng làm mã được — mã gồm chữ, số, dấu chấm, gạch ngang, gạch dưới, không "
        "có dấu cách, bắt đầu bằng chữ hoặc số, dài tối đa 40."
    ),
    "list_type": _NOT_A_LIST,
    "too_short": _("“%(key)s” phải có ít nhất %(min_length)s phần — thêm vào, hoặc bỏ khóa này."),
    "too_long": _("“%(key)s” có quá %(max_length)s phần — bỏ bớt."),
    "dict_type": _NOT_A_PART,
    "model_type": _NOT_A_PART,
    "model_attributes_type": _NOT_A_PART,
    "recursion_loop": _("Bảng tự trỏ về chính nó — bỏ bí danh (*) gây vòng lặp."),
}
OTHERWISE = _("“%(key)s” chưa đúng (%(code)s) — xem docs/criteria-format.md và sửa lại.")
NEAREST = _(" Có phải “%(key)s”?")
