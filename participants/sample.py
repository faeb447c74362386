"""The sample district: a whole tree of participants, the same for the same seed, all marked as sample.

The facts stand in `sample_district.yaml`. Units are few and go in as objects; households may be a
million, so they are made one by one and inserted in chunks, never held together. No ethnic origin
is kept for a household: Khmer households are figures of hamlets and communes only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import yaml
from flask_babel import gettext as _
from sqlalchemy import exists, select

from foundation.bulk import Progress, insert_rows
from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor
from foundation.vietnamese import person_sort_key, sort_key
from history.services import record
from participants.models import Cluster, Participant
from participants.sample_names import Names

MAX_HOUSEHOLDS = 1_000_000
FACTS = Path(__file__).with_name("sample_district.yaml")
HOUSEHOLD_COLUMNS = ("type_code", "code", "name", "sort_key", "parent_id", "attributes", "is_sample")
POVERTY_STATUSES = ("ngheo", "can_ngheo", "moi_thoat_ngheo")

Facts = dict[str, Any]
HouseholdRow = tuple[str, str, str, str, int, Facts, bool]


@dataclass(frozen=True)
class SampleDistrict:
    """What was made: the id of every unit by its code, and how many households."""

    clusters: dict[str, int]
    units: dict[str, dict[str, int]]
    households: int


@dataclass
class _Built:
    """The objects under construction, by type and code, in the order of the facts."""

    clusters: dict[str, Cluster] = field(default_factory=dict)
    units: dict[str, dict[str, Participant]] = field(default_factory=dict)

    def add(self, type_code: str, code: str, name: str, **columns: Any) -> Participant:
        columns.setdefault("sort_key", sort_key(name))
        unit = Participant(type_code=type_code, code=code, name=name, is_sample=True, **columns)
        self.units.setdefault(type_code, {})[code] = unit
        return unit


def load_district(
    *,
    actor: Actor,
    now: datetime,
    seed: int = 1,
    households: int = 300,
    progress: Progress | None = None,
) -> SampleDistrict:
    """Make the sample district in an empty database, without committing; the record gets one entry.

    `households` lies between 0 and a million; `progress` hears after each chunk how many are in.
    Raises DomainError for a count out of range, Conflict where participants exist.
    """
    _require_empty(households)
    facts = read_facts()
    built = _build_units(facts, seed)
    db.session.add_all(built.clusters.values())
    for units in built.units.values():
        db.session.add_all(units.values())
    db.session.flush()
    rows = household_rows(facts, _hamlet_ids(built), seed, households)
    insert_rows(Participant, HOUSEHOLD_COLUMNS, rows, progress=progress)
    district = SampleDistrict(
        clusters={code: cluster.id for code, cluster in built.clusters.items()},
        units={kind: {code: unit.id for code, unit in units.items()} for kind, units in built.units.items()},
        households=households,
    )
    after = {"seed": seed, "households": households}
    record(actor=actor, action="sample:loaded", subject=("district", "sample"), after=after, now=now)
    return district


def _require_empty(households: int) -> None:
    if not 0 <= households <= MAX_HOUSEHOLDS:
        raise DomainError(_("Số hộ phải từ 0 đến 1.000.000."), field="households")
    if db.session.scalar(select(exists().where(Participant.id.is_not(None)))):
        raise Conflict(_("Đã có đơn vị trong cơ sở dữ liệu; dữ liệu mẫu chỉ nạp vào cơ sở dữ liệu trống."))


def read_facts() -> Facts:
    """The facts of `sample_district.yaml`."""
    facts: Facts = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    return facts


def household_rows(facts: Facts, hamlet_ids: dict[str, int], seed: int, count: int) -> Iterator[HouseholdRow]:
    """The rows of `count` households, in the order of HOUSEHOLD_COLUMNS, hamlet by hamlet, in
    proportion to the size of the hamlets.
    """
    rng = Random(f"households {seed}")  # noqa: S311 - fiction, not secrets
    names = Names(facts["person_names"], rng)
    hamlets = list(_hamlet_facts(facts))
    shares = split([hamlet["households"] for _code, hamlet in hamlets], count)
    for (code, hamlet), share in zip(hamlets, shares, strict=True):
        for number in range(1, share + 1):
            yield _household_row(rng, names, hamlet, hamlet_ids[code], f"{code}-{number:05d}")


def _build_units(facts: Facts, seed: int) -> _Built:
    rng = Random(f"units {seed}")  # noqa: S311 - fiction, not secrets
    names = Names(facts["person_names"], rng)
    built = _Built()
    for cluster in facts["clusters"]:
        built.clusters[cluster["code"]] = Cluster(
            code=cluster["code"],
            name=cluster["name"],
            sort_key=sort_key(cluster["name"]),
            type_code=cluster["type"],
            supervisor_note=cluster["supervisor"],
            is_sample=True,
        )
    for commune in facts["communes"]:
        _add_commune(built, commune, facts["official_titles"]["commune"], names)
    for agency in facts["agencies"]:
        _add_agency(built, agency, facts["official_titles"]["agency"], names, rng)
    for enterprise in facts["enterprises"]:
        _add_enterprise(built, enterprise, rng)
    return built


def _add_commune(built: _Built, facts: Facts, titles: list[str], names: Names) -> None:
    khmer = {hamlet["name"]: hamlet["households"] * hamlet["khmer"] // 100 for hamlet in facts["hamlets"]}
    commune = built.add(
        "commune",
        facts["code"],
        facts["name"],
        precedence=facts.get("precedence", 2),
        cluster=built.clusters[facts["cluster"]],
        attributes=_territory(facts, sum(khmer.values())),
    )
    for number, hamlet in enumerate(facts["hamlets"], start=1):
        built.add(
            "hamlet",
            _hamlet_code(facts, number),
            f"Ấp {hamlet['name']}",
            parent=commune,
            attributes=_territory(hamlet, khmer[hamlet["name"]]),
        )
    _add_officials(built, commune, titles, names)


def _add_agency(built: _Built, facts: Facts, titles: list[str], names: Names, rng: Random) -> None:
    agency = built.add(
        "agency",
        facts["code"],
        facts["name"],
        precedence=facts["precedence"],
        cluster=built.clusters[facts["cluster"]],
        attributes={"women_pct": _women_pct(facts, rng)},
    )
    women_pct = 100 if facts.get("women", False) else 50
    _add_officials(built, agency, titles * facts.get("officials", 0), names, women_pct)


def _add_officials(
    built: _Built, unit: Participant, titles: list[str], names: Names, women_pct: int = 50
) -> None:
    for number, title in enumerate(titles, start=1):
        person = names.draw(women_pct=women_pct)
        built.add(
            "official",
            f"CB-{unit.code}-{number}",
            person.name,
            sort_key=person_sort_key(person.name),
            title=_office(title, unit),
            parent=unit,
            attributes={"woman": person.is_woman},
        )


def _office(title: str, unit: Participant) -> str:
    """A post and where it is, as one writes it after a name: "Chuyên viên Phòng Nội vụ"."""
    if unit.type_code != "commune":
        return f"{title} {unit.name}"
    return f"{title}, {unit.name[0].lower()}{unit.name[1:]}"


def _add_enterprise(built: _Built, facts: Facts, rng: Random) -> None:
    built.add(
        "enterprise",
        facts["code"],
        facts["name"],
        parent=built.units["commune"][facts["commune"]],
        attributes={
            "enterprise_kind": facts["kind"],
            "credit_institution": facts.get("credit", False),
            "women_pct": _women_pct(facts, rng),
        },
    )


def _territory(facts: Facts, khmer_households: int) -> Facts:
    area = "dac_biet_kho_khan" if facts.get("difficult", False) else "thuong"
    return {"khmer_households": str(khmer_households), "area": area}


def _women_pct(facts: Facts, rng: Random) -> str:
    """The share of women in percent, as exact text with one decimal."""
    low, high = (700, 960) if facts.get("women", False) else (80, 640)
    tenths = rng.randint(low, high)
    return f"{tenths // 10}.{tenths % 10}"


def _hamlet_code(commune: Facts, number: int) -> str:
    return f"{commune['code']}-{number:02d}"


def _hamlet_facts(facts: Facts) -> Iterator[tuple[str, Facts]]:
    for commune in facts["communes"]:
        for number, hamlet in enumerate(commune["hamlets"], start=1):
            yield _hamlet_code(commune, number), hamlet


def _hamlet_ids(built: _Built) -> dict[str, int]:
    return {code: hamlet.id for code, hamlet in built.units["hamlet"].items()}


def split(weights: list[int], count: int) -> list[int]:
    """Split `count` in proportion to whole-number weights, exactly: largest remainders first."""
    total = sum(weights)
    shares = [count * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(count * weights[i] % total), i))
    for index in by_remainder[: count - sum(shares)]:
        shares[index] += 1
    return shares


def _household_row(rng: Random, names: Names, hamlet: Facts, hamlet_id: int, code: str) -> HouseholdRow:
    person = names.draw(khmer_pct=hamlet["khmer"], women_pct=30)
    poor = rng.random() < (0.6 if hamlet.get("difficult", False) else 0.42)
    return (
        "household_poor" if poor else "household_not_poor",
        code,
        f"Hộ {'bà' if person.is_woman else 'ông'} {person.name}",
        person_sort_key(person.name),
        hamlet_id,
        _poverty(rng) if poor else {},
        True,
    )


def _poverty(rng: Random) -> Facts:
    (status,) = rng.choices(POVERTY_STATUSES, weights=(40, 35, 25))
    return {"poverty_status": status, "has_policy_loan": rng.random() < 0.6}
