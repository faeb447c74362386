"""A draft that two people have open: what the other one saved, and where to go once it is gone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from wtforms import Field

from documents.again import MORE
from documents.draft_forms import OWN, DraftForm
from documents.kinds.base import PaperKind
from documents.materials import Material
from register.models import Paper


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """`seen` is the version of the draft that the form shows; `theirs` is what somebody else saved in fields
    that were typed otherwise; `again` is where the form goes whose draft somebody discarded.
    """

    seen: str = ""
    theirs: Sequence[tuple[str, str]] = ()
    again: str = ""

    @property
    def did(self) -> bool:
        """Whether somebody changed or discarded the draft."""
        return bool(self.theirs or self.again)


def saved_by_others(form: DraftForm, kind: PaperKind, paper: Paper) -> list[tuple[str, str]]:
    """In which fields the draft that is kept differs from what was just typed: label, and what is kept."""
    return list(_differing(form, kind, paper))


def _differing(form: DraftForm, kind: PaperKind, paper: Paper) -> Iterator[tuple[str, str]]:
    kept, typed = paper.particulars, form.particulars(kind)
    if paper.signed_on != form.signed_on.data:
        day = f"{paper.signed_on:%d/%m/%Y}" if paper.signed_on else ""
        yield str(form.signed_on.label.text), day
    texts = kept.get("texts", {})
    for one in kind.fields:
        if texts.get(one.name, "") != typed["texts"][one.name]:
            yield str(form[OWN + one.name].label.text), _choice(form[OWN + one.name], texts.get(one.name, ""))
    for name in ("area", "signer", "signer_name", "recipients"):
        if name in typed and kept.get(name, typed[name]) != typed[name]:
            yield str(form[name].label.text), _choice(form[name], kept[name])


def _choice(field: Field, value: str | list[str]) -> str:
    """A value as its field tells it."""
    if isinstance(value, list):
        return "; ".join(value)
    offered = getattr(field, "choices", None) or ()
    return next((str(one[1]) for one in offered if str(one[0]) == value), value)


def create_url(kind: PaperKind, material: Material, replaces: Paper | None) -> str:
    """Where what was typed into a draft that is gone becomes a draft again."""
    arguments: dict[str, Any] = {"loai": kind.code, "nguon": material.key, MORE: 1}
    if replaces is not None:
        arguments["thay"] = replaces.id
    return url_for("documents.create_paper", **arguments)
