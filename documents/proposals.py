"""Tờ trình: what a body proposes to whom, with the facts that the law wants stated (Decree 152/2025, 33.11).

The council proposes to its chairman what is given here; the committee proposes to the province what is given
there. Both rest on the same seal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from council.result_reading import ABSENT, PRESENT, WRITTEN, Data, SealedSession
from council.tally_words import rate_in_words
from documents.awarding import counted, parts_with_lines, reference, rows_of, whom
from documents.bodies import Bodies
from documents.cited_law import citing_on
from documents.commendation_list import AwardPart
from documents.kinds.base import Frame
from documents.materials import Material
from documents.paper import Header, Mark, SessionMark, Signature, session_mark
from foundation.clock import local
from foundation.papers.wording import long_date, two_digits

OPINIONS_MISSING = (
    "Chưa ghi việc lấy ý kiến (Nghị định 152/2025/NĐ-CP, Điều 33 khoản 11); ghi ở mục Việc lấy ý kiến."
)
WITH = "Kèm theo Tờ trình này: danh sách đề nghị khen thưởng; biên bản họp Hội đồng; báo cáo thành tích."


@dataclass(frozen=True, slots=True)
class VoteLine:
    """The votes on one award: how many cases, and with what result each."""

    award: str
    cases: str
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposalLetter:
    """The snapshot of a Tờ trình. `to` are whom it goes to, `points` its numbered parts as heading and
    paragraphs; `votes` follow the part on the vote; `rates` are the votes for each line of the list.
    """

    header: Header
    subject: tuple[str, ...]
    to: tuple[str, ...]
    bases: tuple[str, ...]
    opening: str
    points: tuple[tuple[str, tuple[str, ...]], ...]
    votes: tuple[VoteLine, ...]
    request: str
    signature: Signature
    annex_title: tuple[str, ...]
    accompanies: str
    parts: tuple[AwardPart, ...]
    rates: tuple[str, ...]
    source: SessionMark
    faults: tuple[str, ...] = ()
    mark: Mark | None = None
    draft: bool = True
    sample: bool = False

    @property
    def rows(self) -> int:
        """How many lines the list has."""
        return len(self.rates)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks whom for what: `asks` is the body, `to` whom it addresses, `awards` those of the seal."""

    asks: str
    to: tuple[str, ...]
    request: str
    awards: Sequence[Data]


def letter(material: Material, frame: Frame, asking: Asking) -> ProposalLetter:
    """The Tờ trình on these awards of a session."""
    read: SealedSession = material.content
    parts, lines = parts_with_lines(asking.awards, read, frame.bodies)
    by_person = {(one["participant"], one["award"]): vote_on(read, one) for one in asking.awards}
    rates = tuple(by_person[one.participant, one.code] for one in lines)
    movement = f"Phong trào thi đua “{read.session['movement']}” năm {read.session['year']}"
    opinions = frame.lines("opinions")
    points = [
        ("Nội dung, hình thức khen thưởng và thành tích", _contents(parts, movement, frame)),
        *([("Việc lấy ý kiến", opinions)] if opinions else []),
        ("Ý kiến thẩm định", _appraisal(read, frame)),
        ("Kết quả xét và biểu quyết của Hội đồng", (_attendance(read),)),
    ]
    missing = citing_on(frame.day)(OPINIONS_MISSING)
    return ProposalLetter(
        header=frame.header,
        subject=(f"Về việc đề nghị khen thưởng {movement}",),
        to=asking.to,
        bases=frame.bases,
        opening=f"{asking.asks} kính trình {', '.join(asking.to[:1])} xem xét nội dung sau:",
        points=tuple(points),
        votes=_votes(parts, rates),
        request=asking.request,
        signature=frame.signature,
        annex_title=(f"{whom(parts)} được đề nghị khen thưởng", f"trong {movement}"),
        accompanies=f"Kèm theo {reference('Tờ trình', frame.header)} của {asking.asks}",
        parts=parts,
        rates=rates,
        source=session_mark(read),
        faults=() if opinions else (missing,),
        mark=frame.mark,
        draft=frame.draft,
        sample=material.is_sample,
    )


