"""The migrations make what the tables say, on both databases, and an upgrade is all or nothing."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from models.database import NewerState, OlderState, OtherState, check_version, make_engine, upgrade
from models.types import Row
from tests.databases import upgrade_url


def test_tables_and_migrations_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Row.metadata) == []


def test_comparison_sees_a_missing_column(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE task DROP COLUMN done_by"))
        found = compare_metadata(MigrationContext.configure(connection), Row.metadata)
    assert [difference[0] for difference in found] == ["add_column"]


def test_database_without_tables_is_older(empty_url: str) -> None:
    engine = make_engine(empty_url)
    with pytest.raises(OlderState):
        check_version(engine)

    upgrade(engine)

    check_version(engine)
    engine.dispose()


@pytest.mark.parametrize("use", [check_version, upgrade])
def test_database_of_a_newer_version_is_refused_and_unchanged(engine: Engine, use: Callable[[Engine], None]) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NewerState) as refusal:
        use(engine)

    assert "9999" in refusal.value.sentence.da
    assert "9999" in refusal.value.sentence.en
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_upgrade_that_fails_leaves_nothing(empty_url: str) -> None:
    engine = make_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE journal (number INTEGER)"))  # the last table that the migration makes

    with pytest.raises(Exception, match="journal"):
        upgrade(engine)

    assert inspect(engine).get_table_names() == ["journal"]
    engine.dispose()


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ("ALTER TABLE letter DROP COLUMN told_in", "letter.told_in"),
        ("DROP TABLE feed", "feed"),
        ("UPDATE alembic_version SET version_num = '0001'", "sent_form"),  # what 0002 makes is there already
    ],
)
def test_database_of_an_unreleased_version_is_refused_and_unchanged(engine: Engine, change: str, lacks: str) -> None:
    with engine.begin() as connection:
        if "told_in" in change:
            connection.execute(text("DROP INDEX letter_told_in_index"))
        connection.execute(text(change))
    before = described(engine)

    with pytest.raises(OtherState, match=lacks) as refusal:
        upgrade(engine)

    assert "aldrig blev udgivet" in refusal.value.sentence.da
    assert "password" not in refusal.value.sentence.en
    assert described(engine) == before


def described(engine: Engine) -> dict[str, list[str]]:
    """Every table with its columns, and the version."""
    there = inspect(engine)
    tables = {name: [column["name"] for column in there.get_columns(name)] for name in there.get_table_names()}
    with engine.connect() as connection:
        return {**tables, "version": list(connection.scalars(text("SELECT version_num FROM alembic_version")))}


def test_two_upgrades_at_once_wait_for_each_other(empty_url: str) -> None:
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        for done in [pool.submit(upgrade_url, empty_url) for _ in range(2)]:
            done.result()

    engine = make_engine(empty_url)
    check_version(engine)
    engine.dispose()
