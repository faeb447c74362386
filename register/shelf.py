"""Where issued papers are kept: under their SHA-256, in a folder of the instance."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from flask import current_app

from foundation.storage import Store, local_store


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
    """A kept file, piece by piece. Raises StorageError where it is not there."""
    return open_store().read(address)
