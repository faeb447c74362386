"""The frame of a paper that is printed without a number and without a draft: nobody need be in office."""

from datetime import date

from documents.bodies import Bodies
from documents.frames import BLANK_SIGNER, frame_of
from documents.kinds.base import Frame, PaperKind
from documents.materials import Material
from documents.paper import Header, Signature
from documents.paper_days import area_for
from documents.usual_words import usual_of
from foundation.errors import DomainError

STANDING = "HĐTĐKT"


def frame_without_number(kind: PaperKind, material: Material, day: date) -> Frame:
    """The frame by the facts of the day, no draft and no mark; where nobody is entered as issuer, what the
    movement says of its district.
    """
    try:
        area = area_for(kind, material, day)
        recipients = usual_of(kind, material, day, area).recipients
        particulars = {"area": area, "recipients": recipients}
        frame = frame_of(kind, particulars, day=day, signed_on=None, paper=None)
    except DomainError:
        frame = _of_movement(kind, material, day)
    return Frame(
        frame.header, frame.signature, frame.bases, frame.day, frame.bodies, frame.texts, None, draft=False
    )


def _of_movement(kind: PaperKind, material: Material, day: date) -> Frame:
    movement = material.year.movement
    area = movement.district_name
    place = area.removeprefix("huyện ")
    bodies = Bodies(area, area.split()[0].lower(), movement.standing_body, STANDING, "", "")
    header = Header(f"UBND {area}", movement.standing_body, "", place, day.year)
    recipients = kind.usual(material, bodies).recipients if kind.usual else kind.recipients
    return Frame(header, Signature(BLANK_SIGNER, recipients), (), day, bodies, {})
