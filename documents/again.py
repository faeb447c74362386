"""Before one more paper of a kind is drawn from a source: what stands or waits already is told first."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from documents.kinds.base import PaperKind
from documents.materials import Material
from register.basis import ended_basis_of, in_place_of, told_of_basis
from register.models import Paper, PaperState
from register.queries import find_successor
from register.standing import list_drafts_of, list_standing

MORE = "them"
"""The argument of an address by which the clerk chose one more paper beside those that stand."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A paper that stands, and the draft that is to replace it, where there is one."""

    paper: Paper
    successor: Paper | None

    @property
    def replaceable(self) -> bool:
        """Whether a draft that replaces it can be begun."""
        return self.paper.state is PaperState.ISSUED and self.successor is None


def standing_of(kind: PaperKind, key: str) -> list[Standing]:
    """What stands of this kind for a source, the oldest first."""
    return [Standing(one, find_successor(one)) for one in list_standing(kind.code, key)]


def ask_first(kind: PaperKind, material: Material, replaces: Paper | None) -> ResponseReturnValue | None:
    """The page that asks whether to replace, to go on with a draft, or to add one more paper; None where
    nothing stands or waits, or the clerk chose already. Where the decision of the paper is in force no
    longer, the page leads to the one that is.
    """
    ended = ended_basis_of(material.key)
    if ended is not None:
        return render_template(
            "documents/ended_basis.html",
            kind=kind,
            material=material,
            told=told_of_basis(ended),
            instead=in_place_of(ended),
        )
    if replaces is not None or request.args.get(MORE) == "1":
        return None
    standing, drafts = standing_of(kind, material.key), _free(list_drafts_of(kind.code, material.key))
    if not standing and not drafts:
        return None
    return render_template(
        "documents/again.html", kind=kind, material=material, standing=standing, drafts=drafts
    )


def _free(drafts: Sequence[Paper]) -> list[Paper]:
    """Drafts that replace nothing; the others are told with what they replace."""
    return [one for one in drafts if one.replaces_id is None]
