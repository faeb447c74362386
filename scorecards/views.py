"""The scorecard pages: my scorecards, one scorecard, and the endpoint that saves one criterion at a time.

What the page and its script agree on
-------------------------------------
The page is one `<form id="phieu" data-save-url data-state-url data-level data-csrf>`. Each criterion is
`<article class="criterion" id="tc-CODE" data-code="CODE">` and holds, as ordinary named controls:

    e-CODE            one figure, the chosen radio of a yes/no or of levels, days or a date
    e-CODE-PART       one of two figures: numerator, denominator, before, after, actual, plan
    na-CODE           checkbox "not applicable"
    n-CODE            the note
    b-CODE, nb-CODE   hidden: the stored entry as JSON ("null" for nothing) and the stored note: the bases

`POST /phieu/<id>/muc` with JSON, `Accept: application/json` and the header X-CSRFToken saves one criterion;
`"save": false` computes only:

    {"code": "II.1", "fields": {every successful control of the article: text}, "base": JSON value of b-CODE,
     "note_base": text of nb-CODE, "level": "self", "save": true,
     "sent": 32 hexadecimal digits, new for every message, kept in the mark of what it wrote}

It answers 200 with

    {"code", "level",
     "saved_at": "2024-11-05T08:41:07+07:00" or null when nothing was saved, "saved": "Đã lưu 08:41" or "",
     "entry": what now stands stored (the next "base"), "note": the stored note (the next "note_base"),
     "shown": how the field is to read: "1.234,5", or {"numerator": "22", ...}, or null,
     "understood": "" or a sentence: how a text that could be read in two ways was taken,
     "fault": "" or why it cannot be read and what to write (it is kept as typed and counts as missing),
     "fault_part": "" or the part it concerns, "fault_id": id of the control it stands under,
     "state": "scored" | "missing" | "not_claimed" | "not_applicable" | "unread" | "derived",
     "points": "21,20" or null, "work": ["15 + 10 × (1,31 − 1,00) / 0,50 = 21,20 điểm"],
     "totals": {"points": "65,40", "entered": "72", "text": "65,40 / 72 đã nhập", "rest": "Còn 18 điểm …"},
     "sections": [{"code", "name", "points": "34,40" or null, "max": "50", "floor": "trên sàn 25" or ""}],
     "missing": [{"code", "name"}], "unread": [{"code", "name"}], "version": number,
     "parts": {element id: inner HTML}}

`parts` holds ready-made pieces of this page: `gives-CODE` and `live-CODE` (points; working, gauge, bands) of
the criterion and of those that take their figure from it, `sum-SECTION`, `tally`, `bar` (total and what is
missing at the foot of a phone). The script sets the inner HTML of the elements with these ids, toggles the
classes of the article by `state` (`todo` for missing and unread), and sets `b-CODE` and `nb-CODE`.

Refusals, in JSON for who accepts JSON (`foundation.json_errors`):

    409 {"error": "conflict", "code", "field": "entry" | "note", "theirs", "theirs_shown": one line of text,
         "mine", "mine_shown", "by", "at": ISO, "at_shown": "08:39 05/11/2024",
         "sent": the number of the message that wrote theirs, "message"}
        Taking theirs: put `theirs` into the controls and the base. Keeping mine: send again, base = theirs.
    401 {"sign_in": address}: sign in again, then fetch the state (and the token) and send again.
    400 {"csrf": true}: fetch the state for a fresh token and send again.
    409 without "error", 403, 404, 422 {"message", "field"}: closed by now, not theirs, not understood.

`GET /phieu/<id>/so-lieu` gives what stands now, and a fresh token after signing in again:

    {"csrf": token, "can_enter": true, "closed": "" or the sentence why nothing can be entered,
     "entries": {code: entry}, "notes": {code: text}, "shown": {code: text or parts}, "version": number}

The buttons of a stepper (`[data-step]`) and the save state of a card (`footer.save-state [data-save-state]`)
stand hidden on the page until the script shows them.

`POST /phieu/<id>` is the same page without a script: the whole form with a save button.
"""

from flask import Blueprint

from scorecards import citing_views, entry_views, file_views, submitting_views

blueprint = Blueprint("scorecards", __name__)
entry_views.register(blueprint)
submitting_views.register(blueprint)
citing_views.register(blueprint)
file_views.register(blueprint)
