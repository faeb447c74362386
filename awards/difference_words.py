"""What the parts of a sealed result are called where two of them are compared."""

from collections.abc import Mapping

from flask_babel import gettext as _


def subject_words(subject: str) -> str:
    """A subject of `differences.Change` in words; codes of criteria and of reasons stay as they are."""
    names = _names()
    return ", ".join(names.get(part, part) for part in subject.split(" "))


def _names() -> Mapping[str, str]:
    return {**_of_standing(), **_of_scoring(), **_of_inputs()}


def _of_standing() -> Mapping[str, str]:
    return {
        "position": _("thứ tự trong danh sách"),
        "rank": _("hạng"),
        "tied": _("số người cùng hạng"),
        "tied_with": _("cùng hạng với"),
        "group": _("nhóm"),
        "group_key": _("nhóm"),
        "group_name": _("tên nhóm"),
        "group_size": _("số người trong nhóm"),
        "grade": _("xếp loại"),
        "award": _("hình thức khen"),
        "awards": _("được đề xuất"),
        "pending": _("đang chờ"),
        "award_status": _("kết quả xét"),
        "eligible": _("đủ điều kiện"),
        "complete": _("đã chấm đủ"),
        "excluded": _("bị loại trừ"),
        "on_hold": _("đang xác minh"),
        "reasons": _("lý do"),
    }


def _of_scoring() -> Mapping[str, str]:
    return {
        "total": _("tổng điểm"),
        "self_total": _("tổng điểm tự chấm"),
        "base": _("điểm chuẩn"),
        "bonus": _("điểm thưởng"),
        "penalty": _("điểm trừ"),
        "max": _("tối đa"),
        "entered_max": _("tối đa của phần đã nhập"),
        "points": _("điểm"),
        "state": _("tình trạng"),
        "missing": _("chưa chấm"),
        "claimed": _("tự chấm"),
        "remarks": _("nhận xét thẩm định"),
        "sha256": _("mã băm"),
    }


def _of_inputs() -> Mapping[str, str]:
    return {
        "id": _("mã"),
        "participant_id": _("số trong sổ"),
        "name": _("tên"),
        "type": _("loại"),
        "type_code": _("loại"),
        "category": _("nhóm đối tượng"),
        "cluster": _("cụm, khối"),
        "cluster_id": _("cụm, khối"),
        "cluster_name": _("tên cụm, khối"),
        "parent": _("đơn vị cấp trên"),
        "parent_name": _("tên đơn vị cấp trên"),
        "commune_id": _("xã, thị trấn"),
        "commune_name": _("tên xã, thị trấn"),
        "attributes": _("thông tin"),
        "targets": _("chỉ tiêu riêng"),
        "exclusions": _("diện loại trừ"),
        "holds": _("việc đang xác minh"),
        "past_awards": _("đã được khen"),
        "unread": _("không đọc được"),
    }
