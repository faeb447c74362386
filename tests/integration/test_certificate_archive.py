"""Certificates are kept and read aloud like every paper (PDF/A-2a, PDF/UA-1), in one file or one each."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from documents import certificate_tasks
from documents.certificate_tasks import params_of, run
from foundation.permissions import RoleCode
from register.queries import find_paper, list_certificates
from tasks.handlers import Work, silent
from tests.awarding import build_decision
from tests.factories import make_user
from tests.integration.test_paper_archive import elements

pytestmark = pytest.mark.printed

ADDRESS = "https://thidua.example/kiem-tra"


def build_for_clerk():
    """An issued decision, and a clerk who may print its certificates."""
    return build_decision(), make_user(username="inan", roles=[RoleCode.CLERK]).id


@pytest.fixture
def print_all(ready, app, tmp_path, monkeypatch):
    """Prints the certificates of an issued decision two at a time, and gives the files that it made."""
    monkeypatch.setattr(certificate_tasks, "PART", 2)
    issued, owner = ready(build_for_clerk)

    def make(form):
        with app.app_context():
            names = [one.name for one in list_certificates(find_paper(issued).id)]
            made = run(Work(1, owner, params_of(issued, form, ADDRESS), tmp_path, silent))
            if form == "pdf":
                return names, [PdfReader(made.file)]
            with ZipFile(made.file) as archive:
                return names, [PdfReader(BytesIO(archive.read(name))) for name in archive.namelist()]

    return make


@pytest.mark.parametrize("form", ["pdf", "zip"])
def test_every_file_names_both_standards_and_tags_each_page(form, print_all):
    names, files = print_all(form)
    assert sum(len(file.pages) for file in files) == len(names)
    for file in files:
        packet = file.root_object["/Metadata"].get_data()
        assert b'part="2"' in packet
        assert b"pdfuaid" in packet
        assert file.root_object["/OutputIntents"]
        assert file.root_object["/Lang"] == "vi"
        assert file.metadata.title == "Giấy khen"
        numbers = file.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
        by_page = dict(zip(numbers[::2], numbers[1::2], strict=True))
        for index, page in enumerate(file.pages):
            assert page["/StructParents"] == index
            own = {one.get_object().raw_get("/Pg").idnum for one in by_page[index]}
            assert own == {page.indirect_reference.idnum}


def test_the_reader_is_told_of_each_field_and_of_the_code(print_all):
    names, (file,) = print_all("pdf")
    every = list(elements(file.root_object["/StructTreeRoot"]["/K"][0]))
    figures = [one for one in every if one.get("/S") == "/Figure"]
    assert sum("Mã QR" in one["/Alt"] for one in figures) == len(names)
    assert all(one.get("/Alt") for one in figures)
    assert sum(one.get("/S") == "/P" for one in every) >= 10 * len(names)
