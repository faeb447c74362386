"""A criteria document: from YAML text to a checked rubric, or to everything that is wrong with it.

One check serves the file, the web editor and the spreadsheet. Each finding names the line, the place in
the document, and what to do.
"""

import re
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from criteria.known_keys import known_keys
from criteria.partial import faults_of_the_rest
from criteria.yaml_source import MAX_BYTES, Source, Unreadable, read_yaml
from scoring.check import check
from scoring.faults import Fault, Path
from scoring.rubric import Rubric
from scoring.scales import SCALE_KINDS

# Whoever has more faults of form than this has handed in something else than a criteria document.
MAX_FINDINGS = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault or warning with the line it stands on and its place in words such as types[0].children[1]."""

    fault: Fault
    line: int

    @property
    def place(self) -> str:
        """Where in the document, as people write it: types[0].children[2].scale."""
        return place_of(self.fault.path)

    @property
    def is_fault(self) -> bool:
        """Whether it keeps the document from being used."""
        return self.fault.severity == "fault"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a document: the rubric if it has no fault, and all findings by line."""

    rubric: Rubric | None
    findings: list[Finding]

    @property
    def faults(self) -> list[Finding]:
        """What keeps the document from being used."""
        return [finding for finding in self.findings if finding.is_fault]

    @property
    def warnings(self) -> list[Finding]:
        """What should be looked at, though the document stands."""
        return [finding for finding in self.findings if not finding.is_fault]


def read_file(path: FilePath) -> Reading:
    """Read and check the document in a file; never reads more than the size a document may have."""
    with path.open("rb") as file:
        return read_document(file.read(MAX_BYTES + 1))


def read_document(data: bytes) -> Reading:
    """Read and check a document given as bytes of YAML (UTF-8, also with a byte-order mark)."""
    try:
        source = read_yaml(data)
    except Unreadable as problem:
        return Reading(None, [Finding(problem.fault, problem.line)])
    return judge(source)


def judge(source: Source) -> Reading:
    """Check what a document says, once its text is read."""
    findings = [Finding(fault, _line_twice(fault)) for fault in source.faults]
    try:
        rubric = Rubric.model_validate(source.content)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        findings += [_finding(source, problem) for problem in problems[:MAX_FINDINGS]]
        if len(problems) <= MAX_FINDINGS:
            rest = faults_of_the_rest(source.content, _own_path, problems)
            findings += [Finding(fault, source.line_of(fault.path)) for fault in rest]
        return Reading(None, _in_order(findings))
    findings += [Finding(fault, source.line_of(fault.path)) for fault in check(rubric)]
    return Reading(None if any(f.is_fault for f in findings) else rubric, _in_order(findings))


def _line_twice(fault: Fault) -> int:
    line = fault.facts["line"]
    return line if isinstance(line, int) else 1


def _in_order(findings: list[Finding]) -> list[Finding]:
    kept = sorted(findings, key=lambda finding: not finding.is_fault)[:MAX_FINDINGS]
    return sorted(kept, key=lambda finding: (finding.line, finding.place, finding.fault.code))


def _finding(source: Source, problem: Any) -> Finding:
    """A finding from what the form of the document refused."""
    path = _own_path(source.content, problem["loc"])
    context = problem.get("ctx", {})
    code = problem["type"]
    if code == "value_error":
        code = str(context["error"])
    facts = {name: value for name, value in context.items() if name != "error"}
    facts["key"] = str(path[-1]) if path else ""
    facts["known"] = _known(code, problem["loc"], context)
    if not isinstance(problem["input"], dict | list):
        facts["value"] = problem["input"]
    if code == "missing" and path:
        return Finding(Fault(code, path, facts), source.line_of(path[:-1]))
    return Finding(Fault(code, path, facts), source.line_of(path))


def _known(code: str, location: tuple[str | int, ...], context: dict[str, Any]) -> tuple[str, ...]:
    """What might have been meant: the keys of this place, the kinds of scale, the words allowed."""
    if code == "extra_forbidden":
        return known_keys(location)
    if code == "union_tag_not_found":
        return tuple(sorted(SCALE_KINDS))
    allowed = context.get("expected_tags", context.get("expected", ""))
    return tuple(re.findall(r"'([^']*)'", allowed)) if isinstance(allowed, str) else ()


def _own_path(content: Any, location: tuple[str | int, ...]) -> Path:
    """The location without the words the form adds for its variants (section, criterion, a scale's kind)."""
    path: list[str | int] = []
    here = content
    for index, part in enumerate(location):
        if _is_variant(location[:index], part):
            continue
        if _holds(here, part):
            here = here[part]
        elif not (index == len(location) - 1 and isinstance(here, dict) and isinstance(part, str)):
            continue
        path.append(part)
    return tuple(path)


def _holds(here: Any, part: str | int) -> bool:
    if isinstance(here, list):
        return isinstance(part, int) and part < len(here)
    return isinstance(here, dict) and part in here


_SECTION_OR_CRITERION = ("section", "criterion")


def _is_variant(before: tuple[str | int, ...], part: str | int) -> bool:
    """Whether `part` names which variant the place before it was read as."""
    if part in _SECTION_OR_CRITERION:
        return isinstance(before[-1], int) and before[-2:-1] == ("children",)
    return part in SCALE_KINDS and before[-1:] == ("scale",)


def place_of(path: Path) -> str:
    """The path as people write it: types[0].children[2].scale."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else str(part))
    return text or "."
