"""Office documents that are archives (.docx, .xlsx, .pptx, .odt, .ods): judged from their list of contents.

Sizes are judged as the list states them before a single byte is unpacked; then each part is unpacked into
nothing, so that a list that lies, or a part that is broken, is found out.
"""

import struct
import zipfile
from pathlib import Path, PurePosixPath

from flask_babel import gettext as _

from foundation.uploads.kinds import DOCX, ODS, ODT, PPTX, XLSX, Kind
from foundation.uploads.spooling import FileRefused

MOST_PARTS = 5_000
MOST_BYTES = 200 * 1024 * 1024
HIGHEST_RATIO = 100
RATIO_MATTERS_FROM = 20 * 1024 * 1024
CHUNK = 256 * 1024

_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": ODS,
}
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def judge_archive(path: Path) -> Kind:
    """What kind of office document an archive is. Raises FileRefused for anything else, and for bombs."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_list(archive, path.stat().st_size)
            kind = _kind_of(archive)
            _check_parts(archive)
    except (zipfile.BadZipFile, EOFError, OSError, struct.error, ValueError, NotImplementedError) as error:
        raise FileRefused(broken()) from error
    except RuntimeError as error:  # a part that asks for a password
        raise FileRefused(locked()) from error
    return kind


def broken() -> str:
    """The sentence for a document that cannot be opened."""
    return _("Tệp bị hỏng hoặc chưa tải đủ, không mở được. Mở thử trên máy, lưu lại rồi gửi lại.")


def locked() -> str:
    """The sentence for a document behind a password."""
    return _("Tệp có đặt mật khẩu nên người thẩm định không mở được. Bỏ mật khẩu rồi gửi lại.")


def with_macros() -> str:
    """The sentence for a document that carries programs."""
    return _(
        "Tệp có macro (chương trình chạy kèm). Lưu thành PDF, hoặc thành .docx, .xlsx không có macro, "
        "rồi gửi lại."
    )


def _check_list(archive: zipfile.ZipFile, size: int) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if (
        len(parts) > MOST_PARTS
        or unpacked > MOST_BYTES
        or packed > size
        or (unpacked > RATIO_MATTERS_FROM and unpacked > HIGHEST_RATIO * max(packed, 1))
    ):
        raise FileRefused(
            _(
                "Tệp này khi mở ra lớn bất thường nên không nhận. In thành PDF, hoặc chép phần cần gửi sang "
                "tệp mới."
            )
        )
    if any(part.flag_bits & 0x1 for part in parts):
        raise FileRefused(locked())
    if any(part.compress_type not in _METHODS for part in parts) or len(archive.comment) > 1024:
        raise FileRefused(broken())
    if any(".." in PurePosixPath(part.filename).parts or part.filename.startswith("/") for part in parts):
        raise FileRefused(broken())


def _kind_of(archive: zipfile.ZipFile) -> Kind:
    names = set(archive.namelist())
    if any(
        name.rsplit("/", 1)[-1].lower() == "vbaproject.bin" or name.startswith("Basic/") for name in names
    ):
        raise FileRefused(with_macros())
    if "[Content_Types].xml" in names:
        types = _beginning(archive, "[Content_Types].xml")
        if b"macroEnabled" in types:
            raise FileRefused(with_macros())
        for main, kind in _MAIN_PARTS.items():
            if main in names and main.encode() in types:
                return kind
    if "mimetype" in names and "content.xml" in names:
        found = _MIMETYPES.get(_beginning(archive, "mimetype").strip())
        if found:
            return found
    raise FileRefused(
        _("Tệp nén (.zip và tương tự) không nhận được. Giải nén rồi gửi từng tệp PDF, ảnh, Word hoặc Excel.")
    )


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(1024 * 1024)


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Unpack each part into nothing: a part longer than the list says, or with another sum, is an error."""
    for info in archive.infolist():
        with archive.open(info) as part:
            length = sum(len(piece) for piece in iter(lambda: part.read(CHUNK), b""))
        if length != info.file_size:
            raise zipfile.BadZipFile(info.filename)
