"""Whether a database has what this program reads: one of an unreleased version has the same number and other tables."""

import sqlite3

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import OperationalError, ProgrammingError

from models.schedule import Text
from models.types import Row

_SHOWN = 5


def lacking(connection: Connection) -> str:
    """Return the tables and columns that are not there, as `letter.told_in`, the first few; empty when all are."""
    there = inspect(connection)
    tables = frozenset(there.get_table_names())
    found: list[str] = []
    for table in Row.metadata.sorted_tables:
        columns = {column["name"] for column in there.get_columns(table.name)} if table.name in tables else set()
        missing = [f"{table.name}.{column.name}" for column in table.columns if column.name not in columns]
        found += missing if columns else [table.name]
    return ", ".join(sorted(found)[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")


def is_about_tables(error: OperationalError | ProgrammingError) -> bool:
    """Whether a migration met tables that are not as it expects, and no full disk or lost line."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return isinstance(error, ProgrammingError) if code is None else code == sqlite3.SQLITE_ERROR


def unlike(shown: str, why: str) -> Text:
    """Say of the database at this address that it is of another making."""
    why = " ".join(why.split())
    return Text(
        da=f"Databasen {shown} er skrevet af en udgave af Årshjul, der aldrig blev udgivet, og kan ikke bringes op til "
        f"denne ({why}). Intet er ændret i den. Læs den med det program, der skrev den; eller gem den et andet sted, "
        "eller vælg en anden mappe med AARSHJUL_HOME, så begynder et nyt kontor.",
        en=f"The database {shown} was written by a version of Årshjul that was never released, and cannot be brought "
        f"up to this one ({why}). Nothing was changed in it. Read it with the program that wrote it; or keep it "
        "elsewhere, or choose another folder with AARSHJUL_HOME: then a new office begins.",
    )