def vote_on(read: SealedSession, award: Data) -> str:
    """The votes for one award of the seal: "9/9 (100,00%)", with the denominator that counted."""
    question = next((one for one in read.questions if one.place == award["question"]), None)
    if question is None or question.tally is None:
        return "–"
    rate = question.tally.get("rate", "")
    if question.tally["kind"] == "choose":
        numbers = {one["participant"]: one["number"] for one in question.cases}
        lines = {one["number"]: one["rate"] for one in question.tally["votes"]}
        rate = lines.get(numbers.get(award["participant"], 0), "")
    return f"{rate} ({rate_in_words(rate)})" if rate else "–"


def proposal_texts(read: SealedSession) -> dict[str, str]:
    """What every Tờ trình has unless the clerk writes otherwise."""
    return {"period": f"năm {read.session['year']}", "opinions": ""}


def copies(bodies: Bodies, *also: str) -> tuple[str, ...]:
    """To whom it goes."""
    return ("Như trên", *also, f"Lưu: VT, {bodies.standing_symbol}")


def _contents(parts: Sequence[AwardPart], movement: str, frame: Frame) -> tuple[str, ...]:
    asked = tuple(
        f"Đề nghị tặng {part.award} cho {counted([part])} có thành tích trong {movement}." for part in parts
    )
    period = frame.text("period")
    return (
        *asked,
        f"Thời gian đạt thành tích: {period}. Danh sách kèm theo tóm tắt thành tích của từng trường hợp.",
    )


def _appraisal(read: SealedSession, frame: Frame) -> tuple[str, ...]:
    own = frame.lines("appraisal")
    if own:
        return own
    run = read.document["run"]
    body = read.session["standing_body"]
    told = (
        f"{body} là cơ quan thường trực của Hội đồng đã thẩm định hồ sơ, đối chiếu điểm tự chấm với tài liệu "
        f"kiểm chứng và đánh giá {run['participants']} đối tượng theo bộ tiêu chí của phong trào (kết quả "
        f"đánh giá lần {run['number']} năm {read.session['year']}). Các trường hợp trong danh sách đủ "
        "điều kiện, tiêu chuẩn đề nghị khen thưởng."
    )
    return (told,)


def _attendance(read: SealedSession) -> str:
    met = long_date(local(read.meets_at).date())
    here, wrote, away = (len(read.attending(how, votes=True)) for how in (PRESENT, WRITTEN, ABSENT))
    whole = two_digits(here + wrote + away)
    told = [f"có mặt {two_digits(here)}/{whole} thành viên có quyền biểu quyết"]
    told += [f"{two_digits(wrote)} thành viên có ý kiến bằng văn bản"] if wrote else []
    told += [f"vắng {two_digits(away)}"] if away else []
    which = f"phiên họp thứ {read.session['number']} năm {read.session['year']}, {met}"
    return (
        f"Hội đồng xét tại {which}: {', '.join(told)}. Kết quả biểu quyết theo hình thức khen thưởng như "
        "sau; tỷ lệ của từng trường hợp ghi trong danh sách."
    )


def _votes(parts: Sequence[AwardPart], rates: Sequence[str]) -> tuple[VoteLine, ...]:
    """By award the results that occurred, the most frequent first."""
    found: dict[str, dict[str, int]] = {}
    for (part, _recipient, _row), rate in zip(rows_of(parts), rates, strict=True):
        told = found.setdefault(part.award, {})
        told[rate] = told.get(rate, 0) + 1
    return tuple(
        VoteLine(
            award,
            two_digits(sum(told.values())),
            tuple(
                f"{rate}: {two_digits(count)} trường hợp"
                for rate, count in sorted(told.items(), key=lambda one: (-one[1], one[0]))
            ),
        )
        for award, told in found.items()
    )
