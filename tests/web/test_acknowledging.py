"""A letter's link: looking changes nothing, the button notes it once, and what does not work is one page."""

import asyncio
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.applications import Starlette

from activities.correspondence import Correspondence
from desk.acts.acknowledging import Acknowledgements
from desk.answers import Unknown
from models.correspondence import Letter
from models.journal import JournalEntry, Task
from models.links import LetterLink
from models.vocabulary import LetterKind, LetterState
from planning.acts.permitted import NotPermitted
from runtime.processes.http_server import HttpServer
from tests.engine import TEMPLATES
from tests.web.kept import kept
from tests.web.year import Year, started
from web.post.acknowledging import LetterPages
from worker import build_drafting

WANTED = ('lead = "BIU"', 'lead = "BIU"\nacknowledge = ["invitation"]')
LINK = re.compile(r"https://aarshjul\.example/office(/letters/[\w-]{43})")
BASE = "https://aarshjul.example/office/"


@dataclass
class Answered:
    """What the server said."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Site:
    """A year whose invitations carry links, and the server behind the links."""

    year: Year
    port: int

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answered:
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request(method, path, headers=headers)
        answer = line.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        said = Answered(answer.status, found, answer.read().decode())
        line.close()
        return said

    def letter(self) -> Letter:
        """The first invitation."""
        with Session(self.year.engine, expire_on_commit=False) as session:
            query = select(Letter).where(Letter.kind == LetterKind.INVITATION).order_by(Letter.number)
            return session.exec(query).all()[0]

    def mark(self, state: LetterState) -> None:
        with Session(self.year.engine) as session, session.begin():
            letter = session.get_one(Letter, self.letter().number)
            letter.state = state
            session.add(letter)

    def path(self) -> str:
        """The path of the link that left in the first invitation."""
        [mail] = [mail for mail in self.year.wire.taken if mail["Message-ID"] == self.letter().message_id]
        return found_in(mail.get_body(("plain",)).get_content())

    def events(self) -> list[tuple[str, str]]:
        with Session(self.year.engine) as session:
            rows = session.exec(select(JournalEntry).order_by(JournalEntry.number)).all()
            return [(row.event, row.by) for row in rows if row.event in ("letter_acknowledged", "link_revoked")]


def found_in(text: str) -> str:
    found = LINK.search(text)
    assert found, text
    return found[1]


@pytest.fixture
def year(record: Engine) -> Year:
    """Give a year in which invitations to the workshop have left with a link."""
    year = kept(record, inviting)
    year.post = posting(year)
    return year


def posting(year: Year) -> Correspondence:
    """Return what sends the year's letters with links in them."""
    drafting = build_drafting(
        templates=TEMPLATES, sender="aarshjul@aarshjul.example", domain="aarshjul.example", links=BASE
    )
    return Correspondence(engine=year.engine, wire=year.wire, drafting=drafting)


def inviting(record: Engine) -> Year:
    """Live that year."""
    year = started(record, 2031, WANTED)
    year.post = posting(year)
    year.open("workshop")
    year.climb(datetime(2031, 6, 1, tzinfo=UTC))
    return year


