"""Amounts of money in Vietnamese words, as papers write them: "Một triệu hai trăm bốn mươi nghìn đồng".

Zeros inside a number are read ("không trăm linh năm"), groups of zeros are not; after "mươi" one is "mốt",
four "tư", five "lăm"; after "mười" five is "lăm".
"""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
MOST = 10**18
_BILLION = 10**9
_SCALES = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))


def in_words(amount: int, unit: str = "đồng") -> str:
    """A whole amount from zero below 10^18, with its unit, beginning with a capital. Raises ValueError."""
    if not 0 <= amount < MOST:
        raise ValueError(f"an amount from 0 below {MOST} is needed")
    text = " ".join([*_number(amount), unit]).strip()
    return text[0].upper() + text[1:]


def _number(number: int) -> list[str]:
    if number == 0:
        return [DIGITS[0]]
    billions, rest = divmod(number, _BILLION)
    words = [*_below_billion(billions), "tỷ"] if billions else []
    return words + _below_billion(rest, inside=bool(billions))


def _below_billion(number: int, *, inside: bool = False) -> list[str]:
    """The words of a number below 10^9, none for zero; `inside`: something stands before it."""
    words: list[str] = []
    for size, name in _SCALES:
        group, number = divmod(number, size)
        if group:
            words += _group(group, inside=inside or bool(words))
            words += [name] if name else []
    return words


def _group(group: int, *, inside: bool) -> list[str]:
    """The words of 1 to 999; inside a number its hundreds are read even where there are none."""
    hundreds, rest = divmod(group, 100)
    words = [DIGITS[hundreds], "trăm"] if hundreds or inside else []
    tens, ones = divmod(rest, 10)
    if tens == 0:
        between = ["linh"] if words else []
        return words + ([*between, DIGITS[ones]] if ones else [])
    if tens == 1:
        return [*words, "mười", *([_after_ten(ones)] if ones else [])]
    return [*words, DIGITS[tens], "mươi", *([_after_tens(ones)] if ones else [])]


def _after_ten(ones: int) -> str:
    return "lăm" if ones == 5 else DIGITS[ones]


def _after_tens(ones: int) -> str:
    return {1: "mốt", 4: "tư", 5: "lăm"}.get(ones, DIGITS[ones])
