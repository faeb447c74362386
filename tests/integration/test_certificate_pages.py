"""Certificates of a decision: a few at once, many in the background, none that was taken back."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from accounts.queries import find_user_by_name
from documents import certificate_tasks
from documents.certificate_layout import default_layout, to_data
from documents.certificate_tasks import params_of, run
from documents.layouts import keep_layout, layout_for
from foundation.database import transaction
from foundation.errors import NotAllowed
from foundation.papers.sending import DOCX
from foundation.permissions import SYSTEM, RoleCode
from register.queries import find_paper, list_certificates
from register.services import revoke_certificate
from tasks.handlers import Work, silent
from tests.awarding import IN_DISTRICT, build_decision
from tests.factories import make_user
from tests.paper_text import docx_paragraphs, squeezed

ADDRESS = "https://thidua.example/kiem-tra"


@pytest.fixture
def issued(ready):
    """The number of an issued decision."""
    return ready(build_decision)


@pytest.fixture
def decision(app, issued):
    with app.app_context():
        with transaction():
            make_user(username="vanthu", roles=[RoleCode.CLERK])
        yield find_paper(issued)


def revoked(decision):
    """The first certificate of a decision, taken back."""
    one = list_certificates(decision.id)[0]
    revoke_certificate(actor=SYSTEM, certificate=one, reason="Sai tên.", now=IN_DISTRICT)
    return one


def work(decision, folder, form="pdf", tell=silent):
    owner = find_user_by_name("vanthu")
    return Work(1, owner.id, params_of(decision.id, form, ADDRESS), folder, tell)


def pages(path):
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


def test_all_certificates_are_one_file_in_the_order_of_the_list(decision, tmp_path):
    made = run(work(decision, tmp_path))
    rows = list_certificates(decision.id)
    for said, one in zip(pages(made.file), rows, strict=True):
        assert one.name in said
        assert one.written_code in said
        assert f"Vào sổ vàng số: {one.roll:02d}" in said
        assert "Quyết định số 01/QĐ-UBND ngày 18 tháng 12 năm 2024" in said
        assert "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CHÂU THÀNH" in said


def test_each_certificate_may_have_a_file_of_its_own(decision, tmp_path):
    made = run(work(decision, tmp_path, form="zip"))
    with ZipFile(made.file) as archive:
        names = archive.namelist()
        assert [name[:3] for name in names] == [f"{n:03d}" for n in range(1, len(names) + 1)]
        one = next(name for name in names if name.endswith("-ho-ong-kim-khel.pdf"))
        (said,) = pages(BytesIO(archive.read(one)))
        assert "Hộ ông Kim Khel" in said


def test_all_certificates_are_one_word_document_with_the_words_of_the_pdf(decision, tmp_path):
    made = run(work(decision, tmp_path, form="docx"))
    said = list(docx_paragraphs(made.file.read_bytes()))
    everyone = list_certificates(decision.id)
    assert [one for one in said if one.startswith("Vào sổ vàng")] == [
        f"Vào sổ vàng số: {one.roll:02d}" for one in everyone
    ]
    printed = pages(run(work(decision, tmp_path)).file)
    assert squeezed("".join(printed)) == squeezed("".join(said))


def test_what_was_taken_back_is_left_out_and_said(decision, tmp_path):
    gone = revoked(decision)
    made = run(work(decision, tmp_path))
    assert not any(gone.written_code in said for said in pages(made.file))
    assert f"số sổ {gone.roll}" in made.outcome


def test_work_that_is_begun_anew_makes_only_what_is_missing(decision, tmp_path, monkeypatch):
    monkeypatch.setattr(certificate_tasks, "PART", 2)
    told = []

    def stop_after_two(done, total, said):
        told.append(done)
        if len(told) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(work(decision, tmp_path, tell=stop_after_two))
    finished = {path: path.stat().st_mtime_ns for path in tmp_path.glob("part-*")}
    assert len(finished) == 2
    made = run(work(decision, tmp_path))
    assert len(pages(made.file)) == len(list_certificates(decision.id))
    assert {path: path.stat().st_mtime_ns for path in finished} == finished


def test_a_layout_is_for_its_award_alone(decision):
    narrow = default_layout(overlay=True)
    keep_layout(actor=SYSTEM, award="GK", layout=narrow, now=IN_DISTRICT)
    assert layout_for("GK").overlay
    assert not layout_for("GK-HO").overlay


def test_only_who_issues_may_set_a_layout(context):
    actor = make_user(roles=[RoleCode.COUNCIL])
    with pytest.raises(NotAllowed):
        keep_layout(actor=actor, award="", layout=default_layout(), now=IN_DISTRICT)


@pytest.fixture
def clerk(accounts, issued, client_as):
    """The clerk, and an issued decision."""
    return client_as(RoleCode.CLERK)


def rows(app, issued):
    """The certificates of the decision: number, name, code."""
    with app.app_context():
        return [(one.id, one.name) for one in list_certificates(issued)]


def test_the_clerk_prints_a_decision_and_one_certificate(app, issued, clerk):
    everyone = rows(app, issued)
    assert f"{len(everyone)} giấy" in clerk.get(f"/van-ban/{issued}/giay").text
    whole = clerk.post(f"/van-ban/{issued}/giay", data={"form": "pdf"})
    assert len(PdfReader(BytesIO(whole.data)).pages) == len(everyone)
    number, name = everyone[1]
    (said,) = pages(BytesIO(clerk.get(f"/van-ban/giay/{number}/in").data))
    assert name in said


def test_the_clerk_takes_a_decision_and_one_certificate_as_docx(app, issued, clerk):
    everyone = rows(app, issued)
    whole = clerk.post(f"/van-ban/{issued}/giay", data={"form": "docx"})
    assert whole.mimetype == DOCX
    said = list(docx_paragraphs(whole.data))
    assert [name for _number, name in everyone if name not in said] == []
    number, name = everyone[1]
    address = f"/van-ban/giay/{number}/in?docx=1"
    assert address in clerk.get(f"/van-ban/{issued}").text
    one = clerk.get(address)
    assert one.headers["Content-Disposition"].endswith(".docx")
    assert name in list(docx_paragraphs(one.data))


def test_a_certificate_that_was_taken_back_is_not_printed_again(app, issued, clerk):
    with app.app_context(), transaction():
        gone = revoked(find_paper(issued)).id
    assert clerk.get(f"/van-ban/giay/{gone}/in").status_code == 409
    assert "Bỏ qua 1 giấy đã hủy" in clerk.get(f"/van-ban/{issued}/giay").text


def test_a_file_each_is_made_in_the_background(issued, clerk):
    answer = clerk.post(f"/van-ban/{issued}/giay", data={"form": "zip"})
    assert answer.status_code == 302
    assert "/viec/" in answer.headers["Location"]


def test_a_layout_is_set_in_millimetres_and_tried(app, clerk):
    clerk.post("/van-ban/mau-giay", data=_typed(default_layout(), dx="2,5"))
    with app.app_context():
        assert layout_for("GK").dx == 2.5
    trial = clerk.get("/van-ban/mau-giay/in-thu")
    assert "Tên được khen" in pages(BytesIO(trial.data))[0]


def test_boxes_that_overlap_are_told_and_nothing_typed_is_lost(app, clerk):
    answer = clerk.post("/van-ban/mau-giay", data=_typed(default_layout(), address_y="85,5"))
    assert answer.status_code == 422
    assert "chồng lên ô" in answer.text
    assert 'value="85,5"' in answer.text
    with app.app_context():
        assert layout_for("").spots["address"].y == default_layout().spots["address"].y


def _typed(layout, **changed):
    """The form of a layout as a browser sends it."""
    data = to_data(layout)
    typed = {"sheet": data["sheet"], "overlay": "", "told": data["told"], "dx": "0", "dy": "0"}
    for name, spot in data["spots"].items():
        typed |= {f"{name}_{one}": str(spot[one]).replace(".", ",") for one in spot if one != "shown"}
        typed |= {f"{name}_shown": "y"} if spot["shown"] else {}
    return typed | changed
