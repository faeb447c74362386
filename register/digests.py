"""Fingerprints by which the record vouches for the words of a paper and the certificates that it gives."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from register.models import Certificate, Paper
from register.queries import list_certificates

GIVEN = ("place", "roll", "roll_year", "participant_id", "name", "address", "award", "award_name")
"""With achievement and code: what a certificate says for good."""


def digests_of(paper: Paper) -> dict[str, Any]:
    """SHA-256 of the words of a numbered paper and of its certificates, if it gives any."""
    told = {"words_sha256": words_digest(paper)}
    certificates = list_certificates(paper.id)
    return told | ({"given_sha256": given_digest(certificates)} if certificates else {})


def words_digest(paper: Paper) -> str:
    """Of snapshot, HTML, and what was entered for them."""
    return _digest([paper.snapshot, paper.html, paper.particulars, paper.subject])


def given_digest(certificates: Sequence[Certificate]) -> str:
    """Of all certificates of a decision, in the order of its list."""
    columns = (*GIVEN, "achievement", "code")
    return _digest([[getattr(one, column) for column in columns] for one in certificates])


def _digest(said: list[Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
