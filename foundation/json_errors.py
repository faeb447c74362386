"""How a failed request answers a script of our own pages: the same words as the page, as JSON.

The shapes are the contract with static/js: 401 {"sign_in": address}, 400 {"csrf": true} where the token is
stale, and for everything else {"message", "field"} with the status the page would have.
"""

from urllib.parse import urlsplit

from flask import current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from foundation.redirects import inside

JSON = "application/json"
HTML = "text/html"
SIGN_IN = "accounts.sign_in"


def wants_json() -> bool:
    """Whether the asker is a script that reads JSON; a browser that opens a page never is."""
    accepted = request.accept_mimetypes
    return accepted[JSON] > accepted[HTML]


def tell(message: str, status: int, field: str | None = None) -> ResponseReturnValue:
    """One sentence, and the field it stands beside, if any."""
    return jsonify(message=message, field=field), status


def tell_default(template: str, status: int) -> ResponseReturnValue:
    """The sentence that the error page of this name says by itself."""
    page = current_app.jinja_env.get_template(template)
    words = "".join(page.blocks["words"](page.new_context({"message": None})))
    return tell(words.strip(), status)


def ask_to_sign_in() -> ResponseReturnValue:
    """The session ended: where to sign in, and from there back to the page that asked."""
    return ask_to_go(url_for(SIGN_IN, next=page_that_asked()))


def ask_to_go(address: str) -> ResponseReturnValue:
    """Nothing is done before the person has been at this address."""
    return jsonify(sign_in=address), 401


def ask_for_fresh_token() -> ResponseReturnValue:
    """Signed in, but with a token of an earlier session: fetch a fresh one and send again."""
    return jsonify(csrf=True), 400


def page_that_asked() -> str:
    """The path of the page whose script sent this; the first page where the browser does not say."""
    source = urlsplit(request.headers.get("Referer", ""))
    if source.netloc != request.host:
        return "/"
    return inside(source.path + (f"?{source.query}" if source.query else ""), "/")
