"""Evidence from the first byte to the receipt: who hands it in, sees it, says what it is."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine

from evidence import services
from evidence.models import EvidenceFile
from evidence.queries import find_same_content
from evidence.rules import can_see_file
from evidence.shelf import open_store
from foundation.clock import now
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from history.services import verify
from scorecards import citing
from scorecards.models import Citation, Scorecard, ScorecardStatus
from tests import hostile_files as made
from tests.district import make_commune
from tests.factories import NOW, make_user
from tests.handing_in import bind, commune_account, district, send


def test_a_file_gets_its_receipt_its_hash_and_its_entry_in_the_record(context):
    year, (unit, _other), _cards = district()
    content = made.photograph()
    received = send(commune_account(unit), unit, year, content, "../../Ảnh ấp.png", title=" Nhà  mới ")
    file = received.file
    assert received.is_new
    assert (file.receipt, file.name, file.title) == (1, "Ảnh ấp.jpg", "Nhà mới")
    assert file.received_sha256 == hashlib.sha256(content).hexdigest() != file.sha256
    stored = b"".join(open_store().read(file.sha256))
    assert hashlib.sha256(stored).hexdigest() == file.sha256
    assert not Image.open(BytesIO(stored)).getexif()
    entry = db.session.scalars(select(HistoryEntry).where(HistoryEntry.action == "evidence:received")).one()
    assert entry.after["sha256"] == file.sha256
    assert entry.after["received_sha256"] == file.received_sha256
    assert entry.after["treatment"] == ["place", "notes"]
    assert verify().fault is None


def test_receipts_count_within_the_year_and_the_same_content_is_one_file(context):
    year, (unit, other), _cards = district()
    first = send(SYSTEM, unit, year, made.pdf(1))
    second = send(SYSTEM, unit, year, made.pdf(2))
    again = send(SYSTEM, unit, year, made.pdf(1), "ten-khac.pdf")
    elsewhere = send(SYSTEM, other, year, made.pdf(1))
    assert [one.file.receipt for one in (first, second, elsewhere)] == [1, 2, 3]
    assert (again.file.id, again.is_new) == (first.file.id, False)
    photograph = made.photograph()
    kept = send(SYSTEM, unit, year, photograph).file
    assert send(SYSTEM, unit, year, photograph, shrink=True).file.id == kept.id
    stripped = b"".join(open_store().read(kept.sha256))
    assert send(SYSTEM, unit, year, stripped).file.id == kept.id


def test_the_room_of_a_unit_ends_with_a_sentence(context):
    year, (unit, other), _cards = district()
    year.settings = {"quota_megabytes": 1}
    heavy = [made.office(more={"xl/x.bin": bytes([n]) * 10 + _noise(n)}) for n in (1, 2)]
    send(SYSTEM, unit, year, heavy[0], "a.xlsx")
    with pytest.raises(DomainError, match=r"Xã Một đã dùng 0,6 MB trong 1 MB") as refused:
        send(SYSTEM, unit, year, heavy[1], "b.xlsx")
    assert refused.value.field == "file"
    assert send(SYSTEM, other, year, heavy[1], "b.xlsx").is_new


def _noise(seed):
    block, parts = hashlib.sha256(bytes([seed])).digest(), []
    for _number in range(20_000):
        block = hashlib.sha256(block).digest()
        parts.append(block)
    return b"".join(parts)


def test_only_who_acts_for_a_unit_or_verifies_it_hands_in(context):
    year, (unit, other), _cards = district()
    for stranger in (
        commune_account(other),
        make_user(roles=[RoleCode.COUNCIL]),
        make_user(roles=[RoleCode.VERIFIER]),
    ):
        with pytest.raises(NotAllowed):
            send(stranger, unit, year)
    assert send(make_user(roles=[RoleCode.OFFICE]), unit, year).is_new


def test_files_about_those_below_belong_to_the_unit_that_acts_for_them(context):
    year, (unit, _other), _cards = district()
    hamlet = make_commune("X1-A", "Ấp Phước Hòa", type_code="hamlet", parent=unit)
    user = commune_account(unit)
    file = send(user, hamlet, year).file
    assert file.participant_id == unit.id
    head = make_user(roles=[RoleCode.UNIT])
    bind(head, hamlet)
    assert send(head, hamlet, year, made.pdf(2)).file.participant_id == hamlet.id
    assert not can_see_file(head, file)
    assert can_see_file(user, send(head, hamlet, year, made.pdf(3)).file)


def test_a_file_leaves_the_list_only_while_nothing_rests_on_it(context):
    year, (unit, _other), (card, _second) = district()
    user = commune_account(unit)
    file = send(user, unit, year).file
    address = file.sha256
    citation = citing.cite(actor=user, scorecard=card, criterion="A", file=file, now=NOW)
    with pytest.raises(Conflict):
        citing.discard_file(actor=user, file=file, now=NOW)
    citing.withdraw_citation(actor=user, citation=citation, now=NOW)
    citing.discard_file(actor=user, file=file, now=NOW)
    assert db.session.scalar(select(func.count()).select_from(EvidenceFile)) == 0
    assert open_store().holds(address)
    assert send(user, unit, year, made.pdf(4)).file.receipt == 2, "a receipt number is never given twice"


def test_sweeping_removes_only_what_nobody_refers_to(context):
    year, (unit, other), _cards = district()
    gone = send(SYSTEM, unit, year, made.pdf(5)).file
    shared = send(SYSTEM, unit, year, made.pdf(6)).file
    send(SYSTEM, other, year, made.pdf(6))
    addresses = gone.sha256, shared.sha256
    for file in (gone, shared):
        services.remove_file(actor=SYSTEM, file=file, now=NOW)
    assert services.sweep(actor=SYSTEM, older_than=now() - timedelta(days=1)) == 0
    assert services.sweep(actor=SYSTEM, older_than=now() + timedelta(minutes=1)) >= 1
    assert [open_store().holds(address) for address in addresses] == [False, True]
    with pytest.raises(NotAllowed):
        services.sweep(actor=make_user(), older_than=NOW)


def test_the_same_content_elsewhere_is_found_in_one_question(context):
    year, (unit, other), _cards = district()
    photograph = made.photograph()
    mine = send(SYSTEM, unit, year, photograph).file
    theirs = send(SYSTEM, other, year, photograph, shrink=True).file
    alone = send(SYSTEM, unit, year).file
    db.session.flush()
    asked = []

    def listen(*arguments):
        asked.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        found = find_same_content([mine, alone])
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    assert {key: [(one.unit_name, one.year) for one in places] for key, places in found.items()} == {
        mine.id: [("Xã Hai", 2024)]
    }
    assert theirs.receipt == found[mine.id][0].receipt
    assert len(asked) == 1


def test_a_file_is_opened_by_whoever_may_read_a_scorecard_that_cites_it(context):
    year, (unit, other), (card, second) = district()
    hamlet = make_commune("X1-A", "Ấp Phước Hòa", type_code="hamlet", parent=unit)
    head = make_user(roles=[RoleCode.UNIT])
    file = send(SYSTEM, unit, year).file
    below = Scorecard(
        movement_year_id=year.id,
        participant_id=hamlet.id,
        criteria_set_id=card.criteria_set_id,
        updated_at=NOW,
    )
    db.session.add(below)
    db.session.flush()
    bind(commune_account(unit), hamlet)
    citation = Citation(scorecard_id=below.id, criterion="A", evidence_file=file, cited_at=NOW)
    db.session.add(citation)
    bind(head, hamlet)
    assert can_see_file(head, file), "cited on the hamlet's own scorecard while the commune acted for it"
    assert not can_see_file(commune_account(other), file)
    citation.removed_at = NOW
    db.session.flush()
    assert not can_see_file(head, file)
    assert second.participant_id == other.id


def describe(actor, file):
    services.describe_file(
        actor=actor, file=file, name=file.name, title="Báo cáo", number="5", issued_on=None, now=NOW
    )


def test_a_units_files_are_changed_by_the_unit_or_the_sender_alone(context):
    year, (unit, _other), (_card, _second) = district()
    user, office = commune_account(unit), make_user(roles=[RoleCode.OFFICE])
    own, sent = send(user, unit, year).file, send(office, unit, year, made.pdf(7)).file
    with pytest.raises(NotAllowed):
        describe(office, own)
    with pytest.raises(NotAllowed):
        citing.discard_file(actor=office, file=own, now=NOW)
    describe(office, sent)
    describe(user, sent)
    describe(user, own)


def test_what_is_said_of_a_file_stays_while_others_judge_by_it(context):
    year, (unit, _other), (card, _second) = district()
    user = commune_account(unit)
    file = send(user, unit, year).file
    citing.cite(actor=user, scorecard=card, criterion="A", file=file, now=NOW)
    for status in ScorecardStatus:
        card.status = status
        db.session.flush()
        if status in (ScorecardStatus.DRAFT, ScorecardStatus.RETURNED):
            describe(user, file)
            continue
        with pytest.raises(Conflict, match="giữ nguyên"):
            describe(user, file)
