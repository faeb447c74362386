"""Papers of any length, and how long they take against headless Chromium printing the same HTML."""

import math
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from bench.table import Line
from documents.certificate_layout import default_layout
from documents.certificate_printing import sample_text
from documents.certificates import Certificates, CertificateText, draw
from documents.certificates import render_html as render_certificates
from documents.commendation_list import CommendationList, Entry, Recipient, Row, arrange, render_html
from documents.kinds.decision import Annex, Decision
from documents.paper import EvaluationMark, Header, SessionMark, Signature, Signer
from foundation.papers.printing import make_pdf
from foundation.papers.rendering import render
from foundation.papers.sheets import STYLESHEET

if TYPE_CHECKING:
    from playwright.sync_api import Browser

COMMUNES = (
    "thị trấn Châu Thành", "xã Hồ Đắc Kiện", "xã Phú Tâm", "xã Thuận Hòa", "xã Phú Tân", "xã Thiện Mỹ",
    "xã An Hiệp", "xã An Ninh",
)  # fmt: skip
HAMLETS = (
    "Đắc Lực", "Phú Thành B", "Trà Canh A", "Phước Hòa", "Hòa Long", "Xây Đá", "Sa Bâu", "Phước An", "Mỹ Tân",
    "An Trạch", "Trà Quýt", "Xây Cáp", "Phụng Hiệp",
)  # fmt: skip
DEEDS = (
    "Tự nguyện đăng ký và đã thoát nghèo; nuôi {a:02d} bò sinh sản",
    "Giúp {a:02d} hộ nghèo vốn và giống, cả {a:02d} hộ đã thoát nghèo",
    "Giảm {b} điểm % hộ nghèo; {c}% hộ đăng ký đã thoát nghèo",
    "Vận động Quỹ “Vì người nghèo” đạt {c}% kế hoạch",
    "Hiến {c} m² đất làm đường ấp",
    "Trả nợ Ngân hàng Chính sách xã hội trước hạn {a:02d} tháng; con học hết lớp 12",
    "Chuyển 0,{a} ha lúa sang màu, thu nhập tăng gấp đôi; thoát nghèo bền vững sau {a:02d} năm",
    "Bao tiêu hành tím cho {c} hộ nghèo, cận nghèo",
)


def commendation_list(rows: int) -> CommendationList:
    """A list of `rows` rows: one in twenty a hamlet, one in twenty a person, the rest households."""
    return CommendationList(
        header=Header("UBND huyện Châu Thành", "Hội đồng\nThi đua - Khen thưởng", "DS-HĐTĐKT", "Châu Thành",
                      2024, 18, date(2024, 12, 12)),
        title=("Tập thể, hộ gia đình, cá nhân đề nghị tặng Giấy khen trong Phong trào thi đua",
               "“Châu Thành chung tay vì người nghèo - Không để ai bị bỏ lại phía sau” năm 2024"),
        accompanies="Kèm theo Tờ trình số 46/TTr-HĐTĐKT ngày 12 tháng 12 năm 2024",
        parts=arrange(_entry(index, rows) for index in range(rows)),
        period="năm 2024",
        signature=Signature(
            Signer(("TM. Hội đồng",), "Chủ tịch"),
            ("Chủ tịch UBND huyện", "Thành viên Hội đồng TĐKT huyện", "UBND các xã, thị trấn",
             "Lưu: VT, HĐTĐKT"),
        ),
        evaluation=EvaluationMark("3", datetime(2024, 12, 5, 1, 41, tzinfo=UTC), "7F3A 91C2 0B5D"),
        sample=True,
    )  # fmt: skip


def decision(rows: int) -> Decision:
    """A decision whose one annex is the same list."""
    sample = commendation_list(rows)
    return Decision(
        header=replace(sample.header, issuing="Ủy ban nhân dân\nhuyện Châu Thành", symbol="QĐ-UBND"),
        subject=("Về việc tặng Giấy khen trong Phong trào thi đua năm 2024",),
        authority="Chủ tịch Ủy ban nhân dân huyện",
        bases=("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",),
        proposal="Theo đề nghị của Trưởng phòng Phòng Nội vụ huyện",
        articles=(f"Tặng Giấy khen cho {rows} trường hợp (có danh sách kèm theo).",
                  "Quyết định này có hiệu lực kể từ ngày ký."),
        signature=sample.signature,
        accompanies="Kèm theo Quyết định số 18/QĐ-UBND ngày 12 tháng 12 năm 2024",
        annexes=(Annex("Phụ lục", ("Được tặng Giấy khen",), sample.parts),),
        lines=(), sums=(), faults=(), deed="", area="huyện Châu Thành", day=date(2024, 12, 12),
        source=SessionMark(1, 2024, datetime(2024, 12, 5, 1, 41, tzinfo=UTC), "7F3A 91C2 0B5D"),
        draft=False,
        sample=True,
    )  # fmt: skip


