"""The tables of one participant's page, drawn once: points with their working and documents, every reason.

All of it follows from the sealed run and from what is written beside its citations.
"""

from collections.abc import Hashable

from flask import current_app
from markupsafe import Markup

from awards.kept import Kept
from awards.proofs import Proof
from awards.queries import RunLine
from awards.why import WhyPage
from foundation.preferences import language

_tables: Kept[Markup] = Kept(500)


def draw_tables(run: RunLine, page: WhyPage, decimals: int) -> Markup:
    """The tables as the page shows them, for a reader of the whole result."""
    documents = tuple(_facts_of(one) for proofs in page.proofs.values() for one in proofs)
    key = (run.id, run.result_sha256, page.row.participant_id, language(), documents)

    def draw() -> Markup:
        # Straight from the environment: the layout's own facts are not for what is kept.
        template = current_app.jinja_env.get_template("awards/_why_tables.html")
        return Markup(template.render(run=run, page=page, decimals=decimals))  # noqa: S704 - which escapes

    return _tables.get(key, draw)


def _facts_of(proof: Proof) -> Hashable:
    """All that is shown of a document."""
    one, file = proof.citation, proof.citation.evidence_file
    cited = (one.id, one.criterion, one.number, one.issued_on, one.page, one.note, proof.withdrawn)
    if file is None:
        return cited
    return (*cited, file.id, file.name, file.title, file.number, file.issued_on, file.receipt)
