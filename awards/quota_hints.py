"""How many places a quota that is tried comes to, group by group, in one line beside its control."""

from collections.abc import Iterator

from flask_babel import gettext as _

from awards.trying import TriedType
from awards.wording import Wording
from foundation.formats import number
from scoring.award_rules import Quota
from scoring.figures import shown
from scoring.recommendation import Places
from scoring.rubric import Rubric


def quota_hints(rubric: Rubric, tried: TriedType) -> dict[str, str]:
    """The line of each quota of a type, by the name of its control."""
    wording = Wording(rubric, tried.kind)
    return {at: _told(wording, quota, places) for at, quota, places in _quotas(tried)}


def _quotas(tried: TriedType) -> Iterator[tuple[str, Quota, Places]]:
    for outcome in tried.result.awards:
        if outcome.rule.quota is not None and outcome.places is not None:
            yield f"awards/{outcome.rule.code}/quota", outcome.rule.quota, outcome.places
    grades = tried.result.grades
    if grades is None:
        return
    for grade, places in zip(grades.grading.grades, grades.places, strict=True):
        if grade.quota is not None and places is not None:
            yield f"types/{tried.kind.code}/grades/{grade.code}/quota", grade.quota, places


def _told(wording: Wording, quota: Quota, places: Places) -> str:
    """The sum of the one group; of several how many places they have together, and each."""
    each = places.places.tolist()
    if len(each) == 1:
        facts = {
            "count": quota.count,
            "percent": quota.percent,
            "base": int(places.base[0]),
            "exact": shown(places.exact[0]),
            "rounding": quota.rounding,
            "minimum": quota.minimum,
            "maximum": quota.maximum,
            "places": each[0],
        }
        return wording.places(facts)
    low, high, total = min(each), max(each), number(sum(each))
    if low == high:
        return _("%(n)s nhóm, mỗi nhóm %(each)s suất, cộng %(total)s", n=len(each), each=low, total=total)
    return _(
        "%(n)s nhóm, từ %(low)s đến %(high)s suất, cộng %(total)s",
        n=len(each),
        low=low,
        high=high,
        total=total,
    )
