"""Contents kept under their SHA-256, in a folder of this machine or in a bucket that speaks S3.

What is kept never changes: the address is the hash of the content, so the same content is kept once and
nothing is ever overwritten. Who may read what is decided above.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

import fsspec  # type: ignore[import-untyped]

CHUNK = 256 * 1024
_HEXADECIMAL = frozenset("0123456789abcdef")


class StorageError(Exception):
    """The store cannot do what was asked; the message is for whoever keeps the machine."""


@dataclass(frozen=True)
class Store:
    """Where contents are kept: `protocol` is "file" or "s3", `root` a folder or bucket/prefix."""

    protocol: str
    root: str
    options: Mapping[str, Any]

    def put(self, source: Path, sha256: str) -> bool:
        """Keep the content of a file; False where it was kept already.

        It is written under a passing name and renamed when whole. Raises StorageError where the content is
        not what the hash says, or where something else stands under the address.
        """
        if hash_of(source) != sha256:
            raise StorageError(f"{source} is not {sha256}")
        if self.holds(sha256):
            if self._hash_at(sha256) != sha256:
                raise StorageError(f"what is kept under {sha256} was changed")
            if self.protocol == "file":
                Path(self._path(sha256)).touch()  # wanted again now: not to be swept away
            return False
        if self.protocol == "file":
            self._put_local(source, Path(self._path(sha256)))
        else:
            # A bucket shows an object only once it is whole.
            self._files().put_file(str(source), self._path(sha256))
        return True

    def holds(self, sha256: str) -> bool:
        """Whether this content is kept."""
        return bool(self._files().exists(self._path(sha256)))

    def size(self, sha256: str) -> int:
        """How many bytes it has. Raises StorageError where it is not kept."""
        try:
            return int(self._files().size(self._path(sha256)))
        except FileNotFoundError as error:
            raise StorageError(f"{sha256} is not kept") from error

    def read(self, sha256: str, chunk: int = CHUNK) -> Iterator[bytes]:
        """The content piece by piece. Raises StorageError at once where it is not kept."""
        try:
            stream = self._files().open(self._path(sha256), "rb", block_size=2 * 1024 * 1024)
        except FileNotFoundError as error:
            raise StorageError(f"{sha256} is not kept") from error
        return _pieces(stream, chunk)

    def remove(self, sha256: str) -> None:
        """Forget a content; only for contents that nothing refers to any more."""
        with suppress(FileNotFoundError):
            self._files().rm_file(self._path(sha256))

    def iterate(self) -> Iterator[tuple[str, datetime]]:
        """Every content that is kept, and since when."""
        files = self._files()
        if not files.exists(self.root):
            return
        for path, facts in sorted(files.find(self.root, detail=True).items()):
            name = PurePosixPath(path).name
            if _is_address(name):
                yield name, _since(facts)

    def _files(self) -> Any:
        # fsspec keeps one instance for each process and thread, so asking again after a fork is right.
        return fsspec.filesystem(self.protocol, **self.options)

    def _path(self, sha256: str) -> str:
        if not _is_address(sha256):
            raise StorageError(f"{sha256!r} is no address")
        return f"{self.root}/{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def _hash_at(self, sha256: str) -> str:
        digest = hashlib.sha256()
        for piece in self.read(sha256):
            digest.update(piece)
        return digest.hexdigest()

    def _put_local(self, source: Path, target: Path) -> None:
        for folder in (Path(self.root), target.parent.parent, target.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        passing = target.with_name(f"{target.name}.{secrets.token_hex(8)}.part")
        try:
            handle = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out, source.open("rb") as content:
                for piece in iter(lambda: content.read(CHUNK), b""):
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            passing.rename(target)
        finally:
            passing.unlink(missing_ok=True)


def local_store(folder: Path) -> Store:
    """A store in a folder, readable by its owner only."""
    return Store("file", str(folder), {"auto_mkdir": False})


def bucket_store(url: str, *, endpoint: str | None = None, key: str = "", secret: str = "") -> Store:
    """A store in a bucket: `url` is s3://bucket/prefix, `endpoint` the service's own address."""
    if not url.startswith("s3://") or not url.removeprefix("s3://").strip("/"):
        raise StorageError("EVIDENCE_URL is s3://bucket or s3://bucket/prefix")
    options: dict[str, Any] = {"use_listings_cache": False, "anon": False}
    if endpoint:
        options["endpoint_url"] = endpoint
    if key:
        options |= {"key": key, "secret": secret}
    return Store("s3", url.removeprefix("s3://").strip("/"), options)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _pieces(stream: IO[bytes], chunk: int) -> Iterator[bytes]:
    with stream:
        yield from iter(lambda: stream.read(chunk), b"")


def _is_address(name: str) -> bool:
    return len(name) == 64 and set(name) <= _HEXADECIMAL


def _since(facts: Mapping[str, Any]) -> datetime:
    changed = facts.get("LastModified") or facts.get("mtime") or 0
    return changed if isinstance(changed, datetime) else datetime.fromtimestamp(float(changed), UTC)
