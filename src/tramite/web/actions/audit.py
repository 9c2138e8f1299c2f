"""Write the log of who saw and changed what."""

from __future__ import annotations

from collections.abc import Iterable

from tramite.web.models import AuditLine, Study, User

Verb = AuditLine.Verb


def note(
    by: User | None,
    verb: AuditLine.Verb,
    kind: str,
    code: str = "",
    *,
    study: Study | None = None,
    fields: Iterable[str] = (),
) -> None:
    """Add a line to the log.

    Args:
        by: who; ``None``: the program itself. kind, code: what. fields: names of what was changed, never values.
    """  # fmt: skip
    AuditLine(
        user_id=None if by is None else by.pk,
        who="tramite" if by is None else by.email,
        study="" if study is None else study.code,
        verb=verb,
        kind=kind,
        code=code[:200],
        fields=sorted(fields),
    ).save()
