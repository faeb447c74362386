"""How the styles of the Word document are called: after the parts of a paper in Decree 30/2020."""

from typing import Any

BODY = "Nội dung"

NAMES = {
    "superior": "Cơ quan chủ quản",
    "issuing": "Cơ quan ban hành",
    "nation": "Quốc hiệu",
    "motto": "Tiêu ngữ",
    "place": "Địa danh, ngày tháng",
    "number": "Số, ký hiệu",
    "kind": "Tên loại văn bản",
    "title": "Trích yếu",
    "with": "Kèm theo",
    "subject": "Tên phụ lục",
    "authority": "Thẩm quyền ban hành",
    "basis": "Căn cứ",
    "decides": "Quyết định",
    "article": "Điều",
    "closing": "Câu kết",
    "label": "Nhãn nơi nhận",
    "to": "Nơi nhận",
    "role": "Chức vụ người ký",
    "signer": "Họ tên người ký",
    "by": "Chữ ký",
    "genuine": "Mã kiểm tra",
    "check": "Nguồn kết quả",
    "entry": "Mục của phụ lục",
    "reason": "Lý do",
    "rule": "Đường kẻ",
    "lead": "Đoạn dẫn",
    "addressed": "Kính gửi",
    "working": "Cách tính",
    "caption": "Tên hình",
    "keys": "Chú giải hình",
    "proof": "Minh chứng",
    "small": "Ghi chú",
    "below": "Ghi chú",
    "fingerprint": "Mã nội dung",
    "facts": "Thông tin",
    "n": "Ô số thứ tự",
    "num": "Ô số",
    "group": "Nhóm trong bảng",
    "list": "Ô bảng",
    "gap": "Khoảng cách",
    "at": "Dòng của giấy",
    "running": "Đầu trang, chân trang",
}


def style_name(path: tuple[Any, ...]) -> str:
    """The name of the style of an element: of its class, or of the nearest thing around it that has one.

    A class that is not known here names its style itself.
    """
    own = path[2].split()
    known = next((NAMES[one] for one in own if one in NAMES), None)
    if known or own:
        return known or own[0]
    while path:
        if path[1] == "thead":
            return "Đầu bảng"
        for one in path[2].split():
            if one in NAMES:
                return NAMES[one]
        path = path[0]
    return BODY
