"""Loading the known facts into a new district."""

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from authorities.loading import load_facts_of_district, load_national_facts
from foundation.clock import now
from foundation.database import transaction
from foundation.permissions import SYSTEM

authorities = AppGroup("authorities", help="Who may issue and sign, legal bases, bonus money.")


@authorities.command("load")
@click.option("--national-only", is_flag=True, help="Without issuers and signers of the sample district.")
def load(national_only: bool) -> None:
    """Enter the known facts of the law, and of the district; what is there stays as it is."""
    with transaction():
        count = load_national_facts(actor=SYSTEM, now=now())
        if not national_only:
            count += load_facts_of_district(actor=SYSTEM, now=now())
    click.echo(_("Đã thêm %(count)s mục. Mở trang Thẩm quyền để đối chiếu.", count=count))
