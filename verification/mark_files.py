"""Papers behind holds and exclusions: kept in the store of evidence, and no file of the unit concerned."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from sqlalchemy import select

from evidence.queries import KEPT
from evidence.shelf import open_store
from foundation.database import db
from foundation.errors import NotFound
from foundation.storage import StorageError
from foundation.uploads.judging import judge
from foundation.uploads.spooling import FileRefused, spooled
from verification.models import MarkDeed


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as a form sent it: its bytes and its name."""

    stream: IO[bytes]
    name: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the store; `size` in bytes."""

    sha256: str
    name: str
    media_type: str
    size: int


def keep_file(sent: Sent) -> KeptFile:
    """Judge a sent file as evidence is judged, and keep its content. Raises FileRefused with the reason."""
    with spooled(sent.stream) as received:
        taken = judge(received, sent.name)
        try:
            open_store().put(taken.path, taken.sha256)
        except (StorageError, OSError) as error:
            raise FileRefused(
                _("Kho lưu tệp chưa ghi được. Thử lại sau ít phút, hoặc ghi không kèm tệp.")
            ) from error
    return KeptFile(taken.sha256, taken.name, taken.kind.media_type, taken.size)


def read_file(deed: MarkDeed) -> Iterator[bytes]:
    """The content of a deed's file, in pieces; NotFound where there is none."""
    if deed.file_sha256 is None:
        raise NotFound(_("Mục này không kèm tệp."))
    try:
        return open_store().read(deed.file_sha256)
    except StorageError as error:
        raise NotFound(_("Kho không còn nội dung của tệp này. Báo quản trị hệ thống.")) from error


def list_hashes() -> set[str]:
    """The contents that these papers refer to, so that nobody sweeps them away."""
    return {one for one in db.session.scalars(select(MarkDeed.file_sha256).distinct()) if one is not None}


def keep_from_sweeping(state: BlueprintSetupState) -> None:
    """Let the room of evidence know of these contents."""
    state.app.extensions.setdefault(KEPT, []).append(list_hashes)
