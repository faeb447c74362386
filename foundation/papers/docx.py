"""The door to a Word document: a paper as DOCX, to be edited, with the words of its PDF."""

from foundation.papers.word.package import DocxFile
from foundation.papers.word.reading import read_paper


def make_docx(html: str) -> bytes:
    """The DOCX of a paper made by `foundation.papers.rendering`. The same HTML gives the same bytes.

    Raises ParseError where the HTML is no well-formed XML.
    """
    title, foot, parts = read_paper(html)
    return DocxFile(foot).write(title, parts)
