"""The command `evaluate`: a criteria document and a table in, results out; no database, no secret."""

import os
import sys
import warnings
from collections.abc import Callable
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import BinaryIO, NoReturn

import click
from flask.cli import with_appcontext
from flask_babel import force_locale
from flask_babel import gettext as _

from awards.batch import Batch, Refused, Remark, evaluate_table, write_json
from awards.result_tables import write_csv
from awards.spreadsheet import write_results
from documents.from_results import BLANK_OFFICE, Office

FORMATS = ("json", "csv", "xlsx", "pdf")
FAULTY, UNUSABLE = 1, 2


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
    faults, all of which are listed; 2: a file cannot be read or written.
    """
    with force_locale(lang), warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")
        form = form or _form_of(output)
        if form in ("xlsx", "pdf") and output is None and sys.stdout.isatty():
            _give_up(_("Kết quả dạng %(form)s cần ghi vào tệp — thêm -o TÊN_TỆP.", form=form))
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


def _deliver(write: Callable[[BinaryIO], None], output: Path | None) -> None:
    """Write everything or nothing: a file appears under its name only when it is whole."""
    try:
        if output is None:
            with TemporaryFile() as whole:
                write(whole)
                whole.seek(0)
                copyfileobj(whole, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            _replace(write, output)
    except OSError as error:
        _give_up(_("Không ghi được %(path)s (%(problem)s).", path=output or "-", problem=error.strerror))


def _replace(write: Callable[[BinaryIO], None], output: Path) -> None:
    with NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", delete=False) as part:
        try:
            write(part)  # type: ignore[arg-type]
        except BaseException:
            Path(part.name).unlink()
            raise
    Path(part.name).chmod(0o666 & ~_umask())
    Path(part.name).replace(output)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
