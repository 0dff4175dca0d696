"""Meeting calendars: when every body meets, and its days taken in from a table or a calendar file, seen before."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.acts.meeting_calendars import CalendarChange
from desk.shown.clockwork import clockworks
from desk.shown.contacts import BodyMeetings, calendars
from desk.shown.rows import CycleRow
from models.database import reading
from models.schedule import Text
from planning.acts.permitted import NotPermitted
from planning.papers.meeting_table import read_meetings
from planning.papers.table_rows import ReadLine
from web.acting import Acts
from web.forms import BLANK, Tried
from web.guard import Asked
from web.pages import Pages
from web.people.contacts import table_of
from web.ways import SECRETARIAT, may
from web.words.people import NO_TABLE


class CalendarPages:
    """The meetings of the bodies of a cycle."""

    def __init__(self, pages: Pages, engine: Engine, clock: Callable[[], datetime], acts: Acts) -> None:
        self._pages = pages
        self._engine = engine
        self._clock = clock
        self._acts = acts

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {
            "calendars": self.calendars,
            "meetings_import": lambda asked: self._shown(asked, "meetings_import.html.j2", BLANK),
            "meetings_checked": self.check,
            "meetings_imported": self.take_in,
        }

    def calendars(self, asked: Asked) -> Response:
        """List when every body meets."""
        return self._shown(asked, "calendars.html.j2", BLANK, edits=may(asked.role, SECRETARIAT))

    def check(self, asked: Asked) -> Response:
        """Say of every line what was understood, and what the calendar would change; nothing is changed."""
        text = table_of(asked)
        if not text:
            return self._shown(asked, "meetings_import.html.j2", Tried(asked.form, {"table": NO_TABLE}, None, 422))
        return self._report(asked, text, Tried({"table": text}))

    def take_in(self, asked: Asked) -> Response:
        """Take in the days that were understood."""
        slug, body, text = _slug(asked), _body(asked), asked.form.get("table", "")
        days = _days(self._read(asked, text))
        return self._acts.do(
            asked,
            lambda desk: desk.import_meetings(slug, body, days, by=asked.visitor.name if asked.visitor else ""),
            then=f"/cycles/{slug}/calendars",
            again=lambda tried: self._report(asked, text, tried),
        )

    def _report(self, asked: Asked, text: str, tried: Tried) -> Response:
        lines = self._read(asked, text)
        change, refusal = self._change(asked, _days(lines))
        shown = tried if tried.refusal or refusal is None else Tried(tried.values, {}, refusal, 422)
        return self._shown(
            asked,
            "meetings_report.html.j2",
            shown,
            lines=lines,
            table=text,
            change=change,
            understood=len(_days(lines)),
            wrong=sum(line.trouble is not None for line in lines),
        )

    def _change(self, asked: Asked, days: list[date]) -> tuple[CalendarChange | None, Text | None]:
        slug, body = _slug(asked), _body(asked)
        try:
            return self._acts.ask(lambda desk: desk.meetings_change(slug, body, days)), None
        except NotPermitted as error:
            return None, error.sentence

    def _read(self, asked: Asked, text: str) -> tuple[ReadLine[date], ...]:
        with Session(reading(self._engine)) as session:
            clockwork = clockworks(session, _slug(asked)).get(_slug(asked))
        if clockwork is None:
            raise HTTPException(404)
        return read_meetings(text, clockwork.workdays)

    def _shown(self, asked: Asked, template: str, tried: Tried, **values: object) -> Response:
        cycle, bodies = self._calendars(asked)
        body = next((each for each in bodies if each.code == asked.request.path_params.get("body")), None)
        if body is None and "body" in asked.request.path_params:
            raise HTTPException(404)
        return self._pages.page(
            asked,
            template,
            here="contacts",
            status=tried.status,
            tried=tried,
            cycle=cycle,
            bodies=bodies,
            body=body,
            **values,
        )

    def _calendars(self, asked: Asked) -> tuple[CycleRow, tuple[BodyMeetings, ...]]:
        with Session(reading(self._engine)) as session:
            found = calendars(session, self._clock(), _slug(asked))
        if found is None:
            raise HTTPException(404)
        return found


def _days(lines: tuple[ReadLine[date], ...]) -> list[date]:
    return [line.found for line in lines if line.found]


def _slug(asked: Asked) -> str:
    return str(asked.request.path_params["cycle"])


def _body(asked: Asked) -> str:
    return str(asked.request.path_params["body"])
