"""Words for what is wrong with a criteria document as a whole: what is so, a dash, and what to do."""

from flask_babel import lazy_gettext as _

FAULTS = {
    # the text of the file
    "empty_document": _(
        'Tệp chưa có nội dung — viết bộ tiêu chí, dòng đầu là format: "1" (xem docs/criteria-format.md).'
    ),
    "too_large": _("Tệp lớn hơn %(limit)s byte — bỏ phần thừa hoặc tách thành nhiều bộ tiêu chí."),
    "too_many_nodes": _(
        "Bảng có hơn %(limit)s mục nhỏ, kể cả phần lặp lại bằng dấu * — bỏ phần lặp hoặc tách thành "
        "nhiều bảng."
    ),
    "too_deep": _(
        "Bảng lồng nhau quá %(limit)s tầng — giảm số tầng; bí danh (*) không được trỏ về chính nó."
    ),
    "tag_refused": _("Không nhận thẻ YAML “%(tag)s” — bỏ thẻ, chỉ ghi giá trị."),
    "not_yaml": _(
        "Không đọc được YAML (%(problem)s) — xem lại thụt dòng, ngoặc và dấu hai chấm; chữ có dấu hai "
        "chấm hoặc dấu phẩy thì đặt trong ngoặc kép."
    ),
    "not_utf8": _("Tệp không theo bảng mã UTF-8 — lưu lại tệp với bảng mã UTF-8."),
    "key_not_text": _("Tên khóa phải là một từ — không dùng danh sách hoặc nhóm làm khóa."),
    "key_twice": _("Khóa “%(key)s” ghi hai lần ở cùng một chỗ — chỉ giữ một lần."),
    # codes
    "duplicate_code": _("Mã “%(code)s” đã dùng ở chỗ khác — đặt mã khác (chữ hoa, chữ thường coi như nhau)."),
    "reserved_code": _("Mã “%(code)s” trùng với tên cột của tệp số liệu — đặt mã khác."),
    "name_twice": _(
        "Tên “%(name)s” ở đây đã dùng rồi, khi nhập số liệu không biết chọn phần nào — đặt tên khác."
    ),
    "column_name_twice": _(
        "Tên “%(name)s” của “%(code)s” trùng với tên một cột khác nên cột ghi bằng tên sẽ không được nhận — "
        "đặt tên khác, hoặc dùng mã làm tên cột trong tệp số liệu."
    ),
    "year_needed": _("“%(key)s” cần biết năm xét nhưng bảng chưa ghi năm — thêm year ở đầu bảng."),
    "max_needed": _("Tiêu chí “%(code)s” chưa có điểm tối đa — thêm max."),
    "labels_count": _(
        "Tiêu chí “%(code)s” hỏi %(needed)s số liệu — labels phải có đúng %(needed)s tên, theo thứ tự nhập."
    ),
    # attributes and marks
    "attribute_choices": _(
        "Thuộc tính “%(code)s”: choices chỉ đi với kind: choice — thêm danh sách choices, hoặc bỏ nó, "
        "hoặc sửa kind."
    ),
    "attribute_default": _(
        "Giá trị mặc định “%(value)s” không hợp với thuộc tính “%(code)s” — ghi giá trị đúng kiểu, "
        "hoặc bỏ default."
    ),
    "attribute_not_number": _(
        "Thuộc tính “%(attribute)s” không phải là số nên không so hơn kém được — dùng is hoặc in, hoặc "
        "đổi kind thành number."
    ),
    # references
    "unknown_attribute": _(
        "Không có thuộc tính “%(attribute)s” — khai báo ở phần attributes, hoặc sửa lại mã.%(nearest)s"
    ),
    "unknown_choice": _(
        "Thuộc tính “%(attribute)s” không có giá trị “%(value)s” — chọn một giá trị đã khai báo "
        "(có/không: yes, no)."
    ),
    "value_not_number": _(
        "Thuộc tính “%(attribute)s” là số, không so được với “%(value)s” — ghi một số, ví dụ 7,5 hoặc 1000."
    ),
    "unknown_criterion": _(
        "Không có tiêu chí “%(criterion)s” trong nhóm đối tượng này, hoặc là chính nó — sửa lại mã tiêu chí."
    ),
    "unknown_node": _(
        "Nhóm đối tượng “%(type)s” không có mục hay tiêu chí “%(code)s” — ghi mã có thật, hoặc total, "
        "bonus, penalty."
    ),
    "unknown_grade": _(
        "Nhóm đối tượng “%(type)s” không có mức xếp loại “%(code)s” — sửa lại mã, hoặc thêm mức này "
        "vào grading."
    ),
    "unknown_group": _(
        "Không nhóm được theo “%(code)s” — dùng cluster (khối, cụm), parent (cấp trên), hoặc mã một "
        "thuộc tính."
    ),
    "unknown_type": _("Không có nhóm đối tượng “%(code)s” — sửa lại mã ở types."),
    # sums and maxima
    "children_exceed": _(
        "Điểm các phần trong “%(code)s” cộng lại là %(sum)s, vượt điểm tối đa %(max)s — giảm điểm các "
        "phần hoặc nâng max."
    ),
    "children_fall_short": _(
        "Điểm các phần trong “%(code)s” cộng lại là %(sum)s, chưa đủ điểm tối đa %(max)s — xem lại có "
        "thiếu tiêu chí không."
    ),
    "points_exceed_max": _(
        "Thang điểm của “%(code)s” cho tới %(points)s điểm, vượt điểm tối đa %(max)s — sửa thang điểm "
        "hoặc max."
    ),
    "max_unreachable": _(
        "Thang điểm của “%(code)s” chỉ cho tới %(points)s điểm, không bao giờ đạt tối đa %(max)s — xem "
        "lại thang điểm hoặc max."
    ),
    "floor_form": _("Mức sàn của “%(code)s” phải ghi đúng một trong hai: points hoặc percent — giữ một."),
    "floor_above_max": _("Mức sàn của “%(code)s” cao hơn điểm tối đa %(max)s — hạ mức sàn."),
    "counts_for_without_max": _(
        "Mục “%(code)s” ghi counts_for (tính thành bao nhiêu điểm) mà chưa có điểm tối đa — thêm max của mục."
    ),
    "counts_for_role": _(
        "“%(code)s” là điểm thưởng hoặc điểm trừ nên không quy đổi được — bỏ counts_for, sửa thẳng điểm."
    ),
    "role_nested": _(
        "“%(code)s” nằm trong một mục đã là điểm thưởng hoặc điểm trừ — bỏ role ở đây, mục ngoài đã "
        "quyết định."
    ),
    # bands
    "band_gap": _(
        "Bậc %(before)s và bậc %(after)s để hở khoảng giữa %(from)s và %(to)s — thêm một bậc, hoặc sửa "
        "hai đầu cho liền nhau."
    ),
    "band_gap_point": _(
        "Giá trị đúng bằng %(from)s không thuộc bậc %(before)s, cũng không thuộc bậc %(after)s — đổi "
        "một đầu thành at_least hoặc at_most."
    ),
    "band_gap_whole": _(
        "Bậc %(before)s và bậc %(after)s để hở các số từ %(from)s đến %(to)s — thêm một bậc, hoặc sửa "
        "hai đầu cho liền nhau."
    ),
    "band_gap_below": _(
        "Chưa có bậc nào cho giá trị dưới bậc %(band)s (%(value)s) — bỏ cận dưới của bậc đó, thêm một "
        "bậc, hoặc ghi least."
    ),
    "band_gap_above": _(
        "Chưa có bậc nào cho giá trị trên bậc %(band)s (%(value)s) — bỏ cận trên của bậc đó, thêm một "
        "bậc, hoặc ghi most."
    ),
    "band_overlap": _(
        "Bậc %(before)s và bậc %(after)s chồng lên nhau — sửa hai đầu để mỗi giá trị chỉ thuộc một bậc."
    ),
    "band_empty": _("Bậc %(band)s không chứa số nguyên nào — sửa hai đầu, hoặc bỏ bậc này."),
    "band_beyond": _(
        "Bậc %(band)s nằm ngoài khoảng giá trị cho phép (least, most) — bỏ bậc này hoặc sửa least, most."
    ),
    "bounds_two_lower": _("Cận dưới chỉ ghi một: at_least (kể cả) hoặc above (không kể) — bỏ một."),
    "bounds_two_upper": _("Cận trên chỉ ghi một: at_most (kể cả) hoặc below (không kể) — bỏ một."),
    "bounds_empty": _("Cận dưới cao hơn cận trên, không giá trị nào lọt vào — đổi lại hai cận."),
    # scales
    "count_gives_nothing": _(
        "Thang đếm của “%(code)s” không bao giờ cho điểm — ghi each khác 0, hoặc ghi start."
    ),
    "target_order": _(
        "Mức tối thiểu và chỉ tiêu đặt ngược — minimum phải thấp hơn target; nếu càng thấp càng tốt thì ghi "
        "better: lower."
    ),
    "target_points_order": _(
        "Điểm của “%(code)s” đặt ngược — points_at_minimum không quá points_before_target, và không "
        "quá điểm khi đạt chỉ tiêu."
    ),
    "points_without_minimum": _(
        "“%(code)s” có points_at_minimum mà không có minimum — thêm minimum hoặc bỏ điểm này."
    ),
    "strict_without_effect": _(
        "“%(code)s” ghi strict nhưng bằng hay vượt chỉ tiêu vẫn cùng số điểm — thêm "
        "points_before_target thấp hơn điểm tối đa, hoặc bỏ strict."
    ),
    "ratio_order": _("zero_at phải nhỏ hơn full_at — sửa lại hai tỷ lệ."),
    "count_two_marks": _("short_of và beyond không đi cùng nhau — giữ một trong hai."),
    "range_order": _("least lớn hơn most, không giá trị nào hợp lệ — đổi lại hai số."),
    "variant_without_condition": _("Trường hợp riêng chưa nói áp dụng khi nào — thêm units, year hoặc when."),
    "variant_without_figure": _("Trường hợp riêng chưa có mức nào — thêm minimum, target hoặc plan."),
    "variant_key_unused": _(
        "Thang điểm kiểu %(kind)s không dùng “%(key)s” trong trường hợp riêng — bỏ khóa này, hoặc đổi kiểu "
        "thang điểm."
    ),
    "origin_without_figure": _(
        "Tiêu chí “%(criterion)s” không có con số để “%(code)s” lấy — lấy từ tiêu chí kiểu count, "
        "bands, target hoặc ratio có nhập số."
    ),
    "origin_without_target": _(
        "Tiêu chí “%(criterion)s” không có chỉ tiêu hoặc mức tối thiểu để so — lấy từ tiêu chí kiểu "
        "target, hoặc bỏ over."
    ),
    # conditions, grades, awards
    "condition_form": _("Điều kiện phải có đúng một trong: attribute, all, any, not — giữ một."),
    "condition_comparison": _(
        "Điều kiện về một thuộc tính phải có phép so — thêm is, in, at_least, above, at_most hoặc "
        "below; all, any, not thì không ghi phép so."
    ),
    "gate_form": _("Mỗi điều kiện xét phải có đúng một trong: points, grade, rank_at_most, if — giữ một."),
    "gate_bounds": _(
        "Điều kiện về điểm chưa có mức, hoặc điều kiện khác lại có mức — at_least, above, at_most, below, "
        "percent_at_least chỉ đi với points, và points phải có ít nhất một mức."
    ),
    "grade_catches_all": _(
        "Mức xếp loại “%(code)s” không có ngưỡng nên các mức sau không ai vào được — thêm at_least, "
        "hoặc đưa xuống cuối."
    ),
    "grade_gap": _(
        "Mức xếp loại cuối “%(code)s” vẫn có ngưỡng hoặc điều kiện, sẽ có đơn vị không được xếp loại — "
        "thêm một mức cuối không ngưỡng nếu không cố ý."
    ),
    "grade_order": _(
        "Ngưỡng %(threshold)s của mức “%(code)s” cao hơn ngưỡng %(previous)s của mức trên — xếp các "
        "mức từ cao xuống thấp."
    ),
    "merit_on_topical": _(
        "“%(code)s” là khen công trạng mà cùng thành tích với khen chuyên đề, đột xuất (%(others)s) — các "
        "loại đó không làm căn cứ xét khen công trạng (khoản 3 Điều 4 Nghị định số 152/2025/NĐ-CP); nếu căn "
        "cứ khác nhau thì đặt achievement riêng."
    ),
    "quota_form": _("Số suất ghi đúng một trong hai: count (số lượng) hoặc percent (tỷ lệ) — giữ một."),
    "quota_order": _("Số suất tối đa nhỏ hơn tối thiểu — sửa maximum hoặc minimum."),
    "tie_break_form": _(
        "Mỗi tiêu chí phụ phải có đúng một trong: points, figure, attribute, prefer — giữ một."
    ),
}
