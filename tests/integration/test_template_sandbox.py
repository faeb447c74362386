"""Templates that somebody else wrote: what they can not do, and how they are told of every slip."""

import time
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest

from foundation.papers.sandbox.faults import TemplateRefusedError
from foundation.papers.sandbox.filling import fill
from foundation.papers.sandbox.markup import glance
from foundation.papers.sandbox.names import check

pytestmark = pytest.mark.printed

CALM = 15
"""Seconds by the clock in which the worst must end, on a machine that has other work too."""


class Sort(StrEnum):
    HOUSEHOLD = "hộ gia đình"


@dataclass(frozen=True)
class Row:
    name: str
    points: Decimal
    sort: Sort


@dataclass(frozen=True)
class Paper:
    subject: str
    day: date
    rows: tuple[Row, ...]
    pairs: tuple[tuple[str, Row], ...] = ()
    second: Row | None = None
    draft: bool = False
    sample: bool = False

    @property
    def count(self) -> int:
        return len(self.rows)


ROW = Row("Hộ ông <Tư>", Decimal("94.7"), Sort.HOUSEHOLD)
PAPER = Paper("Khen thưởng", date(2024, 12, 5), (ROW, ROW))


def body(inner, before=""):
    return f'{{% extends "_layout.html" %}}\n{before}{{% block body %}}{inner}{{% endblock %}}'


def filled(inner, before=""):
    return fill(body(inner, before), [PAPER])[0]


def refused(inner):
    with pytest.raises(TemplateRefusedError) as told:
        filled(inner)
    return told.value.message


def faults(inner, before=""):
    return [one.told for one in check(body(inner, before), Paper)]


@pytest.fixture(autouse=True)
def words(app):
    with app.app_context():
        yield


def test_values_come_out_as_they_are_and_never_as_markup():
    inner = (
        "<p>{{ paper.subject | upper }} {{ paper.count }} {{ paper.day.strftime('%d/%m') }}</p>"
        "{% for row in paper.rows %}<p>{{ row.name }} {{ row.points | points }} {{ row.sort.value }} "
        "{{ row.sort == 'hộ gia đình' }}</p>{% endfor %}"
    )
    assert check(body(inner), Paper) == []
    said = filled(inner)
    assert "<p>KHEN THƯỞNG 2 05/12</p>" in said
    assert said.count("<p>Hộ ông &lt;Tư&gt; 94,70 hộ gia đình True</p>") == 2


def test_every_unknown_name_is_told_at_once_with_its_line_and_the_nearest_known():
    told = faults(
        "\n{{ paper.subjct }}\n{% for row in paper.rows %}{{ row.nam }}{% endfor %}\n"
        "{% for label, row in paper.pairs %}{{ row.sort.valu }}{{ label | length }}{% endfor %}\n"
        "{{ ppaer }}{{ paper.second.nmae }}{{ paper.day | dte }}{{ paper.rows is odd_one }}"
        "{{ form.heed(1) }}",
        before='{% import "_paper.html" as form %}\n',
    )
    wanted = [
        (4, "paper.subjct", "paper.subject"),
        (5, "row.nam", "row.name"),
        (6, "row.sort.valu", "row.sort.value"),
        (7, "ppaer", "paper"),
        (7, "paper.second.nmae", "paper.second.name"),
        (7, "dte", ""),
        (7, "odd_one", ""),
        (7, "form.heed", "form.head"),
    ]
    assert len(told) == len(wanted)
    for line, name, near in wanted:
        assert any(one.startswith(f"Dòng {line}:") and name in one and near in one for one in told), name


def test_a_macro_of_its_own_is_judged_by_what_it_is_given():
    told = faults(
        "{{ one(paper.rows[0]) }}", before="{% macro one(row) %}<p>{{ row.nane }}</p>{% endmacro %}"
    )
    assert told == ["Dòng 2: không có “row.nane”; gần giống: “row.name”."]


def test_what_may_be_missing_may_be_asked_for():
    assert faults("{% if paper.second is defined and paper.second %}{{ paper.second.name }}{% endif %}") == []


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("\n{% for row in paper.rows %}<p>a</p>", "Dòng 3"),
        ("\n{{ paper.subject <p>a</p>", "Dòng 3"),
        ("\n{% nothing %}", "Dòng 3"),
        ("{{ " + "(" * 40_000 + " }}", "Tách ra"),
    ],
)
def test_a_slip_of_syntax_is_told_with_its_line(inner, words):
    assert [words in one for one in faults(inner)] == [True]


