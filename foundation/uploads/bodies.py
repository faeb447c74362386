"""What is left of a request whose body is too long or did not arrive whole."""

from time import monotonic

from flask import Request

CHUNK = 256 * 1024
MOST = 512 * 1024 * 1024
PATIENCE = 60.0


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
