"""Something that each kind of paper is drawn from, built anew in an empty database, and the paper issued."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from awards.models import EvaluationRun, RunResult
from council.ballot_closing import close_ballot
from documents.drafting import plan_of, preview_html
from documents.issuing import enter_file, take_number, words_of
from documents.kinds import find_kind
from documents.kinds.base import PaperKind, Shape, Source
from documents.materials import load
from documents.usual_words import usual_of
from foundation.database import db
from foundation.permissions import SYSTEM
from register.models import Paper
from register.services import start_draft
from scorecards.models import ScorecardStatus
from tests.balloting import open_one
from tests.claiming import cite
from tests.council import COMMUNES, COUNCIL_DOCUMENT, make_session, open_council
from tests.deciding import decide_rest, reload, seal
from tests.district import make_commune
from tests.factories import NOW
from tests.papers import load_facts
from tests.sealed_year import DISTRICT_WIDE, Card, seal_year
from tests.verifying import CLAIM, make_cluster, submit, verifying_year

DAY = date(2025, 2, 5)
LATER = NOW.replace(year=2025, month=2, day=20)
HAMLETS = {"Xã An Ninh": [Card("Ấp Phước Hòa", "38", "57"), Card("Ấp Phước An", "37", "50")]}
PROPOSING = COUNCIL_DOCUMENT.replace("\nawards:\n", f"\nawards:{DISTRICT_WIDE}    proposal: true\n")
TWO_OWN = COUNCIL_DOCUMENT.replace(
    "\nawards:\n",
    f"\nawards:{DISTRICT_WIDE}".replace("Bằng khen của Chủ tịch UBND tỉnh", "Danh hiệu Ấp tiêu biểu") + "\n",
)
FILLED = {Shape.DAY: "2025-02-04", Shape.TICK: "1", Shape.CHOICE: ""}
BOARD = "Nguyễn Văn Bình, Trưởng phòng Nội vụ\nLê Thị Hoa, Chủ tịch Hội LHPN\nDanh Sơn, Bí thư Huyện đoàn"
WRITTEN: dict[str, dict[str, str]] = {
    "count_minutes": {"board": BOARD},
    "group_minutes": {"chair": "Trần Văn Minh, Trưởng cụm", "secretary": "Lê Thị Hoa, Phó Chủ tịch UBND xã"},
}
"""What a clerk writes into a kind beside the usual words."""


def issue(kind: PaperKind, key: str, day: date = DAY, now: datetime = LATER, **texts: str) -> Paper:
    """A paper of this kind with its number and its file."""
    paper = draft(kind, key, day, now, **texts)
    preview_html(paper, now)
    take_number(actor=SYSTEM, paper=paper, now=now)
    enter_file(actor=SYSTEM, paper=words_of(paper.id), now=now)
    return words_of(paper.id)


def draft(kind: PaperKind, key: str, day: date = DAY, now: datetime = LATER, **texts: str) -> Paper:
    """A draft with the usual words, and what must be filled in filled in."""
    material = load(key)
    usual = usual_of(kind, material, day, "")
    asked = {one.name: FILLED.get(one.shape, "Nội dung ghi thêm") for one in kind.fields if one.required}
    words = asked | dict(usual.texts) | WRITTEN.get(kind.code, {}) | texts
    entered: dict[str, Any] = {"texts": words, "recipients": list(usual.recipients)}
    return start_draft(actor=SYSTEM, plan=plan_of(kind, material, entered, signed_on=day, now=now), now=now)


def source_for(kind: PaperKind) -> str:
    """The key of something that this kind is drawn from. The database must be empty."""
    load_facts()
    return SOURCES[kind.source]()


def sealed_session(document: str = PROPOSING) -> str:
    """A sealed session that granted awards and, as the document says, proposed one to a higher level."""
    session = seal(decide_rest(open_council(run=seal_year(list(COMMUNES), HAMLETS, document))))
    return f"session:{session.id}"


def _decision() -> str:
    kind = find_kind("decision")
    assert kind is not None
    return f"decision:{issue(kind, sealed_session()).id}"


def _nominee() -> str:
    key = sealed_session()
    return f"nominee:{key.partition(':')[2]}:{load(key).content.awards[0]['participant']}"


def _ballot() -> str:
    sitting = open_one()
    for place in range(8):
        sitting.vote(place, [1] if place < 5 else [2], "agree" if place < 7 else "disagree")
    sitting.vote(8, "agree")
    close_ballot(actor=SYSTEM, session_id=sitting.session.id, number=sitting.number, now=NOW)
    session = seal(reload(sitting.session), left_out_reason="Không đưa ra xét tại phiên này.")
    return f"ballot:{session.id}:{sitting.number}"


def _run() -> str:
    sealed_session()
    return f"run:{db.session.scalar(select(EvaluationRun.id).limit(1))}"


def _group() -> str:
    run = _run().partition(":")[2]
    row = db.session.scalars(
        select(RunResult).where(RunResult.run_id == int(run), RunResult.rank == 1)
    ).first()
    assert row is not None
    return f"group:{run}:{row.type_code}:{row.group_key}"


def _year() -> str:
    return f"year:{load(sealed_session()).year.id}"


def _scorecard() -> str:
    """With what was handed in for a criterion, so that the column of evidence is filled."""
    card = submit(verifying_year(), make_commune(name="Xã An Ninh", cluster=make_cluster()), CLAIM)
    card.status, card.verified_at = ScorecardStatus.VERIFIED, NOW
    cite(card, "I.1", number="12/KH-UBND", issued_on=date(2024, 2, 5), page="3")
    return f"scorecard:{card.id}"


def _planned() -> str:
    return f"planned:{make_session().id}"


SOURCES: dict[Source, Callable[[], str]] = {
    Source.SESSION: sealed_session,
    Source.PLANNED_SESSION: _planned,
    Source.BALLOT: _ballot,
    Source.RUN: _run,
    Source.GROUP: _group,
    Source.SCORECARD: _scorecard,
    Source.NOMINEE: _nominee,
    Source.DECISION: _decision,
    Source.YEAR: _year,
}
