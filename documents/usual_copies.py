"""To whom the tables and the units' papers go unless the clerk writes others: by the bodies of who issues."""

from collections.abc import Callable, Mapping
from typing import Any

from documents.bodies import Bodies
from documents.kinds.base import Usual

Copies = Callable[[Bodies], tuple[str, ...]]


def nothing(_material: Any) -> Mapping[str, str]:
    """No text to begin with."""
    return {}


def usual_copies(
    copies: Copies, texts: Callable[[Any], Mapping[str, str]] = nothing
) -> Callable[[Any, Bodies], Usual]:
    """What a kind of paper says usually: `copies` by the bodies, `texts` by the material."""
    return lambda material, bodies: Usual(dict(texts(material)), copies(bodies))


def council(bodies: Bodies) -> str:
    """Its members: Thành viên Hội đồng TĐKT huyện."""
    return f"Thành viên Hội đồng TĐKT {bodies.level}"


def kept(bodies: Bodies) -> str:
    """Where it is filed: Lưu: VT, PNV."""
    return f"Lưu: VT, {bodies.standing_symbol}"
