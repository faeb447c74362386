"""The run that an address names."""

from flask_babel import gettext as _

from awards.queries import RunLine, list_runs
from foundation.errors import NotFound


def run_line_of(run_id: int) -> RunLine:
    """The sealed run with this id. Raises NotFound."""
    run = next((run for run in list_runs() if run.id == run_id), None)
    if run is None:
        raise NotFound(_("Không có lần đánh giá này. Mở bảng xếp hạng mới nhất từ danh mục."))
    return run
