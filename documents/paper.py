"""What every official paper has in common: head, signature, recipients, the result it was drawn from."""

from dataclasses import dataclass
from datetime import date, datetime

from council.result_reading import SealedSession
from foundation.formats import grouped_code
from foundation.papers.qr import qr_path, qr_side
from foundation.papers.wording import blank_date, long_date, number_line


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a paper. A line break in `issuing` is kept; `number` and `signed_on` may be open."""

    superior: str
    issuing: str
    symbol: str
    place: str
    year: int | None
    number: int | None = None
    signed_on: date | None = None

    @property
    def number_line(self) -> str:
        """Số, ký hiệu; empty for a paper that bears no number."""
        return number_line(self.number, self.symbol) if self.symbol else ""

    @property
    def place_line(self) -> str:
        """Địa danh, ngày tháng năm; empty where the paper tells them in its words."""
        if not self.place:
            return ""
        return f"{self.place}, {long_date(self.signed_on) if self.signed_on else blank_date(self.year)}"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs. `authority` holds the lines above the title, e.g. ("TM. Hội đồng", "KT. Chủ tịch")."""

    authority: tuple[str, ...]
    title: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class EvaluationMark:
    """The sealed evaluation run a paper was drawn from."""

    run: str
    sealed_at: datetime
    code: str

    @property
    def line(self) -> str:
        """The sentence below the recipients that leads back to the sealed result, by its code: the moment of
        sealing is the machine's, and may be later than the paper's own day.
        """
        return f"Kết quả đánh giá lần {self.run}, mã {self.code}."


@dataclass(frozen=True, slots=True)
class SessionMark:
    """The sealed session of the council a paper was drawn from."""

    number: int
    year: int
    sealed_at: datetime
    code: str

    @property
    def line(self) -> str:
        """The sentence below the recipients that leads back to the seal, by its code."""
        return f"Kết quả phiên họp thứ {self.number} năm {self.year} của Hội đồng, mã {self.code}."


def session_mark(read: SealedSession) -> SessionMark:
    """The mark of a sealed session."""
    session = read.session
    return SessionMark(session["number"], session["year"], read.sealed_at, grouped_code(read.seal))


@dataclass(frozen=True, slots=True)
class Mark:
    """By what anybody can ask whether an issued paper is genuine: its code, and where to ask."""

    code: str
    address: str

    @property
    def link(self) -> str:
        """What the QR code says."""
        return f"{self.address}/{self.code.replace('-', '')}"

    @property
    def path(self) -> str:
        """The QR code as the path of a drawing whose modules are one unit wide."""
        return qr_path(self.link)

    @property
    def side(self) -> int:
        """How many units the drawing is wide and high, its quiet zone among them."""
        return qr_side(self.link)


@dataclass(frozen=True, slots=True)
class Signature:
    """The block that ends a paper: recipients left, signer right. `recipients` ends with the archive line.
    `second` signs on the left, where two sign: the secretary of a meeting.
    """

    signer: Signer
    recipients: tuple[str, ...]
    second: Signer | None = None
