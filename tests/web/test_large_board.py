"""The board over many obligations: no page is heavy, everything can be reached, and the figures are of everything."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, insert, true
from sqlmodel import Session

from desk.shown.board import Choice, board
from desk.shown.board_cells import LINES, STEPS, Standing, received
from desk.shown.clockwork import clockworks
from desk.shown.late_page import LATE_SHOWN, Wanted, late_page
from desk.shown.overviews import overdue
from models.bodies import Body
from models.database import reading
from models.journal import Command
from models.obligations import Obligation, Submission
from models.office import OfficeRole
from models.vocabulary import ObligationStage, StepKind, cycle_id
from tests.web.lateness import AFTER, late, store
from tests.web.office import Office, office_of
from tests.web.year import Year

__all__ = ["late"]

BODIES, ROUNDS = 120, 30
HEAVIEST = 300_000
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _obligation(slug: str, number: int) -> dict[str, object]:
    """One in five is late, one in five handed in, one in ten waived; the others are due in the weeks to come."""
    body, step = f"U{number % BODIES:04d}", f"step-{number // BODIES:02d}"
    is_late, stage = number % 5 == 0, ObligationStage.OPEN
    if number % 5 == 1:
        stage = ObligationStage.HANDED_IN
    if number % 10 == 2:
        stage = ObligationStage.WAIVED
    due = AFTER + timedelta(days=-7 if is_late else 1 + number // BODIES * 3)
    return Obligation(
        id=f"cycle:{slug}:{step}:{body}",
        cycle=slug,
        step=step,
        body=body,
        kind=StepKind.DELIVERABLE,
        title_da=f"Opgave {number // BODIES} med en lang titel, som den slags opgaver har",
        title_en=f"Obligation {number // BODIES}",
        due_on=due.date(),
        due_at=due,
        stage=stage,
        versions=int(stage is ObligationStage.HANDED_IN),
        state={},
    ).model_dump()


@pytest.fixture
def many(late: Year) -> Engine:
    """Give the late year with 3,600 obligations more, of 120 committees."""
    with Session(late.engine) as session, session.begin():
        session.add_all(
            Body(cycle=late.slug, code=f"U{number:04d}", name_da=f"Udvalg {number}", name_en=f"Committee {number}",
                 ascii=f"U{number:04d}")
            for number in range(BODIES)
        )  # fmt: skip
        session.flush()
        session.connection().execute(
            insert(Obligation), [_obligation(late.slug, number) for number in range(BODIES * ROUNDS)]
        )
    return late.engine


@pytest.fixture
def office(many: Engine) -> Iterator[Office]:
    """Give the office over it."""
    with office_of(many, AFTER) as office:
        yield office


def test_figures_are_of_everything_though_little_is_shown(many: Engine) -> None:
    with Session(reading(many)) as session:
        found = board(session, AFTER, Choice())
    [matrix] = found.matrices

    assert found.late_count == BODIES * ROUNDS // 5 + 1
    assert len(found.late) == LATE_SHOWN
    assert found.count(Standing.HANDED_IN) == BODIES * ROUNDS // 5
    assert found.count(Standing.WAIVED) == BODIES * ROUNDS // 10
    assert (len(matrix.lines), len(matrix.steps)) == (LINES, STEPS)
    assert (matrix.all_bodies, matrix.all_steps) == (BODIES + 2, ROUNDS + 1)


def test_what_is_due_soon_is_counted_as_the_cells_say_it(many: Engine) -> None:
    with Session(reading(many)) as session:
        everything = board(session, AFTER, Choice())
        parts = [
            board(session, AFTER, Choice(cycle="sample-2031", bodies=bodies, steps=steps))
            for bodies in range(0, BODIES + 2, LINES)
            for steps in range(0, ROUNDS + 1, STEPS)
        ]
    cells = [cell for part in parts for line in part.matrices[0].lines for each in line.cells for cell in each]

    assert len({cell.row.id for cell in cells}) == len(cells) == BODIES * ROUNDS + 2
    assert everything.soon == sum(
        cell.standing in {Standing.DUE, Standing.EXTENDED} and cell.days <= 10 for cell in cells
    )
    assert everything.late_count == sum(cell.standing is Standing.LATE for cell in cells)


@pytest.mark.parametrize("address", ["/board", "/board?lang=en", "/board/live"])
def test_page_is_not_heavy(address: str, office: Office) -> None:
    answer = office.entered(OfficeRole.MANAGER).get(address)

    assert answer.status == 200
    assert len(answer.text.encode()) < HEAVIEST


def test_everybody_who_is_late_is_reached_by_the_ways_on_the_pages(office: Office) -> None:
    browser = office.entered(OfficeRole.MANAGER)
    rows = browser.get("/board/overdue.csv").text
    seen: list[str] = []
    way: str | None = "/board"
    while way:
        page = browser.get(way).text
        table = page.partition('<table class="cards late"')[2].partition("</table>")[0]
        seen += re.findall(r'href="(/cycles/[^"]+/duties/[^"]+)"', table)
        found = re.search(r'href="([^"#]+)#late">Længere nede', page)
        way = found[1].replace("&amp;", "&") if found else None

    assert len(seen) == len(set(seen)) == len(rows.splitlines()) - 1


def test_every_committee_and_every_obligation_is_reached_by_the_ways_below_a_matrix(office: Office) -> None:
    browser = office.entered(OfficeRole.MANAGER)
    seen, ways, gone = set[str](), ["/board"], set[str]()
    while ways:
        page = browser.get(way := ways.pop()).text
        gone.add(way)
        seen |= set(re.findall(r'href="/cycles/[^/]+/duties/([^"]+)"', page.partition("cards matrix")[2]))
        more = {each.replace("&amp;", "&") for each in re.findall(r'href="(/board\?[^"#]+)#m1"', page)}
        ways += [each for each in more - gone if each not in ways]

    assert len(seen) == BODIES * ROUNDS + 2


def test_workbook_says_what_the_csv_says_and_has_no_formula(office: Office, many: Engine) -> None:
    with Session(many) as session, session.begin():
        session.get_one(Obligation, "cycle:sample-2031:step-00:U0000").title_da = "=HYPERLINK(1)"
    browser = office.entered(OfficeRole.MANAGER)
    table = list(csv.reader(io.StringIO(browser.get("/board/overdue.csv?body=U0000").text.removeprefix("\ufeff"))))

    with ZipFile(io.BytesIO(browser.get("/board/overdue.xlsx?body=U0000").content)) as book:
        shared = ["".join(part.itertext()) for part in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = [
        {cell.get("r", "")[0]: shared[int(cell.findtext(f"{SHEET}v", ""))] if cell.get("t") == "s" else
         cell.findtext(f"{SHEET}v", "") for cell in row}
        for row in sheet.iter(f"{SHEET}row")
    ]  # fmt: skip

    assert not list(sheet.iter(f"{SHEET}f"))
    assert [row["E"] for row in rows][:2] == ["title_da", "=HYPERLINK(1)"]
    assert [(row["A"], row["B"], row["H"]) for row in rows] == [(row[0], row[1], row[7]) for row in table]
    day = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=int(rows[1]["F"]))
    assert day.date().isoformat() == table[1][5]


@pytest.mark.parametrize("is_told", [True, False], ids=["engine heard all", "engine has yet to hear"])
def test_pages_of_those_who_are_late_are_the_list_of_overdue_in_its_order(many: Engine, is_told: bool) -> None:
    handed_in: dict[str, Any] = {"file_name": "a.pdf", "media_type": "application/pdf", "sha256": "", "content": b"a"}
    handed_in |= {"received_at": AFTER, "due_at": AFTER, "by": "U0005", "late": True, "command": "c"}
    store(many, Submission(obligation="cycle:sample-2031:step-00:U0005", version=1, **handed_in))
    if not is_told:
        of = cycle_id("sample-2031")
        store(many, Command(id="c", cycle="sample-2031", workflow_id=of, name="pause", by="s", given_at=AFTER))
    with Session(reading(many)) as session:
        years, came = clockworks(session), received(session, true())
        whole = late_page(session, years, Wanted(AFTER, [], came), 0).count
        pages = [
            late_page(session, years, Wanted(AFTER, [], came), page).rows for page in range(-(-whole // LATE_SHOWN))
        ]
        listed = overdue(session, AFTER)

    assert whole == len(listed) == BODIES * ROUNDS // 5
    assert [row for page in pages for row in page] == listed
