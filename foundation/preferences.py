"""The reader's language and theme: kept with the person who signed in, else in the session."""

from flask import Flask, has_request_context, session
from flask_login import current_user

LANGUAGES = ("vi", "en")
THEMES = ("light", "dark")


def language() -> str:
    """The language of this page; Vietnamese unless the reader chose otherwise."""
    return _preferred("language", LANGUAGES)


def theme() -> str:
    """The theme of this page; light unless the reader chose otherwise."""
    return _preferred("theme", THEMES)


def _preferred(name: str, known: tuple[str, ...]) -> str:
    if not has_request_context():
        return known[0]
    chosen = session.get(name)
    if current_user.is_authenticated:
        chosen = getattr(current_user, name)
    return chosen if chosen in known else known[0]


def init_app(app: Flask) -> None:
    """Give the layout the two preferences."""
    app.context_processor(lambda: {"language": language(), "theme": theme()})
