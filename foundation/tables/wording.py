"""The words for what is wrong with a file: what, and what to do."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from foundation.formats import number
from foundation.tables.values import TableFault

Facts = Mapping[str, Any]


def table_fault_text(fault: TableFault) -> str:
    """One or two sentences in the reader's language, without the place."""
    return SENTENCES[fault.code](fault.facts)


def _megabytes(facts: Facts) -> str:
    return number(facts["limit"] // 1_000_000)


def _row_too_long(facts: Facts) -> str:
    return _(
        "dòng có %(cells)s ô, dòng tiêu đề chỉ có %(columns)s cột. Nếu số viết dấu phẩy (12,5) thì đặt số "
        "trong dấu ngoặc kép, hoặc lưu tệp với dấu phân cách là chấm phẩy.",
        cells=facts["cells"],
        columns=facts["columns"],
    )


SENTENCES: Mapping[str, Callable[[Facts], str]] = {
    "empty_file": lambda f: _("tệp không có dữ liệu. Cần một dòng tiêu đề, rồi mỗi đối tượng một dòng."),
    "no_rows": lambda f: _("tệp chỉ có dòng tiêu đề. Thêm mỗi đối tượng một dòng."),
    "file_too_large": lambda f: _(
        "tệp lớn hơn %(limit)s MB. Chia thành nhiều tệp rồi làm từng tệp.", limit=_megabytes(f)
    ),
    "file_locked": lambda f: _("tệp đặt mật khẩu nên không đọc được. Bỏ mật khẩu, lưu lại rồi thử lại."),
    "old_excel": lambda f: _(
        "tệp Excel đời cũ (.xls). Mở bằng Excel, chọn Lưu thành, kiểu Excel Workbook (.xlsx)."
    ),
    "open_document": lambda f: _("tệp OpenDocument (.ods). Lưu lại thành Excel (.xlsx) hoặc CSV UTF-8."),
    "binary_excel": lambda f: _("tệp Excel nhị phân (.xlsb). Lưu lại thành Excel Workbook (.xlsx)."),
    "not_a_table": lambda f: _("không phải bảng tính. Dùng tệp Excel (.xlsx) hoặc CSV UTF-8."),
    "not_xlsx": lambda f: _("không phải tệp Excel (.xlsx). Lưu lại thành Excel Workbook (.xlsx)."),
    "broken_xlsx": lambda f: _("tệp Excel bị hỏng. Mở bằng Excel rồi lưu thành một tệp mới."),
    "unpacks_too_large": lambda f: _(
        "tệp nén bất thường, mở ra quá lớn (giới hạn %(limit)s MB) nên không đọc. "
        "Chép bảng sang một tệp Excel mới.",
        limit=_megabytes(f),
    ),
    "not_utf8": lambda f: _(
        "chữ không theo mã UTF-8. Trong Excel chọn Lưu thành, kiểu CSV UTF-8 (phân tách bằng dấu phẩy)."
    ),
    "nul_byte": lambda f: _(
        "tệp có ký tự rỗng (NUL), không phải tệp CSV. Lưu lại thành CSV UTF-8 hoặc Excel (.xlsx)."
    ),
    "quotes_broken": lambda f: _(
        'dấu ngoặc kép không khép. Kiểm tra dấu " ở dòng này, hoặc lưu lại thành CSV UTF-8 từ Excel.'
    ),
    "row_unending": lambda f: _('dòng quá dài. Kiểm tra dấu " không khép, hoặc lưu lại từ Excel.'),
    "cell_too_long": lambda f: _("ô dài hơn %(limit)s ký tự. Rút gọn nội dung.", limit=number(f["limit"])),
    "too_many_rows": lambda f: _("nhiều hơn %(limit)s dòng. Chia thành nhiều tệp.", limit=number(f["limit"])),
    "too_many_columns": lambda f: _(
        "nhiều hơn %(limit)s cột. Bỏ các cột không cần.", limit=number(f["limit"])
    ),
    "row_too_long": _row_too_long,
    "column_without_name": lambda f: _("cột có số liệu nhưng không có tiêu đề. Ghi mã cột vào dòng tiêu đề."),
    "formula_without_value": lambda f: _(
        "công thức chưa có kết quả. Mở tệp bằng Excel, tính lại rồi lưu, hoặc dán giá trị."
    ),
    "cell_error": lambda f: _(
        "ô báo lỗi %(value)s. Sửa công thức, hoặc để trống nếu chưa chấm.", value=f["value"]
    ),
}
