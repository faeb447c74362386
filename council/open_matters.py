"""What is still open before a session can be sealed: everything at once, each with what to do and where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from awards.decided import Line
from awards.grade_keys import is_grade_key
from awards.run_facts import RunFacts, facts_of
from council.after_decisions import changes_of, list_unasked
from council.conflicts import list_undeclared
from council.decisions import gathered, rulings_of
from council.models import (
    AgendaItem,
    Attendance,
    BallotState,
    CouncilSession,
    Question,
    QuestionState,
    SessionState,
)
from council.queries import find_run_line
from council.result_document import is_superseded, place_of
from council.rounds import find_next_round
from council.rules import HELD, lacks_reason
from movements.given_queries import list_in_force
from verification.mark_queries import list_standing

FOLLOWING = "council.follow_decisions"


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is open: `item` is the agenda item where it is dealt with, or else `page` the page."""

    text: str
    item: int | None = None
    page: str = "council.session"


def list_open_matters(
    session: CouncilSession, reasons: Mapping[int, str], left_out_reason: str = ""
) -> list[Matter]:
    """Everything that keeps the session from being sealed.

    `reasons` say by question why it is put off; `left_out_reason` why the council does not ask about those
    whom the run recommends after its decisions.
    """
    found = list(_of_session(session))
    for item in session.items:
        found += [Matter(text, item.id) for text in _of_item(item, reasons)]
    found += _of_followers(session, left_out_reason)
    found += list(_of_held(session))
    found += list(_of_recipients(session, facts_of(find_run_line(session.run_id))))
    return found


def list_deferred(session: CouncilSession) -> list[Question]:
    """The questions that are put off to another session."""
    return [one for one in _questions(session) if one.state is QuestionState.DEFERRED]


def list_left_out(session: CouncilSession) -> list[Line]:
    """Whom the run recommends after the decisions, without the council having been asked."""
    return list_unasked(session)


def _of_session(session: CouncilSession) -> Iterator[Matter]:
    if session.state is not SessionState.OPEN:
        yield Matter(_("Phiên họp chưa mở: mở phiên họp và biểu quyết trước."))
        return
    unmarked = [one.name for one in session.members if one.attendance is Attendance.UNKNOWN]
    if unmarked:
        yield Matter(_("Chưa điểm danh: %(names)s.", names=", ".join(unmarked)), page="council.attendance")
    silent = [one.name for one in list_undeclared(session)]
    if silent:
        yield Matter(_("Chưa khai liên quan: %(names)s.", names=", ".join(silent)), page="council.interests")
    for ballot in session.ballots:
        if ballot.state in (BallotState.PREPARED, BallotState.OPEN):
            yield Matter(
                _("Phiếu bầu số %(n)s chưa kiểm: đóng và kiểm phiếu, hoặc bỏ phiếu này.", n=ballot.number)
            )


def _of_item(item: AgendaItem, reasons: Mapping[int, str]) -> Iterator[str]:
    waiting = [one for one in item.questions if one.state is QuestionState.PENDING]
    if len(waiting) == 1:
        yield _(
            "Câu %(place)s chưa biểu quyết: %(text)s. Biểu quyết, hoặc hoãn sang phiên khác.",
            place=place_of(waiting[0]),
            text=waiting[0].text,
        )
    elif waiting:
        yield _(
            "%(title)s: chưa biểu quyết các câu %(places)s. Biểu quyết, hoặc hoãn sang phiên khác.",
            title=item.title,
            places=", ".join(map(place_of, waiting)),
        )
    for question in item.questions:
        yield from _of_question(question, reasons)


