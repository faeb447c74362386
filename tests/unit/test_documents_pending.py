"""What a commendation list says of those who wait: each once, with the award that a ballot decides."""

from decimal import Decimal

from awards.models import Category
from awards.proposals import Proposal
from documents.pending import pending_of

HIGH, LOW = "Bằng khen", "Giấy khen"
BOTH = ((LOW, "recommended"), (HIGH, "ballot"))


def proposal(number: int, award: str, status: str) -> Proposal:
    return Proposal(
        participant_id=number,
        name=f"Hộ ông Lâm Sang {number}",
        category=Category.HOUSEHOLD,
        type_name="Hộ",
        award=award,
        precedence=(HIGH, LOW).index(award),
        status=status,
        total=Decimal(90),
        achievement="",
    )


def test_who_is_listed_for_a_lower_award_is_not_absent() -> None:
    tied = [proposal(number, award, status) for number in (1, 2) for award, status in BOTH]
    pending = pending_of([*tied, proposal(3, LOW, "ballot"), proposal(4, HIGH, "held")])
    assert pending.absent == 2
    assert pending.remarks() == [
        "Trường hợp của hộ ông Lâm Sang 4 chưa xét, chờ kết luận xác minh.",
        (
            "Hộ ông Lâm Sang 1 và hộ ông Lâm Sang 2 có trong danh sách này để đề nghị tặng Giấy khen, "
            "đồng thời chờ Hội đồng bỏ phiếu về Bằng khen do bằng nhau ở vạch chỉ tiêu."
        ),
        "Chờ Hội đồng bỏ phiếu về Giấy khen do bằng nhau ở vạch chỉ tiêu: hộ ông Lâm Sang 3.",
    ]


def test_who_waits_for_two_awards_is_counted_once() -> None:
    pending = pending_of([proposal(1, LOW, "ballot"), proposal(1, HIGH, "ballot"), proposal(2, LOW, "held")])
    assert pending.absent == 2
    assert [ballot.award for ballot in pending.ballots] == [HIGH, LOW]


def test_beyond_a_dozen_names_the_rest_is_counted() -> None:
    (sentence,) = pending_of(proposal(number, LOW, "held") for number in range(15)).remarks()
    assert sentence.count("hộ ông") == 12
    assert "và 03 trường hợp khác chưa xét" in sentence


def test_nothing_open_leaves_nothing_to_say() -> None:
    pending = pending_of([proposal(1, LOW, "recommended")])
    assert (pending.absent, pending.remarks()) == (0, [])
