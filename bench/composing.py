"""Letters with a PDF and an invitation: composed and handed to a relay, beside their finished bytes alone.

And where the time of one goes: our own rendering, the typesetter, the wire.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from activities import enclosures, telling
from activities.addressing import Addressee
from activities.books import Book
from activities.particulars import Particulars
from activities.smtp import Mailer
from bench.cycles import whole_year
from bench.measure import Pair, Say, Series, figure
from bench.posting import AT_ONCE, bare
from bench.relay import relay
from bench.scene import Numbers, play
from models.correspondence import Letter
from models.letters import LetterFacts
from models.vocabulary import Language, LetterKind, LetterState, Role, letter_key, message_id, step_id
from planning.dates.timeline import PlannedStep
from planning.dates.workdays import Workdays
from planning.transitions import schedules
from rendering.letters import Letters
from rendering.message import Attachment, Envelope, Mailbox, compose
from rendering.papers import PaperHead, letter_pdf
from settings import Settings

STAGES = ("words", "paper", "calendar", "mail", "wire")
"""Subject, text and HTML; the PDF; the invitation; the message of them all; handing it over."""

_STEP = "readings"
T = TypeVar("T")


async def measure(letters: int, turns: int, say: Say) -> tuple[Pair, dict[str, Series]]:
    """Return the seconds that so many letters took, and of each stage its seconds for one letter after the other."""
    found: list[Numbers] = []
    for turn in range(turns):
        found.append(await play(both, letters=letters))
        say(f"turn {turn + 1} of {turns}: {figure(found[-1]['ours'])} s beside {figure(found[-1]['bare'])} s")
    pair = Pair(*(Series(tuple(each[name] for each in found)) for name in ("ours", "bare")))
    return pair, {stage: Series(tuple(each[stage] for each in found)) for stage in STAGES}


async def both(folder: Path, letters: int) -> Numbers:
    """Compose and send the invitations to a reading; then send their finished bytes once more, plainly."""
    desk, spent = Composing(Settings(), letters), dict.fromkeys(STAGES, 0.0)
    list(desk.finished(range(AT_ONCE), {}))  # compiles the templates and opens the fonts, and counts for nothing
    async with relay() as port:
        mailer = Mailer(host="127.0.0.1", port=port, security="none", local_hostname="localhost", timeout=30.0)
        ours = await desk.sent(mailer, letters)
        letter_pdf.cache_clear()
        finished = list(desk.finished(range(letters), spent))
        began = perf_counter()
        for address, message in finished:
            async with mailer.turn() as wire:
                await wire.send(desk.sender.address, address, message)
        spent["wire"] = perf_counter() - began
        await mailer.close()
        return {"ours": ours, "bare": await bare(port, desk.sender.address, finished), **spent}


@dataclass(frozen=True)
class _Timed:
    """Adds what each stage took to what it took before."""

    spent: dict[str, float]

    def __call__(self, stage: str, work: Callable[[], T]) -> T:
        began = perf_counter()
        made = work()
        self.spent[stage] = self.spent.get(stage, 0.0) + perf_counter() - began
        return made


class Composing:
    """A year of so many bodies, each of which is invited to a reading of its own."""

    def __init__(self, settings: Settings, bodies: int) -> None:
        timeline = whole_year(bodies)
        self.sender = Mailbox(name="BIF", address=settings.sender_address)
        self._letters, self._domain = Letters(settings.templates), settings.domain
        self._book = Book(timeline, (), Workdays.of(timeline.definition), {})
        self._planned = timeline.step_named(_STEP)

    async def sent(self, mailer: Mailer, letters: int) -> float:
        """Compose in threads and send, so many at once as the office does; return the seconds."""
        letter_pdf.cache_clear()
        places = asyncio.Semaphore(AT_ONCE)

        async def deliver(number: int) -> None:
            async with places:
                [(address, message)] = await asyncio.to_thread(lambda: list(self.finished([number], {})))
                async with mailer.turn() as wire:
                    await wire.send(self.sender.address, address, message)

        began = perf_counter()
        await asyncio.gather(*(deliver(number) for number in range(letters)))
        return perf_counter() - began

    def finished(self, numbers: Sequence[int], spent: dict[str, float]) -> Iterator[tuple[str, bytes]]:
        """Yield address and bytes of these letters; what each stage takes is added to `spent`."""
        timed = _Timed(spent)
        for number in numbers:
            about = _about(self._book, self._planned, self._planned.step.bodies[number], self._domain)
            yield about.to.address, self._message(about, timed)

    def _message(self, about: Particulars, timed: _Timed) -> bytes:
        kind, language = about.letter.kind, about.language
        context = timed("words", lambda: telling.context(about, ()))
        said = timed("words", lambda: self._letters.render(kind, language, context))
        subject, body = timed("words", lambda: self._letters.on_paper(kind, language, context))
        pdf = timed("paper", lambda: letter_pdf(subject, body, _head(about)))
        papers = (Attachment(name=f"{subject}.pdf", content=pdf),)
        enclosed = timed("calendar", lambda: enclosures.enclosures(about, self._domain, self.sender, papers))
        assert enclosed.invitation, "an invitation without a calendar part"
        envelope = _envelope(about, self.sender)
        return timed("mail", lambda: compose(envelope, said, enclosed.attachments, enclosed.invitation))


def _about(book: Book, planned: PlannedStep, body: str, domain: str) -> Particulars:
    named = book.definition.body[body]
    day = planned.date_for(body).day
    assert day
    begins = schedules.deadline(day, time(14), book.workdays)
    id_ = step_id(book.timeline.slug, _STEP, body)
    key = letter_key(id_, LetterKind.INVITATION, "bench", f"{body}.{Role.SECRETARY}")
    letter = Letter(
        key=key, message_id=message_id(key, domain), cycle=book.timeline.slug, workflow_id=id_, step=_STEP, body=body,
        kind=LetterKind.INVITATION, formal=True, cause="bench", recipient_body=body, recipient_role=Role.SECRETARY,
        at=begins.at, drafted_at=begins.at, state=LetterState.RELEASED,
    )  # fmt: skip
    contact = named.contact[0]
    to = Addressee(contact.name, contact.address, Language.DA)
    return Particulars(
        book=book, letter=letter, to=to, secretariat=to, names={body: named.name}, planned=planned,
        facts=LetterFacts(deadline=begins), step_title=planned.step.title,
    )  # fmt: skip


def _head(about: Particulars) -> PaperHead:
    return PaperHead(
        language=about.language, dated=about.book.workdays.civil(about.letter.at).date(), lead="BIU",
        cycle_title=about.say(about.book.definition.cycle.title), recipient=about.name(about.letter.body),
        sender=(about.secretariat.name, about.secretariat.address),
    )  # fmt: skip


def _envelope(about: Particulars, sender: Mailbox) -> Envelope:
    letter, to = about.letter, Mailbox(name=about.to.name, address=about.to.address)
    return Envelope(
        key=letter.key, message_id=letter.message_id, at=about.book.workdays.civil(letter.at),
        language=about.language, sender=sender, recipient=to, reply_to=to,
    )  # fmt: skip
