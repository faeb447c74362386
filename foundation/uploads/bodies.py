"""Requests whose body is long, too long, or did not arrive whole."""

from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import Any

from flask import Request

from foundation.uploads.spooling import LIMIT

CHUNK = 256 * 1024
MOST = 512 * 1024 * 1024
PATIENCE = 60.0


class _CappedFile(SpooledTemporaryFile[bytes]):
    """Keeps what one file may have and a little more, by which it is seen to be too large."""

    def write(self, content: Any) -> int:
        """As any file, up to the cap."""
        room = LIMIT + CHUNK - self.tell()
        if room > 0:
            super().write(content[:room])
        return len(content)


def let_large_files_through(request: Request) -> None:
    """Let a form arrive with files beyond the limit, so that the words typed beside them can be shown again.

    Of such a file no more is kept than shows that it is too large. Call this before the form is read.
    """
    request.max_content_length = MOST

    def file_stream(*_about: Any, **_more: Any) -> Any:
        return _CappedFile(max_size=CHUNK, mode="rb+")

    request._get_file_stream = file_stream  # type: ignore[method-assign]  # noqa: SLF001 - the hook for this


def is_cut_off(request: Request) -> bool:
    """Whether a form with files was announced, but nothing of it could be read: it broke off on the way."""
    return (
        request.method == "POST"
        and request.mimetype == "multipart/form-data"
        and bool(request.content_length)
        and not request.form
        and not request.files
    )


def drain(request: Request) -> None:
    """Read what still comes and forget it: a browser shows an answer only once it has sent everything."""
    stream, left = request.environ.get("wsgi.input"), min(request.content_length or 0, MOST)
    until = monotonic() + PATIENCE
    try:
        while stream is not None and left > 0 and monotonic() < until:
            piece = stream.read(min(CHUNK, left))
            if not piece:
                return
            left -= len(piece)
    except (OSError, ValueError):
        return
