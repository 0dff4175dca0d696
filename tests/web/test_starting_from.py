"""A year begun from another one: last year's, one that was downloaded, or one that the engine proposed."""

import asyncio
import io
import zipfile

from sqlalchemy import Engine
from sqlmodel import Session, select

from activities.opening import Opening
from models.bodies import Contact
from models.cycles import Cycle
from models.requests import NextYearQuestion
from models.vocabulary import Role
from planning.papers.zipped import unzipped, zipped
from runtime.definitions import read
from settings import CHECKOUT
from tests.web.office import Answer, Browser, Office
from tests.web.starting import NOW, YEAR, begun, office, secretary

__all__ = ["office", "secretary"]


def test_year_of_last_year_keeps_corrected_contacts_and_its_papers(
    secretary: Browser, office: Office, record: Engine
) -> None:
    secretary.fill(f"{YEAR}/letters", f"{YEAR}/start", {})
    with Session(record) as session:
        contact = session.get_one(Contact, ("annual-2027", "TMU", Role.SECRETARY, "01", ""))
        contact.address = "rettet@tmu.kommune.example"
        respondent = session.exec(select(Contact).where(Contact.body == "advisory-bodies")).first()
        assert respondent
        respondent.address = "rettet@raad.example"
        session.add_all([contact, respondent])
        session.commit()

    answer = begun(secretary, "cycle:annual-2027", "2028")

    assert answer.headers["location"].startswith("/start/annual-2028")
    assert "rettet@tmu.kommune.example" in secretary.get("/start/annual-2028/people").text
    assert "rettet@raad.example" in secretary.get("/start/annual-2028/people").text
    assert "7/7" in secretary.get("/start/annual-2028/papers").words


def test_any_year_is_downloaded_as_a_zip_that_can_be_read_again(secretary: Browser) -> None:
    prepared = secretary.get(f"{YEAR}/definition.zip").content
    secretary.fill(f"{YEAR}/letters", f"{YEAR}/start", {})
    started = secretary.get("/cycles/annual-2027/definition.zip").content

    shipped = read("annual", CHECKOUT / "cycles")
    assert unzipped("a.zip", prepared).files == shipped.files
    assert unzipped("a.zip", prepared).toml == shipped.toml
    assert unzipped("a.zip", started).files == shipped.files
    assert secretary.get("/cycles/annual-2027/definition.zip").content == started

    answer = uploaded(secretary, started, "2029")
    assert answer.headers["location"].startswith("/start/annual-2029")


def test_zip_that_cannot_be_a_cycle_comes_back_with_its_name(secretary: Browser) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as writing:
        writing.writestr("cycle.toml", "[cycle\n")

    for content, said in ((b"not a zip", "aar.zip kan ikke åbnes"), (made.getvalue(), "cycle.toml kan ikke læses")):
        answer = uploaded(secretary, content, "2029")
        assert answer.status == 422
        assert said in answer.words
    history = uploaded(secretary, zipped(read("inclusion-2011", CHECKOUT / "cycles")), "2029")
    assert "er historie (2011)" in history.words


def uploaded(browser: Browser, content: bytes, year: str) -> Answer:
    return browser.fill("/start", "/start/upload", {"upload_year": year}, {"zip": ("aar.zip", content)})


def test_year_that_was_proposed_is_confirmed_on_the_same_walk(
    record: Engine, office: Office, secretary: Browser
) -> None:
    secretary.fill(f"{YEAR}/letters", f"{YEAR}/start", {})
    propose(record)

    assert "Foreslåede år" in secretary.get("/start").words
    begun(secretary, "cycle:annual-2028", "2028")
    answer = secretary.fill("/start/annual-2028/letters", "/start/annual-2028/start", {})

    assert answer.headers["location"].startswith("/cycles/annual-2028")
    with Session(record) as session:
        assert session.get_one(Cycle, "annual-2028").stage == "running"


def propose(record: Engine) -> None:
    """Propose the next year, as the engine does on its day."""
    opening = Opening(engine=record, domain="aarshjul.example")
    asyncio.run(opening.propose_next_year(NextYearQuestion(definition="annual", at=NOW)))
