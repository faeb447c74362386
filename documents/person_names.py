"""Telling a person's name from a title: only a name stands where somebody signs."""

import re

_TITLES = re.compile(
    r"""(?:quyền\s+)?(?:
        (?:phó\s+)?(?:
            chủ\ tịch|trưởng\ (?:phòng|ban|khối|ấp|thôn|đoàn|công\ an|nhóm|cụm)|(?:tổng\ )?giám\ đốc|bí\ thư
            |chánh\ (?:văn\ phòng|thanh\ tra|án)|viện\ trưởng|hiệu\ trưởng|chủ\ nhiệm|(?:cụm|khối)\ trưởng
        )
        |phó\ (?:phòng|ban|văn\ phòng)|thủ\ trưởng|lãnh\ đạo|đại\ diện|chuyên\ viên|cán\ bộ
        |công\ chức|viên\ chức|ủy\ viên|uỷ\ viên|thường\ trực|thư\ ký|kế\ toán|thành\ viên|chủ\ tọa
        |chỉ\ huy|cán\ sự|văn\ thư|đội\ trưởng|tổ\ trưởng
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def is_title(told: str) -> bool:
    """Whether this is what somebody is, not who: "Chủ tịch UBND huyện", "Chuyên viên Phòng Nội vụ"."""
    return _TITLES.match(" ".join(told.split())) is not None


def name_in(line: str) -> str:
    """The name in a line "Họ tên, chức vụ"; empty where only a title stands there."""
    first = line.split(",")[0].strip()
    return "" if is_title(first) else first
