"""Evidence from the first byte to the receipt: who may send and see it, what is cited, pointed out."""

import gc
import hashlib
import re
import warnings
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine

from accounts.queries import find_user_by_name
from assignments.models import UnitMember
from evidence import services
from evidence.models import EvidenceFile
from evidence.queries import find_same_content
from evidence.rules import can_see_file
from evidence.services import receive_file
from evidence.shelf import open_store, preview_folder
from foundation.clock import now
from foundation.database import db, transaction
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from history.services import verify
from movements.models import Stage, StageCode
from participants.models import Cluster
from scorecards import citing
from scorecards.citing_queries import list_uses
from scorecards.models import Citation, Scorecard, ScorecardStatus
from scorecards.services import open_scorecard
from scorecards.submission_queries import list_standing_citations
from tests import hostile_files as made
from tests.district import make_commune, make_year
from tests.factories import NOW, make_user
from tests.year import publish

JSON = {"Accept": "application/json"}


def bind(user, unit, since=NOW):
    """Let an account act for a unit."""
    db.session.add(UnitMember(user_id=user.id, participant_id=unit.id, since=since))
    db.session.flush()


def district():
    """Two communes with their scorecards, self-scoring open at the builders' NOW."""
    year = make_year()
    publish(year)
    cluster = Cluster(code="CUM-1", name="Cụm 1", sort_key="cum 1", type_code="commune")
    db.session.add(cluster)
    db.session.flush()
    units = [make_commune(code, name, cluster=cluster) for code, name in (("X1", "Xã Một"), ("X2", "Xã Hai"))]
    cards = [open_scorecard(actor=SYSTEM, movement_year=year, participant=unit, now=NOW) for unit in units]
    return year, units, cards


def send(actor, unit, year, content=None, name="bao-cao.pdf", **options):
    """Hand in a file."""
    content = made.pdf() if content is None else content
    given = {"stream": BytesIO(content), "name": name, "now": NOW} | options
    return receive_file(actor=actor, participant=unit, movement_year=year, **given)


def commune_account(unit, **overrides):
    """An account that acts for the commune."""
    user = make_user(roles=[RoleCode.COMMUNE], **overrides)
    bind(user, unit)
    return user


def actions():
    return list(db.session.scalars(select(HistoryEntry.action).order_by(HistoryEntry.id)))


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


def test_one_file_serves_several_criteria_and_is_cited_once_for_each_place(context):
    year, (unit, _other), (card, _second) = district()
    user = commune_account(unit)
    file = send(user, unit, year).file

    def cite(criterion, **more):
        return citing.cite(actor=user, scorecard=card, criterion=criterion, file=file, now=NOW, **more)

    first = cite("A", page="3", number="88/BC-UBND", issued_on=date(2024, 10, 25))
    assert cite("A", page=" 3 ", number="88/BC-UBND", issued_on=date(2024, 10, 25)).id == first.id
    cite("B", page="3")
    assert [one.criterion for one in list_standing_citations(card.id)] == ["A", "B"]
    assert [use.criterion for use in list_uses([file.id])[file.id]] == ["A", "B"]
    assert actions().count("scorecard:cited") == 2


def test_a_citation_is_changed_and_withdrawn_and_nothing_of_it_is_lost(context):
    year, (unit, _other), (card, _second) = district()
    user = commune_account(unit)
    file = send(user, unit, year).file
    citation = citing.cite(actor=user, scorecard=card, criterion="A", file=file, now=NOW)
    said = {"number": "12/KH-UBND", "issued_on": None, "page": "1 - 6", "note": "xem Biểu 03"}
    citing.change_citation(actor=user, citation=citation, now=NOW, **said)
    citing.withdraw_citation(actor=user, citation=citation, now=NOW)
    citing.withdraw_citation(actor=user, citation=citation, now=NOW)
    assert list_standing_citations(card.id) == []
    assert db.session.get(Citation, citation.id).removed_at == NOW
    last = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.id.desc())).first()
    assert last.action == "scorecard:citation-withdrawn"
    assert last.before["page"] == "1 - 6"
    assert actions().count("scorecard:citation-withdrawn") == 1


