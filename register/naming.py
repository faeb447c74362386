"""What the record calls papers, certificates and series of numbers."""

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from foundation.database import db
from register.models import Certificate, Paper


def name_papers(ids: Collection[str]) -> Mapping[str, str]:
    """Papers by number and symbol, or by what they are about while they have none."""
    rows = db.session.execute(
        select(Paper.id, Paper.number, Paper.symbol, Paper.subject).where(Paper.id.in_(map(int, ids)))
    )
    return {str(key): paper_name(number, symbol, subject) for key, number, symbol, subject in rows}


def paper_name(number: int | None, symbol: str, subject: str) -> str:
    """How a paper is called: số 05/QĐ-UBND, or its subject."""
    return _("số %(number)s/%(symbol)s", number=f"{number:02d}", symbol=symbol) if number else subject


def _name_certificates(ids: Collection[str]) -> Mapping[str, str]:
    rows = db.session.execute(
        select(Certificate.id, Certificate.award_name, Certificate.name).where(
            Certificate.id.in_(map(int, ids))
        )
    )
    return {str(key): _("%(award)s của %(name)s", award=award, name=name) for key, award, name in rows}


def _name_series(ids: Collection[str]) -> Mapping[str, str]:
    return {
        key: _("dãy số %(series)s năm %(year)s", series=symbol_of(series), year=year)
        for key in ids
        for series, _slash, year in [key.rpartition("/")]
    }


def symbol_of(series: str) -> str:
    """The symbol of a series: committee:QĐ-UBND gives QĐ-UBND; the golden book has a name of its own."""
    return series.partition(":")[2] or _("sổ vàng")


def series_name(series: str) -> str:
    """A series as an official says it: QĐ-UBND, xã Phú Tâm; its area where the key names one."""
    issuer, _colon, symbol = series.partition(":")
    area = issuer.partition("/")[2]
    return ", ".join(part for part in (symbol or _("Sổ vàng"), area) if part)


NAMES = {"paper": name_papers, "certificate": _name_certificates, "number_series": _name_series}
