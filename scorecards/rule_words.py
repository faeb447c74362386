"""How points arise, in one or two sentences made from the scale: the same on page, form and paper."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from flask_babel import gettext as _

from foundation.formats import day
from scorecards.figures import band_range, plain, with_unit
from scoring.figures import Thresholds
from scoring.rubric import Criterion
from scoring.scales import Amount, Band, Bands, Count, DaysLate, Levels, Manual, Ratio, Target, YesNo


class Ruled(NamedTuple):
    """A criterion, whether it takes points off, and the thresholds that hold for the unit."""

    criterion: Criterion
    penalty: bool
    limits: Thresholds | None


def rule_of(criterion: Criterion, *, penalty: bool = False, limits: Thresholds | None = None) -> str:
    """How points arise, with every cap, step and end; `limits` are the thresholds that hold for the unit."""
    scale = criterion.scale
    sentences = [_SENTENCES[type(scale)](scale, Ruled(criterion, penalty, limits)), _measure(scale)]
    if (origin := getattr(scale, "origin", None)) is not None:
        over = {
            None: "",
            "target": _("phần vượt chỉ tiêu của "),
            "minimum": _("phần vượt mức tối thiểu của "),
        }
        sentences.append(
            _(
                "Lấy số liệu từ %(over)stiêu chí %(code)s, không phải nhập.",
                over=over[origin.over],
                code=origin.criterion,
            )
        )
    return " ".join(filter(None, sentences))


def brief_of(criterion: Criterion, *, penalty: bool = False, limits: Thresholds | None = None) -> str:
    """What has to be known while entering, where the points of choices, bands or a gauge are drawn beside."""
    scale = criterion.scale
    if isinstance(scale, YesNo):
        return ""
    if isinstance(scale, Levels):
        return "" if criterion.note else _("Chọn mức gần nhất với việc đã làm.")
    if isinstance(scale, DaysLate):
        return _brief_days(scale, Ruled(criterion, penalty, limits))
    if isinstance(scale, Bands) and scale.origin is None:
        return _measure(scale)
    if isinstance(scale, Target) and scale.origin is None:
        return _brief_target(scale, limits)
    return rule_of(criterion, penalty=penalty, limits=limits)


def _brief_days(scale: DaysLate, ruled: Ruled) -> str:
    text = _("Hạn %(day)s.", day=day(scale.deadline)) if scale.deadline else ""
    if scale.never is not None:
        text += " " + _never(ruled, scale.never)
    return text.strip()


def _never(ruled: Ruled, points: Decimal) -> str:
    if ruled.penalty:
        return _("Nếu không nộp, ghi “không nộp” (%(points)s).", points=_signed(ruled, points))
    return _("Nếu không nộp, ghi “không nộp” (được %(points)s).", points=_points(points))


def _brief_target(scale: Target, limits: Thresholds | None) -> str:
    limits = limits or Thresholds(scale.minimum, scale.target, None, scale.strict)
    text = _("Chỉ tiêu %(goal)s", goal=with_unit(limits.target, scale.unit))
    if limits.minimum is not None:
        low = with_unit(limits.minimum, scale.unit)
        higher = scale.better == "higher"
        text += "; " + (_("mức tối thiểu %(n)s", n=low) if higher else _("mức giới hạn %(n)s", n=low))
    return f"{text}. {_measure(scale)}".strip()


def steps_of(criterion: Criterion) -> tuple[Band, ...]:
    """The bands of a criterion, where it has any."""
    return tuple(criterion.scale.bands) if isinstance(criterion.scale, Bands | DaysLate) else ()


def band_words(band: Band, unit: str | None) -> str:
    """The interval of a band with its unit, and its name if it has one."""
    facts = {name: getattr(band, name) for name in ("at_least", "above", "at_most", "below")}
    words = band_range({key: value for key, value in facts.items() if value is not None})
    if unit:
        words = f"{words}{unit}" if unit.startswith("%") else f"{words} {unit}"
    if not band.name:
        return words
    if band.at_most == 0 and band.lower is None:
        return band.name  # none at all: the name says it
    return f"{band.name} ({words})" if words else band.name


def days_words(band: Band) -> str:
    """The interval of a band of days after a deadline."""
    if band.name:
        return band.name
    return days_range(band.at_least, band.above, band.at_most, band.below)


def days_range(
    at_least: Decimal | None, above: Decimal | None, at_most: Decimal | None, below: Decimal | None
) -> str:
    """An interval of days after a deadline in words; negative days lie before it."""
    first = at_least if at_least is not None else (above + 1 if above is not None else None)
    last = at_most if at_most is not None else (below - 1 if below is not None else None)
    if last is not None and last <= 0 and first is None:
        return _("đúng hạn") if last == 0 else _("sớm từ %(n)s ngày", n=plain(-last))
    if first is None:
        return _("chậm không quá %(n)s ngày", n=plain(last))
    if last is None:
        return _("chậm từ %(n)s ngày", n=plain(first))
    if first == last:
        return _("chậm %(n)s ngày", n=plain(first)) if first > 0 else _("đúng hạn")
    return _("chậm %(first)s đến %(last)s ngày", first=plain(first), last=plain(last))


def _points(value: Decimal) -> str:
    return _("%(n)s điểm", n=plain(value))


def _signed(ruled: Ruled, value: Decimal) -> str:
    """What a step gives: points, or points taken off."""
    if not ruled.penalty:
        return _("%(n)s điểm", n=plain(value))
    return _("trừ %(n)s điểm", n=plain(value)) if value else _("không trừ")


def _manual(scale: Manual, ruled: Ruled) -> str:
    values = {"least": plain(scale.least), "most": plain(ruled.criterion.max), "step": plain(scale.step)}
    verb = _("Trừ") if ruled.penalty else _("Chấm")
    if ruled.criterion.max is None:
        text = _("%(verb)s theo mức độ, từ %(least)s điểm", verb=verb, **values)
    else:
        text = _("%(verb)s theo mức độ, từ %(least)s đến %(most)s điểm", verb=verb, **values)
    return text + (_(", mỗi bước %(step)s điểm", **values) if scale.step is not None else "") + "."


def _yes_no(scale: YesNo, ruled: Ruled) -> str:
    full = yes_points(scale, ruled.criterion)
    return _("Có: %(yes)s; không: %(no)s.", yes=_signed(ruled, full), no=_signed(ruled, scale.no_points))


def yes_points(scale: YesNo, criterion: Criterion) -> Decimal:
    """What yes gives, within the maximum."""
    full = scale.points if scale.points is not None else criterion.max or Decimal(0)
    return min(full, criterion.max) if criterion.max is not None else full


def _listed(ruled: Ruled, steps: list[tuple[str, Decimal]]) -> str:
    parts = [f"{words}: {_signed(ruled, points)}" for words, points in steps]
    text = "; ".join(parts) + "."
    return text[:1].upper() + text[1:]


def _levels(scale: Levels, ruled: Ruled) -> str:
    return _listed(ruled, [(level.name, level.points) for level in scale.levels])


def _bands(scale: Bands, ruled: Ruled) -> str:
    return _listed(ruled, [(band_words(band, scale.unit), band.points) for band in scale.bands])


def _days_late(scale: DaysLate, ruled: Ruled) -> str:
    steps = [(days_words(band), band.points) for band in scale.bands]
    if scale.never is not None:
        steps.append((_("không nộp"), scale.never))
    text = _listed(ruled, steps)
    return _("Hạn %(day)s.", day=day(scale.deadline)) + " " + text if scale.deadline else text


def _count(scale: Count, ruled: Ruled) -> str:
    unit = scale.unit or _("đơn vị tính")
    if scale.per == 1 and unit != "%":
        step = _("mỗi %(unit)s", unit=unit)
    elif scale.whole:
        step = _("cứ đủ %(per)s", per=with_unit(scale.per, unit))
    else:
        step = _("cứ %(per)s", per=with_unit(scale.per, unit))
    if scale.short_of is not None:
        step += " " + _("còn thiếu so với %(mark)s", mark=with_unit(scale.short_of, scale.unit))
    if scale.beyond is not None:
        step += " " + _("vượt %(mark)s", mark=with_unit(scale.beyond, scale.unit))
    lowers = scale.each < 0
    each = _("trừ %(n)s điểm", n=plain(-scale.each)) if lowers else _signed(ruled, scale.each)
    given = step.startswith(_("mỗi %(unit)s", unit=unit)) or lowers or ruled.penalty
    text = f"{step} {each}" if given else _("%(step)s được %(points)s", step=step, points=each)
    if scale.start or lowers:
        text = _("từ %(start)s, %(rest)s", start=_points(scale.start), rest=text)
    if not scale.whole:
        text += _(", phần lẻ tính theo tỷ lệ")
    return text[:1].upper() + text[1:] + _cap(ruled, lowers=lowers) + "."


def _cap(ruled: Ruled, *, lowers: bool = False) -> str:
    maximum = ruled.criterion.max
    text = _(", không dưới 0 điểm") if lowers else ""
    if maximum is None or (lowers and ruled.criterion.max == getattr(ruled.criterion.scale, "start", None)):
        return text
    if ruled.penalty:
        return text + _(", trừ nhiều nhất %(max)s điểm", max=plain(maximum))
    return text + _(", nhiều nhất %(max)s điểm", max=plain(maximum))


def _target(scale: Target, ruled: Ruled) -> str:
    limits = ruled.limits or Thresholds(scale.minimum, scale.target, None, scale.strict)
    full = scale.points_at_target if scale.points_at_target is not None else ruled.criterion.max or Decimal(0)
    before = full
    if limits.strict and scale.points_before_target is not None:
        before = scale.points_before_target
    at_minimum = scale.points_at_minimum if scale.points_at_minimum is not None else Decimal(0)
    goal = with_unit(limits.target, scale.unit)
    values = {"goal": goal, "full": _signed(ruled, full)}
    parts = [_reach(scale, limits.strict) % values]
    if limits.strict and scale.points_before_target is not None:
        parts.append(_("vừa bằng chỉ tiêu: %(points)s", points=_signed(ruled, before)))
    if limits.minimum is not None:
        low = with_unit(limits.minimum, scale.unit)
        parts.append(
            _(
                "giữa %(low)s và chỉ tiêu tính theo đường thẳng từ %(start)s đến %(end)s",
                low=_("mức tối thiểu %(n)s", n=low)
                if scale.better == "higher"
                else _("mức giới hạn %(n)s", n=low),
                start=_points(at_minimum),
                end=_points(before),
            )
        )
    parts.append(_below(scale, limits, at_minimum if limits.minimum is not None else before))
    text = "; ".join(parts) + "."
    return text[:1].upper() + text[1:]


def _reach(scale: Target, strict: bool) -> str:
    if scale.better == "higher":
        return (
            _("vượt chỉ tiêu %(goal)s: %(full)s") if strict else _("đạt chỉ tiêu %(goal)s trở lên: %(full)s")
        )
    return _("dưới chỉ tiêu %(goal)s: %(full)s") if strict else _("không quá chỉ tiêu %(goal)s: %(full)s")


def _below(scale: Target, limits: Thresholds, points: Decimal) -> str:
    threshold = limits.target if limits.minimum is None else limits.minimum
    mark = with_unit(threshold, scale.unit)
    if scale.below_minimum == "zero":
        higher = scale.better == "higher"
        return _("chưa đạt %(mark)s: 0 điểm", mark=mark) if higher else _("quá %(mark)s: 0 điểm", mark=mark)
    if scale.better == "higher":
        return _(
            "chưa đạt %(mark)s: %(points)s × kết quả / %(bare)s, kết quả bằng 0 hoặc âm thì 0 điểm",
            mark=mark,
            points=plain(points),
            bare=plain(threshold),
        )
    return _(
        "vượt quá %(mark)s: %(points)s × %(bare)s / kết quả, kết quả bằng 0 hoặc âm thì 0 điểm",
        mark=mark,
        points=plain(points),
        bare=plain(threshold),
    )


def _ratio(scale: Ratio, ruled: Ruled) -> str:
    full = _signed(ruled, ruled.criterion.max or Decimal(0))
    values = {"full": full, "full_at": plain(scale.full_at), "zero_at": plain(scale.zero_at)}
    if scale.zero_at:
        return _("Từ %(full_at)s%%: %(full)s; đến %(zero_at)s%%: 0 điểm; ở giữa tính theo tỷ lệ.", **values)
    return _("Từ %(full_at)s%%: %(full)s; dưới mức đó tính theo tỷ lệ.", **values)


def _amount(scale: Amount, ruled: Ruled) -> str:
    plan = ruled.limits.plan if ruled.limits is not None else scale.plan
    full = _signed(ruled, ruled.criterion.max or Decimal(0))
    if plan is None:
        text = _("So với kế hoạch của đơn vị: ")
    else:
        text = _("So với kế hoạch được giao %(plan)s: ", plan=with_unit(plan, scale.unit))
    text += _(
        "từ %(cap)s%% kế hoạch: %(full)s; dưới mức đó tính theo tỷ lệ",
        cap=plain(scale.cap_percent),
        full=full,
    )
    if scale.zero_below:
        text += _("; dưới %(low)s%%: 0 điểm", low=plain(scale.zero_below))
    return text + "."


def _measure(scale: Any) -> str:
    """How the figure itself comes about, where it is not simply entered."""
    asks = "ratio" if isinstance(scale, Ratio) else getattr(scale, "asks", "number")
    words = {
        "ratio": _("Tính phần trăm của tử số trên mẫu số"),
        "decrease": _("Tính mức giảm từ số đầu kỳ đến số cuối kỳ"),
        "increase": _("Tính mức tăng từ số đầu kỳ đến số cuối kỳ"),
    }.get(asks, "")
    places = getattr(scale, "value_decimals", None)
    if places is None:
        return f"{words}." if words else ""
    rounded = _("làm tròn đến số nguyên") if places == 0 else _("làm tròn %(n)s chữ số lẻ", n=places)
    return f"{words}, {rounded}." if words else rounded[:1].upper() + rounded[1:] + "."


_SENTENCES: Mapping[type, Callable[[Any, Ruled], str]] = {
    Manual: _manual,
    YesNo: _yes_no,
    Levels: _levels,
    Count: _count,
    Bands: _bands,
    DaysLate: _days_late,
    Target: _target,
    Ratio: _ratio,
    Amount: _amount,
}
