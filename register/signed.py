"""The signed copy of an issued paper: the issued file, to which the state's tool appended signatures."""

from datetime import datetime

from flask_babel import gettext as _

from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor
from history.services import record
from register import shelf
from register.models import Paper, SignedCopy
from register.queries import find_signed_copy
from register.rules import check_in_force
from register.services import hold, require_issuing


def enter_signed_copy(*, actor: Actor, paper: Paper, content: bytes, now: datetime) -> SignedCopy:
    """Keep a signed copy beside the issued file; the public page recognises either from now on.

    Raises NotAllowed, Conflict where the paper is not in force or the copy is known already, DomainError
    where the file is not the issued one with whole signatures appended.
    """
    require_issuing(actor)
    check_in_force(paper)
    signers = _signers(b"".join(shelf.read(paper.sha256 or "")), content)
    check_in_force(hold(paper.id))
    address = shelf.keep(content)
    if find_signed_copy(address) is not None:
        raise Conflict(_("Bản ký số này đã ghi rồi. Tải lại trang để xem."))
    copy = SignedCopy(
        paper_id=paper.id,
        sha256=address,
        size=len(content),
        signers="\n".join(signers),
        entered_by_id=actor.actor_id,
        entered_at=now,
    )
    db.session.add(copy)
    db.session.flush()
    after = {"number": paper.number, "symbol": paper.symbol, "sha256": address, "signers": copy.signers}
    record(actor=actor, action="paper:signed", subject=("paper", paper.id), after=after, now=now)
    return copy


def _signers(issued: bytes, content: bytes) -> tuple[str, ...]:
    # The library for signatures takes its time to load, and only this needs it.
    from foundation.papers.signatures import Fault, NoSignedCopy, read_signers

    words = {
        Fault.NOT_OURS: _(
            "Tệp không bắt đầu bằng đúng bản đã phát hành. "
            "Tải bản đã phát hành ở trang này, ký chính tệp đó rồi gửi lại; không in hay lưu thành tệp khác."
        ),
        Fault.UNREADABLE: _("Không đọc được phần chữ ký trong tệp. Ký lại từ bản đã phát hành."),
        Fault.UNSIGNED: _("Tệp chưa có chữ ký số. Ký bằng phần mềm ký số rồi gửi lại."),
        Fault.BROKEN: _("Chữ ký số trong tệp không nguyên vẹn. Ký lại từ bản đã phát hành."),
        Fault.ALTERED: _(
            "Sau bản đã phát hành, tệp còn thêm nội dung khác ngoài chữ ký. Ký lại từ bản đã phát hành."
        ),
    }
    try:
        return read_signers(issued, content)
    except NoSignedCopy as error:
        raise DomainError(words[error.fault], field="file") from error
