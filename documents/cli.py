"""The command `evaluate`: a criteria document and a table in, results out; no database, no secret."""

import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, NoReturn

import click
from flask.cli import with_appcontext
from flask_babel import force_locale
from flask_babel import gettext as _

from awards.batch import Batch, Refused, Remark, evaluate_table, write_json
from awards.result_tables import write_csv
from awards.spreadsheet import write_results
from documents.delivery import deliver, same_file
from documents.from_results import BLANK_OFFICE, Office

FORMATS = ("json", "csv", "xlsx", "pdf")
FAULTY, UNUSABLE, FAILED = 1, 2, 3


@click.command("evaluate")
@click.argument("document", metavar="DOCUMENT.yaml", type=click.Path(path_type=Path))
@click.argument("entries", metavar="ENTRIES.csv|xlsx", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), help="By default told by OUT, else json.")
@click.option(
    "-o", "--output", metavar="OUT", type=click.Path(path_type=Path), help="Standard output if not given."
)
@click.option("--lang", type=click.Choice(("vi", "en")), default="vi", show_default=True)
@click.option("--issuer", default=BLANK_OFFICE.issuer, help="Printed above the council's name (pdf).")
@click.option("--place", default=BLANK_OFFICE.place, help="Printed before the date (pdf).")
@with_appcontext
def evaluate(
    document: Path, entries: Path, form: str | None, output: Path | None, lang: str, issuer: str, place: str
) -> None:
    """Score, rank and recommend all participants of a table; print the results, or write them to OUT.

    One row a participant; docs/evaluate.md tells the columns and the results. Exit code 1: a file has
    faults, all of which are listed; 2: a file cannot be read or written; 3: the program itself failed.
    """
    with force_locale(lang), warnings.catch_warnings(), _failing_apart():
        warnings.filterwarnings("ignore", module="openpyxl")
        form = form or _form_of(output)
        if form in ("xlsx", "pdf") and output is None and sys.stdout.isatty():
            _give_up(_("Kết quả dạng %(form)s cần ghi vào tệp — thêm -o TÊN_TỆP.", form=form))
        _refuse_to_overwrite(output, (document, entries))
        sources = _read(document), _read(entries)
        try:
            batch = evaluate_table(*sources, entries.name)
        except Refused as refused:
            _tell(document if refused.about == "criteria" else entries, refused.remarks)
            raise SystemExit(FAULTY) from None
        for warning in batch.warnings:
            _tell(document if warning.line is not None else entries, [warning], _("cảnh báo: "))
        _deliver(partial(WRITERS[form], batch, Office(issuer, place)), output)


def _form_of(output: Path | None) -> str:
    suffix = output.suffix.lower().lstrip(".") if output is not None else ""
    return suffix if suffix in FORMATS else "json"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        _give_up(_("Không có tệp %(path)s — kiểm tra lại đường dẫn.", path=path))
    except OSError as error:
        _give_up(_("Không đọc được %(path)s (%(problem)s).", path=path, problem=error.strerror))


def _give_up(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(UNUSABLE)


def _tell(path: Path, remarks: list[Remark], prefix: str = "") -> None:
    for remark in remarks:
        line = ": ".join(filter(None, (str(path), remark.place, prefix + remark.text)))
        # A cell may hold what a terminal takes for a command.
        click.echo("".join(sign if sign.isprintable() else "�" for sign in line), err=True)


def _json(batch: Batch, _office: Office, stream: BinaryIO) -> None:
    text = TextIOWrapper(stream, encoding="utf-8", newline="")
    write_json(batch, text)
    text.detach()


def _csv(batch: Batch, _office: Office, stream: BinaryIO) -> None:
    text = TextIOWrapper(stream, encoding="utf-8", newline="")
    write_csv(batch.rubric, batch.results(reasons_said=False), text)
    text.detach()


def _xlsx(batch: Batch, _office: Office, stream: BinaryIO) -> None:
    told = [": ".join(filter(None, (warning.place, warning.text))) for warning in batch.warnings]
    write_results(stream, batch.rubric, batch.results(), warnings=told)


def _pdf(batch: Batch, office: Office, stream: BinaryIO) -> None:
    # WeasyPrint takes most of a second to load, which the other formats need not wait for.
    from documents.evaluation_pdf import evaluation_pdf

    stream.write(evaluation_pdf(batch, office))


Writer = Callable[[Batch, Office, BinaryIO], None]
WRITERS: dict[str, Writer] = {"json": _json, "csv": _csv, "xlsx": _xlsx, "pdf": _pdf}


def _refuse_to_overwrite(output: Path | None, sources: tuple[Path, Path]) -> None:
    if output is None:
        return
    if output.is_dir():
        _give_up(_("%(path)s là thư mục — ghi tên một tệp.", path=output))
    if any(same_file(output, source) for source in sources):
        _give_up(
            _("%(path)s là tệp đầu vào, ghi vào sẽ mất dữ liệu — chọn tên khác cho kết quả.", path=output)
        )


def _deliver(write: Callable[[BinaryIO], None], output: Path | None) -> None:
    try:
        deliver(write, output)
    except OSError as error:
        _give_up(_("Không ghi được %(path)s (%(problem)s).", path=output or "-", problem=error.strerror))


@contextmanager
def _failing_apart() -> Iterator[None]:
    """Let a failure of the program never look like a fault of a file: another exit code, and a sentence."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:  # noqa: BLE001 - whatever fails must end in this one way
        traceback.print_exc()
        problem = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        click.echo(
            _(
                "Chương trình gặp lỗi, không phải do tệp (%(problem)s) — gửi toàn bộ thông báo này cho người "
                "quản trị hệ thống.",
                problem=problem,
            ),
            err=True,
        )
        raise SystemExit(FAILED) from None
