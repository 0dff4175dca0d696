"""The office's web application, put together; whoever runs it builds what it is given (`runtime.pages.web_server`)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from desk.answers import Unknown
from desk.commands import Desk
from desk.delivery import utc_now
from desk.doors import Doors
from desk.sent_forms import SentForms
from desk.shown.committee import Committees
from desk.subscriptions import Subscriptions
from models.configuration import ShownSetting
from models.database import RecordUnusable
from models.schedule import Text
from planning.papers.uploads import LARGEST
from web.acting import Acts
from web.committees.forms import CommitteeForms
from web.committees.pages import CommitteePages, Visits
from web.doors.about import About, AboutPages
from web.doors.entrance import Entrance
from web.doors.links import LinkPages
from web.doors.login import Login
from web.doors.openid import Provider, Registration
from web.errors import STATUSES, Errors, Handler
from web.feeds import Feeds
from web.guard import Guard, Page
from web.limits import Limits
from web.pages import Pages
from web.people.calendars import CalendarPages
from web.people.contacts import ContactPages
from web.post.acknowledging import LetterPages
from web.post.incoming import IncomingPages
from web.post.letter import PostPages
from web.post.outbox import OutboxPages
from web.post.step import StepPages
from web.post.writing import Writing
from web.starting.dates import StartDatePages
from web.starting.draft import Table
from web.starting.letters import StartLetterPages
from web.starting.pages import StartPages
from web.starting.papers import StartPaperPages
from web.starting.people import StartPeoplePages
from web.starting.rehearsals import StartRehearsalPages
from web.starting.workshop import Workshop
from web.steering.duties import DutyPages
from web.steering.hearings import HearingPages
from web.steering.meetings import MeetingPages
from web.steering.tasks import TaskPages
from web.steering.year import SteeringPages
from web.watching.board import BoardPages
from web.watching.journal import JournalPages
from web.watching.years import YearPages
from web.ways import WAYS

NOTHING_HERE = Text(
    da="Her er ingenting. Er adressen hel? En kalenders adresse kan også være trukket tilbage: spørg sekretariatet.",
    en="There is nothing here. Is the address whole? That of a calendar can also be taken back: ask the secretariat.",
)
COMMON = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
CALENDARS = ("/feeds/", "/public/")
_RETRY = {"Retry-After": "60"}


class Number(IntegerConvertor):
    """A number in an address that a record can have: of a longer one there is nothing."""

    regex = "[0-9]{1,9}"


@dataclass(frozen=True)
class Rooms:
    """What the office's pages are made of. `address` is the one that people reach the office by."""

    engine: Engine
    desk: Desk
    doors: Doors
    templates: Path
    address: str
    clock: Callable[[], datetime] = utc_now
    limits: Limits = field(default_factory=Limits)
    uploads: int = LARGEST
    """Bytes of the files of one form."""
    registration: Registration | None = None
    """How the city's login knows the office; None: links open it, on this machine."""
    settings: tuple[ShownSetting, ...] = ()
    about: About = field(default_factory=About)
    writing: Writing = field(kw_only=True)
    workshop: Workshop = field(kw_only=True)


def office_app(
    subscriptions: Subscriptions, rooms: Rooms | None = None, letters: LetterPages | None = None
) -> Starlette:
    """Return the application: calendars, what letters link to, and with `rooms` the office's pages."""
    feeds = Feeds(subscriptions)
    calendars = [
        Route("/feeds/{token}.ics", feeds.by_token),
        Route("/public/{cycle}.ics", feeds.public),
        *(letters.routes if letters else ()),
    ]
    if rooms is None:
        return Starlette(
            routes=calendars, exception_handlers={404: _nothing_here, 405: _not_so, RecordUnusable: _later}
        )
    committees = Committees(engine=rooms.engine, clock=rooms.clock)
    login = WAYS["login"].path if rooms.registration else ""
    guard = Guard(rooms.doors, rooms.address, login, lambda token: committees.guest(token) is not None)
    forms = SentForms(engine=rooms.engine, clock=rooms.clock)
    pages = Pages(rooms.templates, guard, forms)
    acts = Acts(rooms.desk, forms, tls=guard.secure)
    errors = Errors(pages, guard)
    return Starlette(
        routes=[*calendars, *_routes(guard, _answers(rooms, pages, guard, acts, forms), rooms.uploads)],
        exception_handlers={
            **dict.fromkeys(STATUSES, errors.page),
            404: _where_pages_are(errors.page, _nothing_here),
            405: _where_pages_are(errors.page, _not_so),
            Unknown: errors.page,
            RecordUnusable: _where_pages_are(errors.page, _later),
            Exception: errors.ours,
        },
    )


