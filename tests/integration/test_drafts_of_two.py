"""Two people at one draft: nobody issues or overwrites unseen what the other saved; nothing typed is lost."""

import html
import re

import pytest

from documents.drafting import kind_of
from documents.kinds import list_kinds
from documents.materials import source_of
from foundation.database import transaction
from foundation.errors import NotFound
from foundation.permissions import SYSTEM, RoleCode
from register import shelf
from register.models import PaperState
from register.queries import find_paper
from register.services import change_draft, discard_draft, freeze
from tests.awarding import build_decision, build_session, draft
from tests.registering import words


@pytest.fixture
def session(ready):
    """The number of a sealed session."""
    return ready(build_session)


@pytest.fixture
def clerks(accounts, session, client_as):
    """Clerk and office."""
    return client_as(RoleCode.CLERK), client_as(RoleCode.OFFICE)


@pytest.fixture
def drafted(app, session, clerks):
    """A draft of a decision; its number."""
    with app.app_context(), transaction():
        return draft(f"session:{session}").id


def fields(page):
    """What a form holds, as a browser would send it."""
    form = page.text[page.text.index('class="sheet sheet-lead sheet-in') :]
    form = form[: form.index("</form>")]
    data = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
    data |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s?([^<]*)</textarea>', form))
    for name, options in re.findall(r'(?s)<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form):
        chosen = re.search(r'<option selected[^>]*value="([^"]*)"', options)
        data[name] = chosen.group(1) if chosen else ""
    return data


def kept(app, paper_id):
    with app.app_context():
        found = find_paper(paper_id)
        return found.state, found.particulars.get("signer_name")


def test_the_last_who_saves_is_told_of_what_the_first_saved(app, clerks, drafted):
    one, other = clerks
    first, second = (fields(who.get(f"/van-ban/{drafted}")) for who in clerks)
    assert one.post(f"/van-ban/{drafted}", data=first | {"signer_name": "Trần Văn Một"}).status_code == 302
    page = other.post(f"/van-ban/{drafted}", data=second | {"signer_name": "Lê Thị Hai"})
    assert page.status_code == 409
    assert "Người khác vừa lưu khác bạn" in page.text
    assert "Trần Văn Một" in page.text, "what the other saved"
    assert 'value="Lê Thị Hai"' in page.text, "what was typed"
    assert kept(app, drafted)[1] == "Trần Văn Một"
    again = other.post(f"/van-ban/{drafted}", data=fields(page))
    assert again.status_code == 302
    assert kept(app, drafted)[1] == "Lê Thị Hai"


def test_what_was_saved_after_the_confirmation_opened_is_not_issued_unseen(app, clerks, drafted):
    one, other = clerks
    seen = fields(one.get(f"/van-ban/{drafted}/phat-hanh"))
    change = fields(other.get(f"/van-ban/{drafted}")) | {"signer_name": "Lê Thị Hai"}
    assert other.post(f"/van-ban/{drafted}", data=change).status_code == 302
    page = one.post(f"/van-ban/{drafted}/phat-hanh", data=seen)
    assert page.status_code == 409
    assert "Người khác vừa sửa bản nháp này nên chưa lấy số." in page.text
    assert kept(app, drafted)[0] is PaperState.DRAFT
    assert one.post(f"/van-ban/{drafted}/phat-hanh", data=fields(page)).status_code == 302
    assert kept(app, drafted)[0] is PaperState.ISSUED


def test_saving_what_another_discarded_offers_it_as_a_new_draft(app, clerks, drafted):
    one = clerks[0]
    mine = fields(one.get(f"/van-ban/{drafted}")) | {"signer_name": "Trần Văn Một"}
    with app.app_context():
        stays = find_paper(drafted)
        with transaction():
            discard_draft(actor=SYSTEM, paper=stays, now=stays.changed_at)
    page = one.post(f"/van-ban/{drafted}", data=mine)
    assert page.status_code == 409
    assert "Người khác vừa bỏ bản nháp này." in page.text
    assert 'value="Trần Văn Một"' in page.text
    address = html.unescape(re.search(r'<form[^>]*action="(/van-ban/lap[^"]*)"', page.text).group(1))
    made = one.post(address, data=fields(page))
    assert made.status_code == 302
    assert kept(app, int(made.headers["Location"].rpartition("/")[2]))[1] == "Trần Văn Một"


def test_services_tell_of_a_draft_that_is_gone(app, session, accounts):
    """Each has the draft open while another discards it: no fault of the database comes out."""
    deeds = (
        lambda paper: change_draft(actor=SYSTEM, paper=paper, plan=None, now=paper.changed_at),
        lambda paper: discard_draft(actor=SYSTEM, paper=paper, now=paper.changed_at),
        lambda paper: freeze(actor=SYSTEM, paper=paper, compose=words, now=paper.changed_at),
    )
    for deed in deeds:
        with app.app_context(), transaction():
            number = draft(f"session:{session}").id
        with app.app_context():
            held = find_paper(number)
            assert held.changed_at
            with app.app_context(), transaction():
                discard_draft(actor=SYSTEM, paper=find_paper(number), now=held.changed_at)
            with pytest.raises(NotFound, match="Bản nháp này đã bị bỏ"), transaction():
                deed(held)


def test_a_kind_is_drawn_from_its_own_sources_only(session, clerks):
    clerk = clerks[0]
    keys = (f"session:{session}", "run:1", "year:1", "ballot:1:1", "decision:1", "card:1", "run:", "x", "")
    for kind in list_kinds():
        for key in keys:
            answer = clerk.get(f"/van-ban/lap?loai={kind.code}&nguon={key}&them=1")
            if source_of(key) != kind_of(kind.code).source:
                assert answer.status_code == 404, (kind.code, key)
            else:
                assert answer.status_code < 500, (kind.code, key)


@pytest.fixture
def issued(ready):
    """The number of an issued decision."""
    return ready(build_decision)


def file_of(app, paper_id):
    with app.app_context():
        address = find_paper(paper_id).sha256
        folder = app.config["SETTINGS"].instance / "papers"
    return folder / address[:2] / address[2:4] / address


@pytest.fixture
def whole(app, issued):
    """The file of the issued decision; it is put back afterwards, for the store is shared."""
    path = file_of(app, issued)
    content = path.read_bytes()
    yield path
    path.write_bytes(content)


def test_a_file_that_was_altered_is_not_handed_out(whole, accounts, issued, client_as):
    whole.write_bytes(whole.read_bytes() + b"%")
    told = client_as(RoleCode.CLERK).get(f"/van-ban/{issued}/xem")
    assert told.status_code == 500
    assert "không còn đúng bản đã phát hành" in told.text


def test_a_file_that_is_gone_is_told_plainly(whole, accounts, issued, client_as):
    whole.unlink()
    told = client_as(RoleCode.CLERK).get(f"/van-ban/{issued}/xem")
    assert told.status_code == 404
    assert "Kho không còn tệp của văn bản này" in told.text


def test_a_store_that_takes_nothing_leaves_the_number_and_says_so(app, clerks, drafted):
    clerk, folder = clerks[0], app.config["SETTINGS"].instance / "papers"
    away = folder.with_name("papers.away")
    folder.mkdir(exist_ok=True)
    folder.rename(away)
    folder.write_text("not a folder")
    try:
        page = clerk.post(
            f"/van-ban/{drafted}/phat-hanh",
            data=fields(clerk.get(f"/van-ban/{drafted}/phat-hanh")),
            follow_redirects=True,
        )
        assert "Đã lấy số 01/QĐ-UBND nhưng chưa cất được tệp. Bấm Hoàn tất phát hành" in page.text
        assert kept(app, drafted)[0] is PaperState.NUMBERED
    finally:
        folder.unlink()
        away.rename(folder)
    assert "Đã phát hành." in clerk.post(f"/van-ban/{drafted}/hoan-tat", follow_redirects=True).text
    with app.app_context():
        assert b"".join(shelf.read(find_paper(drafted).sha256)).startswith(b"%PDF")
