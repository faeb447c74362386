"""The PDF of an evaluation: ranking, commendation list and annex of reasons, one behind the other."""

from awards.batch import Batch
from documents import commendation_list as commendation
from documents import ranking_table as ranking
from documents.from_results import Evaluated, Office, TypeFacts, commendation_list, ranking_table
from foundation.papers.printing import make_joined_pdf


def evaluation_pdf(batch: Batch, office: Office) -> bytes:
    """Both papers of an evaluated table; the list is left out where nobody is recommended."""
    evaluated = evaluated_of(batch)
    papers = [ranking.render_html(ranking_table(evaluated))]
    proposals = commendation_list(evaluated, office)
    if proposals.rows:
        papers.insert(0, commendation.render_html(proposals))
    return make_joined_pdf(papers, batch.rubric.title if len(papers) > 1 else "")


def evaluated_of(batch: Batch) -> Evaluated:
    """The results of a batch with the words that papers need of its document."""
    rubric = batch.rubric
    period = rubric.period or (f"năm {rubric.year}" if rubric.year else "")
    return Evaluated(
        title=rubric.title,
        movement=rubric.movement or "",
        period=period,
        year=rubric.year,
        types={
            kind.code: TypeFacts(
                kind.name,
                kind.category,
                {grade.code: grade.name for grade in (kind.grading.grades if kind.grading else [])},
            )
            for kind in rubric.types
        },
        awards=[award.code for award in rubric.awards],
        results=list(batch.results()),
    )