def _answers(rooms: Rooms, pages: Pages, guard: Guard, acts: Acts, forms: SentForms) -> dict[str, Page]:
    engine, tls = rooms.engine, guard.secure
    return {
        **_for_committees(rooms, pages, guard, acts, forms),
        "style": pages.style,
        "script": pages.script,
        **Entrance(pages, rooms.doors, guard, rooms.limits, by_login=rooms.registration is not None).answers,
        **LinkPages(pages, engine, rooms.clock, acts, rooms.doors, rooms.address).answers,
        **AboutPages(pages, rooms.about, rooms.settings).answers,
        **Login(pages, rooms.doors, guard, rooms.limits, _provider(rooms), rooms.clock).answers,
        **BoardPages(pages, engine, rooms.clock, tls=tls).answers,
        **YearPages(pages, engine, rooms.clock).answers,
        **SteeringPages(pages, engine, rooms.clock, acts).answers,
        **DutyPages(pages, engine, rooms.clock, acts, tls=tls).answers,
        **MeetingPages(pages, engine, rooms.clock, acts).answers,
        **HearingPages(pages, engine, rooms.clock, acts, tls=tls).answers,
        **TaskPages(pages, engine, acts).answers,
        **_for_new_years(rooms, Table(pages, engine, acts, rooms.workshop, tls)),
        **ContactPages(pages, engine, rooms.clock, acts).answers,
        **CalendarPages(pages, engine, rooms.clock, acts).answers,
        **JournalPages(pages, engine).answers,
        **OutboxPages(pages, engine).answers,
        **StepPages(pages, engine, acts, rooms.writing.drafts).answers,
        **PostPages(pages, engine, acts, rooms.writing, rooms.clock, tls=tls).answers,
        **IncomingPages(pages, engine, acts, rooms.writing, tls=tls).answers,
    }


def _for_new_years(rooms: Rooms, table: Table) -> dict[str, Page]:
    """Preparing, rehearsing and starting a year."""
    return {
        **StartPages(table, rooms.clock).answers,
        **StartDatePages(table).answers,
        **StartPeoplePages(table).answers,
        **StartPaperPages(table).answers,
        **StartLetterPages(table).answers,
        **StartRehearsalPages(table).answers,
    }


def _for_committees(rooms: Rooms, pages: Pages, guard: Guard, acts: Acts, forms: SentForms) -> dict[str, Page]:
    """What whoever has a link of a letter can see and do."""
    committees = Committees(engine=rooms.engine, clock=rooms.clock)
    visits, tls = Visits(pages, committees, rooms.limits.apart()), guard.secure
    shown = CommitteePages(pages, committees, acts, rooms.desk, forms, address=rooms.address, tls=tls)
    every = {**shown.answers, **CommitteeForms(pages, committees, acts, rooms.uploads).answers}
    return {name: visits.opened(page) for name, page in every.items()}


def _provider(rooms: Rooms) -> Provider | None:
    """The city's login, if there is one; it sends people back to an address of ours that it knows."""
    back = rooms.address.rstrip("/") + WAYS["login_back"].path
    return Provider(rooms.registration, back) if rooms.registration else None


def _routes(guard: Guard, answers: dict[str, Page], uploads: int) -> list[Route]:
    """One route for each row of the table of ways; what answers without a row is reached by nobody."""
    register_url_convertor("int", Number())
    return [
        Route(way.path, guard.guarded(way.for_uploads(uploads), answers[name]), methods=[way.method])
        for name, way in WAYS.items()
    ]


def _where_pages_are(page: Handler, calendar: Handler) -> Handler:
    """Choose by the address: a calendar program gets a sentence, a person a page."""

    def chosen(request: Request, error: Exception) -> Response:
        return (calendar if request.url.path.startswith(CALENDARS) else page)(request, error)

    return chosen


def _nothing_here(request: Request, error: Exception) -> Response:
    """Answer the same for what never was and what was taken back."""
    return _told(404, NOTHING_HERE)


def _not_so(request: Request, error: Exception) -> Response:
    headers = error.headers if isinstance(error, HTTPException) else None
    return _told(405, Text(da="Her kan man kun læse.", en="This can only be read."), dict(headers or {}))


def _later(request: Request, error: Exception) -> Response:
    """The record cannot be read now: a calendar program keeps what it has and asks again."""
    return _told(503, error.sentence if isinstance(error, RecordUnusable) else NOTHING_HERE, _RETRY)


def _told(status: int, text: Text, headers: dict[str, str] | None = None) -> Response:
    shown = {**COMMON, "Cache-Control": "no-store", **(headers or {})}
    return PlainTextResponse(f"{text.da}\n\n{text.en}\n", status, shown)
