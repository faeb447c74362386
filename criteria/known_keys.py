"""Which keys a place of the criteria document knows, read from the forms themselves."""

from functools import cache
from typing import Any

from scoring.rubric import Rubric


@cache
def document_schema() -> dict[str, Any]:
    """The JSON schema of the criteria document."""
    return Rubric.model_json_schema()


def known_keys(location: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys known beside the last part of `location`, as the forms locate a fault; empty if unknown."""
    here = _resolved(document_schema())
    for part in location[:-1]:
        here = _inside(here, part)
    return tuple(here.get("properties", ()))


def _inside(schema: dict[str, Any], part: str | int) -> dict[str, Any]:
    if isinstance(part, int):
        return _resolved(schema.get("items", {}))
    if part in schema.get("properties", {}):
        return _resolved(schema["properties"][part])
    choices = [_resolved(choice) for choice in schema.get("oneOf", schema.get("anyOf", []))]
    named = [choice for choice in choices if _is_called(choice, part)]
    if named:
        return named[0]
    return _resolved(schema.get("additionalProperties") or {})


def _is_called(schema: dict[str, Any], word: str) -> bool:
    kind = schema.get("properties", {}).get("kind", {})
    return word in (kind.get("const"), schema.get("title", "").lower())


def _resolved(schema: Any) -> dict[str, Any]:
    """The schema behind a reference, or the one that says more than "or nothing"."""
    if not isinstance(schema, dict):
        return {}
    if "$ref" in schema:
        return _resolved(document_schema()["$defs"][schema["$ref"].rpartition("/")[2]])
    choices = [choice for choice in schema.get("anyOf", []) if choice.get("type") != "null"]
    return _resolved(choices[0]) if len(choices) == 1 else schema
