"""What a paper may consist of: well-formed XML of known elements, attributes and classes, of a bounded size.

Whatever a template does, nothing but this reaches the printer: no script, style, address, picture or entity.
"""

import re
from functools import cache
from xml.parsers import expat

from flask_babel import gettext as _

from foundation.papers.rendering import TEMPLATES
from foundation.papers.sandbox.faults import Fault
from foundation.papers.sheets import STYLESHEET

SPARE = 1_500
PER_VALUE = 8
"""Elements that a paper may have: some anyway, and some for each value of its snapshot."""
MOST_FAULTS = 40
"""After so many the rest would not be read."""
DEEPEST = 24
NESTED_TABLES = 2
"""Tables within tables are laid out again and again; the signature with its mark needs two."""

FRAME = ("html", "head", "link", "body")
"""What the common layout writes, and nobody else: each once."""
TEXT = frozenset(
    (
        "title",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "b",
        "i",
        "u",
        "span",
        "sub",
        "sup",
        "br",
        "table",
        "colgroup",
        "col",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
    )
)
DRAWING = frozenset(
    (
        "svg",
        "g",
        "path",
        "rect",
        "line",
        "circle",
        "text",
    )
)

_NUMBER = r"-?([0-9]{1,6}(\.[0-9]{1,6})?|\.[0-9]{1,6})"
_NUMBERS = re.compile(rf"{_NUMBER}(mm|pt|px|%)?([ ,]+{_NUMBER})*")
_WORD = re.compile(r"[A-Za-z0-9#., -]{0,80}")
_PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9eE., +-]{0,200000}")
_TURN = re.compile(rf"((translate|rotate|scale)\({_NUMBER}([ ,]+{_NUMBER})*\) ?){{1,4}}")
_SPAN = re.compile(r"[1-9]|1[0-2]")
_ANYWHERE = {"class": None, "role": re.compile("presentation|img"), "lang": re.compile("vi|km|en")}
_CELL = {"colspan": _SPAN, "rowspan": _SPAN}
_DRAWN = {
    **dict.fromkeys(
        ("x", "y", "x1", "y1", "x2", "y2", "r", "cx", "cy", "rx", "ry", "width", "height"), _NUMBERS
    ),
    **dict.fromkeys(("viewBox", "stroke-width", "stroke-dasharray", "font-size"), _NUMBERS),
    **dict.fromkeys(("fill", "stroke", "font-family", "font-weight", "font-style", "text-anchor"), _WORD),
    **dict.fromkeys(("fill-rule", "stroke-linecap", "stroke-linejoin"), _WORD),
    "xmlns": re.compile(r"http://www\.w3\.org/2000/svg"),
    "d": _PATH,
    "transform": _TURN,
}
_COMMAND = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9:-]*)([^<>]*)>")
_WRITTEN = re.compile(r"([A-Za-z:-]+)=")
_LINK = {"rel": re.compile("stylesheet"), "href": re.compile("/static/css/paper.css")}


def judge(html: str, body: str, values: int) -> list[Fault]:
    """Everything that a filled paper may not have, with the line of the template `body` that seems to write
    it; `values` is how many values its snapshot has. Empty: it may be printed.
    """
    reader = _Reader(body, SPARE + PER_VALUE * values)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.EntityDeclHandler = reader.entity
    parser.ProcessingInstructionHandler = reader.instruction
    parser.CommentHandler = reader.comment
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        parser.Parse(html.encode(), True)
    except _StopError:
        pass
    except expat.ExpatError as error:
        near = html.splitlines()[error.lineno - 1].strip()[:80] if error.lineno else ""
        reader.say(
            _(
                "bản in ra chưa đúng khuôn XML, có thẻ chưa đóng hoặc đóng sai thứ tự, gần chỗ “%(near)s”.",
                near=near,
            ),
            near[:40],
        )
    return reader.faults


def glance(body: str) -> list[Fault]:
    """The tags and attributes that a template writes and no paper may have, as far as its text alone shows:
    told beside faults that keep it from being filled.
    """
    text = _COMMAND.sub(lambda found: "\n" * found[0].count("\n"), body)
    known = {*_ANYWHERE, *_CELL, *_DRAWN}
    faults = []
    for tag in _TAG.finditer(text):
        name, line = tag[1].lower(), text.count("\n", 0, tag.start()) + 1
        if name not in TEXT | DRAWING:
            faults.append(Fault(_("không dùng thẻ <%(name)s> ở đây.", name=name), line))
            continue
        for attribute in _WRITTEN.findall(tag[2]):
            if attribute not in known:
                told = _("thẻ <%(tag)s> không được có “%(name)s”.", tag=name, name=attribute)
                faults.append(Fault(told, line))
    return faults[:MOST_FAULTS]


