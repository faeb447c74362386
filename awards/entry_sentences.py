"""Sentences for faults and warnings of a table of entries, by code."""

from flask_babel import lazy_gettext as _

ROWS = _("“%(written)s” (dòng %(rows)s)")
PERSON = _("%(id)s (dòng %(row)s)")
NEAR = _("Có phải là “%(near)s”?")
KNOWN = _("Các mã dùng được: %(known)s.")
FIELDS = {"cluster": _("cụm, khối thi đua (cluster)"), "parent": _("đơn vị cấp trên (parent)")}

SENTENCES = {
    "id_column_missing": _("Thiếu cột mã đối tượng — thêm cột “id” (hoặc “Mã”), mỗi đối tượng một mã riêng."),
    "id_missing": _("Chưa có mã đối tượng — ghi một mã riêng cho dòng này."),
    "id_unfit": _("Mã dài quá %(limit)s ký tự hoặc có ký tự không in được — đặt mã ngắn gọn."),
    "id_twice": _("Mã “%(value)s” đã dùng ở dòng %(first)s — bỏ dòng trùng, hoặc đặt mã khác."),
    "type_missing": _("Chưa có loại đối tượng — ghi một trong các mã: %(types)s."),
    "type_unknown": _("Không có loại đối tượng “%(value)s” — dùng một trong các mã: %(types)s."),
    "text_too_long": _("Dài quá %(limit)s ký tự — rút gọn lại."),
    "group_missing": _("Chưa có %(field)s, mà xếp hạng theo nhóm này — ghi mã hoặc tên nhóm."),
    "group_column_missing": _(
        "Thiếu cột %(field)s, mà loại “%(type)s” xếp hạng theo nhóm này — thêm cột và ghi nhóm của từng dòng."
    ),
    "column_missing": _(
        "Thiếu cột “%(column)s” (%(name)s) của loại “%(type)s” — thêm cột này; ô để trống là chưa chấm."
    ),
    "extra_column_missing": _(
        "Không có cột “%(column)s” (%(name)s) của loại “%(type)s”, coi như không có điểm thưởng, "
        "điểm trừ này — thêm cột nếu có."
    ),
    "column_unknown": _("Cột không có trong bộ tiêu chí, bỏ qua — sửa tiêu đề nếu cần dùng."),
    "column_section": _("Cột của cả mục, bỏ qua — điểm của mục tính từ các tiêu chí."),
    "column_derived": _("Cột bỏ qua — số liệu của tiêu chí này lấy từ tiêu chí khác."),
    "column_twice": _("Cột này và cột %(first)s (%(first_title)s) cùng một nội dung — giữ lại một cột."),
    "not_of_type": _(
        "Có “%(value)s” nhưng loại “%(type)s” không có mục này — để trống, hoặc sửa loại đối tượng."
    ),
    "plan_missing": _(
        "Chưa có kế hoạch để so — ghi kế hoạch vào cột “%(code)s.plan”, hoặc ghi tỷ lệ như 95%%."
    ),
    "own_target_order": _("Mức tối thiểu và chỉ tiêu ngược nhau — sửa lại một trong hai."),
    "own_target_order_higher": _(
        "Mức tối thiểu %(minimum)s cao hơn chỉ tiêu %(target)s — sửa lại một trong hai."
    ),
    "own_target_order_lower": _(
        "Mức tối thiểu %(minimum)s thấp hơn chỉ tiêu %(target)s — sửa lại một trong hai."
    ),
    "mark_unknown": _("Loại “%(type)s” không có dấu “%(value)s” — sửa mã, hoặc bỏ khỏi ô."),
    "past_award_form": _("Không hiểu “%(value)s” — ghi mã hình thức khen và năm, ví dụ GK:2022; BK:2023."),
    "past_award_unknown": _("Bộ tiêu chí không có hình thức khen “%(value)s” — sửa mã, hoặc bỏ khỏi ô."),
    "attribute_column_missing": _(
        "Không có cột “%(attribute)s” (%(name)s) mà quy tắc cần đến, coi là chưa biết "
        "— thêm cột nếu có số liệu."
    ),
    "attribute_empty": _(
        "%(count)s dòng để trống “%(name)s” mà quy tắc cần đến, coi là chưa biết (dòng %(rows)s) "
        "— ghi số liệu nếu có."
    ),
    "incomplete": _(
        "%(count)s trên %(of)s đối tượng chưa chấm đủ nên chưa xếp hạng: %(who)s "
        "— ghi nốt các ô còn trống rồi chạy lại."
    ),
    "nothing_applies": _(
        "Không tiêu chí nào áp dụng cho %(who)s, nên tổng điểm không nói lên điều gì "
        "— kiểm tra các thông tin của đối tượng, hoặc bỏ dòng."
    ),
    "rows_above_header": _(
        "Bỏ qua %(count)s dòng phía trên, lấy dòng này làm dòng tiêu đề "
        "— nếu không phải vậy thì sửa lại dòng tiêu đề."
    ),
    "row_stray": _(
        "“%(value)s” không phải là đối tượng thi đua mà là dòng cộng, ghi chú hoặc chữ ký — xóa dòng này."
    ),
    "row_bare": _(
        "Dòng chỉ có mã “%(value)s”, không có gì khác mà vẫn tính là một đối tượng "
        "— ghi tên và số liệu, hoặc xóa dòng."
    ),
    "id_recast": _(
        "Mã bị bảng tính đổi thành ngày, đúng/sai hoặc phần trăm (%(value)s) "
        "— định dạng cột này là Văn bản (Text) rồi ghi lại mã."
    ),
    "group_recast": _(
        "Tên nhóm bị bảng tính đổi thành ngày hoặc đúng/sai (%(value)s) "
        "— định dạng cột này là Văn bản (Text) rồi ghi lại."
    ),
    "group_variants": _(
        "Nhóm “%(name)s” còn được ghi là %(variants)s, đã gộp làm một "
        "— ghi thống nhất; nếu là nhóm khác thì đặt tên khác hẳn."
    ),
    "column_unclear": _(
        "“%(title)s” vừa là căn cứ loại trừ hoặc tạm hoãn, vừa là nội dung khác của bộ tiêu chí "
        "— lấy mã của căn cứ làm tiêu đề; nếu mã cũng trùng thì đổi mã trong bộ tiêu chí."
    ),
    "exclusions_missing": _(
        "Không có cột “exclusions” hoặc cột của căn cứ loại trừ %(marks)s, coi như không ai bị loại trừ "
        "— thêm cột, để trống nếu không có ai."
    ),
    "holds_missing": _(
        "Không có cột “holds” hoặc cột của căn cứ tạm hoãn %(marks)s, coi như không ai bị tạm hoãn "
        "— thêm cột, để trống nếu không có ai."
    ),
    "past_awards_missing": _(
        "Không có cột “past_awards” mà %(awards)s không tặng lại trong một số năm, coi như chưa ai được khen "
        "— thêm cột, để trống nếu chưa được khen."
    ),
    "past_award_late": _(
        "“%(value)s” không phải là trước năm %(year)s của bộ tiêu chí — kiểm tra lại năm khen thưởng."
    ),
}
