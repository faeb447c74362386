"""Who may do what with evaluation runs."""

from assignments.scope import may_see
from awards.models import Category, Scenario
from foundation.permissions import Actor, Permission, can
from participants.models import Participant


def can_seal_run(actor: Actor | None) -> bool:
    """Whether the actor may evaluate a year and seal the result."""
    return can(actor, Permission.SEAL_RUN)


def can_freeze_standings(actor: Actor | None) -> bool:
    """Whether the actor may hold a year's standings still, and let them move again."""
    return can(actor, Permission.FREEZE_STANDINGS)


def can_view_grounds(actor: Actor | None) -> bool:
    """Whether the actor may read why somebody is held or excluded."""
    return can(actor, Permission.VIEW_REASON)


def can_view_whole(actor: Actor, participant: Participant | None) -> bool:
    """Whether the actor may read everything about a participant's result, grounds and remarks included: who
    works on the awards, and the participant's own unit and those above it, as with its scorecard.
    """
    return can_view_grounds(actor) or (participant is not None and may_see(actor, participant))


def is_public(category: str) -> bool:
    """Whether everybody may open the results of this category one by one, for what the ranking shows of them;
    those of households and people tell of private life.
    """
    return category == Category.COLLECTIVE


def can_try_rules(actor: Actor | None) -> bool:
    """Whether the actor may try other rules on a sealed run."""
    return can(actor, Permission.TRY_RULES)


def can_adopt_scenario(actor: Actor | None) -> bool:
    """Whether the actor may make a scenario the rules of its year."""
    return can(actor, Permission.ADOPT_SCENARIO)


def can_see_scenario(actor: Actor, scenario: Scenario) -> bool:
    """Whether the actor may open a scenario: one's own, one that is shared, or one that was adopted."""
    if not can_try_rules(actor):
        return False
    return scenario.shared or scenario.adopted_at is not None or scenario.owner_id == actor.actor_id


def can_change_scenario(actor: Actor, scenario: Scenario) -> bool:
    """Whether the actor may change, share or remove a scenario."""
    return can_try_rules(actor) and scenario.owner_id == actor.actor_id
