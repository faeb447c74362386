"""The code on a paper: read from a grey print, it leads to a page that says how things stand."""

import shutil
import subprocess
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageFilter

from authorities.loading import load_facts_of_district, load_national_facts
from documents.drafting import kind_of, plan_of
from documents.issuing import enter_file, take_number, words_of
from documents.materials import load
from foundation.database import transaction
from foundation.limits import limiter
from foundation.permissions import SYSTEM
from register import shelf
from register.queries import find_paper
from register.services import revoke, start_draft
from tests.council import open_council, seal_small_year
from tests.deciding import decide_rest, seal
from tests.factories import NOW

SITE = "https://thidua.chauthanh.soctrang.gov.vn"
LATER = NOW.replace(year=2024, month=12, day=20)


@pytest.fixture
def decision(app, monkeypatch):
    """The id, the code and the PDF of an issued decision."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], site_url=SITE))
    with app.app_context(), transaction():
        load_national_facts(actor=SYSTEM, now=NOW)
        load_facts_of_district(actor=SYSTEM, now=NOW)
        session = seal(decide_rest(open_council(run=seal_small_year())))
        kind, material = kind_of("decision"), load(f"session:{session.id}")
        entered = {"texts": dict(kind.defaults(material)), "recipients": list(kind.recipients)}
        plan = plan_of(kind, material, entered, signed_on=LATER.date(), now=LATER)
        paper = start_draft(actor=SYSTEM, plan=plan, now=LATER)
        take_number(actor=SYSTEM, paper=paper, now=LATER)
        enter_file(actor=SYSTEM, paper=words_of(paper.id), now=LATER)
        pdf = b"".join(shelf.read(paper.sha256))
        return paper.id, paper.code, pdf


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="no zbarimg: apt-get install zbar-tools")
def test_the_printed_code_leads_to_its_page_which_says_revoked_after_revoking(app, decision, tmp_path):
    number, code, pdf = decision
    (address,) = {read for read in _read_codes(pdf, tmp_path) if read}
    assert address == f"{SITE}/kiem-tra/{code}"
    limiter.reset()
    page = app.test_client().get(urlsplit(address).path)
    assert "đang có hiệu lực" in page.text
    with app.app_context(), transaction():
        revoke(actor=SYSTEM, paper=find_paper(number), reason="Xét sai thẩm quyền", now=LATER)
    assert "đã thu hồi, không còn hiệu lực" in app.test_client().get(urlsplit(address).path).text


def _read_codes(pdf, folder):
    """What is read from each page, printed grey at 200 dots an inch, a little out of focus and askew."""
    path = folder / "decision.pdf"
    path.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-png", path, folder / "page"], check=True)
    for page in sorted(folder.glob("page*.png")):
        with Image.open(page) as printed:
            faint = printed.filter(ImageFilter.GaussianBlur(1)).point(lambda shade: 60 + shade * 0.6)
            faint.rotate(2, fillcolor=210).save(page)
        read = subprocess.run(["zbarimg", "--quiet", "--raw", page], capture_output=True, text=True)
        yield from read.stdout.splitlines()
