"""Commands on the register of papers: prove that it is as it was written."""

import sys

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from history import services as record
from register.verifying import verify as look

register = AppGroup("register", help="The register of papers: verify.")


@register.command("verify")
def verify() -> None:
    """Hold papers, certificates, files and numbers against frozen words, hashes and the record.

    Exit code 0: everything agrees; 1: each thing that differs is named.
    """
    verdict, of_record = look(), record.verify()
    for one in verdict.faults:
        click.echo(_("Không khớp: %(what)s", what=one))
    if of_record.fault:
        click.echo(_("Nhật ký không nguyên vẹn, nên không làm chứng được: %(fault)s", fault=of_record.fault))
    if verdict.faults or of_record.fault:
        sys.exit(1)
    click.echo(
        _(
            "Khớp: %(papers)s văn bản, %(certificates)s giấy khen, %(files)s tệp; không dãy số nào thiếu số.",
            papers=verdict.papers,
            certificates=verdict.certificates,
            files=verdict.files,
        )
    )
