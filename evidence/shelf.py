"""Where this installation keeps evidence: a folder of the instance, or the bucket that the settings name."""

from pathlib import Path

from flask import current_app

from foundation.storage import Store, bucket_store, local_store


def open_store() -> Store:
    """The store of the running product."""
    settings = current_app.config["SETTINGS"]
    if settings.evidence_url:
        return bucket_store(
            settings.evidence_url,
            endpoint=settings.evidence_endpoint,
            key=settings.evidence_key,
            secret=settings.evidence_secret,
        )
    return local_store(settings.instance / "evidence")


def preview_folder() -> Path:
    """Where pictures of pages are kept meanwhile; they can be drawn again at any time."""
    instance: Path = current_app.config["SETTINGS"].instance
    return instance / "previews"
