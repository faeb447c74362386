"""How an entry is sealed."""

import hashlib
import json
from datetime import UTC

from history.models import HistoryEntry

FIRST_HASH = "0" * 64


def seal_of(entry: HistoryEntry) -> str:
    """The SHA-256 over the entry's canonical JSON, the previous seal included; 64 hexadecimal digits."""
    content = {
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": entry.actor_id,
        "actor_name": entry.actor_name,
        "action": entry.action,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "before": entry.before,
        "after": entry.after,
        "note": entry.note,
        "previous_hash": entry.previous_hash,
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
