"""Where letters go: what the settings say of the mail server, the sender and the address of the site."""

import ssl
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from flask import current_app

DEFAULT_PORTS = {"smtp": 25, "smtps": 465}
NO_DOMAIN = "localhost"


@dataclass(frozen=True, slots=True)
class MailServer:
    """One mail server, from smtp://user:password@host:587?starttls=1 or smtps://user:password@host."""

    host: str
    port: int
    user: str | None
    password: str | None
    starttls: bool
    tls: bool

    def security(self) -> ssl.SSLContext:
        """How the server proves itself: by the certificates that this machine trusts."""
        return ssl.create_default_context()


def read_mail_server(address: str) -> MailServer:
    """The server that an address names. Raises ValueError where it is none."""
    parts = urlsplit(address)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError("MAIL_SERVER must look like smtp://user:password@host:587?starttls=1")
    options = parse_qs(parts.query)
    return MailServer(
        host=parts.hostname,
        port=parts.port or DEFAULT_PORTS[parts.scheme],
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        starttls=options.get("starttls", ["0"])[0] == "1",
        tls=parts.scheme == "smtps",
    )


def is_mail_set_up() -> bool:
    """Whether letters are given to a mail server at all."""
    return bool(current_app.config["SETTINGS"].mail_server)


def mail_server() -> MailServer | None:
    """The server that letters are given to; None where none is set up, so that they stay in the outbox."""
    address = current_app.config["SETTINGS"].mail_server
    return read_mail_server(address) if address else None


def mail_from() -> str:
    """The sender of every letter."""
    return current_app.config["SETTINGS"].mail_from or f"thidua@{NO_DOMAIN}"


def site_url() -> str | None:
    """The address at which people reach the site, without a slash at its end; None where nobody said."""
    url: str | None = current_app.config["SETTINGS"].site_url
    return url


def sender_domain() -> str:
    """The domain of the sender, which ends the identifier of each letter."""
    domain = parseaddr(mail_from())[1].rpartition("@")[2]
    return domain if domain.isascii() and domain else NO_DOMAIN
