"""Pictures of pages: drawn when first asked for, kept by content, never the bytes that were sent."""

import os
import secrets
from pathlib import Path
from tempfile import TemporaryDirectory

from flask_babel import gettext as _

from evidence.models import EvidenceFile
from evidence.rules import has_preview
from evidence.shelf import open_store, preview_folder
from foundation.errors import NotFound
from foundation.uploads.kinds import PDF
from foundation.uploads.workshop import BenchRefused, work


def draw_page(file: EvidenceFile, page: int) -> Path:
    """Where the picture of a page lies (WebP), counted from 1; a photograph has one page.

    Raises NotFound where there is no such page, or where the kind of file has no picture.
    """
    last = file.pages or 1
    if not has_preview(file) or not 1 <= page <= last:
        raise NotFound(_("Tệp này không có trang cần xem. Tải tệp về để mở."))
    target = preview_folder() / file.sha256[:2] / f"{file.sha256}-{page}.webp"
    if not target.is_file():
        _draw(file, page, target)
    return target


def _draw(file: EvidenceFile, page: int, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    passing = target.with_name(f"{target.name}.{secrets.token_hex(8)}.part")
    with TemporaryDirectory(prefix="xem-tep-") as folder:
        source = Path(folder) / "source"
        with source.open("wb") as out:
            out.writelines(open_store().read(file.sha256))
        try:
            if file.media_type == PDF.media_type:
                work("show_page", str(source), str(page), str(passing))
            else:
                work("show_picture", str(source), str(passing))
            os.replace(passing, target)  # noqa: PTH105 - says that what stands there is replaced
        except (BenchRefused, FileNotFoundError) as error:
            raise NotFound(_("Không vẽ được trang này. Tải tệp về để mở.")) from error
        finally:
            passing.unlink(missing_ok=True)
