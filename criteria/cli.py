"""Commands on criteria documents: check one, print the schema, list those that come with the product."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from criteria.document import Finding, Reading, read_file
from criteria.known_keys import document_schema
from criteria.presets import PRESETS, preset_files
from criteria.wording import fault_text
from foundation.formats import is_vietnamese, plain_number
from foundation.preferences import LANGUAGES
from scoring.rubric import ParticipantType, Rubric

criteria = AppGroup("criteria", help="Criteria documents.")
_language = click.option("--lang", type=click.Choice(LANGUAGES), default="vi", show_default=True)


@criteria.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@_language
@click.pass_context
def check(context: click.Context, file: Path, lang: str) -> None:
    """Check a criteria document: exit 0 without faults, 1 with one line for each, 2 if it cannot be read."""
    with force_locale(lang):
        try:
            reading = read_file(file)
        except OSError as error:
            click.echo(_unreadable(file, error), err=True)
            context.exit(2)
        for line in _report(file, reading):
            click.echo(line)
    context.exit(1 if reading.faults else 0)


@criteria.command("schema")
def schema() -> None:
    """Print the JSON schema of the criteria document, for editors and other programs."""
    click.echo(json.dumps(document_schema(), ensure_ascii=False, indent=2))


@criteria.command("presets")
def presets() -> None:
    """List the criteria documents that come with the product."""
    for file in preset_files():
        rubric = read_file(file).rubric
        click.echo(f"{file.stem}  {rubric.title if rubric else ''}\n  {_relative(PRESETS / file.name)}")


def _report(file: Path, reading: Reading) -> Iterator[str]:
    yield from (_line(file, finding) for finding in reading.faults)
    for finding in reading.warnings:
        yield _("%(line)s (lưu ý)", line=_line(file, finding))
    if reading.rubric is not None:
        yield from (_summary(kind) for kind in reading.rubric.types)
        yield _verdict(reading.rubric, len(reading.warnings))
    else:
        count = len(reading.faults)
        yield ngettext("%(num)s lỗi phải sửa.", "%(num)s lỗi phải sửa.", count)


def _line(file: Path, finding: Finding) -> str:
    return f"{file}:{finding.line}  {finding.place}  {fault_text(finding.fault)}"


def _summary(kind: ParticipantType) -> str:
    return _(
        "%(code)s: %(name)s, %(count)s tiêu chí, %(points)s điểm",
        code=kind.code,
        name=kind.name,
        count=sum(1 for _criterion in kind.criteria()),
        points=plain_number(kind.max, vietnamese=is_vietnamese()),
    )


def _verdict(rubric: Rubric, warnings: int) -> str:
    if not warnings:
        return _("Không có lỗi: %(title)s", title=rubric.title)
    return _("Không có lỗi, %(count)s lưu ý: %(title)s", count=warnings, title=rubric.title)


def _unreadable(file: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("Không có tệp %(file)s — kiểm tra lại đường dẫn.", file=file)
    if isinstance(error, IsADirectoryError):
        return _("%(file)s là thư mục — chỉ ra một tệp YAML.", file=file)
    return _("Không mở được tệp %(file)s — kiểm tra quyền đọc.", file=file)


def _relative(file: Path) -> str:
    return os.path.relpath(file)
