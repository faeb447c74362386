"""Words for an entry that cannot be read: what is so, a dash, and what to write."""

from flask_babel import lazy_gettext as _

MISREADS = {
    "not_a_number": _("“%(value)s” không phải là số — ghi số, ví dụ 12,5."),
    "number_ambiguous": _(
        "“%(value)s” có thể là %(whole)s hoặc %(decimal)s — ghi %(whole)s nếu là số nguyên, "
        "%(decimal)s nếu có phần lẻ."
    ),
    "number_too_long": _("“%(value)s” dài quá %(digits)s chữ số — kiểm tra lại con số và đơn vị tính."),
    "not_yes_or_no": _("“%(value)s” không phải là có hay không — ghi “có” hoặc “không”."),
    "not_a_date": _("“%(value)s” không phải là ngày — ghi ngày/tháng/năm, ví dụ 15/11/2024."),
    "not_day_or_days": _(
        "“%(value)s” không phải là ngày hay số ngày — ghi ngày nộp, ví dụ 15/11/2024, hoặc số ngày chậm, "
        "ví dụ 8."
    ),
    "not_days": _("“%(value)s” không phải là số ngày — ghi số ngày chậm là số nguyên, đúng hạn ghi 0."),
    "not_whole": _("“%(value)s” có phần lẻ — ghi số nguyên, ví dụ 2."),
    "rate_beyond": _("%(value)s%% không thể có — tỷ lệ nằm trong khoảng từ 0 đến 100%%."),
    "dash_not_allowed": _(
        "Tiêu chí này áp dụng cho mọi đơn vị — ghi kết quả, hoặc để trống nếu chưa chấm; không ghi dấu "
        "gạch ngang."
    ),
    "never_not_allowed": _("Tiêu chí này không có mức cho việc không nộp — ghi số ngày chậm."),
    "unknown_level": _("Không có mức “%(value)s” — chọn một trong: %(levels)s."),
    "unknown_choice": _("Không có lựa chọn “%(value)s” — chọn một trong: %(choices)s."),
    "above_maximum": _("%(value)s vượt điểm tối đa %(max)s — ghi số điểm từ %(max)s trở xuống."),
    "above_most": _("%(value)s vượt mức cao nhất có thể là %(most)s — kiểm tra lại con số."),
    "below_least": _("%(value)s thấp hơn mức thấp nhất là %(least)s — kiểm tra lại con số."),
    "off_step": _("%(value)s không theo bước %(step)s điểm — ghi số điểm là bội của %(step)s."),
    "percent_not_meant": _(
        "“%(value)s” có dấu phần trăm nhưng tiêu chí này không hỏi phần trăm — ghi số, không có %%."
    ),
    "days_too_many": _(
        "“%(value)s” cách thời hạn quá %(most)s ngày — ghi số ngày chậm, hoặc ngày nộp dạng 31/12/2024."
    ),
    "dash_beside_figure": _("Một ô là dấu gạch ngang, ô kia có số — nhập cả hai số, hoặc gạch ngang cả hai."),
    "half_missing": _("Mới có một trong hai số — nhập nốt số còn lại (%(part)s)."),
    "denominator_zero": _(
        "Mẫu số phải lớn hơn 0 — nếu không có đối tượng nào thì ghi dấu gạch ngang ở nơi cho phép."
    ),
    "plan_zero": _("Số kế hoạch phải lớn hơn 0 — ghi số được giao trong kế hoạch."),
    "one_figure_only": _("Tiêu chí này chỉ có một số — bỏ cột tử số, mẫu số và ghi vào một cột."),
    "whole_and_part": _("Tiêu chí %(criterion)s vừa ghi một số vừa ghi hai số — chỉ giữ một cách ghi."),
    "percent_and_plan": _(
        "Tiêu chí %(criterion)s đã ghi phần trăm lại ghi thêm kế hoạch — bỏ một trong hai."
    ),
    "half_dash": _("Một ô ghi gạch ngang, ô kia thì không — không áp dụng thì ghi gạch ngang ở cả hai ô."),
    "dash_but_applies": _(
        "Ghi không áp dụng, nhưng theo %(attributes)s thì tiêu chí này có áp dụng — ghi số liệu, "
        "hoặc sửa %(attributes)s."
    ),
    "figure_not_applicable": _(
        "Có “%(value)s” nhưng theo %(attributes)s thì tiêu chí này không áp dụng — số này không được tính."
    ),
    "above_denominator": _("Tử số %(first)s lớn hơn mẫu số %(second)s — kiểm tra lại hai số."),
}
PARTS = {
    "numerator": _("tử số"),
    "denominator": _("mẫu số"),
    "before": _("số đầu kỳ"),
    "after": _("số cuối kỳ"),
    "actual": _("số thực hiện"),
    "plan": _("số kế hoạch"),
}
OTHERWISE = _("Không hiểu giá trị này (%(code)s) — xem lại cách ghi của tiêu chí.")
