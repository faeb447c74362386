"""Where issued papers are kept: under their SHA-256, in a folder of the instance."""

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from flask import current_app
from flask_babel import gettext as _

from foundation.errors import DomainError, NotFound
from foundation.storage import StorageError, Store, local_store

log = logging.getLogger(__name__)


class Missing(NotFound):
    """The store has no such file, or it cannot be read."""


class Altered(DomainError):
    """The file in the store is not the one that was kept there."""

    status = 500


def open_store() -> Store:
    """The store of the running product."""
    instance: Path = current_app.config["SETTINGS"].instance
    return local_store(instance / "papers")


def keep(content: bytes) -> str:
    """Keep a file for good; its SHA-256 in hexadecimal, which is its address."""
    address = hashlib.sha256(content).hexdigest()
    with NamedTemporaryFile() as passing:
        passing.write(content)
        passing.flush()
        open_store().put(Path(passing.name), address)
    return address


def read(address: str) -> Iterator[bytes]:
    """A kept file, piece by piece. Raises Missing, or Altered before any of it is handed out: what bears our
    number must be the very bytes that were issued.
    """
    try:
        pieces = list(open_store().read(address))
    except (StorageError, OSError) as error:
        log.exception("paper %s cannot be read from the store", address)
        raise Missing(
            _("Kho không còn tệp của văn bản này. Báo quản trị để lấy lại từ bản sao lưu.")
        ) from error
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    if digest.hexdigest() != address:
        log.error("paper %s in the store was altered", address)
        raise Altered(
            _(
                "Tệp trong kho không còn đúng bản đã phát hành nên không đưa ra. "
                "Báo quản trị để lấy lại từ bản sao lưu."
            )
        )
    return iter(pieces)
