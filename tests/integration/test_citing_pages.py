"""The form of evidence: sent whole, refused in part, broken off; no word of it is lost."""

import gc
import re
import warnings
from io import BytesIO

import pytest

from foundation.permissions import RoleCode
from tests import hostile_files as made
from tests.handing_in import a_desk, post_file

JSON = {"Accept": "application/json"}


@pytest.fixture
def desk(accounts, ready):
    """The sample accounts of two communes' world: `xa` acts for Xã Một; ids of year, units, cards."""
    return ready(a_desk)


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
