"""What minutes say of a sealed session: when and where, who was there, and each vote with its denominator."""

from collections.abc import Iterator, Sequence

from council.result_reading import ABSENT, PRESENT, WRITTEN, Data, ReadQuestion, SealedSession, is_on_grade
from documents.blocks import Block, body, table
from documents.told import hour_and_day
from foundation.clock import local
from foundation.papers.wording import two_digits

HOW = {PRESENT: "Có mặt", WRITTEN: "Vắng, có ý kiến bằng văn bản", ABSENT: "Vắng"}
MEMBERS = (
    ("STT", "n", "n"),
    ("Họ tên, chức vụ", "", ""),
    ("Trong Hội đồng", "outcome", ""),
    ("Tham dự", "outcome", ""),
)
CHOICE = (("Trường hợp", "", ""), ("Số phiếu", "sum", "n"), ("Tỷ lệ", "sum", "n"), ("Kết quả", "outcome", ""))
MOTIONS = (
    ("Nội dung biểu quyết", "", ""),
    ("Tán thành", "num", "n"),
    ("Không tán thành", "num", "n"),
    ("Không ý kiến", "num", "n"),
    ("Tỷ lệ", "sum", "n"),
    ("Kết quả", "grade", ""),
)


def began(read: SealedSession) -> str:
    """When it began: the hour at which it was opened, if on its day; else the one of its invitation."""
    opened, meets = read.opened_at, read.meets_at
    same = opened is not None and local(opened).date() == local(meets).date()
    return hour_and_day(opened if same and opened is not None else meets)


def ended(read: SealedSession) -> str:
    """When the last decision was made, if that was on the day of the session; else the clerk says it."""
    moments = [at for one in read.questions if (at := read.at(one.data["decided_at"])) is not None]
    last = max(moments, default=None)
    if last is None or local(last).date() != local(read.meets_at).date():
        return ""
    return hour_and_day(last)


def who_chairs(read: SealedSession) -> str:
    """The chair; where the chair is not there, the first deputy who is."""
    return next((told(one) for one in (*read.seated("chair"), *read.seated("deputy")) if _is_here(one)), "")


def who_writes(read: SealedSession) -> str:
    """The secretary."""
    return next((told(one) for one in read.seated("secretary") if _is_here(one)), "")


def _is_here(member: Data) -> bool:
    return bool(member["attendance"] == PRESENT)


def told(member: Data) -> str:
    """A member with the position in the council."""
    return ", ".join(part for part in (member["name"], member["position"]) if part)


def attendance(read: SealedSession) -> Iterator[Block]:
    """Who was there, who wrote and by which paper, who was away, and whether they were enough."""
    here, wrote, away = (read.attending(how, votes=True) for how in (PRESENT, WRITTEN, ABSENT))
    whole = len(here) + len(wrote) + len(away)
    quorum = read.document["quorum"]
    counts = [f"có mặt {two_digits(len(here))}"]
    counts += [f"vắng có ý kiến bằng văn bản {two_digits(len(wrote))}"] if wrote else []
    counts += [f"vắng {two_digits(len(away))}"] if away else []
    yield from body(
        [
            f"Tổng số thành viên có quyền biểu quyết: {two_digits(whole)}; {', '.join(counts)}.",
            _quorum(quorum),
        ]
    )
    voting = [one for one in read.members.values() if one["votes"]]
    yield table(
        MEMBERS,
        [
            (str(place), one["name"], one["position"], _came(one))
            for place, one in enumerate([*voting, *read.attending(PRESENT, votes=False)], start=1)
        ],
    )


def _quorum(quorum: Data) -> str:
    needed, members, here = (two_digits(quorum[name]) for name in ("needed", "members", "present"))
    enough = "đủ số họp" if quorum["met"] else "không đủ số họp lúc chốt"
    return f"Số họp: cần có mặt ít nhất {needed} trên {members} thành viên; có mặt {here}, {enough}."


