"""The address under which the public checks a paper: it stands on paper for good, so it must lead there."""

import json
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _

from accounts.queries import is_sample_data
from documents.frames import check_address
from foundation.errors import DomainError
from register.models import Paper


def is_loopback(address: str) -> bool:
    """Whether an address leads nowhere but to the machine itself, or nowhere at all."""
    host = urlsplit(address).hostname or ""
    if not host or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        found = ip_address(host)
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


def address_fault() -> str:
    """Why the address that the installation says people use can not stand on paper; empty where it can."""
    site: str | None = current_app.config["SETTINGS"].site_url
    if site is None:
        return _(
            "Chưa đặt địa chỉ công khai (SITE_URL): mã QR trên văn bản sẽ không dẫn tới trang kiểm tra. Báo "
            "quản trị đặt SITE_URL rồi phát hành."
        )
    if is_loopback(site):
        return _(
            "Địa chỉ công khai (SITE_URL) là %(site)s, chỉ mở được trên máy chủ: mã QR trên văn bản sẽ không "
            "dẫn tới trang kiểm tra. Báo quản trị đặt SITE_URL là địa chỉ mọi người dùng rồi phát hành.",
            site=site,
        )
    return ""


def require_public_address() -> None:
    """Raises DomainError where a paper would bear an address that leads nowhere; sample data may."""
    fault = address_fault()
    if fault and not is_sample_data():
        raise DomainError(fault)


def address_on(decision: Paper) -> str:
    """The address on the certificates of an issued decision: the one on the decision itself, unless that
    leads nowhere.
    """
    mark = json.loads(decision.snapshot or "{}").get("mark") or {}
    kept = str(mark.get("address", ""))
    return check_address() if is_loopback(kept) else kept
