"""The words for what is wrong with a file: what is so, a dash, and what to do."""

from flask_babel import lazy_gettext as _

from foundation.formats import number
from foundation.tables.values import TableFault


def table_fault_text(fault: TableFault) -> str:
    """One sentence in the reader's language, without the place."""
    unit = 1_000_000 if fault.code in ("file_too_large", "unpacks_too_large") else 1
    facts = {name: _as_text(value, unit) for name, value in fault.facts.items()}
    return str(SENTENCES[fault.code]) % facts


def _as_text(value: object, unit: int) -> str:
    return number(value // unit) if isinstance(value, int) else str(value)


SENTENCES = {
    "empty_file": _("Tệp không có dữ liệu — cần một dòng tiêu đề, rồi mỗi đối tượng một dòng."),
    "no_rows": _("Tệp chỉ có dòng tiêu đề — thêm mỗi đối tượng một dòng."),
    "file_too_large": _("Tệp lớn hơn %(limit)s MB — chia thành nhiều tệp rồi làm từng tệp."),
    "file_locked": _("Tệp đặt mật khẩu nên không đọc được — bỏ mật khẩu, lưu lại rồi thử lại."),
    "old_excel": _("Tệp Excel đời cũ (.xls) — mở bằng Excel, lưu thành kiểu Excel Workbook (.xlsx)."),
    "open_document": _("Tệp OpenDocument (.ods) — lưu lại thành Excel (.xlsx) hoặc CSV UTF-8."),
    "binary_excel": _("Tệp Excel nhị phân (.xlsb) — lưu lại thành Excel Workbook (.xlsx)."),
    "not_a_table": _("Không phải bảng tính — dùng tệp Excel (.xlsx) hoặc CSV UTF-8."),
    "web_page": _(
        "Nội dung là trang web (HTML hoặc XML), không phải bảng tính — lưu lại thành Excel (.xlsx)."
    ),
    "json_content": _(
        "Nội dung là JSON, không phải bảng tính — xuất lại thành Excel (.xlsx) hoặc CSV UTF-8."
    ),
    "no_sheet": _("Tệp Excel chỉ có trang biểu đồ — chép bảng số liệu vào một trang tính."),
    "not_xlsx": _("Không phải tệp Excel (.xlsx) — lưu lại thành Excel Workbook (.xlsx)."),
    "broken_xlsx": _("Tệp Excel bị hỏng — mở bằng Excel rồi lưu thành một tệp mới."),
    "unpacks_too_large": _(
        "Tệp nén bất thường, mở ra thành %(bytes)s MB — chép bảng sang một tệp Excel mới."
    ),
    "not_utf8": _(
        "Chữ không theo mã UTF-8 — trong Excel chọn Lưu thành, kiểu CSV UTF-8 (phân tách bằng dấu phẩy)."
    ),
    "nul_byte": _("Có ký tự rỗng (NUL), không phải tệp CSV — lưu lại thành CSV UTF-8 hoặc Excel (.xlsx)."),
    "quotes_broken": _("Dấu ngoặc kép không khép — sửa dấu ngoặc kép từ dòng này, hoặc lưu lại từ Excel."),
    "row_unending": _("Dòng quá dài — kiểm tra dấu ngoặc kép không khép, hoặc lưu lại từ Excel."),
    "cell_too_long": _("Ô dài hơn %(limit)s ký tự — rút gọn nội dung."),
    "too_many_rows": _("Nhiều hơn %(limit)s dòng — chia thành nhiều tệp."),
    "too_many_columns": _("Nhiều hơn %(limit)s cột — bỏ các cột không cần."),
    "row_too_long": _(
        "Dòng có %(cells)s ô, dòng tiêu đề chỉ có %(columns)s cột — nếu số viết dấu phẩy (12,5) thì đặt "
        "trong ngoặc kép, hoặc lưu tệp với dấu phân cách là chấm phẩy."
    ),
    "column_without_name": _("Cột có số liệu nhưng không có tiêu đề — ghi mã cột vào dòng tiêu đề."),
    "formula_without_value": _(
        "Công thức chưa có kết quả — mở tệp bằng Excel, tính lại rồi lưu, hoặc dán giá trị."
    ),
    "cell_error": _("Ô báo lỗi %(value)s — sửa công thức, hoặc để trống nếu chưa chấm."),
}
