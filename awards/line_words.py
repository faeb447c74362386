"""The text that is read aloud about a quota line: the places, who has them, who takes none, what parts the
last inside from the first outside.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from awards.aloud import fill, strong
from awards.comparing import Comparison, Line
from awards.criteria_page import tie_break_text
from awards.line_of_group import Contender, GroupLine
from awards.wording import Wording
from awards.wording_awards import tie_value_text
from scorecards.figures import plain, units_of

NAMED = 6
CRITERIA_NAMED = 3


class LineSpeaker:
    """Makes the paragraphs of one line; `group` is its name, empty where all of a type are compared."""

    def __init__(self, line: GroupLine, wording: Wording, group: str) -> None:
        self.line, self.wording, self.group = line, wording, group

    def paragraphs(self, comparison: Comparison | None, swaps: Sequence[str]) -> list[Markup]:
        """The text, a paragraph for each matter."""
        parts = [
            list(self.places()),
            list(self.aside()),
            list(self.edge()),
            list(self.differences(comparison)),
            [escape(swap) for swap in swaps],
        ]
        return [Markup(" ").join(part) for part in parts if part]

    def places(self) -> Iterator[Markup]:
        """How many places, how they were counted, who has them."""
        line = self.line
        size = _("%(n)s %(units)s", n=plain(line.size), units=units_of(self.wording.kind.category))
        said = _("%(group)s có %(size)s.") if self.group else _("Có %(size)s.")
        yield fill(said, group=self.group, size=strong(size))
        yield fill(
            _("%(award)s: %(places)s."), award=line.rule.name, places=strong(self.wording.places(line.quota))
        )
        if line.inside:
            yield fill(_("Có suất: %(names)s."), names=_names(self._with_total(line.inside)))
        held = [one.name for one in line.inside if one.on_hold]
        if held:
            yield fill(_("Trong đó %(names)s đang chờ xác minh, vẫn giữ suất."), names=_names(held))
        if line.left and not line.tied:
            yield escape(
                ngettext(
                    "Còn %(num)s suất chưa dùng vì không còn ai đạt điều kiện.",
                    "Còn %(num)s suất chưa dùng vì không còn ai đạt điều kiện.",
                    line.left,
                )
            )

    def _with_total(self, ones: Sequence[Contender]) -> list[str]:
        return [_("%(name)s %(total)s", name=one.name, total=self.wording.points(one.total)) for one in ones]

    def aside(self) -> Iterator[Markup]:
        """Who stands before the line and takes no place."""
        line = self.line
        if line.higher:
            yield fill(
                _("%(names)s đã được đề nghị hình thức cao hơn nên không tính vào suất này."),
                names=_names([one.name for one in line.higher]),
            )
        if line.failed:
            before = _("%(names)s đứng trước nhưng không đạt điều kiện nên không lấy suất.")
            nobody = _("%(names)s không đạt điều kiện nên không lấy suất.")
            said = before if line.inside or line.tied else nobody
            yield fill(said, names=_names([one.name for one in line.failed]))
        if line.soon:
            yield fill(
                _("%(names)s đứng trước nhưng đã được tặng nên không lấy suất."),
                names=_names([one.name for one in line.soon]),
            )

    def edge(self) -> Iterator[Markup]:
        """Who is just above, who just below, and by how much."""
        line = self.line
        if line.tied:
            yield fill(
                _(
                    "%(names)s bằng nhau đúng vạch, cùng %(total)s điểm, "
                    "còn %(left)s suất: Hội đồng bỏ phiếu."
                ),
                names=_names([one.name for one in line.tied]),
                total=strong(self.wording.points(line.tied[0].total)),
                left=plain(line.left),
            )
        above, below = line.last_inside, line.first_outside
        if above is not None and not line.tied:
            yield fill(_("Ngay trên vạch: %(who)s."), who=self._one(above))
        if below is not None:
            yield fill(_("Ngay dưới vạch: %(who)s."), who=self._one(below))
        if above is not None and below is not None and not line.tied:
            yield self._gap(above, below)

    def _one(self, one: Contender) -> Markup:
        values = {"name": one.name, "place": one.place, "total": strong(self.wording.points(one.total))}
        return fill(_("%(name)s, hạng %(place)s, %(total)s điểm"), **values)

    def _gap(self, above: Contender, below: Contender) -> Markup:
        parting, gap = self.line.parting, above.total - below.total
        if gap:
            return fill(_("Cách nhau %(gap)s điểm."), gap=strong(self.wording.points(gap)))
        if parting is None:
            return escape(_("Bằng nhau cả tiêu chí phụ; theo quy định thì không lấy thêm."))
        return fill(
            _("Bằng điểm; %(above)s xếp trên nhờ %(key)s: %(inside)s so với %(outside)s."),
            above=above.name,
            key=tie_break_text(self.wording.rubric, self.wording.kind, parting.key),
            inside=tie_value_text(parting.inside),
            outside=tie_value_text(parting.outside),
        )

    def differences(self, comparison: Comparison | None) -> Iterator[Markup]:
        """The criteria in which the one below lost to the one above, and those in which it was ahead: those
        that part them most by name, the rest by their sum.
        """
        if comparison is None:
            return
        above, below = comparison.sides[:2]
        lost = [one for one in comparison.deciding if _lead(one) > 0]
        won = [one for one in comparison.deciding if _lead(one) < 0]
        if lost:
            said = _("%(above)s hơn %(below)s ở: %(criteria)s.")
            yield fill(said, above=above.name, below=below.name, criteria=self._criteria(lost))
        if won:
            said = _("%(above)s kém ở: %(criteria)s.")
            yield fill(said, above=above.name, criteria=self._criteria(won))

    def _criteria(self, lines: Sequence[Line]) -> str:
        shown = CRITERIA_NAMED if len(lines) > CRITERIA_NAMED + 1 else len(lines)
        named = [
            _(
                "%(criterion)s (%(first)s so với %(second)s)",
                criterion=line.name,
                first=self.wording.points(line.cells[0].points),
                second=self.wording.points(line.cells[1].points),
            )
            for line in lines[:shown]
        ]
        return "; ".join([*named, *self._rest(lines[shown:])])

    def _rest(self, lines: Sequence[Line]) -> Iterator[str]:
        """How many more criteria part the two, and by how much together; nothing where there are none."""
        if lines:
            total = abs(sum((_lead(line) for line in lines), Decimal(0)))
            yield _("và %(n)s chỗ khác, cộng %(points)s", n=len(lines), points=self.wording.points(total))


def _lead(line: Line) -> Decimal:
    first, second = line.cells[0].points, line.cells[1].points
    return Decimal(0) if first is None or second is None else first - second


def _names(names: Sequence[str]) -> str:
    """Names as a sentence lists them; of many the first."""
    shown = list(names[:NAMED])
    if len(names) > NAMED:
        return _("%(names)s và %(n)s trường hợp khác", names=", ".join(shown), n=len(names) - NAMED)
    if len(shown) < 2:
        return "".join(shown)
    return _("%(names)s và %(last)s", names=", ".join(shown[:-1]), last=shown[-1])