def test_the_common_layout_is_the_first_line():
    assert "_layout.html" in check("<p>{{ paper.subject }}</p>", Paper)[0].told


@pytest.mark.parametrize(
    "inner",
    [
        "{{ ''.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ ['']|map(attribute='__class__')|join }}",
        "{{ ''|attr('__class__') }}",
        "{{ '{0.__class__}'.format(paper) }}",
        "{{ '{a.__class__.__init__.__globals__}'.format_map({'a': paper}) }}",
        "{{ paper.day.__class__.today() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ form.head.__globals__ }}",
        "{{ paper.rows.__class__.__mro__[1].__subclasses__() }}",
        "{% include '/etc/passwd' %}",
        "{% include '../../config.py' %}",
        "{% set x = '_nothing' ~ '.html' %}{% include x %}",
        "{% include 'own' %}",
        "{{ '<b>' | safe }}",
        "{{ lipsum(100) }}",
        "{{ paper.rows() }}",
    ],
)
def test_nothing_of_python_can_be_reached(inner):
    assert refused(inner)


@pytest.mark.parametrize(
    "inner",
    [
        "{% for a in range(9999) %}{% for b in range(9999) %}{{ a * b }}{% endfor %}{% endfor %}",
        "{% for a in range(1000000000) %}{% endfor %}",
        "{{ 'a' * 10000000000 }}",
        "{{ 'a' * 100000000 }}",
        "{% set n = namespace(s='a') %}{% for a in range(99) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
        "{% set n = namespace(s=9) %}{% for a in range(99) %}{% set n.s = n.s * n.s %}{% endfor %}",
        "{{ '%999999999d' % 1 }}",
        "{{ 'a'.center(10000000000) }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro g(n) %}{% if n %}{{ g(n - 1) }}{{ g(n - 1) }}{% endif %}{% endmacro %}{{ g(60) }}",
        "{% for a in range(9999) %}<p>a</p>{% endfor %}",
        "<table><tr><td>" * 12 + "a" + "</td></tr></table>" * 12,
    ],
)
def test_what_would_run_long_ends_calmly(inner):
    began = time.monotonic()
    assert refused(inner).endswith(".")
    assert time.monotonic() - began < CALM


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ("<script>alert(1)</script>", ["<script>"]),
        ("<style>@import 'x'</style>", ["<style>"]),
        ('<p style="background: url(http://a)">a</p>', ["style"]),
        ('<p><img src="file:///etc/passwd"/></p>', ["<img>", "src"]),
        ('<iframe src="http://a"/><object data="x"/>', ["<iframe>", "<object>"]),
        ('<p><a href="http://a">a</a></p>', ["<a>", "href"]),
        ('<svg><image href="http://a"/><use href="#a"/></svg>', ["<image>", "<use>"]),
        ('<svg><path d="M0 0" fill="url(http://a)"/></svg>', ["fill"]),
        ('<link rel="stylesheet" href="http://a"/>', ["<link>", "href"]),
        ('<table><tr><td colspan="100000000">a</td></tr></table>', ["colspan"]),
        ('<p onclick="x" id="y">a</p>', ["onclick", "id"]),
        ('<p class="nowhere">a</p>', ["nowhere"]),
        ("<?php x ?>", ["<?php"]),
        ("<p><b>a</p>", ["XML"]),
        ("<p>&nbsp;</p>", ["XML"]),
    ],
)
def test_only_known_markup_comes_out_and_every_fault_is_told(inner, told):
    said = refused(inner)
    assert [one for one in told if one not in said] == []


def test_no_entity_can_be_declared():
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><html><body><p>&b;</p></body></html>'
    with pytest.raises(TemplateRefusedError, match="DOCTYPE"):
        fill(bomb, [PAPER])


def test_markup_is_told_even_where_names_are_wrong():
    told = [one.told for one in glance(body('\n{{ paper.x }}<p style="a">b</p>\n<img src="a"/>'))]
    assert told == [
        "Dòng 3: thẻ <p> không được có “style”.",
        "Dòng 4: không dùng thẻ <img> ở đây.",
    ]


def test_a_drawing_and_plain_words_pass():
    assert "viewBox" in filled(
        '<div class="title"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="8mm" '
        'height="8mm"><g transform="translate(1 1)"><path d="M0 0h4v4z" fill="#333"/></g></svg>'
        "<p><b>Cơ quan</b></p></div>"
    )