class _StopError(Exception):
    """Reading on would only cost time."""


class _Reader:
    """Follows a paper element by element, and gathers what it may not have."""

    def __init__(self, body: str, most: int) -> None:
        self.body = body
        self.most = most
        self.count = 0
        self.open: list[str] = []
        self.faults: list[Fault] = []
        self.told: set[str] = set()
        self.classes: set[str] = set()

    def say(self, message: str, sought: str) -> None:
        """Enter a fault at the first line of the template that has these letters."""
        if message in self.told or len(self.told) >= MOST_FAULTS:
            return
        self.told.add(message)
        lines = self.body.splitlines()
        line = next((n for n, one in enumerate(lines, 1) if sought and sought.lower() in one.lower()), None)
        self.faults.append(Fault(message, line))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.count += 1
        self._place(name)
        self.open.append(name)
        for attribute, value in attributes.items():
            self._attribute(name, attribute, value)
        if self.count > self.most:
            self._stop(_("mẫu in ra quá nhiều phần so với dữ liệu. Xem lại các vòng lặp."))
        if len(self.open) > DEEPEST or self.open.count("table") > NESTED_TABLES:
            self._stop(_("các thẻ lồng nhau quá sâu; bảng chỉ lồng trong bảng một lần."))

    def end(self, _name: str) -> None:
        """An element ends."""
        self.open.pop()

    def doctype(self, _name: str, system: str | None, public: str | None, inner: int) -> None:
        """The layout's own type of document is bare."""
        if system or public or inner:
            self._stop(_("không khai báo DOCTYPE trong mẫu."))

    def entity(self, *_declared: object) -> None:
        """Nobody declares entities."""
        self._stop(_("không khai báo ENTITY trong mẫu."))

    def instruction(self, target: str, _data: str) -> None:
        """Nor instructions to programs."""
        self.say(_("không dùng lệnh “<?%(name)s …?>”.", name=target), f"<?{target}")

    def comment(self, _text: str) -> None:
        """What nobody sees proves nothing; the template has its own comments, `{# … #}`."""
        self.say(_("không dùng ghi chú “<!-- … -->”; ghi chú của mẫu viết {# … #}."), "<!--")

    def _stop(self, message: str) -> None:
        self.say(message, "")
        raise _StopError

    def _place(self, name: str) -> None:
        where = tuple(self.open)
        drawn = "svg" in where
        if name in FRAME:
            right = {"html": (), "head": ("html",), "body": ("html",), "link": ("html", "head")}[name]
            allowed = where == right
        else:
            allowed = name in (DRAWING | {"title"} if drawn else TEXT | {"svg"}) and (
                "body" in where or where == ("html", "head")
            )
        if not allowed:
            self.say(_("không dùng thẻ <%(name)s> ở đây.", name=name), f"<{name}")

    def _attribute(self, element: str, name: str, value: str) -> None:
        if name == "class":
            self._classes(value.split())
            return
        rules = _LINK if element == "link" else _ANYWHERE | (_CELL if element in ("td", "th") else {})
        rule = (rules | _DRAWN if element in DRAWING else rules).get(name)
        if rule is None:
            told = _("thẻ <%(tag)s> không được có “%(name)s”.", tag=element, name=name)
            self.say(told, f"{name}=")
        elif not rule.fullmatch(value):
            told = _("giá trị của “%(name)s” trong thẻ <%(tag)s> chưa đúng.", tag=element, name=name)
            self.say(told, f"{name}=")

    def _classes(self, names: list[str]) -> None:
        """A class the stylesheet does not know changes nothing, so only what the template itself writes is a
        slip; `turn` belongs to the printer.
        """
        for one in set(names) - self.classes:
            self.classes.add(one)
            written = re.search(rf'class="[^"{{]*{re.escape(one)}', self.body)
            if one == "turn" or (written and one not in known_classes()):
                self.say(_("không có kiểu chữ “%(name)s” (class).", name=one), one)


@cache
def known_classes() -> frozenset[str]:
    """The classes that the stylesheet of papers knows, and those that our own templates write."""
    sheet = re.sub(r"/\*.*?\*/", "", STYLESHEET.read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = re.findall(r"([^{}]+)\{", sheet)
    found = {name for one in selectors for name in re.findall(r"\.([a-z][a-z0-9-]*)", one)}
    ours = (one.read_text(encoding="utf-8") for one in TEMPLATES.glob("*.html"))
    written = (names for text in ours for names in re.findall(r'class="([a-z0-9 -]+)', text))
    return frozenset(found | {name for one in written for name in one.split()})
