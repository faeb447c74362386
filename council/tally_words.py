"""A count in words, for screen and paper alike: what was said, of how many, and what was needed."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from council.ballot_rules import Share
from council.counting import AGREE, DISAGREE, one_more_is_enough
from council.models import Method
from foundation.formats import number

Tally = Mapping[str, Any]
HUNDRED = 100


def rate_in_words(rate: str | None) -> str:
    """An exact fraction as a percentage with two decimals: "7/8" is 87,50%."""
    if rate is None:
        return _("không tính được")
    part, _sign, whole = rate.partition("/")
    return f"{number(Decimal(int(part)) * HUNDRED / Decimal(int(whole)), 2)}%"


def share_in_words(share: Share) -> str:
    """A share that must be reached or passed: quá nửa, từ 2/3, từ 80%."""
    if share.fraction == Fraction(1, 2) and share.strict:
        return _("quá nửa")
    if share.denominator == HUNDRED:
        told = f"{number(share.numerator)}%"
    else:
        told = f"{number(share.numerator)}/{number(share.denominator)}"
    return _("trên %(share)s", share=told) if share.strict else _("từ %(share)s", share=told)


def share_of(tally: Tally) -> Share:
    """The threshold that a count was measured by."""
    part, whole, how = tally["threshold"]
    return Share(part, whole, how == "more")


def whole_in_words(denominator: str, *, written: bool = False) -> str:
    """Of whom a share is counted."""
    if denominator == "members":
        return _("tổng số thành viên")
    if denominator == "valid":
        return _("số phiếu hợp lệ")
    return _("số có mặt và có ý kiến bằng văn bản") if written else _("số có mặt")


def sentences_of(tally: Tally, method: Method, names: Mapping[int, str] | None = None) -> list[str]:
    """The count as it is read: papers, votes, what was needed, who was left out, whom the chair chose by the
    `names` of the candidates.
    """
    return list(_sentences(tally, method, names or {}))


def _sentences(tally: Tally, method: Method, names: Mapping[int, str]) -> Iterator[str]:
    if method is Method.SECRET:
        yield _(
            "Phát ra %(issued)s, thu về %(returned)s, hợp lệ %(valid)s, không hợp lệ %(invalid)s.",
            issued=tally["issued"],
            returned=tally["returned"],
            valid=tally["valid"],
            invalid=tally["invalid"],
        )
    if tally["kind"] == "approve":
        yield _(
            "Tán thành %(agree)s, không tán thành %(disagree)s, không có ý kiến %(blank)s.",
            agree=tally["agree"],
            disagree=tally["disagree"],
            blank=tally["blank"],
        )
    elif tally["blank"]:
        yield _("Không chọn ai: %(n)s.", n=tally["blank"])
    yield needed_in_words(tally)
    if tally["written"] and method is Method.SECRET:
        yield _given_papers(tally)
    elif tally["written"]:
        yield ngettext(
            "Trong đó %(num)s thành viên vắng có ý kiến bằng văn bản.",
            "Trong đó %(num)s thành viên vắng có ý kiến bằng văn bản.",
            tally["written"],
        )
    if tally["recused"]:
        yield ngettext(
            "%(num)s thành viên không biểu quyết vì có liên quan, không tính vào mẫu số.",
            "%(num)s thành viên không biểu quyết vì có liên quan, không tính vào mẫu số.",
            tally["recused"],
        )
    if tally["casting"]:
        yield _casting(tally["casting"], names)
    if tally["result"] == "tied" and not one_more_is_enough(tally):
        yield _lacking(tally)
    if tally["result"] == "no_quorum":
        yield _("Không đủ số họp nên chưa kết luận.")


def _given_papers(tally: Tally) -> str:
    """Who is absent and wrote may vote in secret too; the opinion itself is no ballot."""
    if tally["denominator"] == "present":
        return ngettext(
            "%(num)s thành viên vắng có ý kiến bằng văn bản được phát phiếu, tính vào mẫu số; ý kiến bằng "
            "văn bản không thay cho phiếu.",
            "%(num)s thành viên vắng có ý kiến bằng văn bản được phát phiếu, tính vào mẫu số; ý kiến bằng "
            "văn bản không thay cho phiếu.",
            tally["written"],
        )
    return ngettext(
        "%(num)s thành viên vắng có ý kiến bằng văn bản được phát phiếu; ý kiến bằng văn bản không thay cho "
        "phiếu.",
        "%(num)s thành viên vắng có ý kiến bằng văn bản được phát phiếu; ý kiến bằng văn bản không thay cho "
        "phiếu.",
        tally["written"],
    )


def _casting(casting: Any, names: Mapping[int, str]) -> str:
    if casting == AGREE:
        return _("Ngang phiếu; chủ tọa quyết định tán thành.")
    if casting == DISAGREE:
        return _("Ngang phiếu; chủ tọa quyết định không tán thành.")
    chosen = [names[number] for number in casting if number in names]
    if not chosen:
        return _("Ngang phiếu; chủ tọa quyết định.")
    return _("Ngang phiếu; chủ tọa chọn %(names)s.", names=", ".join(chosen))


def _lacking(tally: Tally) -> str:
    """Equal votes that the chair's own cannot make enough."""
    if tally["kind"] == "approve":
        return _(
            "Ngang phiếu; thêm một phiếu cũng chưa đủ %(needed)s nên chưa kết luận, biểu quyết lượt sau.",
            needed=tally["needed"],
        )
    return _(
        "Ngang phiếu; thêm một phiếu cũng chưa đủ %(needed)s: còn %(n)s suất, biểu quyết lượt sau.",
        needed=tally["needed"],
        n=tally["open_places"],
    )


def needed_in_words(tally: Tally) -> str:
    """What had to be reached, of how many and of whom."""
    return _(
        "Cần %(share)s %(whole)s: ít nhất %(needed)s trên %(of)s.",
        share=share_in_words(share_of(tally)),
        whole=whole_in_words(tally["denominator"], written=bool(tally["written"])),
        needed=tally["needed"],
        of=tally["whole"],
    )


def result_in_words(tally: Tally) -> str:
    """What a count came to, in few words."""
    words = {
        "carried": _("Thông qua"),
        "rejected": _("Không thông qua"),
        "chosen": _("Đã chọn đủ"),
        "unfilled": _("Còn suất chưa có người đủ phiếu"),
        "tied": _("Ngang phiếu"),
        "no_quorum": _("Không đủ số họp"),
    }
    return words[tally["result"]]
