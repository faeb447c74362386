"""Reading YAML with care: plain text values, the line of every node, and no way to harm the reader.

Every scalar stays text, so that 1.10 and 0.1 keep their digits and "no" is no truth value; the form of the
document decides what a text means. Tags are refused, aliases may not multiply the document, and size and
depth are bounded before anything is built.
"""

from dataclasses import dataclass
from typing import Any

import yaml

from scoring.faults import Fault, Path

MAX_BYTES = 1_000_000
MAX_NODES = 50_000
MAX_DEPTH = 60
NULLS = {"", "~", "null", "Null", "NULL"}

# The C reader is ten times as fast; both read the same language.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(Exception):
    """The text is no YAML that we read; `fault` says why, `line` where (from 1)."""

    def __init__(self, fault: Fault, line: int) -> None:
        super().__init__(fault.code)
        self.fault, self.line = fault, line


@dataclass(frozen=True, slots=True)
class Source:
    """The content as plain values, the line of each place in it, and faults of the text itself."""

    content: Any
    lines: dict[Path, int]
    faults: list[Fault]

    def line_of(self, path: Path) -> int:
        """The line of the place, or of the nearest place around it that stands in the text."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(data: bytes) -> Source:
    """The document in `data`; Unreadable if it is too large, no YAML, or made to do harm."""
    if len(data) > MAX_BYTES:
        raise Unreadable(Fault("too_large", (), {"bytes": len(data), "limit": MAX_BYTES}), 1)
    text = _decoded(data)
    try:
        _scan(text)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Unreadable(Fault("not_yaml", (), {"problem": str(error.problem)}), line) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable(Fault("not_yaml", (), {"problem": type(error).__name__}), 1) from None
    if root is None:
        raise Unreadable(Fault("empty_document", ()), 1)
    reader = _Reader()
    content = reader.value(root, (), 0)
    return Source(content, reader.lines, reader.faults)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(Fault("not_utf8", ()), line) from None


def _scan(text: str) -> None:
    """Refuse depth, length and explicit tags before any node is built: only the composer recurses."""
    where = _Where()
    nodes = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        path = where.after(event)
        if where.depth > MAX_DEPTH:
            raise Unreadable(Fault("too_deep", (), {"limit": MAX_DEPTH}), line)
        nodes += isinstance(event, yaml.NodeEvent)
        if nodes > MAX_NODES:
            raise Unreadable(Fault("too_many_nodes", (), {"limit": MAX_NODES}), line)
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            raise Unreadable(Fault("tag_refused", path, {"tag": tag}), line)


class _Where:
    """Where in the document the events have come: for each open collection its next key or index."""

    def __init__(self) -> None:
        self.open: list[str | int | None] = []

    @property
    def depth(self) -> int:
        """How many collections are open."""
        return len(self.open)

    def after(self, event: yaml.Event) -> Path:
        """Take one event; gives the place of what it begins. A mapping that awaits a key holds None."""
        path = tuple(part for part in self.open if part is not None)
        if isinstance(event, yaml.CollectionStartEvent):
            self.open.append(0 if isinstance(event, yaml.SequenceStartEvent) else None)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
            self._step("")
        elif isinstance(event, yaml.NodeEvent):
            self._step(getattr(event, "value", ""))
        return path

    def _step(self, text: str) -> None:
        """A node is over: the index around it grows, or it was the key of the next, or that key's value."""
        if not self.open:
            return
        last = self.open[-1]
        if isinstance(last, int):
            self.open[-1] = last + 1
        else:
            self.open[-1] = text if last is None else None


class _Reader:
    """Turns composed nodes into plain values; an alias counts every time it is used."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self.count = 0

    def value(self, node: yaml.Node, path: Path, depth: int) -> Any:
        line = node.start_mark.line + 1
        self.count += 1
        if self.count > MAX_NODES:
            raise Unreadable(Fault("too_many_nodes", path, {"limit": MAX_NODES}), line)
        if depth > MAX_DEPTH:
            raise Unreadable(Fault("too_deep", path, {"limit": MAX_DEPTH}), line)
        self.lines.setdefault(path, line)
        if isinstance(node, yaml.ScalarNode):
            return None if node.style is None and node.value in NULLS else node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index), depth + 1) for index, item in enumerate(node.value)]
        return self._mapping(node, path, depth)

    def _mapping(self, node: yaml.Node, path: Path, depth: int) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise Unreadable(Fault("key_not_text", path), line)
            key = key_node.value
            here = (*path, key)
            if key in content:
                self.faults.append(Fault("key_twice", here, {"key": key, "line": line}))
            self.lines[here] = line
            content[key] = self.value(value_node, here, depth + 1)
        return content
