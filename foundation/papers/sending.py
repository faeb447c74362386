"""A paper as a file for the one who asked: PDF or DOCX, from the same words."""

from io import BytesIO

from flask import request, send_file
from flask.typing import ResponseReturnValue

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def send_paper(html: str, name: str) -> ResponseReturnValue:
    """What the address asks for: DOCX with `docx=1`, else the PDF, which is saved with `save=1`."""
    if request.args.get("docx") == "1":
        return send_docx(html, name)
    # WeasyPrint takes a third of the start of the whole product, and only this needs it.
    from foundation.papers.printing import make_pdf

    download = request.args.get("save") == "1"
    return send_file(BytesIO(make_pdf(html)), PDF, as_attachment=download, download_name=f"{name}.pdf")


def send_docx(html: str, name: str) -> ResponseReturnValue:
    """The Word document of a paper's words, to be saved."""
    # So do the libraries of Word documents.
    from foundation.papers.docx import make_docx

    return send_file(BytesIO(make_docx(html)), DOCX, as_attachment=True, download_name=f"{name}.docx")
