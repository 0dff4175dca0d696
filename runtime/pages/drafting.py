"""What a person beside a running office looks at letters with, and hands a test to the wire with."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import Engine

from activities.wire import WireError
from desk.acts.drafts import Drafts
from desk.delivery import utc_now
from inbox.mail import parse
from models.schedule import Text
from runtime.refusal import Refused
from settings import Settings
from web.post.writing import Writing
from worker import build_drafting, build_mailer

_SHOWN = 10_000


def writing_of(settings: Settings, engine: Engine, clock: Callable[[], datetime] = utc_now) -> Writing:
    """Return what the outbox's pages write, try out and read mail with."""
    return Writing(drafts_of(settings, engine, clock), partial(hand_over, settings), mail_text)


def drafts_of(settings: Settings, engine: Engine, clock: Callable[[], datetime] = utc_now) -> Drafts:
    """Return the letters of the settings' office, written as its worker writes them."""
    drafting = build_drafting(
        templates=settings.templates,
        sender=settings.sender_address,
        domain=settings.domain,
        max_bytes=settings.smtp_max_bytes,
        links=settings.link_address,
    )
    return Drafts(engine=engine, drafting=drafting, clock=clock)


async def hand_over(settings: Settings, to: str, message: bytes) -> None:
    """Hand one message to the office's relay; raises Refused with what it said."""
    mailer = build_mailer(settings)
    try:
        async with mailer.turn() as wire:
            await wire.send(settings.sender_address, to, message)
    except WireError as error:
        said: Text = error.sentence
        raise Refused(f"Prøven er ikke sendt: {said.da}", f"The test has not left: {said.en}") from error
    finally:
        await mailer.close()


def mail_text(raw: bytes) -> str:
    """Return a mail's own words; the beginning of it as it came, where it cannot be read."""
    try:
        text = parse(raw).text()
    except Exception:  # noqa: BLE001, RUF100 -- a stranger wrote it
        text = ""
    return text or raw[:_SHOWN].decode("utf-8", "replace")
