"""The kinds of file that are taken in, and what is said of those that are not; judged by content alone."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import filetype  # type: ignore[import-untyped]
from flask_babel import gettext as _

HEAD = 4096


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type, the ending of its name, and what it is."""

    media_type: str
    ending: str
    is_picture: bool = False

    @property
    def has_preview(self) -> bool:
        """Whether a page of it can be shown as a picture."""
        return self.is_picture or self is PDF


_OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = Kind("application/pdf", ".pdf")
JPEG = Kind("image/jpeg", ".jpg", is_picture=True)
PNG = Kind("image/png", ".png", is_picture=True)
WEBP = Kind("image/webp", ".webp", is_picture=True)
DOCX = Kind(f"{_OFFICE}.wordprocessingml.document", ".docx")
XLSX = Kind(f"{_OFFICE}.spreadsheetml.sheet", ".xlsx")
PPTX = Kind(f"{_OFFICE}.presentationml.presentation", ".pptx")
DOC = Kind("application/msword", ".doc")
XLS = Kind("application/vnd.ms-excel", ".xls")
ODT = Kind("application/vnd.oasis.opendocument.text", ".odt")
ODS = Kind("application/vnd.oasis.opendocument.spreadsheet", ".ods")
KINDS = {kind.media_type: kind for kind in (PDF, JPEG, PNG, WEBP, DOCX, XLSX, PPTX, DOC, XLS, ODT, ODS)}
ACCEPT = ",".join(sorted({kind.ending for kind in KINDS.values()} | {".jpeg"}))

_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa",
    b"#!",
    b"dex\n",
    b"L\0\0\0\x01\x14\x02\0",
)
_MARKUP = (b"<svg", b"<html", b"<!doctype html", b"<script", b"<body", b"<iframe", b"<?php")
_BOMS = (b"\xef\xbb\xbf",)


def family_of(path: Path) -> str:
    """The family of a file by its first bytes: pdf, jpeg, png, webp, zip, ole, or one not taken in."""
    with path.open("rb") as content:
        head = content.read(HEAD)
    for begins, family in _BEGINNINGS:
        if begins(head):
            return family
    return _foreign(head)


def refusal(family: str) -> str:
    """What to say of a family that is not taken in."""
    words = {
        "program": _(
            "Tệp này là chương trình chạy được, dù tên ghi khác, nên không nhận. "
            "Gửi văn bản quét PDF hoặc ảnh chụp."
        ),
        "markup": _(
            "Tệp này là hình vẽ SVG hoặc trang web, có thể mang mã chạy được, nên không nhận. "
            "Xuất thành PDF hoặc ảnh JPEG rồi gửi lại."
        ),
        "heic": _(
            "Ảnh HEIC của iPhone chưa nhận được. Vào Cài đặt, Camera, Định dạng, "
            "chọn “Tương thích nhất” để chụp thành JPEG; hoặc chụp màn hình tấm ảnh rồi gửi."
        ),
        "archive": _(
            "Tệp nén (.zip và tương tự) không nhận được. Giải nén rồi gửi từng tệp PDF, ảnh, Word hoặc Excel."
        ),
        "video": _("Phim và âm thanh không nhận được. Gửi ảnh chụp hoặc văn bản PDF."),
        "image": _("Loại ảnh này không nhận được. Lưu thành JPEG hoặc PNG rồi gửi lại."),
        "double": _(
            "Tệp này chứa hai loại nội dung lồng vào nhau nên không nhận. "
            "Mở tệp, lưu thành tệp mới rồi gửi lại."
        ),
    }
    return words.get(family) or _(
        "Không nhận ra loại tệp này. Gửi PDF, ảnh (JPEG, PNG, WebP), Word, Excel hoặc PowerPoint."
    )


def is_also_archive(path: Path) -> bool:
    """Whether something that begins as another kind ends as an archive."""
    return zipfile.is_zipfile(path)


def _is_markup(head: bytes) -> bool:
    text = head.replace(b"\0", b"").lower()
    for bom in (*_BOMS, b"\xff\xfe", b"\xfe\xff"):
        text = text.removeprefix(bom)
    text = text.lstrip()
    return text.startswith(b"<") and any(mark in text for mark in _MARKUP)


def _is_heic(head: bytes) -> bool:
    brands = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
    return head[4:8] == b"ftyp" and head[8:12] in brands


_BEGINNINGS: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (lambda head: head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"), "pdf"),
    (lambda head: head.startswith(b"\xff\xd8\xff"), "jpeg"),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), "png"),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", "webp"),
    (lambda head: head.startswith(b"PK\x03\x04"), "zip"),
    (lambda head: head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "ole"),
    (lambda head: head.startswith(_PROGRAMS), "program"),
    (_is_markup, "markup"),
    (_is_heic, "heic"),
)


def _foreign(head: bytes) -> str:
    guess = filetype.guess(head)
    if guess is None:
        return "unknown"
    kind, _slash, rest = guess.mime.partition("/")
    if kind in ("video", "audio"):
        return "video"
    if kind == "image":
        return "image"
    return (
        "archive"
        if any(word in rest for word in ("zip", "rar", "7z", "tar", "compress", "xz"))
        else "unknown"
    )
