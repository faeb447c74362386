"""Digital signatures: the place that an issued paper keeps for them, and the signed copy beside it."""

import hashlib
import html
import re
import subprocess
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, pdf_name, pdf_string
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdf import PdfReader
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from bench.papers import commendation_list
from documents import commendation_list as lists
from foundation.database import db, transaction
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.papers.pieces import LONG
from foundation.papers.printing import make_pdf, make_signable_pdf
from foundation.papers.signatures import Fault, NoSignedCopy, read_signers
from foundation.permissions import SYSTEM, RoleCode
from register import shelf
from register.answers import answer_for
from register.models import SignedCopy
from register.services import revoke
from register.signed import enter_signed_copy
from tests.district import make_year
from tests.factories import NOW, make_user
from tests.registering import draft, issue
from tests.signing import drawn_over, edges, first_field, revise, scribble, sign

NAME = "Trần Văn Minh"
MM = 72 / 25.4
PAGE = 297 * MM
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


@pytest.fixture(scope="module")
def words():
    paper = commendation_list(5)
    signed = replace(paper.signature, signer=replace(paper.signature.signer, name=NAME))
    return lists.render_html(replace(paper, signature=signed))


@pytest.fixture(scope="module")
def pdf(words):
    return make_signable_pdf(words)


def issued(pdf):
    return issue(draft(make_year()), pdf=pdf)


def test_a_paper_keeps_an_empty_field_above_the_name_of_its_signer(tmp_path, pdf):
    document = PdfReader(BytesIO(pdf))
    page = document.pages[-1]
    (field,) = [one.get_object() for one in page["/Annots"]]
    assert (field["/T"], field["/FT"], "/V" in field) == ("ChuKy1", "/Sig", False)
    left, lower, right, upper = (float(edge) for edge in field["/Rect"])
    signer = commendation_list(5).signature.signer
    above, beside = _extent(tmp_path, pdf, signer.title.upper()), _extent(tmp_path, pdf, NAME)
    assert above[3] < PAGE - upper < PAGE - lower < beside[1], "between the title and the name"
    assert left < beside[0] < beside[2] < right
    assert (upper - lower, right - left) == pytest.approx((26 * MM, 60 * MM), abs=1)


