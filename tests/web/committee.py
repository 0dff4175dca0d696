"""A year whose letters lead to the committees' pages, and people who come by the links in them."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from activities.correspondence import Correspondence
from desk.delivery import Connect
from models.change import Change
from models.correspondence import Letter
from models.journal import Command
from models.obligations import Submission
from models.requests import StepQuestion
from models.vocabulary import CommandState, LetterKind
from tests.databases import fresh
from tests.engine import TEMPLATES
from tests.papers import PLAN
from tests.web.kept import kept
from tests.web.office import Answer, Browser, Office, away, office_of
from tests.web.year import Year, started
from worker import build_drafting

LINK = re.compile(r"(/committee/[\w-]{43})(?:\?lang=\w\w)?$", re.MULTILINE)
UNGATED = ('gate = ["approval"]\n', "")
ASKED = ('lead = "BIU"', 'lead = "BIU"\nacknowledge = ["challenge"]')
ENGLISH = ('address = "sekretaer@oeu.example"', 'address = "sekretaer@oeu.example", language = "en"')
SPRING = datetime(2031, 5, 5, 8, tzinfo=UTC)


@dataclass
class Site:
    """The year, the office over it, and one committee's way in."""

    year: Year
    office: Office

    @property
    def visitor(self) -> Browser:
        """Somebody with a browser and nothing else."""
        return self.office.stranger()

    def mails(self, body: str = "TMU") -> list[EmailMessage]:
        """The mails to a committee's secretary, in their order."""
        address = f"sekretaer@{body.lower().replace('ø', 'oe')}.example"
        return [mail for mail in self.year.wire.taken if address in str(mail["To"])]

    def link(self, body: str = "TMU", place: int = 0) -> str:
        """The path of the link in a mail to a committee's secretary, the first one unless told otherwise."""
        links = [link for mail in self.mails(body) if (link := link_in(mail))]
        return links[place]

    def letter(self, kind: LetterKind = LetterKind.CHALLENGE, body: str = "TMU") -> int:
        """The number of a committee's letter of this kind."""
        wanted = select(Letter.number).where(Letter.kind == kind, Letter.recipient_body == body)
        with Session(self.year.engine) as session:
            return session.exec(wanted).all()[0] or 0

    def submit(self, content: bytes = PLAN, name: str = "plan.pdf", link: str = "", **fields: str) -> Answer:
        """Open the form and hand in TMU's plan."""
        path = f"{link or self.link()}/hand-in/plan"
        return self.visitor.fill(path, path, fields, {"file": (name, content)})

    def submissions(self) -> list[Submission]:
        """What is in the record."""
        with Session(self.year.engine, expire_on_commit=False) as session:
            return list(session.exec(select(Submission).order_by(Submission.id)).all())


def link_in(mail: EmailMessage) -> str:
    """The path of the committee's page in a mail; empty when there is none."""
    body = mail.get_body(("plain",))
    found = LINK.search(str(body.get_content()).replace("\r", "")) if body else None
    return found[1] if found else ""


def spring(engine: Engine) -> Year:
    """Start a year, send its letters, open its plans, and let the first reminders leave."""
    year = started(engine, 2031, UNGATED, ASKED, ENGLISH)
    drafting = build_drafting(
        templates=TEMPLATES, sender="aarshjul@aarshjul.example", domain="aarshjul.example", links="http://127.0.0.1"
    )
    year.post = Correspondence(engine=engine, wire=year.wire, drafting=drafting)
    orders = asyncio.run(year.planning.step_orders(StepQuestion(cycle=year.slug, step="letters", at=year.at)))
    letters = tuple(order for order in orders.letters if order.kind is LetterKind.CHALLENGE)
    year.write(Change(state=year.state(), letters=letters))
    year.open("plan")
    year.climb(SPRING)
    return year


@contextmanager
def site_of(folder: Path, connect: Connect = away) -> Iterator[Site]:
    """Open the office over such a year, in a record of its own; unless told how to connect, the engine is away."""
    with fresh("sqlite", folder) as record:
        year = kept(record, spring)
        with office_of(record, year.at, connect=connect) as office:
            yield Site(year, office)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Give an office in May in which the plans are owed."""
    with site_of(tmp_path) as site:
        yield site


def commands(site: Site) -> list[tuple[str, str, CommandState]]:
    """What was ordered, by whom, and how far it is."""
    with Session(site.year.engine) as session:
        rows = session.exec(select(Command).order_by(Command.number)).all()
        return [(row.name, row.by, row.state) for row in rows]
