"""Which bonus rate belongs to a form of award: the one that its rule names, or else what its name tells."""

from unicodedata import normalize

KINDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("bằng khen", "thủ tướng"), "bang_khen_prime_minister"),
    (("bằng khen", "tỉnh"), "bang_khen_province"),
    (("bằng khen", "thành phố"), "bang_khen_province"),
    (("cờ thi đua", "chính phủ"), "co_thi_dua_government"),
    (("cờ thi đua", "tỉnh"), "co_thi_dua_province"),
    (("cờ thi đua", "thành phố"), "co_thi_dua_province"),
    (("giấy khen", "huyện"), "giay_khen_district"),
    (("giấy khen", "thị xã"), "giay_khen_district"),
    (("giấy khen", "quận"), "giay_khen_district"),
    (("giấy khen", "xã"), "giay_khen_commune"),
    (("giấy khen", "phường"), "giay_khen_commune"),
    (("tập thể lao động xuất sắc",), "tap_the_xuat_sac"),
    (("tập thể lao động tiên tiến",), "tap_the_tien_tien"),
    (("chiến sĩ thi đua cơ sở",), "chien_si_co_so"),
    (("lao động tiên tiến",), "lao_dong_tien_tien"),
)
"""Words that all occur in the name of an award, or of its issuer, and the rate they mean; the first fits."""


def bonus_code_of(name: str, issuer: str = "", said: str | None = None) -> str | None:
    """The code of the bonus rate of an award: `said` (the key `bonus` of its rule) where it is given; else by
    its name and who gives it; None where neither tells, and whoever pays must say.

    Of the level only what the name says counts, and the issuer where the name is silent.
    """
    if said:
        return said
    return _by_words(name) or _by_words(f"{name} {issuer}")


def _by_words(text: str) -> str | None:
    known = normalize("NFC", text).casefold()
    return next((code for words, code in KINDS if all(word in known for word in words)), None)
