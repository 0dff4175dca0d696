"""What a person beside a running office looks at letters with, and hands a test to the wire with."""

from sqlalchemy import Engine

from activities.wire import WireError
from desk.drafts import Drafts
from models.schedule import Text
from runtime.refusal import Refused
from settings import Settings
from worker import build_drafting, build_mailer


def drafts_of(settings: Settings, engine: Engine) -> Drafts:
    """Return the letters of the settings' office, written as its worker writes them."""
    drafting = build_drafting(
        templates=settings.templates,
        sender=settings.sender_address,
        domain=settings.domain,
        max_bytes=settings.smtp_max_bytes,
        links=settings.link_address,
    )
    return Drafts(engine=engine, drafting=drafting)


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
