"""No form speaks the words of its library: each message that WTForms has is said in ours."""

from pathlib import Path

import wtforms
from babel.messages.extract import extract_from_dir

from foundation.form_errors import WORDS

PROGRAMMING = {"Invalid field name '%s'.", "Choices cannot be None."}
"""Said to whoever writes a form, never to whoever fills it in."""


def test_each_message_of_wtforms_has_our_words() -> None:
    package = str(Path(wtforms.__file__).parent)
    found = {text for _file, _line, text, *_rest in extract_from_dir(package, [("**.py", "python")])}
    said = {text if isinstance(text, str) else text[1] for text in found}
    assert len(said) > 30
    assert said - PROGRAMMING == set(WORDS)


def test_every_form_of_the_product_is_one_of_ours() -> None:
    root = Path(__file__).resolve().parents[2]
    forms = [path for path in root.glob("*/forms.py") if "Form)" in path.read_text(encoding="utf-8")]
    assert len(forms) >= 3
    assert not [path.name for path in forms if "FlaskForm" in path.read_text(encoding="utf-8")]