def _extent(folder, pdf, text):
    """Left, upper, right and lower edge of the last place where these words stand, in points from above."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(
        ["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    found = [(tuple(map(float, one[:4])), html.unescape(one[4])) for one in WORD.findall(told)]
    words = text.split()
    starts = [at for at in range(len(found)) if [one[1] for one in found[at : at + len(words)]] == words]
    boxes = [one[0] for one in found[starts[-1] : starts[-1] + len(words)]]
    return (boxes[0][0], boxes[0][1], boxes[-1][2], boxes[-1][3])


def test_a_long_paper_that_is_laid_out_in_pieces_keeps_its_field_beside_its_signer():
    paper = commendation_list(LONG)
    signed = replace(paper.signature, signer=replace(paper.signature.signer, name=NAME))
    pdf = make_signable_pdf(lists.render_html(replace(paper, signature=signed)))
    pages = PdfReader(BytesIO(pdf)).pages
    with_field = [number for number, page in enumerate(pages) if page.get("/Annots")]
    with_name = [number for number, page in enumerate(pages) if NAME in page.extract_text()]
    assert with_field == with_name == [len(pages) - 1]


def test_the_field_is_part_of_the_tagged_file_and_has_a_name_that_is_read_aloud(pdf):
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]
    structure = root["/StructTreeRoot"]
    form = structure["/K"][0].get_object()["/K"][-1].get_object()
    field = form["/K"][0]["/Obj"].get_object()
    assert (form["/S"], form["/Alt"], field["/TU"]) == ("/Form", "Chỗ ký số của người ký", form["/Alt"])
    numbers = list(structure["/ParentTree"]["/Nums"])
    assert numbers[numbers.index(field["/StructParent"]) + 1].get_object() == form
    assert numbers[::2] == sorted(set(numbers[::2]))


def test_a_reprint_is_the_same_bytes_and_begins_with_the_plain_paper(words, pdf):
    assert make_signable_pdf(words) == pdf
    assert pdf.startswith(make_pdf(words))


def test_what_is_signed_by_the_leader_and_sealed_by_the_agency_is_read(pdf):
    leader = sign(pdf)
    (signature,) = PdfFileReader(BytesIO(leader)).embedded_signatures
    assert signature.field_name == "ChuKy1"
    left, lower, _right, upper = (round(float(edge)) for edge in signature.sig_field["/Rect"])
    both = sign(leader, "UBND huyện Châu Thành", "Dau", (left - 60, lower, left + 60, upper + 20), page=-1)
    assert read_signers(pdf, both) == ("Trần Văn Minh", "UBND huyện Châu Thành")


def test_the_signed_copy_is_kept_beside_the_issued_file_and_the_public_page_knows_both(context, pdf):
    paper = issued(pdf)
    signed = sign(pdf)
    enter_signed_copy(actor=make_user(roles=[RoleCode.CLERK]), paper=paper, content=signed, now=NOW)
    (copy,) = paper.signed_copies
    assert copy.signers == "Trần Văn Minh"
    assert b"".join(shelf.read(copy.sha256)) == signed
    assert b"".join(shelf.read(paper.sha256)) == pdf
    digests = [hashlib.sha256(one).hexdigest() for one in (pdf, signed)]
    assert [print_.sha256 for print_ in answer_for(paper.code).prints] == digests
    with pytest.raises(Conflict, match="đã ghi rồi"):
        enter_signed_copy(actor=SYSTEM, paper=paper, content=signed, now=NOW)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda pdf: pdf[:-9] + b"another", "không bắt đầu bằng đúng bản"),
        (lambda pdf: pdf, "chưa có chữ ký số"),
        (lambda pdf: pdf + b"garbage", "chưa có chữ ký số"),
        (lambda pdf: sign(pdf).replace(b"/Adobe.PPKLite", b"/Adobe.PPKLitf"), "không nguyên vẹn"),
        (lambda pdf: sign(scribble(pdf)), "nội dung khác ngoài chữ ký"),
        (lambda pdf: scribble(sign(pdf)), "nội dung khác ngoài chữ ký"),
    ],
)
def test_what_is_not_the_issued_paper_with_whole_signatures_is_refused(context, pdf, spoil, told):
    paper = issued(pdf)
    with pytest.raises(DomainError, match=told):
        enter_signed_copy(actor=SYSTEM, paper=paper, content=spoil(pdf), now=NOW)
    assert paper.signed_copies == []


def _placed_over_everything(writer):
    field = first_field(writer)
    field[pdf_name("/Rect")] = edges(0, 0, 595, 842)
    writer.update_container(field)


def _acting(writer):
    field = first_field(writer)
    deed = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")}
    field[pdf_name("/AA")] = DictionaryObject({pdf_name("/U"): DictionaryObject(deed)})
    writer.update_container(field)


def _with_another_form(writer):
    form = writer.root["/AcroForm"]
    form[pdf_name("/XFA")] = pdf_string("<xdp/>")
    writer.update_container(form)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda pdf: revise(sign(pdf), drawn_over),
        lambda pdf: sign(revise(pdf, _placed_over_everything)),
        lambda pdf: sign(sign(pdf), "Người khác", "Che", (0, 0, 595, 842)),
        lambda pdf: sign(sign(pdf), "Người khác", "Che", (85, 300, 400, 400)),
        lambda pdf: sign(revise(pdf, _acting)),
        lambda pdf: sign(revise(pdf, _with_another_form)),
        lambda pdf: sign(pdf) + b"<script>",
    ],
    ids=[
        "drawn later",
        "place moved",
        "page covered",
        "rows covered",
        "script",
        "other form",
        "bytes behind",
    ],
)
def test_nothing_comes_with_a_signature_that_hides_or_does_something(pdf, spoil):
    with pytest.raises(NoSignedCopy) as refusal:
        read_signers(pdf, spoil(pdf))
    assert refusal.value.fault is Fault.ALTERED


def _with_proofs(writer):
    proofs = DictionaryObject({pdf_name("/Certs"): ArrayObject([])})
    writer.root[pdf_name("/DSS")] = writer.add_object(proofs)
    writer.update_root()


def test_proofs_of_a_signature_may_be_put_behind_it_and_its_words_at_the_head_of_the_page(pdf):
    headed = sign(sign(pdf), "Văn thư", "VanThu", (400, 800, 560, 835))
    proven = revise(headed, _with_proofs)
    assert read_signers(pdf, proven) == ("Trần Văn Minh", "Văn thư")


def _swollen(pdf):
    """Signed, with a list of objects that takes a thousand times its size in memory."""
    rows = zlib.compress(bytes(200_000_000), 9)
    size = len(pdf)
    told = f"/Type/XRef/W[1 4 2]/Size 28571428/Root 1 0 R/Length {len(rows)}/Filter/FlateDecode"
    head = f"9999 0 obj\n<<{told}>>stream\n"
    return pdf + head.encode() + rows + f"\nendstream endobj\nstartxref\n{size}\n%%EOF\n".encode()


@pytest.mark.parametrize("spoil", [_swollen, lambda pdf: sign(pdf).replace(b"/ByteRange [", b"/ByteRange <")])
def test_a_file_that_only_wears_out_its_reader_is_refused(pdf, spoil):
    with pytest.raises(NoSignedCopy) as refusal:
        read_signers(pdf, spoil(pdf))
    assert refusal.value.fault is Fault.UNREADABLE


def test_only_office_and_clerk_enter_a_signed_copy_and_only_of_a_paper_in_force(context, pdf):
    paper = issued(pdf)
    with pytest.raises(NotAllowed):
        enter_signed_copy(actor=make_user(roles=[RoleCode.CHAIR]), paper=paper, content=sign(pdf), now=NOW)
    revoke(actor=SYSTEM, paper=paper, reason="Xét sai", now=NOW)
    with pytest.raises(Conflict, match="đã thu hồi"):
        enter_signed_copy(actor=SYSTEM, paper=paper, content=sign(pdf), now=NOW)


@pytest.mark.parametrize("change", [update(SignedCopy).values(sha256="0" * 64), delete(SignedCopy)])
def test_the_database_keeps_a_signed_copy_as_it_is(context, pdf, change):
    enter_signed_copy(actor=SYSTEM, paper=issued(pdf), content=sign(pdf), now=NOW)
    with pytest.raises(DatabaseError, match="stay as they are"), db.session.begin_nested():
        db.session.execute(change.execution_options(synchronize_session=False))


def test_the_clerk_sends_in_the_signed_file_and_fetches_it_again(accounts, pdf):
    with accounts.app_context(), transaction():
        paper_id = issued(pdf).id
    client = accounts.test_client()
    client.become(RoleCode.CLERK)
    page = f"/van-ban/{paper_id}/ban-ky"
    assert client.get(f"{page}/tep").status_code == 404
    refused = client.post(page, data={"file": (BytesIO(pdf), "quyet-dinh.pdf")})
    assert (refused.status_code, "chưa có chữ ký số" in refused.text) == (422, True)
    assert client.post(page, data={}).status_code == 422
    signed = sign(pdf)
    assert client.post(page, data={"file": (BytesIO(signed), "ky.pdf")}).status_code == 302
    assert client.get(f"{page}/tep").data == signed
    assert "Trần Văn Minh" in client.get(f"/van-ban/{paper_id}").text
