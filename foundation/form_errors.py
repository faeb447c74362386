"""A broken rule, shown beside the field it concerns."""

from flask_wtf import FlaskForm

from foundation.errors import DomainError


def show_beside_field(form: FlaskForm, error: DomainError) -> None:
    """Add the error's sentence to its field; one that names no field of this form goes on to its page."""
    field = form._fields.get(error.field) if error.field else None
    if field is None:
        raise error
    field.errors = [*field.errors, error.message]
