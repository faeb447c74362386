"""The two papers of a scorecard as a unit prints them itself, without a number: its claim, its assessment."""

from datetime import date
from io import BytesIO

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user

from assignments.scope import require_sight
from documents.drafting import kind_of
from documents.issuing import print_paper
from documents.kinds.base import PaperKind
from documents.materials import material_of_card
from documents.unit_frames import frame_without_number
from foundation.access import requires
from foundation.clock import local_date, now
from foundation.errors import NotFound
from foundation.papers.rendering import render
from foundation.permissions import Permission
from scorecards.models import Scorecard
from scorecards.submission_queries import find_scorecard_by_id

PDF, VIETNAMESE = "application/pdf", "vi"


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    card = "/phieu/<int:scorecard_id>"
    blueprint.add_url_rule(f"{card}/phieu-tu-cham.pdf", view_func=self_score_sheet)
    blueprint.add_url_rule(f"{card}/phieu-tham-dinh.pdf", view_func=assessment_sheet)


@requires(Permission.VIEW_SCORECARD)
def self_score_sheet(scorecard_id: int) -> ResponseReturnValue:
    """What the unit claims, to be signed by its head."""
    return _send(_card(scorecard_id), kind_of("self_score_sheet"), "phieu-tu-cham-diem")


@requires(Permission.VIEW_SCORECARD)
def assessment_sheet(scorecard_id: int) -> ResponseReturnValue:
    """What every level found, once verification is done."""
    return _send(_card(scorecard_id), kind_of("assessment_sheet"), "phieu-tham-dinh")


def _card(scorecard_id: int) -> Scorecard:
    found = find_scorecard_by_id(scorecard_id)
    if found is None:
        raise NotFound(_("Không có phiếu này. Mở lại từ danh sách phiếu."))
    require_sight(current_user, found.participant, ("scorecard", found.id))
    return found


def _send(card: Scorecard, kind: PaperKind, name: str) -> ResponseReturnValue:
    material = material_of_card(card)
    with force_locale(VIETNAMESE):
        snapshot = kind.build(material, frame_without_number(kind, material, _day_of(card)))
        html = render(kind.template, snapshot)
    return send_file(BytesIO(print_paper(html)), PDF, download_name=f"{name}-{card.id}.pdf")


def _day_of(card: Scorecard) -> date:
    """By whose offices the paper is: those of the day of verification, else of the year that it is about."""
    if card.verified_at is not None:
        return local_date(card.verified_at)
    return min(local_date(now()), date(card.movement_year.year, 12, 31))