@pytest.fixture
def site(year: Year) -> Iterator[Site]:
    """Give the server of the letters' pages."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    acknowledgements = Acknowledgements(engine=year.engine, clock=lambda: year.at)
    app = Starlette(routes=LetterPages(acknowledgements, TEMPLATES.parent).routes)
    server = HttpServer(app, host="127.0.0.1", port=0)
    asyncio.run_coroutine_threadsafe(server.start(), loop).result(30)
    yield Site(year, server.port)
    asyncio.run_coroutine_threadsafe(server.stop(), loop).result(30)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(30)
    loop.close()


def test_looking_changes_nothing_and_the_button_notes_it_once(site: Site) -> None:
    path, before = site.path(), site.letter()
    for method in ("GET", "HEAD", "GET"):
        assert site.ask(path, method).status == 200
    assert site.letter() == before
    assert "Bekræft, at brevet er kommet frem." in site.ask(path).text
    assert "Confirm that the letter has arrived." in site.ask(f"{path}?lang=en").text

    said = site.ask(path, "POST")
    assert (said.status, "Tak. Sekretariatet kan se" in said.text) == (200, True)
    letter = site.letter()
    assert letter.state is LetterState.ACKNOWLEDGED
    assert site.events() == [("letter_acknowledged", f"{letter.recipient_body}.{letter.recipient_role}")]

    assert "Det er allerede bekræftet" in site.ask(path, "POST").text
    assert "This was confirmed already" in site.ask(f"{path}?lang=en").text
    assert len(site.events()) == 1


def test_link_that_does_not_work_is_one_page_whatever_the_reason(site: Site) -> None:
    path, number = site.path(), site.letter().number or 0
    never = site.ask("/letters/" + "A" * 43)
    assert never.status == 404
    assert "Linket virker ikke" in never.text
    assert "The link does not work" in never.text

    site.mark(LetterState.WITHDRAWN)
    assert site.ask(path).text == never.text
    site.mark(LetterState.SENT)
    site.year.at += timedelta(days=181)
    assert [site.ask(path, method).status for method in ("GET", "POST")] == [404, 404]
    site.year.at -= timedelta(days=181)
    assert site.ask(path).status == 200
    done = asyncio.run(site.year.desk.revoke_link(number, by="sekretariat"))
    assert done.what.en == f"The link in letter no. {number} is dead."
    assert site.ask(path, "POST").text == never.text
    assert site.ask("/letters/" + "x" * 5000).status == 404
    assert site.letter().state is LetterState.SENT
    assert site.events() == [("link_revoked", "sekretariat")]
    with pytest.raises(NotPermitted, match="has no link that could be taken back"):
        asyncio.run(site.year.desk.revoke_link(number, by="sekretariat"))
    with pytest.raises(Unknown):
        asyncio.run(site.year.desk.revoke_link(9999, by="sekretariat"))


@pytest.mark.parametrize("state", [LetterState.UNKNOWN, LetterState.BOUNCED, LetterState.SENDING])
def test_recipient_knows_better_than_a_relay_whether_it_arrived(site: Site, state: LetterState) -> None:
    path, key = site.path(), site.letter().key
    site.mark(state)
    with Session(site.year.engine) as session, session.begin():
        session.add(
            Task(
                key=f"letter:{key}:x:0",
                cycle=site.year.slug,
                kind="letter_unknown",
                text_da="x",
                text_en="x",
                at=site.year.at,
            )
        )

    site.ask(path, "POST")

    assert site.letter().state is LetterState.ACKNOWLEDGED
    with Session(site.year.engine) as session:
        assert session.get_one(Task, f"letter:{key}:x:0").done_at is not None


def test_page_is_closed_to_everything_from_elsewhere_and_kept_by_nobody(site: Site) -> None:
    for path in (site.path(), "/letters/none"):
        said = site.ask(path)
        policy = said.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "form-action 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert said.headers["cache-control"] == "no-store"
        assert said.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in said.headers
        assert not re.search(r"<script|<img|https?://", said.text)


def test_token_is_nowhere_in_the_record_but_in_the_letter_itself(site: Site) -> None:
    token, letter = site.path().rpartition("/")[2], site.letter()
    with Session(site.year.engine) as session:
        [link, *_] = session.exec(select(LetterLink).where(LetterLink.letter == letter.key)).all()
        assert token not in repr(link)
        assert (link.version, link.body) == (1, letter.recipient_body)
        assert all(token not in repr(row) for row in session.exec(select(JournalEntry)).all())
    html = next(mail for mail in site.year.wire.taken if mail["Message-ID"] == site.letter().message_id)
    assert f'<a href="{BASE}letters/{token}">' in html.get_body(("html",)).get_content()


def test_hostile_subject_is_text_on_the_page(site: Site) -> None:
    with Session(site.year.engine) as session, session.begin():
        letter = session.get_one(Letter, site.letter().number)
        letter.subject = "<script>alert(1)</script>\u202e"
        session.add(letter)

    assert "&lt;script&gt;alert(1)" in site.ask(site.path()).text


def test_letters_carry_no_link_without_an_address_of_ours_or_when_nobody_asks(record: Engine) -> None:
    year = started(record, 2031, WANTED)
    year.open("workshop")
    year.climb(datetime(2031, 6, 1, tzinfo=UTC))

    assert year.wire.taken
    assert not any("/letters/" in str(mail) for mail in year.wire.taken)
