"""Judge a template before it is filled: its syntax, and every name, filter and part that does not exist."""
# ruff: noqa: N802 - the visitor's methods are named after Jinja's nodes

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from flask_babel import gettext as _
from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeVisitor

from foundation.papers.sandbox import shapes
from foundation.papers.sandbox.environment import LAYOUT, OWN, make_environment
from foundation.papers.sandbox.faults import Fault
from foundation.papers.sandbox.filling import LONGEST_BODY, shared
from foundation.papers.sandbox.markup import MOST_FAULTS
from foundation.papers.sandbox.shapes import UNKNOWN

PAPER = "paper"
_SAME = frozenset(
    (
        "default",
        "d",
        "list",
        "reject",
        "rejectattr",
        "reverse",
        "select",
        "selectattr",
        "sort",
        "unique",
    )
)
_ONE = frozenset(
    (
        "first",
        "last",
        "max",
        "min",
    )
)
_TEXT = frozenset(
    (
        "capitalize",
        "format",
        "join",
        "lower",
        "points",
        "replace",
        "roman",
        "string",
        "title",
        "trim",
        "truncate",
        "upper",
    )
)
_BY_ATTRIBUTE = frozenset(
    (
        "rejectattr",
        "selectattr",
    )
)


def check(body: str, snapshot: Any) -> list[Fault]:
    """Every fault of a template for snapshots of this type that can be seen without filling it."""
    if len(body) > LONGEST_BODY:
        most = f"{LONGEST_BODY:,}".replace(",", ".")
        return [Fault(_("Mẫu dài quá %(most)s chữ. Rút gọn lại.", most=most))]
    environment = make_environment({})
    reader = _Reader({PAPER: snapshot, **dict.fromkeys(environment.globals, UNKNOWN)})
    try:
        tree = environment.parse(body, OWN)
        reader.visit(tree)
    except TemplateSyntaxError as error:
        return [Fault(_("cú pháp chưa đúng: %(detail)s.", detail=_in_words(error)), error.lineno)]
    except RecursionError:
        return [Fault(_("Mẫu lồng quá nhiều lớp ngoặc hoặc khối. Tách ra cho bớt lớp."))]
    faults = reader.faults
    first = tree.body[0] if tree.body else None
    layouts = [one for one in tree.body if isinstance(one, nodes.Extends)]
    if not layouts or (first is not layouts[0] and not _is_blank(first)):
        line = '{% extends "' + LAYOUT + '" %}'
        faults.append(Fault(_("dòng đầu của mẫu phải là %(line)s.", line=line), 1))
    return sorted(dict.fromkeys(faults), key=lambda one: one.line or 0)[:MOST_FAULTS]


def _is_blank(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.Output) and all(
        isinstance(one, nodes.TemplateData) and not one.data.strip() for one in node.nodes
    )


def _in_words(error: TemplateSyntaxError) -> str:
    """What the reader of templates says, in Vietnamese where it is one of the usual slips."""
    told = error.message or ""
    for sign, words in (
        ("Unexpected end of template", _("thiếu thẻ đóng như endif, endfor hoặc endblock")),
        ("unexpected end of template", _("thiếu thẻ đóng như endif, endfor hoặc endblock")),
        ("Encountered unknown tag", _("có lệnh lạ, hoặc thiếu lệnh đóng như endfor, endif trước nó")),
        ("expected token 'end of print statement'", _("thiếu }} sau tên, hoặc có dấu thừa trong {{ }}")),
        (
            "expected token 'end of statement block'",
            _("một lệnh chưa đóng đúng, hoặc có dấu thừa trong lệnh"),
        ),
        ("unexpected char", _("có dấu không dùng được trong tên hoặc trong lệnh")),
        ("unexpected '}'", _("thừa hoặc thiếu dấu ngoặc nhọn")),
        (" defined twice", _("một khối được ghi hai lần")),
    ):
        if sign in told:
            return f"{words} ({told.split('. ')[0].rstrip('.')})"
    return told