def _of_question(question: Question, reasons: Mapping[int, str]) -> Iterator[str]:
    values = {"place": place_of(question), "text": question.text}
    if question.state is QuestionState.VOTING:
        yield _("Câu %(place)s đang biểu quyết hoặc ngang phiếu: %(text)s.", **values)
    elif question.state is QuestionState.DEFERRED and not reasons.get(question.id, "").strip():
        yield _("Câu %(place)s hoãn mà chưa có lý do: %(text)s.", **values)
    elif lacks_reason(question) and not is_superseded(question):
        yield _("Câu %(place)s quyết định khác đề xuất mà chưa có lý do: %(text)s.", **values)
    if question.state is QuestionState.DECIDED and _is_undecided(question):
        yield _("Câu %(place)s còn suất chưa phân định: %(text)s. Lập lượt biểu quyết tiếp.", **values)


def _is_undecided(question: Question) -> bool:
    """Whether some case was decided neither way, and no other round takes it up."""
    cases = [one for one in question.candidates if one.status != HELD and one.granted is None]
    return bool(cases) and find_next_round(question) is None


def _of_followers(session: CouncilSession, left_out_reason: str) -> list[Matter]:
    if session.state is not SessionState.OPEN:
        return []
    changes = changes_of(session, reasons=False)
    if changes.removed:
        names = ", ".join(f"{one.case.name} ({one.case.award_name})" for one in changes.removed)
        text = _("Chương trình chưa theo các kết luận, còn hỏi về: %(names)s.", names=names)
        return [Matter(text, page=FOLLOWING)]
    left_out = list_left_out(session)
    if not left_out or left_out_reason.strip():
        return []
    names = ", ".join(f"{line.name} ({line.award_name})" for line in left_out)
    return [
        Matter(
            _(
                "Được đề xuất mà chưa đưa ra Hội đồng: %(names)s. Đưa vào chương trình, hoặc ghi lý do không "
                "xét.",
                names=names,
            ),
            page=FOLLOWING,
        )
    ]


def _of_held(session: CouncilSession) -> Iterator[Matter]:
    """Nobody is given an award while something is verified of them (Decree 152/2025, Article 4.4), whenever
    the ground was laid.
    """
    places = _latest_grants(session)
    for one in list_standing(session.movement_year_id, places) if places else ():
        yield Matter(
            _(
                "%(name)s được tặng trong khi còn căn cứ: %(mark)s. Mở lại câu đó rồi hoãn; hoặc gỡ căn cứ "
                "nếu đã có kết luận.",
                name=one.scorecard.participant.name,
                mark=one.name,
            ),
            item=places[one.scorecard.participant_id],
        )


def _of_recipients(session: CouncilSession, facts: RunFacts) -> Iterator[Matter]:
    """One form for one achievement (Law on Emulation and Commendation 2022, Article 5.2.c): within the
    session, and with what was given for this year before.
    """
    rules = {rule.code: rule for rule in facts.rubric.awards}
    names = {
        case.participant_id: case.name for question in _questions(session) for case in question.candidates
    }
    forms: dict[tuple[int, str], list[str]] = {}
    places = _latest_grants(session)
    for award, decision in gathered(rulings_of(session)).items():
        if is_grade_key(award):
            continue
        rule = rules[award]
        for participant in decision.granted:
            forms.setdefault((participant, rule.achievement), []).append(rule.name)
    for given in list_in_force({participant for participant, _kind in forms}, session.movement_year.year):
        if (given.participant_id, given.achievement) in forms:
            forms[given.participant_id, given.achievement].append(given.award_name)
    for (participant, _achievement), told in sorted(forms.items()):
        if len(told) > 1:
            yield Matter(
                _(
                    "%(name)s được tặng %(forms)s cho cùng thành tích; giữ một hình thức, mở lại câu kia.",
                    name=names[participant],
                    forms=", ".join(told),
                ),
                item=places.get(participant),
            )


def _latest_grants(session: CouncilSession) -> dict[int, int]:
    """By participant, the last item of the agenda in which something is given: where it can be taken back."""
    return {
        case.participant_id: question.item_id
        for question in _questions(session)
        for case in question.candidates
        if case.granted and not case.is_grade
    }


def _questions(session: CouncilSession) -> list[Question]:
    return [question for item in session.items for question in item.questions]
