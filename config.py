"""The settings of one running product, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from limits import parse_many

from foundation.permissions import RoleCode

ROOT = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Settings:
    """What differs from one installation to another. Secrets may be absent where nothing is served."""

    database_url: str
    instance: Path
    secret_key: str | None = None
    password_salt: str | None = None
    https: bool = False
    proxies: int = 0
    two_factor_roles: frozenset[str] = frozenset()
    mail_server: str | None = None
    mail_from: str | None = None
    site_url: str | None = None
    testing: bool = False
    evidence_url: str | None = None
    evidence_endpoint: str | None = None
    evidence_key: str = ""
    evidence_secret: str = ""
    result_days: int = 14
    scorecards_at_once: int = 1_000
    rows_at_once: int = 300
    checks_allowed: str = "120 per minute"
    misses_allowed: str = "30 per minute; 200 per hour"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the environment; what it does not say comes from the instance folder.

        DATABASE_URL, INSTANCE_PATH, SECRET_KEY, PASSWORD_SALT, HTTPS (1 when people reach the site by
        https), TRUSTED_PROXIES (how many proxies stand in front), REQUIRE_TWO_FACTOR (the roles that must
        sign in with a second factor, separated by commas, such as office,council,chair,admin), MAIL_SERVER
        (smtp://user:password@host:587?starttls=1, or smtps://…; without it letters stay in the outbox),
        MAIL_FROM (the sender's address, with or without a name), SITE_URL (where people reach the site),
        EVIDENCE_URL (s3://bucket/prefix; without it evidence stays in the instance folder),
        EVIDENCE_ENDPOINT, EVIDENCE_KEY and EVIDENCE_SECRET for that bucket, RESULT_DAYS (how long files made
        in the background are kept, 14), SCORECARDS_AT_ONCE (up to how many scorecards a year is evaluated
        while the page waits, 1000), ROWS_AT_ONCE (up to how many rows papers and spreadsheets are made
        while the page waits, 300), CHECKS_ALLOWED and MISSES_ALLOWED (how often one address may ask on the
        public page whether a paper is genuine, and how often for a code that is none, as in
        "30 per minute; 200 per hour"; counted in each process).
        """
        instance = Path(environment.get("INSTANCE_PATH") or ROOT / "instance").resolve()
        return cls(
            database_url=database_url(environment.get("DATABASE_URL"), instance),
            instance=instance,
            secret_key=environment.get("SECRET_KEY") or _kept(instance / "secret_key"),
            password_salt=environment.get("PASSWORD_SALT") or _kept(instance / "password_salt"),
            https=environment.get("HTTPS") == "1",
            proxies=int(environment.get("TRUSTED_PROXIES") or 0),
            evidence_url=environment.get("EVIDENCE_URL") or None,
            evidence_endpoint=environment.get("EVIDENCE_ENDPOINT") or None,
            evidence_key=environment.get("EVIDENCE_KEY", ""),
            evidence_secret=environment.get("EVIDENCE_SECRET", ""),
            two_factor_roles=_roles(environment.get("REQUIRE_TWO_FACTOR", "")),
            mail_server=_mail_server(environment.get("MAIL_SERVER")),
            mail_from=environment.get("MAIL_FROM") or None,
            site_url=(environment.get("SITE_URL") or "").rstrip("/") or None,
            result_days=int(environment.get("RESULT_DAYS") or 14),
            scorecards_at_once=int(environment.get("SCORECARDS_AT_ONCE") or 1_000),
            rows_at_once=int(environment.get("ROWS_AT_ONCE") or 300),
            checks_allowed=_limits(environment.get("CHECKS_ALLOWED") or cls.checks_allowed),
            misses_allowed=_limits(environment.get("MISSES_ALLOWED") or cls.misses_allowed),
        )


def database_url(given: str | None, instance: Path) -> str:
    """The address for SQLAlchemy: SQLite in the instance folder unless another is given."""
    if not given:
        return f"sqlite:///{instance / 'chau_thanh.db'}"
    for scheme in ("postgres://", "postgresql://"):
        if given.startswith(scheme):
            return "postgresql+psycopg://" + given.removeprefix(scheme)
    return given


def _roles(listed: str) -> frozenset[str]:
    """A misspelt role would leave the door open that somebody meant to close, so it stops the start."""
    roles = frozenset(role.strip().lower() for role in listed.split(",") if role.strip())
    if unknown := roles - set(RoleCode):
        known = ", ".join(RoleCode)
        raise ValueError(f"REQUIRE_TWO_FACTOR names no role: {', '.join(sorted(unknown))}. Known: {known}")
    return roles


def _limits(said: str) -> str:
    """A limit that cannot be read would be none, so it stops the start."""
    try:
        parse_many(said)
    except ValueError as error:
        raise ValueError(f'a limit looks like "30 per minute; 200 per hour", not like "{said}"') from error
    return said


def _mail_server(given: str | None) -> str | None:
    if given and not given.startswith(("smtp://", "smtps://")):
        raise ValueError("MAIL_SERVER must look like smtp://user:password@host:587?starttls=1")
    return given or None


def _kept(path: Path) -> str | None:
    return path.read_text(encoding="utf-8").strip() or None if path.is_file() else None