def _entry(index: int, rows: int) -> Entry:
    place = f"ấp {HAMLETS[index % len(HAMLETS)]}, {COMMUNES[index * 5 % len(COMMUNES)]}"
    row = Row(_name(index, place), _deed(index), Decimal(9900 - index * 1900 // max(rows, 1)).scaleb(-2))
    match index % 20:
        case 0:
            return Entry(Recipient.COLLECTIVE, "Ấp", row, "Giấy khen")
        case 1:
            return Entry(Recipient.INDIVIDUAL, "Cán bộ làm công tác giảm nghèo", row, "Giấy khen")
        case _:
            return Entry(Recipient.HOUSEHOLD, "Hộ gia đình", row, "Giấy khen")


def _name(index: int, place: str) -> str:
    match index % 20:
        case 0:
            return place.capitalize() if place.islower() else "Ấ" + place[1:]
        case 1:
            return f"Trưởng {place}"
        case _:
            return f"Hộ số {index:02d}, {place}"


def _deed(index: int) -> str:
    deed = DEEDS[index * 3 % len(DEEDS)]
    return deed.format(a=index % 8 + 2, b=f"1,{index % 90 + 10}", c=index % 60 + 50)


def certificates(count: int) -> str:
    """The HTML of so many full certificates."""
    layout = default_layout()
    drawings = tuple(draw(layout, _named(number)) for number in range(1, count + 1))
    return render_certificates(Certificates("Giấy khen", drawings))


def _named(number: int) -> CertificateText:
    text = sample_text()
    return replace(text, fields=dict(text.fields) | {"recipient": _name(number, "ấp Phước Hòa, xã An Ninh")})


SAMPLES: dict[str, Callable[[int], str]] = {
    "list": lambda rows: render_html(commendation_list(rows)),
    "decision": lambda rows: render("decision.html", decision(rows)),
    "certificates": certificates,
}
"""HTML of each paper that is measured, by how many rows it has."""


def measure() -> list[Line]:
    """The lines of the table: each paper as a process and in a running one, and the memory of the longest."""
    lines = []
    for name, sample, count, rounds, aim in (
        ("PDF list of 1,000 rows", "list", 1000, 5, 1.0),
        ("PDF decision with an annex of 1,000 rows", "decision", 1000, 3, 1.0),
        ("PDF of 500 certificates", "certificates", 500, 1, None),
    ):
        taken = timings(sample, count, rounds)
        lines += [
            _line(f"{name}, each as a process", taken, "process", aim),
            _line(f"{name}, both already running", taken, "warm", aim),
        ]
    return [*lines, _memory()]


def _line(what: str, taken: dict[str, float], how: str, aim: float | None) -> Line:
    mine, theirs = taken[f"weasyprint_{how}"], taken[f"chromium_{how}"]
    return Line(what, f"{mine:.2f} s", f"Chromium {theirs:.2f} s", mine / theirs, aim)


def _memory(rows: int = 10_000) -> Line:
    """What a list of so many rows takes at most, against the aim of a gigabyte."""
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder, "paper.html"), Path(folder, "paper.pdf")
        page.write_text(SAMPLES["list"](rows), encoding="utf-8")
        taken = int(_run(_own(page, out)).stdout)
    return Line(f"memory of a list of {rows:,} rows", f"{taken} MB", "1000 MB", taken / 1000, 1.0)


def timings(sample: str, count: int, rounds: int) -> dict[str, float]:
    """Best wall-clock seconds of several rounds, taken in turns, for a sample of so many rows.

    Both print the same HTML: ours into a tagged PDF/A-2a, Chromium as it does. `*_process` is a process from
    start to end, `*_warm` one that runs already: ours with its modules loaded, Chromium as an open browser
    (opening the page and printing it).
    """
    from playwright.sync_api import sync_playwright  # who prints a paper need not have it

    chromium = shutil.which("chromium")
    if chromium is None:
        raise FileNotFoundError("the comparison needs chromium")
    html = SAMPLES[sample](count).replace("/static/css/paper.css", STYLESHEET.as_uri())
    make_pdf(SAMPLES[sample](5))
    best: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page, out = Path(folder, "paper.html"), Path(folder, "paper.pdf")
        page.write_text(html, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        runs: dict[str, Callable[[], object]] = {
            "weasyprint_warm": lambda: make_pdf(html),
            "weasyprint_process": lambda: _run(_own(page, out)),
            "chromium_warm": lambda: _print_warm(browser, page),
            "chromium_process": lambda: _run(
                [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                 f"--print-to-pdf={out}", page.as_uri()]
            ),
        }  # fmt: skip
        for _round in range(rounds):
            for name, run in runs.items():
                started = time.perf_counter()
                run()
                best[name] = min(best.get(name, math.inf), time.perf_counter() - started)
        browser.close()
    return best


def _own(page: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "bench.print_paper", str(page), str(out)]


def _print_warm(browser: "Browser", page_file: Path) -> None:
    page = browser.new_page()
    page.goto(page_file.as_uri())
    page.pdf(prefer_css_page_size=True)
    page.close()


def _run(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parent.parent)
