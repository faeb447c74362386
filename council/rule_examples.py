"""What rules of voting mean in whole numbers: "cần ít nhất 6 trên 9"."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from council.ballot_rules import Rules
from council.tally_words import share_in_words, whole_in_words


@dataclass(frozen=True, slots=True)
class Explanation:
    """One rule: its name, what it says, what it means for so many members."""

    name: str
    rule: str
    meaning: str


def explain_rules(rules: Rules, members: int) -> list[Explanation]:
    """Every rule of a session with so many members who vote."""
    return list(_explained(rules, members))


def _explained(rules: Rules, members: int) -> Iterator[Explanation]:
    quorum = rules.quorum.least(members)
    yield Explanation(
        _("Số họp tối thiểu"),
        _("%(share)s tổng số thành viên", share=share_in_words(rules.quorum)),
        _("cần ít nhất %(n)s trên %(of)s thành viên có mặt", n=quorum, of=members),
    )
    whole = whole_in_words(rules.denominator, written=rules.written_opinion)
    yield Explanation(
        _("Ngưỡng thông qua"),
        _("%(share)s %(whole)s", share=share_in_words(rules.threshold), whole=whole),
        _threshold(rules, members, quorum),
    )
    yield Explanation(
        _("Cách biểu quyết"),
        _("bỏ phiếu kín") if rules.secret else _("giơ tay"),
        _("nội dung khen thưởng; thủ tục vẫn giơ tay") if rules.secret else _("thư ký ghi từng người"),
    )
    yield Explanation(
        _("Người vắng"),
        _("tính ý kiến bằng văn bản") if rules.written_opinion else _("không tính ý kiến bằng văn bản"),
        _("không tính vào số có mặt để đủ số họp"),
    )
    yield Explanation(_("Khi ngang phiếu"), *_equal(rules))


def _threshold(rules: Rules, members: int, quorum: int) -> str:
    if rules.denominator == "members":
        needed = rules.threshold.least(members)
        return _("cần ít nhất %(n)s trên %(of)s, trừ người có liên quan", n=needed, of=members)
    return _(
        "đủ mặt: ít nhất %(n)s trên %(of)s; vừa đủ số họp: ít nhất %(few)s trên %(quorum)s",
        n=rules.threshold.least(members),
        of=members,
        few=rules.threshold.least(quorum),
        quorum=quorum,
    )


def _equal(rules: Rules) -> tuple[str, str]:
    if not rules.casting_vote:
        return _("không thông qua"), _("chủ tọa không có quyền quyết định riêng")
    if not rules.threshold.allows_casting_vote:
        return _("không thông qua"), _("ngưỡng cao hơn một nửa nên phiếu của chủ tọa không đủ")
    return _("chủ tọa quyết định"), _(
        "ghi công khai; nếu thêm phiếu của chủ tọa vẫn chưa đủ thì biểu quyết lượt sau"
    )