def test_a_document_may_be_cited_without_a_file_but_not_without_a_word(context):
    _year, (unit, _other), (card, _second) = district()
    user = commune_account(unit)
    with pytest.raises(DomainError) as refused:
        citing.cite(actor=user, scorecard=card, criterion="A", file=None, page="3", now=NOW)
    assert refused.value.field == "file"
    assert citing.cite(actor=user, scorecard=card, criterion="A", file=None, number="1/QĐ", now=NOW).id


def test_what_cannot_be_cited(context):
    year, (unit, other), (card, _second) = district()
    user = commune_account(unit)
    theirs = send(SYSTEM, other, year).file
    with pytest.raises(DomainError, match="không thuộc đơn vị"):
        citing.cite(actor=user, scorecard=card, criterion="A", file=theirs, now=NOW)
    with pytest.raises(DomainError, match="không có tiêu chí") as unknown:
        citing.cite(actor=user, scorecard=card, criterion="Z9", file=None, number="1", now=NOW)
    assert unknown.value.field == "criterion"
    with pytest.raises(DomainError) as long:
        citing.cite(actor=user, scorecard=card, criterion="A", file=None, number="1" * 61, now=NOW)
    assert long.value.field == "number"
    with pytest.raises(NotAllowed):
        citing.cite(
            actor=commune_account(other), scorecard=card, criterion="A", file=None, number="1", now=NOW
        )


def test_citing_closes_with_the_scorecard_and_opens_for_an_objection(context):
    year, (unit, _other), (card, _second) = district()
    user, late = commune_account(unit), NOW + timedelta(days=10)

    def cite(**more):
        given = {"number": "5/BC", "now": NOW} | more
        return citing.cite(actor=user, scorecard=card, criterion="A", file=None, **given)

    with pytest.raises(Conflict, match="hết hạn"):
        cite(now=late)
    card.extended_until = late + timedelta(days=1)
    assert cite(now=late).id
    card.status = ScorecardStatus.SUBMITTED
    with pytest.raises(Conflict, match="đã nộp"):
        cite(number="6/BC")
    with pytest.raises(Conflict, match="chưa thẩm định xong"):
        cite(number="6/BC", in_objection=True)
    card.status, card.extended_until = ScorecardStatus.VERIFIED, None
    db.session.add(
        Stage(
            movement_year_id=year.id,
            code=StageCode.OBJECTION,
            opens_at=late,
            closes_at=late + timedelta(days=5),
        )
    )
    db.session.flush()
    db.session.expire(year)
    with pytest.raises(Conflict, match="mở lúc"):
        cite(number="6/BC", in_objection=True)
    assert cite(number="6/BC", in_objection=True, now=late).id
    card.status = ScorecardStatus.SEALED
    with pytest.raises(Conflict, match="đã chốt"):
        cite(number="7/BC", now=late)


def test_who_verifies_adds_evidence_but_leaves_the_units_own_alone(context):
    _year, (unit, _other), (card, _second) = district()
    user, office = commune_account(unit), make_user(roles=[RoleCode.OFFICE])
    own = citing.cite(actor=user, scorecard=card, criterion="A", file=None, number="1", now=NOW)
    card.status = ScorecardStatus.SUBMITTED
    theirs = citing.cite(actor=office, scorecard=card, criterion="C", file=None, number="2", now=NOW)
    with pytest.raises(NotAllowed, match="bên khác"):
        citing.withdraw_citation(actor=office, citation=own, now=NOW)
    citing.withdraw_citation(actor=office, citation=theirs, now=NOW)


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


# Pages


def a_desk():
    year, units, cards = district()
    # The pages read the clock of the machine, so self-scoring runs around the present.
    for stage in year.stages:
        stage.opens_at, stage.closes_at = now() - timedelta(days=5), now() + timedelta(days=5)
    bind(find_user_by_name("xa"), units[0])
    return {
        "year": year.id,
        "units": [unit.id for unit in units],
        "cards": [card.id for card in cards],
    }


@pytest.fixture
def desk(accounts, ready):
    """The sample accounts of two communes' world: `xa` acts for Xã Một; ids of year, units, cards."""
    return ready(a_desk)


def post_file(client, card, content, name="bao-cao.pdf", headers=None, **fields):
    """Send the form as a browser does."""
    data = {"criterion": "A", "file": (BytesIO(content), name), "known": "", **fields}
    path = f"/phieu/{card}/minh-chung?tieu-chi=A"
    return client.post(path, data=data, content_type="multipart/form-data", headers=headers or {})


