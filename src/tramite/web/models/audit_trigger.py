"""What makes the database itself refuse to change a line of the log, or to take one out."""

from __future__ import annotations

from typing import Any, Final

_TABLE: Final = "tramite_auditline"
_STATEMENTS: Final = {
    "sqlite": (
        f"CREATE TRIGGER {_TABLE}_stays BEFORE UPDATE ON {_TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'lines of the log are never changed'); END",
    ),
    "postgresql": (
        f"CREATE FUNCTION {_TABLE}_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'lines of the log are never changed' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {_TABLE}_stays BEFORE UPDATE ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION {_TABLE}_stays()",
    ),
}
KEPT: Final = {
    "sqlite": (
        f"CREATE TRIGGER {_TABLE}_is_kept BEFORE DELETE ON {_TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'lines of the log are never changed'); END",
    ),
    "postgresql": (
        f"CREATE TRIGGER {_TABLE}_is_kept BEFORE DELETE ON {_TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {_TABLE}_stays()",
    ),
}


def add_trigger(apps: Any, schema_editor: Any) -> None:
    """Add the trigger; a migration that makes the table anew on SQLite must add it again."""
    for statement in _STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def add_removal_trigger(apps: Any, schema_editor: Any) -> None:
    """Add the trigger that keeps lines from being taken out."""
    for statement in KEPT[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
