"""The words for faults and warnings of a table of entries: what, and what to do."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from awards.entry_columns import CellFault
from awards.figures import plain
from criteria.wording import misread_text
from foundation.tables.values import column_letter
from scoring.reading import Misread

Facts = Mapping[str, Any]
LISTED = 12


def entry_fault_text(fault: CellFault) -> str:
    """One or two sentences in the reader's language, without the place."""
    sentence = SENTENCES.get(fault.code)
    if sentence is not None:
        return sentence(fault.facts)
    facts = {name: value for name, value in fault.facts.items() if name != "node"}
    return misread_text(Misread(fault.code, None, **facts))


def _listed(codes: tuple[Any, ...]) -> str:
    text = ", ".join(str(code) for code in codes[:LISTED])
    return f"{text}, …" if len(codes) > LISTED else text


def _near(facts: Facts) -> str:
    return " " + _("Có phải là “%(near)s”?", near=facts["near"]) if facts["near"] else ""


def _column_unknown(facts: Facts) -> str:
    return _("cột không có trong bộ tiêu chí, bỏ qua.") + _near(facts)


def _type_unknown(facts: Facts) -> str:
    text = _(
        "không có loại đối tượng “%(value)s”. Dùng một trong các mã: %(types)s.",
        value=facts["value"],
        types=_listed(facts["types"]),
    )
    return text + _near(facts)


def _known(text: str, facts: Facts) -> str:
    if not facts["known"]:
        return text
    return text + " " + _("Dùng một trong các mã: %(known)s.", known=_listed(facts["known"]))


def _mark_unknown(facts: Facts) -> str:
    text = _("loại “%(type)s” không có dấu “%(value)s”.", type=facts["type"], value=facts["value"])
    return _known(text, facts)


def _past_award_unknown(facts: Facts) -> str:
    text = _("bộ tiêu chí không có hình thức khen “%(value)s”. Sửa mã, hoặc bỏ khỏi ô.", value=facts["value"])
    return _known(text, facts)


def _own_target_order(facts: Facts) -> str:
    values = {"minimum": plain(facts["minimum"]), "target": plain(facts["target"])}
    if facts["better"] == "higher":
        return _("mức tối thiểu %(minimum)s cao hơn chỉ tiêu %(target)s. Sửa lại một trong hai.", **values)
    return _("mức tối thiểu %(minimum)s thấp hơn chỉ tiêu %(target)s. Sửa lại một trong hai.", **values)


def _field_name(field: object) -> str:
    return {"cluster": _("cụm, khối thi đua (cluster)"), "parent": _("đơn vị cấp trên (parent)")}[str(field)]


def _attribute_missing(facts: Facts) -> str:
    return _(
        "không có cột “%(attribute)s” (%(name)s) mà quy tắc cần đến: coi là chưa biết. "
        "Thêm cột này nếu có số liệu.",
        attribute=facts["attribute"],
        name=facts["name"],
    )


def _attribute_empty(facts: Facts) -> str:
    return _(
        "%(count)s dòng để trống “%(name)s” mà quy tắc cần đến (dòng %(rows)s): coi là chưa biết. "
        "Ghi số liệu nếu có.",
        count=facts["count"],
        name=facts["name"],
        rows=_listed(facts["rows"]) + (", …" if facts["count"] > len(facts["rows"]) else ""),
    )


def _figure(value: object) -> str:
    return plain(value) if isinstance(value, Decimal | int) else str(value)


