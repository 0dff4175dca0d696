"""The managers' board: the numbers of `overdue`, every committee's standing, the filters."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update
from sqlmodel import Session, col

from activities.beating import beat
from cli.main import main
from desk.shown.board import Board, Choice, Standing, board
from desk.shown.heartbeat import heartbeat
from models.beats import Part
from models.bodies import Body
from models.cycles import Cycle
from models.database import reading
from models.obligations import Obligation, Submission
from models.office import OfficeRole
from models.schedule import Text
from models.vocabulary import ObligationStage, step_id
from tests.web.lateness import AFTER, late, office, store
from tests.web.office import Office, office_of
from tests.web.year import Year, started

__all__ = ["late", "office"]

MANAGER = OfficeRole.MANAGER


def change(engine: Engine, body: str, **values: Any) -> None:
    with Session(engine) as session, session.begin():
        session.connection().execute(update(Obligation).where(col(Obligation.body) == body).values(**values))


def shown(engine: Engine, chosen: Choice | None = None, now: datetime = AFTER) -> Board:
    with Session(reading(engine)) as session:
        return board(session, now, chosen or Choice())


def standings(engine: Engine) -> dict[str, tuple[Standing, int]]:
    [matrix] = shown(engine).matrices
    return {line.code: (cell.standing, cell.days) for line in matrix.lines for cells in line.cells for cell in cells}


def test_board_says_who_is_late_with_letter_rung_person_and_next_chance(office: Office) -> None:
    page = office.entered(MANAGER).get("/board").words

    assert "1 for sent" in page
    assert "TMU Teknik- og Miljøudvalget" in page
    assert "fre. 16. maj 2031 kl. 12.00" in page
    assert "for sent: 3 hverdage" in page
    assert "påmindelse fre. 2. maj 2031 kl. 08.00" in page
    assert "eskalering til TMU, direktør man. 26. maj 2031 kl. 08.00" in page
    assert "man. 18. aug. 2031" in page  # TMU's own next meeting
    assert "forlænget, frist om 7 hverdage" in page


def test_board_gives_the_numbers_of_overdue_at_the_command_line(
    late: Year, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    """The command line reads the real clock: the year is made to live now, as in a demo."""
    now = datetime.now(UTC)
    with Session(late.engine) as session, session.begin():
        offset = int((AFTER - now).total_seconds())
        session.connection().execute(update(Cycle).values(offset_seconds=offset))
    monkeypatch.setenv("AARSHJUL_HOME", str(tmp_path / "var"))
    monkeypatch.setenv("AARSHJUL_DATABASE_URL", late.engine.url.render_as_string(hide_password=False))

    assert main(["overdue", "--csv"]) == 0
    printed = capsys.readouterr().out
    with office_of(late.engine, now) as office:
        browser = office.entered(MANAGER)
        table, page = browser.get("/board/overdue.csv"), browser.get("/board")

    assert table.text.removeprefix("\ufeff") == printed
    assert [(row["body"], row["days_late"]) for row in csv.DictReader(io.StringIO(printed))] == [("TMU", "3")]
    assert "for sent: 3 hverdage" in page.words
    assert table.headers["content-disposition"] == 'attachment; filename="overdue.csv"'


def test_late_committees_come_first(late: Year) -> None:
    [matrix] = shown(late.engine).matrices

    assert [line.code for line in matrix.lines] == ["TMU", "ØU"]
    change(late.engine, "TMU", stage=ObligationStage.HANDED_IN, versions=1)
    change(late.engine, "ØU", due_at=AFTER - timedelta(days=2), due_on=date(2031, 5, 19))
    [matrix] = shown(late.engine).matrices
    assert [line.code for line in matrix.lines] == ["ØU", "TMU"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"stage": ObligationStage.OPEN}, (Standing.LATE, 3)),
        ({"stage": ObligationStage.HANDED_IN, "versions": 1}, (Standing.HANDED_IN, -3)),
        ({"stage": ObligationStage.ACCEPTED, "versions": 1}, (Standing.ACCEPTED, -3)),
        ({"stage": ObligationStage.WAIVED}, (Standing.WAIVED, -3)),
        ({"stage": ObligationStage.CANCELLED}, (Standing.CANCELLED, -3)),
        ({"stage": ObligationStage.CLOSED}, (Standing.LATE, 3)),  # nothing ever came
        ({"stage": ObligationStage.CLOSED, "versions": 1}, (Standing.CLOSED, -3)),
        ({"stage": ObligationStage.PLANNED}, (Standing.PLANNED, -3)),
        ({"due_on": date(2031, 5, 22), "due_at": AFTER + timedelta(days=1)}, (Standing.DUE, 0)),  # Ascension Day
        ({"due_on": date(2031, 5, 23), "due_at": AFTER + timedelta(days=2)}, (Standing.DUE, 1)),
    ],
)
def test_cell_says_how_far_a_committee_is(values: dict[str, Any], expected: tuple[Standing, int], late: Year) -> None:
    change(late.engine, "TMU", **values)

    assert standings(late.engine)["TMU"] == expected


def test_hand_in_that_the_engine_has_not_heard_of_is_shown_as_handed_in(late: Year) -> None:
    given: dict[str, Any] = {"file_name": "plan.pdf", "media_type": "application/pdf", "sha256": "", "content": b"plan"}
    given |= {"received_at": AFTER, "due_at": AFTER, "by": "TMU", "late": True, "command": "c"}
    store(late.engine, Submission(obligation=step_id(late.slug, "plan", "TMU"), version=1, **given))

    assert standings(late.engine)["TMU"][0] is Standing.HANDED_IN
    assert shown(late.engine).late == ()


@pytest.mark.parametrize(
    ("chosen", "bodies"),
    [
        (Choice(), ["TMU", "ØU"]),
        (Choice(cycle="sample-2031"), ["TMU", "ØU"]),
        (Choice(body="ØU"), ["ØU"]),
        (Choice(administration="Teknik- og Miljøforvaltningen"), ["TMU"]),
        (Choice(body="ØU", administration="Teknik- og Miljøforvaltningen"), []),
        (Choice(cycle="other"), []),
    ],
)
def test_board_shows_what_is_chosen(chosen: Choice, bodies: list[str], late: Year) -> None:
    with Session(late.engine) as session, session.begin():
        session.connection().execute(
            update(Body)
            .where(col(Body.code) == "TMU")
            .values(administration_da="Teknik- og Miljøforvaltningen", administration_en="Technical Administration")
        )
    found = shown(late.engine, chosen)

    assert [line.code for matrix in found.matrices for line in matrix.lines] == bodies
    assert [each.row.body for each in found.late] == [body for body in bodies if body == "TMU"]
    assert found.administrations == (Text(da="Teknik- og Miljøforvaltningen", en="Technical Administration"),)


def test_choice_is_kept_in_page_and_download(office: Office) -> None:
    browser = office.entered(MANAGER)

    page = browser.get("/board?body=%C3%98U").text
    assert '<option value="ØU" selected>' in page
    assert 'href="/board/overdue.csv?body=%C3%98U"' in page
    assert len(browser.get("/board/overdue.csv?body=%C3%98U").text.splitlines()) == 1


def test_board_reads_alike_on_both_databases(engine: Engine) -> None:
    year = started(engine, 2031)
    year.open("plan")
    year.climb(AFTER)

    assert standings(engine) == {"TMU": (Standing.LATE, 3), "ØU": (Standing.LATE, 3)}
    beat(engine, Part.WORKER, AFTER)
    with Session(reading(engine)) as session:
        assert heartbeat(session, AFTER).alarm is False


def test_board_without_a_running_year_says_who_starts_one(record: Engine) -> None:
    with office_of(record, AFTER) as office:
        assert "Sekretariatet starter året" in office.entered(MANAGER).get("/board").words


def test_board_of_a_year_in_which_nothing_is_owed_yet_says_when_it_will_be(year: Year) -> None:
    with office_of(year.engine, AFTER) as office:
        browser = office.entered(MANAGER)
        nothing, unmatched = browser.get("/board").words, browser.get("/board?body=XYZ").words

    assert "Endnu skylder ingen noget" in nothing
    assert "Intet svarer til valget" in unmatched


def test_board_on_which_nothing_presses_says_what_comes_next_and_leads_there(year: Year) -> None:
    year.open("approval")
    meeting = "/cycles/sample-2031/meetings/approval/BIU"
    with office_of(year.engine, year.at) as office:
        manager, secretary = office.entered(MANAGER), office.entered()
        shown, led = manager.get("/board"), secretary.get("/board")

        assert "En beslutning: Godkendelse (BIU), mandag den 6. januar 2031" in shown.words
        assert f'href="{meeting}"' in shown.text
        assert "Registrér beslutningen : Godkendelse (BIU), mandag den 6. januar 2031" in led.words
        assert f'href="{meeting}/decide"' in led.text
        assert "Det næste" not in secretary.get("/board?body=TMU").words


def test_board_on_which_somebody_is_late_says_that_and_not_what_comes_next(office: Office) -> None:
    assert "Det næste" not in office.entered().get("/board").words


def test_text_that_a_spreadsheet_would_take_for_a_formula_is_only_text(late: Year, office: Office) -> None:
    change(late.engine, "TMU", title_da="=HYPERLINK(1)")

    [row] = csv.DictReader(io.StringIO(office.entered(MANAGER).get("/board/overdue.csv").text))

    assert row["title_da"] == "'=HYPERLINK(1)"


def test_board_refreshes_the_part_that_tells_of_now_and_keeps_the_choice(office: Office) -> None:
    browser = office.entered(MANAGER)

    page, part = browser.get("/board?body=TMU").text, browser.get("/board/live?body=TMU").text

    assert '<div id="live" data-refresh="/board/live?body=TMU 60">' in page
    assert part.startswith('<div id="live" data-refresh="/board/live?body=TMU 60">')
    assert part.strip() in page


def test_page_that_refreshes_itself_keeps_no_session_from_becoming_idle(office: Office) -> None:
    browser = office.entered(MANAGER)
    for _ in range(3):
        office.clock.goes_on(minutes=25)
        last = browser.get("/board/live", x_refresh="1").status

    assert last == 303
