"""A changed criteria document as text that keeps its author's comments, order and layout where they can stay.

Only what differs is written anew. What an alias repeats and one place changes is written out there; the
others keep their anchor. The text is read back, and must say exactly what it was to say.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString
from ruamel.yaml.tag import Tag

from criteria.yaml_source import NULLS, Unreadable, read_yaml

TEXT, NULL = "tag:yaml.org,2002:str", "tag:yaml.org,2002:null"
WIDEST, SHORT = 4096, 100
# Before these a document says what it is; what is added about it stands there too.
_BODY = ("decimals", "rounding", "round_at", "attributes", "exclusions", "holds", "types", "awards")


class CannotRewriteError(Exception):
    """The text cannot be changed so that it says what it should: somebody has to write it by hand."""


class _TextResolver(VersionedResolver):
    """Every plain scalar is text, as `yaml_source` reads it, so that 1.10 keeps its digits."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        if kind is ScalarNode and implicit[0]:
            return Tag(suffix=NULL if value in NULLS else TEXT)
        return super().resolve(kind, value, implicit)


class _Place(NamedTuple):
    """A collection and the key or index of something in it."""

    holder: Any
    key: str | int


def rewrite(document: str, content: Mapping[str, Any]) -> str:
    """The text of `document`, changed so that it says `content`. Raises CannotRewriteError."""
    try:
        before = read_yaml(document.encode()).content
        yaml = _writer(document)
        tree = yaml.load(document)
        for place in _places(tree):
            place.holder[place.key].anchor.always_dump = True
        _change(tree, (), before, content)
        out = StringIO()
        yaml.dump(tree, out)
        text = out.getvalue()
        if read_yaml(text.encode()).content != content:
            raise CannotRewriteError("the text does not say the content")
    except (YAMLError, Unreadable, LookupError, TypeError, ValueError, AttributeError) as error:
        raise CannotRewriteError(str(error)) from error
    return text


def _writer(document: str) -> YAML:
    """What reads and writes with the indents of the document."""
    yaml = YAML()
    yaml.Resolver = _TextResolver
    yaml.preserve_quotes = True
    yaml.width = WIDEST
    offset = _offset_of_lists(document)
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    return yaml


def _offset_of_lists(document: str) -> int:
    """How far the dash of a list stands in from the key it belongs to; mappings are indented by two."""
    found = re.search(r"(?m)^( *)(?:- )?[^\s#'\"-][^\n#]*:[ \t]*\n( *)- ", document)
    return max(0, len(found[2]) - len(found[1])) if found else 2


def _change(tree: Any, path: tuple[str | int, ...], before: Any, after: Any) -> None:
    """Make the node at `path` say `after` instead of `before`."""
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        _change_mapping(tree, path, before, after)
    elif isinstance(before, list) and isinstance(after, list):
        _change_list(tree, path, before, after)
    else:
        _own(tree, path[:-1])[path[-1]] = _plain(after)


def _change_mapping(
    tree: Any, path: tuple[str | int, ...], before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    node = _own(tree, path)
    for key in before.keys() - after.keys():
        del node[key]
    for key in [key for key in after if key not in before]:
        ends = ("children",) if path else _BODY
        node.insert(_place_before(node, ends), key, _plain(after[key]))
    for key in [key for key in after if key in before]:
        _change(tree, (*path, key), before[key], after[key])


def _place_before(node: CommentedMap, keys: Collection[str]) -> int:
    """Where a new key stands: before the first of these, else at the end."""
    return next((place for place, key in enumerate(node) if key in keys), len(node))


def _change_list(tree: Any, path: tuple[str | int, ...], before: Sequence[Any], after: Sequence[Any]) -> None:
    """Keep the items that stay, in their new order; what was changed takes the place of what is gone."""
    node = _own(tree, path)
    sources = _sources(before, after)
    if sources != list(range(len(before))):
        items = [
            _plain(one) if source is None else node[source]
            for source, one in zip(sources, after, strict=True)
        ]
        _refill(node, items, sources)
    for place, (source, one) in enumerate(zip(sources, after, strict=True)):
        if source is not None:
            _change(tree, (*path, place), before[source], one)


def _sources(before: Sequence[Any], after: Sequence[Any]) -> list[int | None]:
    """For each item of `after` the item of `before` that it is, or was; None for a new one."""
    free = list(range(len(before)))
    sources: list[int | None] = []
    for one in after:
        same = next((place for place in free if before[place] == one), None)
        sources.append(same)
        if same is not None:
            free.remove(same)
    for place, source in enumerate(sources):
        if source is None and free:
            sources[place] = free.pop(0)
    return sources


def _refill(node: CommentedSeq, items: list[Any], sources: Sequence[int | None]) -> None:
    """Put other items into a list; the comments beside its items move with them."""
    comments = dict(node.ca.items)
    node.clear()
    node.extend(items)
    node.ca.items.clear()
    for place, source in enumerate(sources):
        if source in comments:
            node.ca.items[place] = comments[source]


def _own(tree: Any, path: tuple[str | int, ...]) -> Any:
    """The node at `path`, shared with no other place of the tree."""
    here = tree
    for key in path:
        _unshare(tree, here, key)
        here = here[key]
    return here


def _unshare(tree: Any, holder: Any, key: str | int) -> None:
    """Where several places hold the node that stands here, let the others hold a copy, or this one."""
    node = holder[key]
    if not isinstance(node, CommentedMap | CommentedSeq):
        return
    places = [place for place in _places(tree) if place.holder[place.key] is node]
    if len(places) < 2:
        return
    copy = _plain(_bare(node))
    if places[0].holder is holder and places[0].key == key:
        # The first place keeps its comments; the next one takes over the anchor.
        if len(places) > 2 and node.anchor.value:
            copy.yaml_set_anchor(node.anchor.value, always_dump=True)
        node.yaml_set_anchor(None)
        for place in places[1:]:
            place.holder[place.key] = copy
    else:
        holder[key] = copy
        if len(places) == 2:
            node.yaml_set_anchor(None)


def _places(node: Any, seen: set[int] | None = None) -> Iterator[_Place]:
    """Every place that holds a collection, in the order of the text; each collection is entered once."""
    seen = set() if seen is None else seen
    keys = list(node) if isinstance(node, CommentedMap) else range(len(node))
    for key in keys:
        child = node[key]
        if isinstance(child, CommentedMap | CommentedSeq):
            yield _Place(node, key)
            if id(child) not in seen:
                seen.add(id(child))
                yield from _places(child, seen)


def _bare(node: Any) -> Any:
    """What a node says, without comments and anchors."""
    if isinstance(node, CommentedMap):
        return {key: _bare(value) for key, value in node.items()}
    return [_bare(one) for one in node] if isinstance(node, CommentedSeq) else node


def _plain(value: Any) -> Any:
    """A new node; what is short stands in one line, as the documents of the product write it."""
    made: CommentedMap | CommentedSeq
    if isinstance(value, Mapping):
        made = CommentedMap((key, _plain(one)) for key, one in value.items())
    elif isinstance(value, list | tuple):
        made = CommentedSeq(_plain(one) for one in value)
    else:
        return _scalar(value)
    if len(str(value)) <= SHORT or not value:
        made.fa.set_flow_style()
    return made


def _scalar(value: Any) -> Any:
    if value is None:
        return None
    text = str(value)
    return DoubleQuotedScalarString(text) if text in NULLS else text
