"""The way to the record, on both databases."""

import asyncio
import threading
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import Engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, select

from models.cycles import Cycle
from models.database import DatabaseBusy, DatabaseUnreachable, RecordDamaged, make_engine, reading, upgrade
from models.sqlite import BUSY_SECONDS
from tests.databases import fresh, fresh_url
from tests.records import SLUG, body, cycle


def test_reader_sees_what_is_committed_and_cannot_write(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(cycle())
        session.commit()

    with Session(reading(engine)) as session:
        assert session.exec(select(Cycle.slug)).all() == [SLUG]
        session.add(cycle("other"))
        with pytest.raises(DBAPIError, match=r"read-?only"):
            session.commit()


def test_the_same_engine_writes_after_it_has_read(engine: Engine) -> None:
    with Session(reading(engine)) as session:
        session.exec(select(Cycle)).all()
    with Session(engine) as session:
        session.add(cycle())
        session.commit()
        assert session.get(Cycle, SLUG) is not None


def test_row_of_an_unknown_cycle_is_refused(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(body(slug="nowhere"))
        with pytest.raises(IntegrityError):
            session.commit()


def test_danish_letters_in_json_are_stored_as_they_are(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(cycle(files={"papers/3a.da.md": "# Økonomiudvalget"}))
        session.commit()
        stored = session.scalar(text("SELECT CAST(files AS VARCHAR) FROM cycle"))
    assert stored == '{"papers/3a.da.md": "# Økonomiudvalget"}'


async def test_record_is_used_from_many_threads(engine: Engine) -> None:
    def add(number: int) -> None:
        with Session(engine) as session:
            session.add(cycle(f"cycle-{number}"))
            session.commit()

    await asyncio.gather(*(asyncio.to_thread(add, number) for number in range(20)))

    with Session(engine) as session:
        assert len(session.exec(select(Cycle.slug)).all()) == 20


def test_sqlite_keeps_a_log_and_makes_every_commit_durable(tmp_path: Path) -> None:
    with fresh("sqlite", tmp_path) as engine, engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}


def test_sqlite_writer_reads_nothing_that_another_writer_is_changing(tmp_path: Path) -> None:
    read: list[int] = []

    def count_and_add(engine: Engine) -> None:
        with Session(engine) as session:
            read.append(len(session.exec(select(Cycle.slug)).all()))
            session.add(cycle("second"))
            session.commit()

    with fresh("sqlite", tmp_path) as engine, Session(engine) as first:
        first.add(cycle("first"))
        first.flush()
        second = threading.Thread(target=count_and_add, args=(engine,))
        second.start()
        second.join(0.3)
        assert read == []
        first.commit()
        second.join()
    assert read == [1]


def test_sqlite_reader_waits_for_no_writer(tmp_path: Path) -> None:
    with fresh("sqlite", tmp_path) as engine, Session(engine) as writer:
        writer.add(cycle())
        writer.flush()
        with Session(reading(engine)) as reader:
            assert reader.exec(select(Cycle.slug)).all() == []


async def test_sqlite_writers_of_one_process_wait_in_a_queue_and_not_for_a_busy_file(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'record.db'}")
    with Session(engine) as session:
        session.execute(text("CREATE TABLE counter (n INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
        session.commit()
    tried: list[str] = []
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout = 0"))
    event.listen(engine, "handle_error", lambda context: tried.append(str(context.original_exception)))

    def add(number: int) -> None:
        with Session(engine) as session:
            session.execute(text("UPDATE counter SET n = n + 1"))
            if number % 2:
                session.commit()
            else:
                session.rollback()

    await asyncio.gather(*(asyncio.to_thread(add, number) for number in range(40)))

    assert tried == []
    with Session(engine) as session:
        assert session.scalar(text("SELECT n FROM counter")) == 20
    engine.dispose()


def test_sqlite_writer_whose_connection_breaks_gives_its_turn_to_the_next(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'record.db'}")
    with Session(engine) as session:
        session.connection().invalidate()

    began = monotonic()
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE later (n INTEGER)"))

    assert monotonic() - began < BUSY_SECONDS / 2
    engine.dispose()


def test_broken_connection_is_named_and_the_next_transaction_goes_on(tmp_path: Path) -> None:
    with fresh("postgresql", tmp_path) as engine:
        with Session(engine) as session:
            pid = session.scalar(text("SELECT pg_backend_pid()"))
            with Session(engine) as other:
                other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
            with pytest.raises(DatabaseUnreachable):
                session.execute(text("SELECT 1"))
        with Session(engine) as session:
            assert session.scalar(text("SELECT 1")) == 1


def test_who_finds_no_connection_free_is_told_so_and_finds_one_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.database.POOL_SECONDS", 0.1)
    engine = reading(make_engine(f"sqlite:///{tmp_path}/record.sqlite"))
    taken = [engine.connect() for _ in range(15)]

    with pytest.raises(DatabaseBusy) as told:
        engine.connect()
    assert "prøv igen" in told.value.sentence.da

    taken.pop().close()
    engine.connect().close()


def test_instants_come_in_utc_whatever_zone_postgresql_is_set_to(tmp_path: Path) -> None:
    with fresh_url("postgresql", tmp_path) as url:
        elsewhere = make_url(url).update_query_dict({"options": "-c TimeZone=America/New_York"})
        engine = make_engine(elsewhere.render_as_string(hide_password=False))
        for _ in range(2):  # also after a rollback on the same connection
            with Session(engine) as session:
                told = session.scalar(text("SELECT TIMESTAMPTZ '2011-05-16 23:59:00+02'"))
                assert told is not None
                assert told.isoformat() == "2011-05-16T21:59:00+00:00"
                session.rollback()
        engine.dispose()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_unreachable_server_is_named_without_its_password(scheme: str) -> None:
    engine = make_engine(f"{scheme}://office:hemmelig@127.0.0.1:1/aarshjul?sslpassword=hemmelig")

    with pytest.raises(DatabaseUnreachable) as refusal:
        engine.connect()

    for sentence in (refusal.value.sentence.da, refusal.value.sentence.en):
        assert "postgresql+psycopg://office:***@127.0.0.1:1/aarshjul " in sentence
        assert "hemmelig" not in sentence


def test_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable, match=r"no-folder/record\.db"):
        make_engine(f"sqlite:///{tmp_path}/no-folder/record.db").connect()


def test_file_that_is_no_database_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Kære udvalg, " * 100)

    with pytest.raises(RecordDamaged, match=r"letter\.db is damaged or no database .* put the backup in its place"):
        make_engine(f"sqlite:///{tmp_path}/letter.db").connect()
    assert (tmp_path / "letter.db").read_text() == "Kære udvalg, " * 100


def test_truncated_file_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with fresh_url("sqlite", tmp_path) as url:
        file = Path(url.removeprefix("sqlite:///"))
        whole = file.read_bytes()
        file.write_bytes(whole[: len(whole) * 2 // 3])

        with pytest.raises(RecordDamaged) as refusal:
            upgrade(make_engine(url))
        assert "er beskadiget eller ikke en database" in refusal.value.sentence.da
        assert file.read_bytes() == whole[: len(whole) * 2 // 3]


def test_page_that_cannot_be_read_is_named_when_it_is_asked_for(tmp_path: Path) -> None:
    with fresh_url("sqlite", tmp_path) as url:
        file = Path(url.removeprefix("sqlite:///"))
        file.write_bytes(file.read_bytes()[:4096])  # the first page knows of tables that are not there

        with pytest.raises(RecordDamaged), Session(reading(make_engine(url))) as session:
            session.execute(text("SELECT * FROM journal"))
