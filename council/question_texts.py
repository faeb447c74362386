"""The sentences of an agenda. They are kept with the session and printed, so they are Vietnamese whatever the
language of the screen.
"""

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

LONGEST_TITLE, LONGEST_TEXT = 500, 1_000
NAMED = 4
_OFFICES = ("Huyện đoàn", "Huyện ủy", "Huyện hội")
_INSIDE = ("Huyện ", "Xã ", "Thị trấn ", "Ấp ", "Hộ ")


def text_on_results(number: int, year: int) -> str:
    """The motion that the results of a run be confirmed."""
    with force_locale("vi"):
        return _(
            "Thông qua kết quả thẩm định và kết quả đánh giá, xếp hạng lần %(n)s năm %(year)s",
            n=number,
            year=year,
        )


def title_on_results(number: int) -> str:
    """The item in which the results of a run are confirmed."""
    with force_locale("vi"):
        return _("Thông qua kết quả thẩm định và lần đánh giá %(n)s", n=number)


def text_on_minutes() -> str:
    """The item, and the motion, that the minutes be approved."""
    with force_locale("vi"):
        return _("Thông qua biên bản")


def text_of_approval(award: str, names: Sequence[str]) -> str:
    """That these be proposed for an award; many are called those on the list."""
    with force_locale("vi"):
        if len(names) == 1:
            return _shortened(_("Đề nghị tặng %(award)s cho %(name)s", award=award, name=inside(names[0])))
        return _shortened(_("Đề nghị tặng %(award)s cho các trường hợp trong danh sách", award=award))


def text_of_list(award: str, place: str) -> str:
    """That those on the list of one place be proposed for an award."""
    with force_locale("vi"):
        return _shortened(
            _("Đề nghị tặng %(award)s cho các hộ trong danh sách: %(place)s", award=award, place=place)
        )


def text_outside(award: str, name: str) -> str:
    """That somebody be proposed whom the run does not recommend."""
    with force_locale("vi"):
        return _shortened(
            _("Đề nghị tặng %(award)s cho %(name)s (ngoài đề xuất)", award=award, name=inside(name))
        )


def title_outside() -> str:
    """The item of those whom the run does not recommend."""
    with force_locale("vi"):
        return _("Đề nghị ngoài đề xuất")


def title_of_awards(award: str, type_name: str) -> str:
    """The item of all who are recommended for an award, of one type."""
    with force_locale("vi"):
        return _shortened(_("%(award)s: %(type)s", award=award, type=type_name), LONGEST_TITLE)


def title_of_tie(names: Sequence[str], places: int) -> str:
    """The item of equals for whom there are too few places."""
    with force_locale("vi"):
        return _shortened(_("%(names)s: còn %(n)s suất", names=named(names), n=places), LONGEST_TITLE)


def text_of_tie(award: str, total: str, size: int, places: int) -> str:
    """The choice among equals."""
    with force_locale("vi"):
        return _(
            "Chọn %(places)s trong %(size)s trường hợp cùng %(total)s điểm để đề nghị tặng %(award)s",
            places=places,
            size=size,
            total=total,
            award=award,
        )


def title_of_grade_tie(grade: str, names: Sequence[str], places: int) -> str:
    """The item of equals at the line of a grade: "Xếp loại Xuất sắc: Xã An Ninh và xã Phú Tân, còn 1 chỗ"."""
    with force_locale("vi"):
        return _shortened(
            _("%(grade)s: %(names)s, còn %(n)s chỗ", grade=grade, names=named(names), n=places), LONGEST_TITLE
        )


def text_of_grade_tie(grade: str, total: str, size: int, places: int) -> str:
    """The choice among equals for a grade, which is named as "Xếp loại Xuất sắc"."""
    with force_locale("vi"):
        return _(
            "Chọn %(places)s trong %(size)s trường hợp cùng %(total)s điểm để %(grade)s",
            places=places,
            size=size,
            total=total,
            grade=_small(grade),
        )


def text_of_grade(grade: str, names: Sequence[str]) -> str:
    """That these have a grade."""
    with force_locale("vi"):
        told = named([inside(names[0]), *names[1:]])
        return _shortened(_("Công nhận %(names)s: %(grade)s", names=told, grade=_small(grade)))


def title_of_ties(award: str, type_name: str, size: int) -> str:
    """The item of many ties of one award and type."""
    with force_locale("vi"):
        return _shortened(
            _(
                "%(award)s: %(type)s, %(n)s chỗ bằng nhau ở vạch chỉ tiêu",
                award=award,
                type=type_name,
                n=size,
            ),
            LONGEST_TITLE,
        )


def text_with_names(text: str, names: Sequence[str]) -> str:
    """A choice among equals where several stand in one item."""
    with force_locale("vi"):
        return _shortened(_("%(text)s: %(names)s", text=text, names=named(names)))


def title_of_holds(names: Sequence[str]) -> str:
    """The item of those on hold."""
    with force_locale("vi"):
        if len(names) == 1:
            return _shortened(
                _("%(name)s: giữ suất đến khi có kết luận xác minh", name=names[0]), LONGEST_TITLE
            )
        return _("%(n)s trường hợp chưa xét: giữ suất đến khi có kết luận xác minh", n=len(names))


def text_of_holds() -> str:
    """The motion on those on hold: no award now, none refused."""
    with force_locale("vi"):
        return _("Chưa xét tặng các trường hợp đang xác minh; giữ suất đến khi có kết luận")


def title_of_round(title: str, number: int) -> str:
    """A question that is voted on once more."""
    with force_locale("vi"):
        return _shortened(_("%(text)s (lượt %(n)s)", text=title, n=number))


def named(names: Sequence[str]) -> str:
    """Names as a sentence lists them."""
    shown = [names[0], *(inside(name) for name in names[1:NAMED])]
    if len(names) > NAMED:
        return _("%(names)s và %(n)s trường hợp khác", names=", ".join(shown), n=len(names) - NAMED)
    if len(shown) == 1:
        return shown[0]
    return _("%(names)s và %(last)s", names=", ".join(shown[:-1]), last=shown[-1])


def inside(name: str) -> str:
    """A name within a sentence: the word for a place or a household begins small, "xã An Ninh"; the name of
    an office, an association or a firm stays as it is.
    """
    begins = name.startswith(_INSIDE) and not name.startswith(_OFFICES)
    return name[:1].lower() + name[1:] if begins else name


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _shortened(text: str, longest: int = LONGEST_TEXT) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
