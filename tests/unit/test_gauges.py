from decimal import Decimal

from scorecards.gauges import gauge_of
from scoring.figures import Thresholds
from scoring.reasons import Reason
from scoring.scales import Target

SCALE = Target.model_validate({"kind": "target", "target": "1.5", "minimum": "1", "unit": "điểm %"})
LIMITS = Thresholds(Decimal(1), Decimal("1.5"), None)


def drawn(value=None, limits=LIMITS):
    reason = None if value is None else Reason("target_between", {"value": Decimal(value)}, None, "A")
    return gauge_of(SCALE, limits, reason)


def test_minimum_target_and_own_mark_stand_in_order_on_the_line():
    gauge = drawn("1.31")
    low, goal = gauge.ticks
    assert (low.label, goal.label, gauge.own.label) == ("tối thiểu 1", "chỉ tiêu 1,5", "1,31")
    assert low.x < gauge.own.x < goal.x
    assert gauge.spoken == "1,31 điểm %; tối thiểu 1, chỉ tiêu 1,5"


def test_a_figure_out_of_the_usual_stays_within_the_drawing():
    for value in ("-3", "0", "40"):
        gauge = drawn(value)
        places = [gauge.zero, gauge.own.x, *(tick.x for tick in gauge.ticks)]
        assert all(6 <= place <= 394 for place in places)


def test_words_that_would_touch_stand_on_either_side():
    gauge = drawn(limits=Thresholds(Decimal("1.4"), Decimal("1.5"), None))
    assert [tick.anchor for tick in gauge.ticks] == ["end", "start"]
    assert gauge.own is None
