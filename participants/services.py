"""Adding participants and clusters."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

from flask_babel import gettext as _

from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import Actor
from foundation.vietnamese import person_sort_key, sort_key
from history.services import record
from participants import queries
from participants.models import Cluster, Participant
from participants.rules import CODE_LENGTH, NAME_LENGTH, can_join, can_manage_participants, is_text_within


def create_cluster(
    *,
    actor: Actor,
    code: str,
    name: str,
    type_code: str,
    supervisor_note: str | None = None,
    is_sample: bool = False,
    now: datetime,
) -> Cluster:
    """Add a cluster for one participant type. Raises Conflict where its code or name is taken."""
    _require_manager(actor)
    code, name = tidy(code, "code", CODE_LENGTH), tidy(name, "name", NAME_LENGTH)
    key = sort_key(name)
    for other in queries.list_clusters(type_code):
        if other.code == code:
            raise Conflict(_("Mã cụm “%(code)s” đã có. Chọn mã khác.", code=code), field="code")
        if other.sort_key == key:
            raise Conflict(_("Đã có “%(name)s”. Chọn tên khác.", name=other.name), field="name")
    cluster = Cluster(
        code=code,
        name=name,
        sort_key=key,
        type_code=type_code,
        supervisor_note=supervisor_note,
        is_sample=is_sample,
    )
    db.session.add(cluster)
    db.session.flush()
    after = {"code": code, "name": name, "type_code": type_code}
    record(actor=actor, action="cluster:created", subject=("cluster", cluster.id), after=after, now=now)
    return cluster


def create_participant(
    *,
    actor: Actor,
    code: str,
    name: str,
    type_code: str,
    parent: Participant | None = None,
    cluster: Cluster | None = None,
    attributes: Mapping[str, bool | str] | None = None,
    person_name: str | None = None,
    title: str | None = None,
    precedence: int = 0,
    valid_from: date | None = None,
    is_sample: bool = False,
    now: datetime,
) -> Participant:
    """Add a participant.

    `person_name` is the person by whom an official or a household is sorted ("Hộ ông Lý Sa Rây" by
    Lý Sa Rây); people may share a name, units under one parent may not. Raises Conflict where the
    code or the name is taken, DomainError beside a field that breaks a rule.
    """
    _require_manager(actor)
    code, name = tidy(code, "code", CODE_LENGTH), tidy(name, "name", NAME_LENGTH)
    _require_free(code, name if person_name is None else None, type_code, parent)
    if cluster is not None and not can_join(cluster, type_code):
        raise DomainError(
            _("“%(name)s” không dành cho loại đối tượng này. Chọn cụm, khối khác.", name=cluster.name),
            field="cluster",
        )
    participant = Participant(
        code=code,
        name=name,
        sort_key=sort_key(name) if person_name is None else person_sort_key(person_name),
        precedence=precedence,
        title=title,
        type_code=type_code,
        parent=parent,
        cluster=cluster,
        attributes=dict(attributes or {}),
        valid_from=valid_from,
        is_sample=is_sample,
    )
    db.session.add(participant)
    db.session.flush()
    record(
        actor=actor,
        action="participant:created",
        subject=("participant", participant.id),
        after=as_recorded(participant),
        now=now,
    )
    return participant


def _require_manager(actor: Actor) -> None:
    if not can_manage_participants(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng được thêm, sửa đơn vị và cụm, khối thi đua."))


def tidy(text: str, field: str, length: int = NAME_LENGTH) -> str:
    """A required text without needless spaces; DomainError beside the field where it is empty or too long."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if not is_text_within(text, length):
        raise DomainError(_("Ghi từ 1 đến %(length)s ký tự.", length=length), field=field)
    return text


def _require_free(code: str, name: str | None, type_code: str, parent: Participant | None) -> None:
    if queries.find_by_code(type_code, code) is not None:
        raise Conflict(_("Mã “%(code)s” đã có. Chọn mã khác.", code=code), field="code")
    if name is None:
        return
    other = queries.find_namesake(type_code, name, None if parent is None else parent.id)
    if other is not None:
        raise Conflict(_("Đã có “%(name)s”, mã %(code)s.", name=other.name, code=other.code), field="name")


def as_recorded(participant: Participant) -> dict[str, object]:
    """A participant as the record tells of it."""
    return {
        "code": participant.code,
        "name": participant.name,
        "type_code": participant.type_code,
        "parent_id": participant.parent_id,
        "cluster_id": participant.cluster_id,
        "attributes": dict(participant.attributes),
        "valid_from": participant.valid_from.isoformat() if participant.valid_from else None,
    }