def test_sending_and_citing_in_one_plain_form(desk, client_as):
    client = client_as(RoleCode.COMMUNE)
    card = desk["cards"][0]
    page = client.get(f"/phieu/{card}/minh-chung?tieu-chi=A").get_data(as_text=True)
    assert "Mục A" in page
    said = {"number": "88/BC-UBND", "issued_on": "2024-10-25", "page": "1", "title": "Báo cáo rà soát"}
    answer = post_file(client, card, made.pdf_with_text("Bao cao"), **said)
    assert answer.status_code == 302
    page = client.get(answer.location).get_data(as_text=True)
    assert "biên nhận số 1" in page
    assert "Báo cáo rà soát, số 88/BC-UBND" in page
    assert "25/10/2024, trang 1, tệp bao-cao.pdf, biên nhận\u00a01" in page


def test_it_goes_back_to_where_it_came_from_and_nowhere_else(desk, client_as):
    client = client_as(RoleCode.COMMUNE)
    answer = post_file(client, desk["cards"][0], made.pdf(1), next="/tham-dinh/1")
    assert answer.location == "/tham-dinh/1#tc-A"
    answer = post_file(client, desk["cards"][0], made.pdf(2), next="https://noi-khac.example/x")
    assert answer.location.startswith("/phieu/")


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (made.SVG, "anh.jpg", "SVG"),
        (made.PROGRAM, "van-ban.pdf", "chương trình chạy được"),
        (made.swollen_workbook(), "bieu.xlsx", "lớn bất thường"),
        (made.huge_png(), "anh.png", "quá nhiều điểm ảnh"),
        (b"", "trong.pdf", "trống"),
    ],
)
def test_a_refused_file_leaves_every_typed_word_on_the_page(desk, client_as, content, name, says):
    client = client_as(RoleCode.COMMUNE)
    said = {"number": "88/BC-UBND", "page": "3, Biểu 03", "note": "xin xem kỹ", "title": "Báo cáo"}
    answer = post_file(client, desk["cards"][0], content, f"../../{name}", **said)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert says in page
    for typed in said.values():
        assert typed in page
    assert client.get("/minh-chung").get_data(as_text=True).count("Biên nhận 1") == 0


