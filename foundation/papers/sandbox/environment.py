"""The language of such templates: ours, without anything that reaches beyond the snapshot.

Imported by the process that fills them, so it needs nothing but Jinja and the words of the decree.
"""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from foundation.papers import wording

OWN = "own"
"""The name of the template that is filled."""
LAYOUT = "_layout.html"
LONGEST_RANGE = 10_000

FILTERS = frozenset(
    """
    abs batch capitalize count d default first float format groupby int join last length list lower
    map max min reject rejectattr replace reverse round select selectattr slice sort string sum title
    trim truncate unique upper
    """.split()  # noqa: SIM905 - words are read more easily
)
"""The filters of Jinja that stay; `safe` is not among them, so that a value can never become markup."""


class _Given(BaseLoader):
    """Templates from memory, under names that faults can be told by."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The text of a template that was handed over. Raises TemplateNotFound."""
        if template not in self.sources:
            raise TemplateNotFound(template)
        return self.sources[template], template, None


def make_environment(sources: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    """The environment in which these texts, by name, are all there is."""
    environment = ImmutableSandboxedEnvironment(
        loader=_Given(sources),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    kept = {name: one for name, one in environment.filters.items() if name in FILTERS}
    environment.filters = kept | {"points": wording.points, "roman": wording.roman}
    environment.globals = {"range": _range, "namespace": Namespace}
    return environment


def _range(*bounds: int) -> Any:
    made = range(*bounds)
    if len(made) > LONGEST_RANGE:
        raise OverflowError("range")
    return made
