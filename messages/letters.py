"""The text of a letter: headers that nothing typed can break, plain words, and the same as a simple page."""

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import Any

from flask import current_app
from flask_babel import force_locale

from foundation.clock import local
from messages.mail_server import mail_from, site_url
from messages.models import Letter, Message
from messages.wording import KIND_NAMES

PREFERENCES = "/tin-nhan/tuy-chon"
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class LetterText:
    """What a letter says, in the language of its reader."""

    subject: str
    plain: str
    page: str


def write_letter(message: Message) -> LetterText:
    """The words of the letter for a message."""
    site = site_url()
    facts = {
        "message": message,
        "paragraphs": [part.strip() for part in message.body.split("\n\n") if part.strip()],
        "kind": KIND_NAMES[message.kind],
        "link": f"{site}{message.path}" if site and message.path else None,
        "inbox": f"{site}/tin-nhan" if site else None,
        "preferences": f"{site}{PREFERENCES}" if site else None,
    }
    with force_locale(message.user.language):
        plain = _filled("emails/message.txt", facts)
        page = _filled("emails/message.html", facts | {"language": message.user.language})
    return LetterText(_one_line(message.title), plain.strip() + "\n", page)


def _filled(name: str, facts: dict[str, Any]) -> str:
    """A template without what pages add to each: letters are written where no page is asked for."""
    return current_app.jinja_env.get_template(name).render(facts)


def as_email(letter: Letter) -> EmailMessage:
    """The letter as it goes to the mail server; its identifier is the same at every attempt."""
    text = write_letter(letter.message)
    name, address = parseaddr(mail_from())
    email = EmailMessage(policy=SMTP)
    email["Message-ID"] = letter.letter_id
    email["Date"] = local(letter.message.created_at)
    email["From"] = _address(name, address)
    email["To"] = _address(letter.message.user.full_name, letter.recipient)
    email["Subject"] = text.subject
    email["Auto-Submitted"] = "auto-generated"
    if site := site_url():
        email["List-Unsubscribe"] = f"<{site}{PREFERENCES}>"
    email.set_content(text.plain)
    email.add_alternative(text.page, subtype="html")
    return email


def _address(name: str, address: str) -> Address:
    """An address with its name; a line break typed into either cannot start another header."""
    return Address(display_name=_one_line(name), addr_spec=_CONTROL.sub("", address))


def _one_line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())
