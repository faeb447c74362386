"""A type whose total can be weighed in several parts, where its document has none or only one at the top."""

from scoring.rubric import Criterion, ParticipantType, Section

# No code of a document ends so.
WRAPPED = "*"


def weighable(kind: ParticipantType) -> ParticipantType:
    """The same type with its parts at the top as sections: a section that stands alone there is opened, and
    where only criteria are left, each becomes a section of its own. The type itself where it has two sections
    or more, or where that would change what is added up.
    """
    sections = [child for child in kind.children if isinstance(child, Section) and child.role is None]
    ordinary = [child for child in kind.children if child.role is None]
    if len(sections) > 1:
        return kind
    if len(ordinary) == 1 and sections and _opens(sections[0]):
        ordinary = list(sections[0].children)
    extras = [child for child in kind.children if child.role is not None]
    children = [_as_section(child) if isinstance(child, Criterion) else child for child in ordinary]
    return kind.model_copy(update={"children": [*children, *extras]})


def named(code: str) -> str:
    """The code in the document of what `weighable` made a section."""
    return code.removesuffix(WRAPPED)


def _opens(section: Section) -> bool:
    plain = section.applies_if is None and section.counts_for is None
    return plain and all(child.role is None for child in section.children)


def _as_section(criterion: Criterion) -> Section:
    return Section.model_construct(
        code=criterion.code + WRAPPED, name=criterion.name, max=criterion.max, children=[criterion]
    )