def _came(member: Data) -> str:
    how = HOW.get(member["attendance"], "")
    if member["attendance"] == WRITTEN and member["opinion"]:
        how = f"{how} (số {member['opinion']})"
    return how if member["votes"] else f"{how}, không biểu quyết"


def question(one: ReadQuestion) -> Iterator[Block]:
    """One vote: what was asked and how, the sealed numbers, what was needed, the result, who took no part."""
    yield Block(f"Biểu quyết {one.place}: {one.data['text']}.")
    if one.is_deferred or one.tally is None:
        yield from body([f"Hội đồng hoãn, xét ở phiên sau. {_reason(one)}".strip()])
        return
    rate = f" {one.rate}" if one.rate else ""
    yield from body([f"{how(one)}. {' '.join(one.sentences)} Kết quả: {one.result.lower()}{rate}."])
    if one.lines:
        rows = [
            (_named(two.name, two.group), str(two.votes), two.rate, _ruled(two.award, two.ruling))
            for two in one.lines
        ]
        yield table(CHOICE, rows)
    yield from body(asides(one))


def how(one: ReadQuestion) -> str:
    """By ballot or by show of hands."""
    ballot = one.data["ballot"]
    return f"Bỏ phiếu kín (phiếu bầu số {ballot})" if one.is_secret and ballot else _hands(one)


def _hands(one: ReadQuestion) -> str:
    return "Bỏ phiếu kín" if one.is_secret else "Biểu quyết giơ tay"


def motion(one: ReadQuestion) -> tuple[str, ...]:
    """A motion as a row: its cases by name, the votes, the rate, the result."""
    tally = one.tally or {}
    alone = one.cases[0] if len(one.cases) == 1 else None
    lines = [f"{one.place}. {_named(alone['name'], alone['group']) if alone else one.data['text']}"]
    if len(one.cases) > 1:
        lines.append("; ".join(case["name"] for case in one.cases))
    lines += asides(one)
    votes = (str(tally["agree"]), str(tally["disagree"]), str(tally["blank"]))
    return ("\n".join(lines), *votes, one.rate.replace(", ", "\n"), one.result)


def shared(ones: Sequence[ReadQuestion]) -> list[str]:
    """How the motions of a table were voted on and what was needed, said once for those that are alike."""
    said: dict[str, list[str]] = {}
    for one in ones:
        said.setdefault(f"{how(one)}. {one.needed}", []).append(one.place)
    if len(said) == 1:
        return list(said)
    return [f"{', '.join(places)}: {text}" for text, places in said.items()]


def asides(one: ReadQuestion) -> list[str]:
    """Whoever took no part and why, who said otherwise, whose written opinion was counted, and the reason
    where the council went its own way.
    """
    lines = [f"Không tham gia biểu quyết: {name} ({reason})." for name, reason in one.recused]
    lines += [f"{words}: {', '.join(names)}." for words, names in one.spoken] if not one.lines else []
    if one.heard_in_writing:
        lines.append(f"Ý kiến bằng văn bản được tính: {', '.join(one.heard_in_writing)}.")
    if one.data["superseded"]:
        lines.append(f"Không lấy kết quả này, đã biểu quyết lượt sau. {_reason(one)}".strip())
    elif one.data["against"]:
        lines.append(f"Khác với đề xuất. {_reason(one)}".strip())
    return lines


def _reason(one: ReadQuestion) -> str:
    reason = one.data["reason"].strip().rstrip(".")
    return f"Lý do: {reason}." if reason else ""


def _named(name: str, group: str) -> str:
    return f"{name} ({group})" if group else name


def _ruled(award: str, ruling: bool | None) -> str:
    if ruling is None:
        return "Chưa quyết định"
    if is_on_grade({"award": award}):
        return "Được xếp loại" if ruling else "Không xếp loại này"
    return "Được chọn" if ruling else "Không được chọn"