SENTENCES: Mapping[str, Callable[[Facts], str]] = {
    "id_column_missing": lambda f: _(
        "thiếu cột mã đối tượng. Thêm cột “id” (hoặc “Mã”), mỗi đối tượng một mã riêng."
    ),
    "id_missing": lambda f: _("chưa có mã đối tượng. Ghi một mã riêng cho dòng này."),
    "id_unfit": lambda f: _(
        "mã dài quá %(limit)s ký tự hoặc có ký tự không in được. Đặt mã ngắn gọn.", limit=f["limit"]
    ),
    "id_twice": lambda f: _(
        "mã “%(value)s” đã dùng ở dòng %(first)s. Bỏ dòng trùng, hoặc đặt mã khác.",
        value=f["value"],
        first=f["first"],
    ),
    "type_missing": lambda f: _(
        "chưa có loại đối tượng. Ghi một trong các mã: %(types)s.", types=_listed(f["types"])
    ),
    "type_unknown": _type_unknown,
    "text_too_long": lambda f: _("dài quá %(limit)s ký tự. Rút gọn lại.", limit=f["limit"]),
    "group_missing": lambda f: _(
        "chưa có %(field)s, mà xếp hạng theo nhóm này. Ghi mã hoặc tên nhóm.", field=_field_name(f["field"])
    ),
    "group_column_missing": lambda f: _(
        "thiếu cột %(field)s: loại “%(type)s” xếp hạng theo nhóm này. Thêm cột và ghi nhóm của từng dòng.",
        field=_field_name(f["field"]),
        type=f["type"],
    ),
    "column_missing": lambda f: _(
        "thiếu cột “%(column)s” (%(name)s) của loại “%(type)s”. Thêm cột này; ô để trống là chưa chấm.",
        **f,
    ),
    "extra_column_missing": lambda f: _(
        "không có cột “%(column)s” (%(name)s) của loại “%(type)s”: coi như không có điểm thưởng, điểm trừ này.",
        **f,
    ),
    "column_unknown": _column_unknown,
    "column_section": lambda f: _("cột của cả mục, bỏ qua: điểm của mục tính từ các tiêu chí."),
    "column_derived": lambda f: _("cột bỏ qua: số liệu của tiêu chí này lấy từ tiêu chí khác."),
    "column_twice": lambda f: _(
        "cột này và cột %(first)s (%(first_title)s) cùng một nội dung. Giữ lại một cột.",
        first=column_letter(f["first"]),
        first_title=f["first_title"],
    ),
    "not_of_type": lambda f: _(
        "có “%(value)s” nhưng loại “%(type)s” không có mục này. Để trống, hoặc sửa loại đối tượng.",
        value=f["value"],
        type=f["type"],
    ),
    "whole_and_part": lambda f: _(
        "tiêu chí %(criterion)s vừa ghi một số vừa ghi hai số. Chỉ giữ một cách ghi.",
        criterion=f["criterion"],
    ),
    "percent_and_plan": lambda f: _(
        "tiêu chí %(criterion)s đã ghi phần trăm thì không ghi thêm kế hoạch. Bỏ một trong hai.",
        criterion=f["criterion"],
    ),
    "half_dash": lambda f: _(
        "một ô ghi gạch ngang, ô kia ghi số. Không áp dụng thì ghi gạch ngang ở cả hai ô."
    ),
    "dash_but_applies": lambda f: _(
        "ghi không áp dụng, nhưng theo %(attributes)s thì tiêu chí này có áp dụng. "
        "Ghi số liệu, hoặc sửa %(attributes)s.",
        attributes=_listed(f["attributes"]),
    ),
    "figure_not_applicable": lambda f: _(
        "có “%(value)s” nhưng theo %(attributes)s thì tiêu chí này không áp dụng: không tính số này.",
        value=f["value"],
        attributes=_listed(f["attributes"]),
    ),
    "above_denominator": lambda f: _(
        "tử số %(first)s lớn hơn mẫu số %(second)s. Kiểm tra lại hai số.",
        first=_figure(f["first"]),
        second=_figure(f["second"]),
    ),
    "plan_missing": lambda f: _(
        "chưa có kế hoạch để so. Ghi kế hoạch vào cột “%(code)s.plan”, hoặc ghi tỷ lệ như 95%%.",
        code=f["code"],
    ),
    "own_target_order": _own_target_order,
    "mark_unknown": _mark_unknown,
    "past_award_form": lambda f: _(
        "không hiểu “%(value)s”. Ghi mã hình thức khen và năm, ví dụ GK:2022; BK:2023.", value=f["value"]
    ),
    "past_award_unknown": _past_award_unknown,
    "incomplete": lambda f: _(
        "%(count)s trên %(of)s đối tượng chưa chấm đủ nên chưa xếp hạng. "
        "Ghi nốt các ô còn trống rồi chạy lại.",
        count=f["count"],
        of=f["of"],
    ),
}