def test_a_file_beyond_the_limit_is_told_of_beside_its_field(desk, client_as):
    client = client_as(RoleCode.COMMUNE)
    parts = {"csrf_token": client._token(), "criterion": "A", "known": "", "number": "88/BC"}
    head = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts.items()
    )
    head += '--x\r\nContent-Disposition: form-data; name="file"; filename="lon.pdf"\r\n\r\n'
    body = head.encode() + bytes(40 * 1024 * 1024) + b"\r\n--x--\r\n"
    answer = client.open(
        f"/phieu/{desk['cards'][0]}/minh-chung?tieu-chi=A",
        method="POST",
        data=body,
        content_type="multipart/form-data; boundary=x",
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 413
    assert "Tệp lớn hơn 20 MB" in page
    assert 'value="88/BC"' in page


def test_one_bad_file_among_several_does_not_take_the_good_ones_along(desk, client_as):
    client = client_as(RoleCode.COMMUNE)
    data = {
        "criterion": "A",
        "known": "",
        "file": [(BytesIO(made.pdf(1)), "tot.pdf"), (BytesIO(made.SVG), "xau.jpg")],
    }
    answer = client.post(
        f"/phieu/{desk['cards'][0]}/minh-chung", data=data, content_type="multipart/form-data"
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Đã nhận tot.pdf, biên nhận số 1." in page
    assert "xau.jpg: " in page


def test_a_script_is_answered_in_its_own_tongue(desk, client_as):
    client = client_as(RoleCode.COMMUNE)
    card = desk["cards"][0]
    assert "enctype" in client.get(f"/phieu/{card}/minh-chung?tieu-chi=A", headers=JSON).json["html"]
    bad = post_file(client, card, made.SVG, "anh.jpg", headers=JSON)
    assert bad.status_code == 422
    assert "SVG" in bad.json["faults"]["file"]
    good = post_file(client, card, made.pdf(), headers=JSON, next=f"/phieu/{card}")
    assert 'id="mc-A"' in good.json["panel"]
    assert f"next=/phieu/{card}" in good.json["panel"]
    assert good.json["said"] == ["Đã nhận bao-cao.pdf, biên nhận số 1."]
    short = post_file(client, card, made.pdf(7), headers=JSON, size="999999")
    assert "trọn vẹn" in short.json["faults"]["file"]


def test_a_form_that_broke_off_on_the_way_is_told_so(desk, client_as):
    client = client_as(RoleCode.COMMUNE)
    path = f"/phieu/{desk['cards'][0]}/minh-chung?tieu-chi=A"
    # The parser leaves what it had begun to the collector, which says so; the server's process does not mind.
    warnings.simplefilter("ignore", ResourceWarning)
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7 nua chung'
    kind = "multipart/form-data; boundary=x"
    for length in (len(body), len(body) + 5_000):
        answer = client.open(path, method="POST", data=body, content_type=kind, content_length=length)
        assert answer.status_code == 400
        assert "bị ngắt giữa chừng" in answer.get_data(as_text=True)
        script = client.open(
            path, method="POST", data=body, content_type=kind, content_length=length, headers=JSON
        )
        assert "bị ngắt giữa chừng" in script.json["message"]
    gc.collect()


def test_a_chosen_file_serves_another_criterion_and_the_panel_says_so(desk, client_as):
    client = client_as(RoleCode.COMMUNE)
    card = desk["cards"][0]
    post_file(client, card, made.pdf())
    data = {"criterion": "B", "known": "1", "page": "2"}
    assert client.post(f"/phieu/{card}/minh-chung?tieu-chi=B", data=data).status_code == 302
    page = client.get(f"/phieu/{card}/minh-chung?tieu-chi=B").get_data(as_text=True)
    assert "dùng chung với A" in page
    files = client.get("/minh-chung").get_data(as_text=True)
    assert "Làm minh chứng cho:" in files
    assert "Bỏ tệp" not in files


def test_changing_and_taking_back_on_the_page(desk, client_as):
    client = client_as(RoleCode.COMMUNE)
    card = desk["cards"][0]
    post_file(client, card, made.pdf())
    path = f"/phieu/{card}/minh-chung/1"
    assert 'value=""' in client.get(path).get_data(as_text=True)
    wrong = client.post(path, data={"number": "1" * 61, "page": "giữ lại"})
    assert wrong.status_code == 422
    assert "giữ lại" in wrong.get_data(as_text=True)
    assert client.post(path, data={"number": "5/BC", "page": "7"}).status_code == 302
    assert client.post(f"{path}/bo").status_code == 302
    assert client.get(path).status_code == 404
    assert "Bỏ tệp" in client.get("/minh-chung").get_data(as_text=True)
    assert client.post("/minh-chung/1/bo").status_code == 302
    assert "Chưa có tệp nào" in client.get("/minh-chung").get_data(as_text=True)


def test_bytes_leave_only_as_a_download(desk, client_as):
    client = client_as(RoleCode.COMMUNE)
    content = made.pdf(script="app.alert(1)")
    post_file(client, desk["cards"][0], content, "Kế hoạch.pdf")
    answer = client.get("/minh-chung/1/tai")
    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].endswith("; sandbox")


def test_a_preview_is_a_picture_drawn_anew_and_kept(desk, client_as, accounts):
    client = client_as(RoleCode.COMMUNE)
    post_file(client, desk["cards"][0], made.pdf_with_text("Bao cao"))
    picture = client.get("/minh-chung/1/xem/1.webp")
    image = Image.open(BytesIO(picture.data)).convert("L")
    assert (image.format, picture.mimetype) == (None, "image/webp")
    assert max(image.size) <= 1600
    assert image.getextrema()[0] < 100, "the words are drawn"
    with accounts.app_context():
        assert len(list(preview_folder().rglob("*.webp"))) >= 1
    assert client.get("/minh-chung/1/xem/1.webp").data == picture.data
    assert client.get("/minh-chung/1/xem/2.webp").status_code == 404
    post_file(client, desk["cards"][0], made.photograph((3000, 1500), orientation=6), "anh.jpg")
    image = Image.open(BytesIO(client.get("/minh-chung/2/xem/1.webp").data))
    assert image.size == (800, 1600)
    assert not image.getexif()
    post_file(client, desk["cards"][0], made.office(), "bang.xlsx")
    assert client.get("/minh-chung/3/xem/1.webp").status_code == 404
    assert "không xem được trên trang" in client.get("/minh-chung/3").get_data(as_text=True)


def test_the_page_of_a_file_and_its_receipt(desk, client_as):
    client = client_as(RoleCode.COMMUNE)
    content = made.photograph()
    post_file(client, desk["cards"][0], content, "nhà mới.jpg", title="Ảnh nhà mới")
    page = client.get("/minh-chung/1").get_data(as_text=True)
    sent = hashlib.sha256(content).hexdigest()
    assert sent[:8] in page
    assert "đã bỏ vị trí chụp" in page
    said = {"name": "khac.exe", "title": "Ảnh khác", "number": "", "issued_on": "2024-11-01"}
    assert client.post("/minh-chung/1", data=said).status_code == 302
    page = client.get("/minh-chung/1").get_data(as_text=True)
    assert "khac.jpg" in page
    assert "Ảnh khác" in page
    pdf = client.get("/minh-chung/1/bien-nhan.pdf")
    text = " ".join(PdfReader(BytesIO(pdf.data)).pages[0].extract_text().split())
    assert "BIÊN NHẬN MINH CHỨNG" in text
    assert "Số 0001/2024" in text
    assert sent[:8] in text
    assert "Xã Một" in text
    wrong = client.post("/minh-chung/1", data={"name": "x", "number": "1" * 61})
    assert wrong.status_code == 422


def test_another_units_files_do_not_exist(desk, client_as, accounts):
    with accounts.app_context(), transaction():
        send(SYSTEM, db.session.get(Scorecard, desk["cards"][1]).participant, _year_of(desk), now=now())
    client = client_as(RoleCode.COMMUNE)
    other = desk["cards"][1]
    for path in (
        "/minh-chung/1",
        "/minh-chung/1/tai",
        "/minh-chung/1/xem/1.webp",
        "/minh-chung/1/bien-nhan.pdf",
    ):
        assert client.get(path).status_code == 404, path
    assert client.get(f"/phieu/{other}/minh-chung?tieu-chi=A").status_code == 404
    assert client.get(f"/minh-chung?don-vi={desk['units'][1]}").status_code == 404
    assert post_file(client, other, made.pdf()).status_code == 404
    with accounts.app_context():
        assert db.session.scalar(select(func.count()).select_from(EvidenceFile)) == 1


def _year_of(desk):
    from movements.models import MovementYear

    return db.session.get(MovementYear, desk["year"])


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


def test_only_files_of_the_acting_unit_are_offered_and_taken(context):
    year, (unit, _other), (card, _second) = district()
    hamlet = make_commune("X1-A", "Ấp Phước Hòa", type_code="hamlet", parent=unit)
    below = Scorecard(
        movement_year_id=year.id,
        participant_id=hamlet.id,
        criteria_set_id=card.criteria_set_id,
        updated_at=NOW,
    )
    db.session.add(below)
    db.session.flush()
    user = commune_account(unit)
    assert citing.usable_owner_ids(below) == sorted([hamlet.id, unit.id])
    head = make_user(roles=[RoleCode.UNIT])
    bind(head, hamlet)
    assert citing.usable_owner_ids(below) == [hamlet.id], "the commune's files could not be opened there"
    assert citing.usable_owner_ids(card) == [unit.id]
    assert can_see_file(user, send(head, hamlet, year).file)


def test_the_day_of_a_document_is_a_field_of_text_in_the_order_of_the_country(desk, client_as):
    client, card = client_as(RoleCode.COMMUNE), desk["cards"][0]
    page = client.get(f"/phieu/{card}/minh-chung?tieu-chi=A").text
    assert 'type="date"' not in page
    said = {"number": "88/BC-UBND", "issued_on": "25.10.2024"}
    assert post_file(client, card, made.pdf(), **said).status_code == 302
    assert "25/10/2024" in client.get(f"/phieu/{card}/minh-chung/1").text
    refused = post_file(client, card, made.pdf(), issued_on="31/02/2024")
    assert refused.status_code == 422
    assert 'value="31/02/2024"' in refused.text


def test_two_files_of_one_document_are_told_apart_by_their_names(desk, client_as):
    client, card = client_as(RoleCode.COMMUNE), desk["cards"][0]
    for seed, name in ((1, "trang-dau.pdf"), (2, "trang-cuoi.pdf")):
        post_file(client, card, made.pdf(seed), name, number="12/KH-UBND", page="1")
    page = client.get(f"/phieu/{card}").text
    assert "tệp trang-dau.pdf" in page
    assert "tệp trang-cuoi.pdf" in page


def test_going_to_evidence_without_a_script_saves_what_was_typed(desk, client_as, accounts):
    client, card = client_as(RoleCode.COMMUNE), desk["cards"][0]
    page = client.get(f"/phieu/{card}").text
    assert 'name="then" value="minh-chung:A"' in page
    first = page[page.index('<form id="phieu"') :]
    assert 'value="luu"' in first[first.index("<button") : first.index("</button>")], "Enter only saves"
    fields = hidden_and_empty(page) | {"e-B": "70", "then": "minh-chung:A"}
    sent = client.post(f"/phieu/{card}", data=fields)
    assert (sent.status_code, sent.location) == (
        302,
        f"/phieu/{card}/minh-chung?tieu-chi=A&next=/phieu/{card}",
    )
    assert 'value="70"' in client.get(f"/phieu/{card}").text
    back = post_file(client, card, made.pdf(), next=f"/phieu/{card}")
    assert back.location == f"/phieu/{card}#tc-A"
    change = client.post(f"/phieu/{card}", data={"then": "sua-minh-chung:1"})
    assert change.location == f"/phieu/{card}/minh-chung/1?next=/phieu/{card}"


def hidden_and_empty(page):
    """What stands in the text fields of the page of a scorecard before anything is typed."""
    found = re.findall(r'<input[^>]*name="((?:e|b|nb)-[^"]+)"[^>]*?>', page)
    return dict.fromkeys(found, "")


def test_only_who_verifies_hears_of_the_same_file_elsewhere(desk, client_as, accounts):
    with accounts.app_context(), transaction():
        year = _year_of(desk)
        for card in desk["cards"]:
            send(SYSTEM, db.session.get(Scorecard, card).participant, year, now=now())
    told = "Cùng tệp này Xã Hai đã gửi năm 2024 (biên nhận 2)."
    assert told in client_as(RoleCode.OFFICE).get("/minh-chung/1").get_data(as_text=True)
    assert "Xã Hai" not in client_as(RoleCode.COMMUNE).get("/minh-chung/1").get_data(as_text=True)


def test_lists_for_those_who_look_after_many(desk, client_as, accounts):
    office = client_as(RoleCode.OFFICE)
    assert "Chưa có đơn vị nào gửi minh chứng" in office.get("/minh-chung").get_data(as_text=True)
    with accounts.app_context(), transaction():
        send(SYSTEM, db.session.get(Scorecard, desk["cards"][1]).participant, _year_of(desk), now=now())
    page = office.get("/minh-chung").get_data(as_text=True)
    assert "Xã Hai" in page
    assert "Xã Một" not in page
    assert "bao-cao.pdf" in office.get(f"/minh-chung?don-vi={desk['units'][1]}").get_data(as_text=True)


def test_a_list_asks_as_often_for_fifty_files_as_for_one(desk, client_as, accounts):
    client = client_as(RoleCode.COMMUNE)
    post_file(client, desk["cards"][0], made.pdf(1))

    def asked():
        statements = []

        def listen(*arguments):
            statements.append(arguments[2])

        event.listen(Engine, "before_cursor_execute", listen)
        try:
            assert client.get("/minh-chung").status_code == 200
        finally:
            event.remove(Engine, "before_cursor_execute", listen)
        return len(statements)

    one = asked()
    with accounts.app_context(), transaction():
        first = db.session.scalars(select(EvidenceFile)).one()
        for number in range(2, 51):
            values = {
                c.name: getattr(first, c.name) for c in EvidenceFile.__table__.columns if c.name != "id"
            }
            copy = EvidenceFile(**values | {"receipt": number})
            db.session.add(copy)
            db.session.flush()
            db.session.add(
                Citation(scorecard_id=desk["cards"][0], criterion="B", evidence_file_id=copy.id, cited_at=NOW)
            )
    assert asked() == one


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
