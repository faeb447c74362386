"""Who may do what: permissions, roles and the one table that joins them.

Services and templates ask `can(actor, Permission.X)`; views are marked in `foundation.access`.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Permission(StrEnum):
    """One thing a person may be allowed to do."""

    OWN_ACCOUNT = "account:own"
    MANAGE_USERS = "user:manage"
    VIEW_HISTORY = "history:view"
    VIEW_RANKING = "ranking:view"
    VIEW_REASON = "reason:view"
    EXPORT_SPREADSHEET = "spreadsheet:export"
    SEAL_RUN = "run:seal"
    PRINT_LIST = "list:print"
    ISSUE_PAPER = "paper:issue"
    EDIT_CRITERIA = "criteria:edit"
    MANAGE_MOVEMENT = "movement:manage"
    MANAGE_PARTICIPANTS = "participant:manage"
    SCORE_SELF = "scorecard:score"
    CHECK_SCORECARD = "scorecard:check"
    VERIFY_SCORECARD = "scorecard:verify"
    VIEW_SCORECARD = "scorecard:view"
    ENTER_HOUSEHOLDS = "household:enter"
    ANSWER_OBJECTION = "objection:answer"
    SETTLE_CHECK = "check:settle"
    EXTEND_DEADLINE = "deadline:extend"
    VIEW_OVERVIEW = "overview:view"
    REMIND_UNITS = "unit:remind"
    ASSIGN_PEOPLE = "assignment:manage"
    READ_OUTBOX = "outbox:read"
    TRY_RULES = "rules:try"
    ADOPT_SCENARIO = "scenario:adopt"
    FREEZE_STANDINGS = "standings:freeze"
    VIEW_CLAIMS = "claims:view"
    KEEP_AWARDS = "award:keep"
    LAY_HOLD = "hold:lay"
    MANAGE_SESSION = "session:manage"
    VIEW_SESSION = "session:view"
    VOTE = "session:vote"
    VIEW_AUTHORITIES = "authority:view"
    KEEP_AUTHORITIES = "authority:keep"
    MANAGE_TEMPLATES = "template:manage"


class RoleCode(StrEnum):
    """The roles that people sign in with."""

    ADMIN = "admin"
    OFFICE = "office"
    COUNCIL = "council"
    CHAIR = "chair"
    VERIFIER = "verifier"
    CLERK = "clerk"
    COMMUNE = "commune"
    UNIT = "unit"


_EVERYBODY = frozenset({Permission.OWN_ACCOUNT, Permission.VIEW_RANKING})
_READER = _EVERYBODY | {Permission.VIEW_REASON, Permission.EXPORT_SPREADSHEET, Permission.VIEW_SCORECARD}
_COUNCIL = _READER | {
    Permission.PRINT_LIST,
    Permission.VIEW_HISTORY,
    Permission.VIEW_OVERVIEW,
    Permission.TRY_RULES,
    Permission.VIEW_CLAIMS,
    Permission.VIEW_SESSION,
    Permission.VOTE,
}
_UNIT = _EVERYBODY | {
    Permission.SCORE_SELF,
    Permission.VIEW_SCORECARD,
    Permission.ENTER_HOUSEHOLDS,
    Permission.CHECK_SCORECARD,
}

GRANTS: dict[str, frozenset[Permission]] = {
    RoleCode.ADMIN: _EVERYBODY
    | {
        Permission.MANAGE_USERS,
        Permission.ASSIGN_PEOPLE,
        Permission.VIEW_HISTORY,
        Permission.READ_OUTBOX,
        Permission.VIEW_AUTHORITIES,
        Permission.KEEP_AUTHORITIES,
        Permission.MANAGE_TEMPLATES,
    },
    RoleCode.OFFICE: _COUNCIL
    | {
        Permission.SEAL_RUN,
        Permission.EDIT_CRITERIA,
        Permission.MANAGE_MOVEMENT,
        Permission.MANAGE_PARTICIPANTS,
        Permission.VERIFY_SCORECARD,
        Permission.ANSWER_OBJECTION,
        Permission.SETTLE_CHECK,
        Permission.EXTEND_DEADLINE,
        Permission.REMIND_UNITS,
        Permission.ASSIGN_PEOPLE,
        Permission.ADOPT_SCENARIO,
        Permission.FREEZE_STANDINGS,
        Permission.KEEP_AWARDS,
        Permission.LAY_HOLD,
        Permission.MANAGE_SESSION,
        Permission.ISSUE_PAPER,
        Permission.VIEW_AUTHORITIES,
        Permission.KEEP_AUTHORITIES,
        Permission.MANAGE_TEMPLATES,
    },
    RoleCode.COUNCIL: _COUNCIL,
    RoleCode.CHAIR: _COUNCIL | {Permission.FREEZE_STANDINGS},
    RoleCode.VERIFIER: _READER | {Permission.VERIFY_SCORECARD},
    RoleCode.CLERK: _READER
    | {
        Permission.PRINT_LIST,
        Permission.VIEW_SESSION,
        Permission.ISSUE_PAPER,
        Permission.VIEW_AUTHORITIES,
    },
    RoleCode.COMMUNE: _UNIT | {Permission.REMIND_UNITS, Permission.VIEW_OVERVIEW},
    RoleCode.UNIT: _UNIT,
}


class Actor(Protocol):
    """Whoever does something: a signed-in user, or the system itself."""

    @property
    def actor_id(self) -> int | None:
        """The number of the account, if any."""

    @property
    def actor_name(self) -> str:
        """How the record names whoever it is."""

    @property
    def role_codes(self) -> frozenset[str]:
        """The codes of the roles."""


@dataclass(frozen=True)
class SystemActor:
    """The system at work for whoever keeps the machine: commands and jobs. It may do everything."""

    actor_name: str = "Hệ thống"
    actor_id: int | None = None
    role_codes: frozenset[str] = field(default=frozenset(RoleCode))


SYSTEM = SystemActor()


def granted(role_codes: frozenset[str]) -> frozenset[Permission]:
    """All that these roles allow together. An unknown role allows nothing."""
    return frozenset().union(*(GRANTS.get(code, frozenset()) for code in role_codes))


def can(actor: Actor | None, permission: Permission) -> bool:
    """Whether the actor may; nobody (None, or a visitor without roles) may nothing."""
    return permission in granted(getattr(actor, "role_codes", frozenset()))
