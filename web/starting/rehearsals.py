"""Rehearsing a year from the browser: beginning one, watching it, and reading what came of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from babel.dates import format_date
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.commands import Desk
from desk.preparing.copies import files_of_years, prepared_year, prepared_years
from desk.preparing.folders import source_of
from desk.shown import overviews
from models.database import reading
from models.schedule import Text
from models.vocabulary import Language
from planning.format.source import Source
from planning.lint.folder import lint
from planning.scenarios.reading import FOLDER, SUFFIX, own_scenarios
from web.downloads import attachment
from web.forms import Fields, Tried, blank
from web.guard import Asked
from web.headers import secured
from web.pages import language_of
from web.starting.draft import Table, name_of
from web.starting.workshop import Rehearsal

RESULT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; sandbox allow-downloads allow-same-origin"
)
"""For the page of a rehearsed year, which brings its style with it: no script, nothing from anywhere."""

INDEX = "index.html"
REFRESH_SECONDS = 3
_TYPES = {".eml": "message/rfc822", ".ics": "text/calendar", ".json": "text/plain"}


@dataclass(frozen=True)
class Year:
    """A year that can be rehearsed."""

    value: str
    title: Text
    year: int
    is_prepared: bool


class StartRehearsalPages:
    """Rehearsals of years that are prepared or run."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._kept = table.workshop.rehearsals

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {
            "rehearsals": self.rehearsals,
            "rehearse": self.rehearse,
            "rehearsal": self.rehearsal,
            "rehearsal_file": self.file,
            "rehearsal_forget": self.forget,
        }

    def rehearsals(self, asked: Asked) -> Response:
        """Offer the years, and list what was rehearsed."""
        return self._page(asked, blank(year=asked.request.query_params.get("year", "")))

    def rehearse(self, asked: Asked) -> Response:
        """Begin a rehearsal."""
        fields, by, language = Fields(asked), name_of(asked), language_of(asked.request)
        year = fields.choice("year", {each.value: each for each in self._years()})
        scenario = fields.text("scenario", longest=100)
        source = self._source(year.value) if year else None
        if source and scenario and scenario not in _scenarios(source.files):
            fields.wrong("scenario", _no_scenario(source))
        if source and year and (errors := [each for each in lint(source, year.year) if each.severity == "error"]):
            fields.wrong("year", _to_mend(errors[0].sentence, len(errors)))
        if fields.errors or year is None or source is None:
            return self._page(asked, fields.tried())

        async def act(_: Desk) -> Text:
            self._kept.begin(source, year.year, year.title, scenario, language, by)
            return Text(
                da=f"Prøven af {year.title.da} {year.year} er begyndt.",
                en=f"The rehearsal of {year.title.en} {year.year} has begun.",
            )

        return self._table.acts.do(asked, act, then="/rehearsals/latest", again=lambda tried: self._page(asked, tried))

    def rehearsal(self, asked: Asked) -> Response:
        """Show how far a rehearsal is, or what came of it."""
        one = self._one(asked)
        mails = [each for each in one.files if each.startswith("mails/")]
        calendars = [each for each in one.files if each.startswith("calendars/")]
        return self._table.pages.page(
            asked,
            "rehearsal.html.j2",
            here="cycles",
            one=one,
            reached=_month(one.reached, language_of(asked.request)),
            refresh=REFRESH_SECONDS if one.state == "running" else 0,
            mails=mails,
            calendars=calendars,
        )

    def file(self, asked: Asked) -> Response:
        """Give a file of it: the page to be read, everything else to be saved."""
        one, path = self._one(asked), str(asked.request.path_params["path"])
        content = self._kept.file(one.id, path)
        if content is None:
            raise HTTPException(404)
        if path == INDEX:
            page = Response(content, media_type="text/html; charset=utf-8")
            return secured(page, tls=self._table.tls, policy=RESULT_POLICY)
        name = PurePosixPath(path)
        kind = _TYPES.get(name.suffix, "application/octet-stream")
        return attachment(name.name, kind, content, shown=False, tls=self._table.tls)

    def forget(self, asked: Asked) -> Response:
        """Delete a rehearsal."""
        one = self._one(asked)

        async def act(_: Desk) -> Text:
            self._kept.forget(one.id)
            return Text(da="Prøven er slettet.", en="The rehearsal is deleted.")

        return self._table.acts.do(asked, act, then="/rehearsals", again=lambda tried: self._page(asked, tried))

    def _one(self, asked: Asked) -> Rehearsal:
        wish, every = str(asked.request.path_params["id"]), self._kept.every()
        found = every[:1] if wish == "latest" else [each for each in every if each.id == wish]
        if not found:
            raise HTTPException(404)
        return found[0]

    def _years(self) -> Iterator[Year]:
        with Session(reading(self._table.engine)) as session:
            for made in prepared_years(session):
                yield Year(f"year:{made.slug}", made.title, made.year, is_prepared=True)
            for each in overviews.cycles(session):
                yield Year(f"cycle:{each.slug}", each.title, each.year, is_prepared=False)

    def _source(self, value: str) -> Source:
        kind, _, slug = value.partition(":")
        with Session(reading(self._table.engine)) as session:
            return prepared_year(session, slug).source if kind == "year" else source_of(session, slug)

    def _page(self, asked: Asked, tried: Tried) -> Response:
        years = list(self._years())
        with Session(reading(self._table.engine)) as session:
            scenarios = {name for files in files_of_years(session) for name in _scenarios(files)}
        return self._table.pages.page(
            asked,
            "rehearsals.html.j2",
            here="cycles",
            status=tried.status,
            tried=tried,
            years=years,
            scenarios=sorted(scenarios),
            kept=self._kept.every(),
        )


def _scenarios(files: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(path.removeprefix(FOLDER).removesuffix(SUFFIX) for path in own_scenarios(files))


def _no_scenario(source: Source) -> Text:
    known = ", ".join(_scenarios(source.files)) or "–"
    return Text(da=f"Det år har kun forløbene: {known}.", en=f"That year has only the scenarios: {known}.")


def _to_mend(first: Text, count: int) -> Text:
    return Text(
        da=f"Året har {count} fejl, der skal rettes først: {first.da}",
        en=f"The year has {count} {'mistake' if count == 1 else 'mistakes'} to mend first: {first.en}",
    )


def _month(reached: str, language: Language) -> str:
    """Say "marts 2027" for what the child noted as 2027-03; empty while it has noted nothing."""
    if not reached:
        return ""
    return format_date(date.fromisoformat(f"{reached}-01"), "MMMM y", locale=language.value)
