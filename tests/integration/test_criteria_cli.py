"""The command that checks a criteria document."""

from criteria.cli import criteria
from foundation.preferences import LANGUAGES

SOUND = """format: "1"
title: x
types:
  - code: t
    name: T
    max: 10
    children:
      - code: a
        name: A
        max: 10
        scale: yes_no
"""


def run(app, *arguments):
    return app.test_cli_runner().invoke(criteria, arguments)


def test_check_command_reports_each_fault(app, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(SOUND.replace("yes_no", "yesno"), encoding="utf-8")
    result = run(app, "check", str(path))
    assert result.exit_code == 1
    assert f"{path}:11  types[0].children[0].scale  Không có kiểu thang điểm “yesno” — " in result.output


def test_check_command_names_a_column_that_would_vanish(app, tmp_path):
    path = tmp_path / "a.yaml"
    head = "attributes: {X1: {name: q, kind: yes_no}}\nexclusions: [{code: x1, name: Kỷ luật}]\ntypes:"
    path.write_text(SOUND.replace("types:", head), encoding="utf-8")
    result = run(app, "check", str(path))
    assert result.exit_code == 1
    assert f"{path}:4  exclusions[0].code  Mã “x1” đã dùng ở chỗ khác — " in result.output
    english = run(app, "check", str(path), "--lang", "en")
    assert "Mã" not in english.output


def test_check_command_sums_up_a_sound_document(app, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(SOUND, encoding="utf-8")
    for language in LANGUAGES:
        result = run(app, "check", str(path), "--lang", language)
        assert result.exit_code == 0
        assert result.output.startswith("t: T, 1")


def test_check_command_says_when_there_is_no_file(app, tmp_path):
    result = run(app, "check", str(tmp_path / "none.yaml"))
    assert result.exit_code == 2
    assert "none.yaml" in result.output
    assert run(app, "check", str(tmp_path)).exit_code == 2


def test_schema_and_presets_are_printed(app):
    assert '"Rubric"' in run(app, "schema").output
    assert "chau-thanh" in run(app, "presets").output
