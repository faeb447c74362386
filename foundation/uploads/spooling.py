"""Reading a sent file to the disk in pieces, with a hard limit, and hashing it on the way."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from flask_babel import gettext as _

from foundation.errors import DomainError

CHUNK = 256 * 1024
MEGABYTE = 1024 * 1024
LIMIT = 20 * MEGABYTE


class FileRefused(DomainError):
    """A sent file is not taken in; the sentence says why and what to do."""

    def __init__(self, message: str, *, field: str = "file") -> None:
        super().__init__(message, field=field)


class FileTooLarge(FileRefused):
    """It has more bytes than one file may have."""

    status = 413


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent: where it lies for now, its size and hash."""

    path: Path
    size: int
    sha256: str


@contextmanager
def spooled(stream: IO[bytes], *, limit: int = LIMIT, announced: int | None = None) -> Iterator[Sent]:
    """The sent bytes in a passing file, removed at the end.

    `announced` is how many bytes the sender said there would be. Raises FileTooLarge as soon as the limit is
    passed, FileRefused where nothing came or less than was announced.
    """
    with TemporaryDirectory(prefix="nhan-tep-") as folder:
        path = Path(folder) / "received"
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as out:
            while piece := stream.read(CHUNK):
                size += len(piece)
                if size > limit:
                    raise FileTooLarge(too_large(limit))
                digest.update(piece)
                out.write(piece)
        if not size:
            raise FileRefused(_("Tệp này trống, không có nội dung. Mở thử tệp trên máy rồi chọn lại."))
        if announced is not None and size < announced:
            raise FileRefused(cut_off())
        yield Sent(path, size, digest.hexdigest())


def too_large(limit: int = LIMIT) -> str:
    """The sentence for a file beyond the limit."""
    return _(
        "Tệp lớn hơn %(limit)s MB. Nếu là ảnh, chụp lại ở cỡ nhỏ hơn; nếu là bản quét, quét lại ở 150 dpi "
        "hoặc tách thành nhiều tệp.",
        limit=limit // MEGABYTE,
    )


def cut_off() -> str:
    """The sentence for a file that did not arrive whole."""
    return _("Tệp chưa gửi trọn vẹn: đường truyền bị ngắt giữa chừng. Gửi lại khi có mạng.")
