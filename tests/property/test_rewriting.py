"""A changed document is written so that it reads back to exactly what it was to say, whatever it says."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from criteria.presets import preset_files
from criteria.rewriting import rewrite
from criteria.yaml_source import read_yaml
from scoring.scenario import Change, apply
from tests.property.ruled import changes_of, contents
from tests.property.test_scenario import seldom
from tests.unit.test_scenario import DOCUMENT


@seldom
@given(st.data())
def test_any_change_of_a_document_is_written(data):
    content = data.draw(contents())
    document = yaml.safe_dump(
        content,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=data.draw(st.sampled_from([None, False])),
    )
    content = read_yaml(document.encode()).content
    changed = apply(data.draw(changes_of(content)), content).content
    changed["notes"] = ["Phiên bản theo phương án “A”: 80 → 82; lý do: # thử"]
    assert read_yaml(rewrite(document, changed).encode()).content == changed


@pytest.mark.parametrize("document", [file.read_text() for file in preset_files()] + [DOCUMENT])
def test_what_says_the_same_is_left_as_it_is(document):
    assert rewrite(document, read_yaml(document.encode()).content).strip() == document.strip()


def test_comments_and_anchors_stay_where_they_can():
    document = DOCUMENT.replace("  - code: ap", "  # Ấp xếp riêng\n  - code: ap")
    content = read_yaml(document.encode()).content
    changes = [Change("types/xa/grades/tot/at_least", "85"), Change("awards/GK/quota/percent", "30")]
    lines = rewrite(document, apply(changes, content).content).splitlines()
    before = document.strip().splitlines()
    gone = [line for line in before if line not in lines]
    assert [line.partition(":")[0].strip() for line in gone] == ["grading", "grades", "grading", "quota"]
    assert "  # Ấp xếp riêng" in lines
    assert "    quota: {percent: 30}" in lines
