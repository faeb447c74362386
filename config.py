"""The settings of one running product, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
    testing: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the environment; what it does not say comes from the instance folder.

        DATABASE_URL, INSTANCE_PATH, SECRET_KEY, PASSWORD_SALT, HTTPS (1 when people reach the site by
        https), TRUSTED_PROXIES (how many proxies stand in front).
        """
        instance = Path(environment.get("INSTANCE_PATH") or ROOT / "instance").resolve()
        return cls(
            database_url=database_url(environment.get("DATABASE_URL"), instance),
            instance=instance,
            secret_key=environment.get("SECRET_KEY") or _kept(instance / "secret_key"),
            password_salt=environment.get("PASSWORD_SALT") or _kept(instance / "password_salt"),
            https=environment.get("HTTPS") == "1",
            proxies=int(environment.get("TRUSTED_PROXIES") or 0),
        )


def database_url(given: str | None, instance: Path) -> str:
    """The address for SQLAlchemy: SQLite in the instance folder unless another is given."""
    if not given:
        return f"sqlite:///{instance / 'chau_thanh.db'}"
    for scheme in ("postgres://", "postgresql://"):
        if given.startswith(scheme):
            return "postgresql+psycopg://" + given.removeprefix(scheme)
    return given


def _kept(path: Path) -> str | None:
    return path.read_text(encoding="utf-8").strip() or None if path.is_file() else None