class _Reader(NodeVisitor):
    """Goes through a template with the type of each name in sight."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.scopes: list[dict[str, Any]] = [dict(known)]
        self.faults: list[Fault] = []
        self.macros: dict[str, nodes.Macro] = {}
        self.imports: dict[str, list[str]] = {}
        self.entered: set[tuple[int, tuple[str, ...]]] = set()

    def say(self, node: nodes.Node, message: str) -> None:
        """Enter a fault at the line of a node."""
        self.faults.append(Fault(message, node.lineno))

    # What names are given, and where they hold.

    def visit_Template(self, node: nodes.Template) -> None:
        """Macros first: blocks may call those that follow."""
        self.macros = {one.name: one for one in node.find_all(nodes.Macro)}
        self.scopes[0] |= dict.fromkeys([*self.macros, "self", "super", "caller"], UNKNOWN)
        self.generic_visit(node)

    def visit_Import(self, node: nodes.Import) -> None:
        """Import "…" as name."""
        self.imports[node.target] = self._part(node)
        self.scopes[0][node.target] = UNKNOWN

    def visit_FromImport(self, node: nodes.FromImport) -> None:
        """From "…" import macro."""
        known = self._part(node)
        for one in node.names:
            name, told = one if isinstance(one, tuple) else (one, one)
            self.scopes[-1][told] = UNKNOWN
            if name not in known:
                self.say(node, _("không có khối “%(name)s”%(near)s.", name=name, near=_near(name, known)))

    def visit_Extends(self, node: nodes.Extends) -> None:
        """Extends "…"."""
        self._part(node)

    def visit_Include(self, node: nodes.Include) -> None:
        """Include "…"."""
        self._part(node)

    def visit_Block(self, node: nodes.Block) -> None:
        """A block sees what stands outside of all blocks."""
        self._within(node.body)

    def visit_For(self, node: nodes.For) -> None:
        """A loop: its names hold inside."""
        met = shapes.item(self.infer(node.iter))
        self.scopes.append({"loop": UNKNOWN})
        self._bind(node.target, met)
        for one in [node.test, *node.body, *node.else_]:
            if one is not None:
                self.visit(one)
        self.scopes.pop()

    def visit_Assign(self, node: nodes.Assign) -> None:
        """Set name = value."""
        self._bind(node.target, self.infer(node.node))

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> None:
        """Set name … endset."""
        self._within(node.body)
        self._bind(node.target, str)

    def visit_With(self, node: nodes.With) -> None:
        """With name = value."""
        given = [self.infer(one) for one in node.values]
        self.scopes.append({})
        for target, kind in zip(node.targets, given, strict=True):
            self._bind(target, kind)
        self._within(node.body)
        self.scopes.pop()

    def visit_Macro(self, node: nodes.Macro) -> None:
        """A macro nobody calls is judged with arguments of which nothing is known."""
        self._enter(node, [UNKNOWN] * len(node.args))

    def visit_CallBlock(self, node: nodes.CallBlock) -> None:
        """call(x) macro() … endcall."""
        self.infer(node.call)
        self.scopes.append({one.name: UNKNOWN for one in node.args})
        self._within(node.body)
        self.scopes.pop()

    def visit_ScopedEvalContextModifier(self, node: nodes.ScopedEvalContextModifier) -> None:
        """Escaping may not be turned off."""
        self.say(node, _("không dùng lệnh autoescape."))

    # What names are used.

    def visit_Output(self, node: nodes.Output) -> None:
        """What is printed."""
        for one in node.nodes:
            self.infer(one)

    def visit_If(self, node: nodes.If) -> None:
        """A condition and its branches."""
        self.infer(node.test)
        for one in [*node.body, *node.elif_, *node.else_]:
            self.visit(one)

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> None:
        """Expressions are inferred, the rest is walked through."""
        for one in node.iter_child_nodes():
            if isinstance(one, nodes.Expr):
                self.infer(one)
            else:
                self.visit(one)

    def infer(self, node: nodes.Node) -> Any:
        """The type of an expression; every name in it is judged."""
        found = getattr(self, f"_infer_{type(node).__name__}", None)
        if found is not None:
            return found(node)
        self.generic_visit(node)
        return UNKNOWN

    def _infer_Name(self, node: nodes.Name) -> Any:
        for scope in reversed(self.scopes):
            if node.name in scope:
                return scope[node.name]
        known = [name for scope in self.scopes for name in scope]
        self.say(node, _("không có tên “%(name)s”%(near)s.", name=node.name, near=_near(node.name, known)))
        return UNKNOWN

    def _infer_Getattr(self, node: nodes.Getattr) -> Any:
        return self._member(node, node.attr)

    def _infer_Getitem(self, node: nodes.Getitem) -> Any:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._member(node, node.arg.value)
        self.infer(node.arg)
        kind = self.infer(node.node)
        return kind if isinstance(node.arg, nodes.Slice) else shapes.item(kind)

    def _member(self, node: nodes.Getattr | nodes.Getitem, name: str) -> Any:
        owner, told = node.node, _told(node.node)
        if isinstance(owner, nodes.Name) and owner.name in self.imports:
            self._known(node, name, told, self.imports[owner.name])
            return UNKNOWN
        kind = self.infer(owner)
        if name.startswith("_"):
            self.say(node, _("không dùng tên bắt đầu bằng dấu gạch dưới (“%(name)s”).", name=name))
            return UNKNOWN
        found = shapes.member(kind, name)
        if found is None:
            self._known(node, name, told, shapes.names(kind))
            return UNKNOWN
        return found

    def _known(self, node: nodes.Node, name: str, told: str, known: list[str]) -> None:
        if name not in known:
            words = _(
                "không có “%(name)s”%(near)s.", name=f"{told}.{name}", near=_near(name, known, f"{told}.")
            )
            self.say(node, words)

    def _infer_Filter(self, node: nodes.Filter) -> Any:
        kind = self.infer(node.node) if node.node is not None else UNKNOWN
        for one in [*node.args, *(pair.value for pair in node.kwargs)]:
            self.infer(one)
        known = _filters()
        if node.name not in known:
            near = _near(node.name, list(known))
            self.say(node, _("không có phép lọc “%(name)s”%(near)s.", name=node.name, near=near))
            return UNKNOWN
        if node.name in _BY_ATTRIBUTE and node.args and isinstance(node.args[0], nodes.Const):
            met, name = shapes.item(kind), str(node.args[0].value).split(".")[0]
            if shapes.member(met, name) is None:
                self._known(node, name, _told(node.node), shapes.names(met))
        if node.name in _ONE:
            return shapes.item(kind)
        return kind if node.name in _SAME else str if node.name in _TEXT else UNKNOWN

    def _infer_Test(self, node: nodes.Test) -> Any:
        if node.name not in _tests():
            near = _near(node.name, list(_tests()))
            self.say(node, _("không có phép hỏi “is %(name)s”%(near)s.", name=node.name, near=near))
        if node.name not in ("defined", "undefined"):
            self.generic_visit(node)
        return bool

    def _infer_Call(self, node: nodes.Call) -> Any:
        given = [self.infer(one) for one in node.args]
        for one in node.kwargs:
            self.infer(one.value)
        called = node.node
        if isinstance(called, nodes.Name) and called.name in self.macros:
            self._enter(self.macros[called.name], given)
            return UNKNOWN
        self.infer(called)
        return UNKNOWN

    def _infer_Const(self, node: nodes.Const) -> Any:
        return type(node.value) if node.value is not None else UNKNOWN

    def _infer_TemplateData(self, _node: nodes.TemplateData) -> Any:
        return str

    def _infer_Concat(self, node: nodes.Concat) -> Any:
        self.generic_visit(node)
        return str

    def _infer_Pow(self, node: nodes.Pow) -> Any:
        self.say(node, _("không dùng phép lũy thừa (**)."))
        return UNKNOWN

    def _infer_CondExpr(self, node: nodes.CondExpr) -> Any:
        self.infer(node.test)
        kinds = [self.infer(one) for one in (node.expr1, node.expr2) if one is not None]
        return shapes.joined(kinds)

    # Their common ground.

    def _part(self, node: Any) -> list[str]:
        """The macros of the part that a command names; only the common ones may be named, and plainly."""
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if name in shared():
            return _macros_of(name)
        known = ", ".join(shared())
        self.say(node, _("chỉ dùng được các phần chung: %(known)s.", known=known))
        return []

    def _bind(self, target: nodes.Node, kind: Any) -> None:
        if isinstance(target, nodes.Tuple):
            for one, part in zip(target.items, shapes.unpacked(kind, len(target.items)), strict=True):
                self._bind(one, part)
        elif isinstance(target, nodes.Name):
            self.scopes[-1][target.name] = kind

    def _within(self, body: list[nodes.Node]) -> None:
        self.scopes.append({})
        for one in body:
            self.visit(one)
        self.scopes.pop()

    def _enter(self, macro: nodes.Macro, given: list[Any]) -> None:
        """Judge the body of a macro for arguments of these types, once."""
        mark = (id(macro), tuple(map(str, given)))
        if mark in self.entered or len(self.entered) > 200:
            return
        self.entered.add(mark)
        kinds = [*given, *[UNKNOWN] * len(macro.args)]
        outer, self.scopes = self.scopes, [self.scopes[0], {"varargs": UNKNOWN, "kwargs": UNKNOWN}]
        self.scopes.append({one.name: kind for one, kind in zip(macro.args, kinds, strict=False)})
        self._within(macro.body)
        self.scopes = outer


def _told(node: nodes.Node | None) -> str:
    """How the template wrote it: paper.header."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_told(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return f"{_told(node.node)}[…]"
    return "…"


def _near(name: str, known: list[str], before: str = "") -> str:
    found = get_close_matches(name, known, 1, 0.5)
    return _("; gần giống: “%(name)s”", name=f"{before}{found[0]}") if found else ""


@cache
def _filters() -> frozenset[str]:
    return frozenset(make_environment({}).filters)


@cache
def _tests() -> frozenset[str]:
    return frozenset(make_environment({}).tests)


def _macros_of(name: str) -> list[str]:
    tree = make_environment({}).parse(shared()[name])
    return [one.name for one in tree.find_all(nodes.Macro)]
