"""A condition on attributes, in words."""

from flask_babel import gettext as _

from scorecards.figures import plain
from scoring.conditions import Condition
from scoring.rubric import Rubric


def condition_text(rubric: Rubric, condition: Condition) -> str:
    """What must hold, with the names that the document gives its attributes and their choices."""
    if condition.all_:
        return _joined(rubric, condition.all_, _("và"))
    if condition.any_:
        return _joined(rubric, condition.any_, _("hoặc"))
    if condition.not_ is not None:
        return _("không phải (%(condition)s)", condition=condition_text(rubric, condition.not_))
    attribute = rubric.attributes.get(condition.attribute or "")
    name = attribute.name if attribute else condition.attribute or ""
    choices = (attribute.choices if attribute else None) or {}
    words = [
        f"{name} {word} {plain(value)}"
        for word, value in (
            (_("từ"), condition.at_least),
            (_("trên"), condition.above),
            (_("không quá"), condition.at_most),
            (_("dưới"), condition.below),
        )
        if value is not None
    ]
    wanted = [condition.is_] if condition.is_ is not None else condition.in_ or []
    if wanted:
        said = {"yes": _("có"), "no": _("không")}
        words.append(f"{name}: " + ", ".join(choices.get(one) or said.get(one, one) for one in wanted))
    return f" {_('và')} ".join(words)


def _joined(rubric: Rubric, parts: list[Condition], word: str) -> str:
    return f" {word} ".join(condition_text(rubric, one) for one in parts)
