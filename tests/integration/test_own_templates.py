"""The district's own templates: every kind can have one, what it changes, and what it leaves alone."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import select

from documents.drafting import preview_html
from documents.issuing import take_number, words_of
from documents.kinds import find_kind, list_kinds
from documents.models import PaperTemplate
from documents.own_templates import find_in_use, keep, list_uploads, ours, paper_html, reset, take_up, try_out
from documents.readiness import readiness_of
from documents.sample_snapshots import samples_of, snapshot_type
from documents.template_names import names_of
from foundation.database import db
from foundation.errors import DomainError, NotAllowed
from foundation.papers.rendering import render
from foundation.papers.sandbox.faults import TemplateRefusedError
from foundation.papers.sandbox.filling import fill
from foundation.papers.sandbox.names import check
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from register.services import give_up
from tests.factories import NOW
from tests.integration.test_papers import LATER, draft, session  # noqa: F401 - a fixture

pytestmark = pytest.mark.printed

KINDS = [kind.code for kind in list_kinds()]
PAGE = "/van-ban/mau/decision"


def decision():
    return find_kind("decision")


def changed(words="QUYẾT NGHỊ:"):
    return ours(decision()).replace("Quyết định:", words)


def kept(body=None, *, use=True, note="Đổi chữ"):
    return keep(actor=SYSTEM, kind=decision(), body=body or changed(), note=note, use=use, now=NOW)


def body_of(response):
    return " ".join(response.get_data(as_text=True).split())


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_renders_with_sample_data(context, code):
    kind = find_kind(code)
    assert check(ours(kind), snapshot_type(kind)) == []
    snapshots = samples_of(kind)
    assert fill(ours(kind), snapshots) == [render(kind.template, one) for one in snapshots]
    assert names_of(kind)[0].names


@pytest.mark.parametrize("code", KINDS)
def test_every_template_of_ours_may_be_kept_unchanged(context, code):
    assert try_out(find_kind(code), ours(find_kind(code))).startswith(b"%PDF")


def test_the_names_are_explained_down_to_the_rows(context):
    groups = names_of(decision())
    assert {"paper.header.number_line", "paper.bases"} <= {one.path for one in groups[0].names}
    rows = next(one for one in groups if one.loop == "{% for row in subgroup.rows %}")
    assert "row.achievement" in {one.path for one in rows.names}


def test_a_template_in_use_writes_drafts_and_new_papers_and_leaves_issued_ones(session):  # noqa: F811
    before, after = draft(session), draft(session)
    take_number(actor=SYSTEM, paper=before, now=LATER)
    give_up(actor=SYSTEM, paper=before, reason="Thử", now=LATER)
    kept()
    assert any("mẫu riêng của đơn vị" in one for one in readiness_of(after, LATER).remarks)
    assert "QUYẾT NGHỊ:" in preview_html(after, LATER)
    take_number(actor=SYSTEM, paper=after, now=LATER)
    assert "QUYẾT NGHỊ:" in words_of(after.id).html
    assert "QUYẾT NGHỊ:" not in words_of(before.id).html
    reset(actor=SYSTEM, kind=decision(), now=NOW)
    assert "QUYẾT NGHỊ:" in words_of(after.id).html
    assert "QUYẾT NGHỊ:" not in preview_html(draft(session), LATER)


def test_one_of_each_kind_is_in_use_and_earlier_ones_can_be_taken_up_again(context):
    first, second = kept(changed("MỘT:")), kept(changed("HAI:"))
    assert find_in_use(decision()) is second
    take_up(actor=SYSTEM, kind=decision(), template=first, now=NOW)
    assert [one.in_use for one in list_uploads(decision())] == [False, True]
    assert "MỘT:" in paper_html(decision(), samples_of(decision())[0])
    reset(actor=SYSTEM, kind=decision(), now=NOW)
    assert find_in_use(decision()) is None
    told = db.session.scalars(select(HistoryEntry.action).order_by(HistoryEntry.id)).all()
    actions = [one for one in told if one.startswith("template:")]
    assert actions == ["template:kept", "template:used"] * 2 + ["template:used", "template:reset"]


def test_an_earlier_one_that_no_longer_fits_is_not_taken_up(context):
    old = PaperTemplate(kind="decision", body=changed("{{ paper.gone }}"), made_at=NOW)
    db.session.add(old)
    db.session.flush()
    with pytest.raises(TemplateRefusedError, match=r"paper\.gone"):
        take_up(actor=SYSTEM, kind=decision(), template=old, now=NOW)
    assert find_in_use(decision()) is None


def test_one_in_use_that_no_longer_fits_says_what_to_do(context):
    db.session.add(PaperTemplate(kind="decision", body=changed("{{ paper.gone }}"), made_at=NOW, in_use=True))
    db.session.flush()
    with pytest.raises(DomainError, match="dùng lại mẫu chung"):
        paper_html(decision(), samples_of(decision())[0])


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        ("{{ form.sign(paper.signature, paper.mark) }}", "mã kiểm tra"),
        ("{{ form.head(paper.header) }}", "số"),
    ],
)
def test_number_and_mark_cannot_be_left_out(context, taken, told):
    with pytest.raises(TemplateRefusedError, match=told):
        kept(ours(decision()).replace(taken, ""))


def real():
    """The snapshot of a decision about to be issued: like the sample, under a code of its own."""
    issued = samples_of(decision())[1]
    return replace(issued, mark=replace(issued.mark, code="WXYZ-2345-6789"))


@pytest.mark.parametrize(
    ("taken", "given", "told"),
    [
        ("{{ form.sign(paper.signature, paper.mark) }}", "", "mã kiểm tra"),
        ("{{ form.sign(paper.signature, paper.mark) }}", "", "chỗ ký"),
        ("{{ form.head(paper.header) }}", "", "số, ký hiệu"),
        ("{{ list.rows(annex.parts, annex.rows, points=false) }}", "", "bỏ sót tên"),
        (
            "{{ form.head(paper.header) }}",
            "{{ form.head(paper.header) }}<p>Thưởng 50.000.000 đồng</p>",
            "số tiền",
        ),
    ],
)
def test_what_a_template_does_only_to_real_papers_is_caught_when_one_is_written(context, taken, given, told):
    """A template that behaves while it is tried out: it knows the code of the sample."""
    known = samples_of(decision())[1].mark.code
    asks = f'{{% if paper.mark and paper.mark.code != "{known}" %}}{given}{{% else %}}{taken}{{% endif %}}'
    kept(ours(decision()).replace(taken, asks))
    assert "QUYẾT ĐỊNH" in paper_html(decision(), samples_of(decision())[1])
    with pytest.raises(DomainError, match=told):
        paper_html(decision(), real())


def test_what_stands_in_a_comment_proves_nothing(context):
    hidden = "<!-- {{ form.sign(paper.signature, paper.mark) }} -->"
    with pytest.raises(TemplateRefusedError, match="ghi chú"):
        kept(ours(decision()).replace("{{ form.sign(paper.signature, paper.mark) }}", hidden))


def test_only_office_and_administrator_may(context, accounts):
    from accounts.queries import find_user_by_name

    with pytest.raises(NotAllowed):
        keep(
            actor=find_user_by_name("vanthu"),
            kind=decision(),
            body=changed(),
            note="",
            use=True,
            now=NOW,
        )


@pytest.mark.parametrize("role", [RoleCode.OFFICE, RoleCode.ADMIN])
def test_the_pages_keep_preview_use_and_reset(client_as, app, role):
    client = client_as(role)
    assert "Mẫu chung" in body_of(client.get("/van-ban/mau"))
    file = client.get(f"{PAGE}/tai")
    assert '{% extends "_layout.html" %}' in file.get_data(as_text=True)
    new = file.get_data(as_text=True).replace("Quyết định:", "QUYẾT NGHỊ:")
    shown = client.post(PAGE, data={"body": new, "go": "preview"})
    assert (shown.status_code, shown.mimetype) == (200, "application/pdf")
    upload = {"file": (BytesIO(new.encode("utf-8-sig")), "mau.html"), "body": "", "note": "Đổi", "go": "use"}
    assert client.post(PAGE, data=upload).status_code == 302
    page = body_of(client.get(PAGE))
    assert "Đang dùng mẫu riêng" in page
    assert "QUYẾT NGHỊ:" in page
    assert "Mẫu riêng" in body_of(client.get("/van-ban/mau"))
    assert client.post(f"{PAGE}/mau-chung").status_code == 302
    assert "Đang dùng mẫu chung" in body_of(client.get(PAGE))
    number = re.search(r"/van-ban/mau/decision/(\d+)/dung", body_of(client.get(PAGE)))[1]
    assert client.post(f"{PAGE}/{number}/dung").status_code == 302
    assert "Đang dùng mẫu riêng" in body_of(client.get(PAGE))


@pytest.mark.parametrize("go", ["preview", "use", "keep"])
def test_a_faulty_template_is_refused_with_every_fault_and_what_was_typed(client_as, go):
    client = client_as(RoleCode.OFFICE)
    text = '{% extends "_layout.html" %}\n{% block body %}{{ paper.subjct }}\n{{ paper.basis }}{% endblock %}'
    answer = client.post(PAGE, data={"body": text, "note": "Ghi chú này", "go": go})
    page = body_of(answer)
    assert answer.status_code == 422
    assert "Dòng 2: không có “paper.subjct”; gần giống: “paper.subject”." in page
    assert "Dòng 3: không có “paper.basis”; gần giống: “paper.bases”." in page
    assert "{{ paper.subjct }}" in page
    assert "Ghi chú này" in page


def test_a_file_that_is_no_text_is_told_beside_the_field(client_as):
    client = client_as(RoleCode.OFFICE)
    answer = client.post(PAGE, data={"file": (BytesIO(b"\xff\xfe\x00"), "mau.html"), "go": "use"})
    assert answer.status_code == 422
    assert "UTF-8" in body_of(answer)


@pytest.mark.parametrize("role", [RoleCode.CLERK, RoleCode.COUNCIL, RoleCode.UNIT])
def test_others_do_not_reach_the_pages(client_as, role):
    client = client_as(role)
    assert client.get("/van-ban/mau").status_code == 403
    assert client.post(PAGE, data={"body": changed(), "go": "use"}).status_code == 403


def test_an_upload_of_another_kind_is_not_found(client_as):
    client = client_as(RoleCode.OFFICE)
    assert client.get(f"{PAGE}?ban=999").status_code == 404
    assert client.post(f"{PAGE}/999/dung").status_code == 404
    assert client.get("/van-ban/mau/nothing").status_code == 404
