"""A year whose letters wait for a release, and the relay that tests of them leave by."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.correspondence import Letter
from models.cycles import Cycle
from models.obligations import DecisionRecord
from models.vocabulary import LetterKind, LetterState, Outcome, step_id
from tests import records
from tests.postbox import Postbox, postbox
from tests.web.year import Year, started

HOLD = ('lead = "BIU"', 'lead = "BIU"\nhold = ["challenge"]')
FOUR_EYES = ('lead = "BIU"', 'lead = "BIU"\nhold = ["challenge"]\nfour_eyes = true')
SLUG = "sample-2031"
STEP = f"/outbox/steps/{SLUG}/letters"
MAIL = (
    b"From: BIU <aarshjul@aarshjul.example>\r\nTo: TMU <sekretaer@tmu.example>\r\nSubject: =?utf-8?q?P=C3=A5mindelse?="
    b"\r\nDate: Mon, 06 Jan 2031 09:00:00 +0000\r\nContent-Language: da\r\nContent-Type: text/html\r\n\r\n<p>Hej</p>"
)
TEXT = "texts/letters/TMU.da.md"


def holding(engine: Engine, change: tuple[str, str] = HOLD) -> Year:
    """Start a year with one challenge letter to each committee, approved and held; their numbers are 1 and 2."""
    year = started(engine, 2031, change)
    with Session(engine) as session, session.begin():
        session.add_all([challenge("TMU"), challenge("ØU")])
    year.open("approval")
    approved = DecisionRecord(
        command="approved", meeting=step_id(SLUG, "approval", "BIU"), cycle=SLUG, step="approval", body="BIU",
        outcome=Outcome.APPROVED, on_at=year.at, by="sekretariat", met_on=date(2031, 1, 6),
    )  # fmt: skip
    with Session(engine) as session, session.begin():
        session.add(approved)
    return year


def challenge(body: str, **fields: object) -> Letter:
    """Return a challenge letter as the engine records it where it must be held."""
    given = {"slug": SLUG, "state": LetterState.HELD, "at": records.instant(2031, 1, 6, 8), **fields}
    return records.letter(f"cycle:{SLUG}:letters:{body}:challenge", body, **given)


def left(engine: Engine, number: int, state: LetterState, **fields: object) -> None:
    """Record one more letter of TMU's conversation, in a state that letters come to after their release."""
    given = {"number": number, "state": state, "message": MAIL, "to_address": "sekretaer@tmu.example", **fields}
    key = f"cycle:{SLUG}:plan:TMU:reminder@{number}"
    about = {"step": "plan", "workflow_id": step_id(SLUG, "plan", "TMU"), "kind": LetterKind.REMINDER}
    at = records.instant(2031, 1, 6, 9)
    row = records.letter(key, "TMU", **{"slug": SLUG, "formal": False, "at": at, "sent_at": at, **about, **given})
    with Session(engine) as session, session.begin():
        session.add(row)


def letters(engine: Engine) -> list[Letter]:
    """The challenge letters, by number."""
    with Session(engine, expire_on_commit=False) as session:
        return list(
            session.exec(select(Letter).where(Letter.kind == LetterKind.CHALLENGE).order_by(col(Letter.number))).all()
        )


def become(engine: Engine, number: int, **fields: object) -> None:
    """Give a letter another state, or whatever else, as relays and recipients do."""
    with Session(engine) as session, session.begin():
        row = session.get_one(Letter, number)
        for name, value in fields.items():
            setattr(row, name, value)
        session.add(row)


def edit_text(engine: Engine, text: str = "En ny tekst.\n") -> None:
    """Give TMU's letter another text, as an update of the year does."""
    with Session(engine) as session, session.begin():
        row = session.get_one(Cycle, SLUG)
        row.files = {**row.files, TEXT: text}
        session.add(row)


@contextmanager
def relay() -> Iterator[Postbox]:
    """Run a relay in a loop of its own thread."""
    loop, ready, done = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    found: list[Postbox] = []

    async def run() -> None:
        async with postbox() as box:
            found.append(box)
            ready.set()
            await done.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    assert ready.wait(30)
    yield found[0]
    loop.call_soon_threadsafe(done.set)
    thread.join(30)
    loop.close()
