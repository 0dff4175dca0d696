"""Where a year begins: choosing what to start from, going on with what is prepared, and folders as zip files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sqlmodel import Session
from starlette.responses import Response

from desk.commands import Desk
from desk.preparing.copies import prepared_year, prepared_years, unreadable
from desk.preparing.folders import source_of
from desk.shown import overviews
from models.database import reading
from models.schedule import Text
from models.vocabulary import CycleStage
from planning.format.definition import FIRST_YEAR, LAST_YEAR
from planning.format.source import Source, Unreadable, parse
from planning.not_permitted import NotPermitted
from planning.papers.uploads import plain_name
from planning.papers.zipped import unzipped, zipped
from web.downloads import attachment
from web.forms import Fields, Tried, blank
from web.guard import Asked
from web.starting.draft import Table, built_on, name_of, path_of, slug_of

_NO_YEAR = Text(
    da=f"Skriv et årstal mellem {FIRST_YEAR} og {LAST_YEAR}.",
    en=f"Write a year between {FIRST_YEAR} and {LAST_YEAR}.",
)
_NO_FILE = Text(da="Vælg en zip-fil med et årshjuls mappe.", en="Choose a zip file with a cycle's folder.")


@dataclass(frozen=True)
class Base:
    """Something that a year can be prepared from; `year` is its own, None for a cycle that comes with the program."""

    value: str
    title: Text
    year: int | None
    stage: CycleStage | None


class StartPages:
    """The way in to a new year."""

    def __init__(self, table: Table, clock: Callable[[], datetime]) -> None:
        self._table = table
        self._clock = clock

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {
            "start": self.start,
            "prepare": self.prepare,
            "upload": self.upload,
            "forget": self.forget,
            "prepared_zip": self.prepared_zip,
            "cycle_zip": self.cycle_zip,
        }

    def start(self, asked: Asked) -> Response:
        """Offer what a year can be started from, and what is being prepared."""
        return self._page(asked, blank())

    def prepare(self, asked: Asked) -> Response:
        """Copy what was chosen as a year to prepare."""
        fields = Fields(asked)
        year = self._year(fields)
        base = fields.choice("base", {each.value: each for each in self._bases()})
        if fields.errors or base is None or year is None:
            return self._page(asked, fields.tried())
        source, origin = self._source(base.value), base.value.partition(":")[2]
        return self._prepared(asked, lambda: source, year, origin)

    def upload(self, asked: Asked) -> Response:
        """Read a folder that came as a zip file, as a year to prepare."""
        fields = Fields(asked)
        year, files = self._year(fields, "upload_year"), asked.files("zip")
        if not files:
            fields.wrong("zip", _NO_FILE)
        if fields.errors or year is None:
            return self._page(asked, fields.tried())
        name = plain_name(files[0].name)
        return self._prepared(asked, lambda: unzipped(name, files[0].content), year, name)

    def forget(self, asked: Asked) -> Response:
        """Throw a preparation away."""
        slug, by = slug_of(asked), name_of(asked)

        async def act(desk: Desk) -> Text:
            return await desk.forget(slug, by=by)

        return self._table.acts.do(asked, act, then="/start", again=lambda tried: self._page(asked, tried))

    def prepared_zip(self, asked: Asked) -> Response:
        """Give what is prepared as a folder."""
        with Session(reading(self._table.engine)) as session:
            found = prepared_year(session, slug_of(asked))
        return self._given(found.slug, found.source)

    def cycle_zip(self, asked: Asked) -> Response:
        """Give a cycle of the record as a folder."""
        slug = str(asked.request.path_params["cycle"])
        with Session(reading(self._table.engine)) as session:
            return self._given(slug, source_of(session, slug))

    def _given(self, slug: str, source: Source) -> Response:
        return attachment(f"{slug}.zip", "application/zip", zipped(source), shown=False, tls=self._table.tls)

    def _prepared(self, asked: Asked, source: Callable[[], Source], year: int, origin: str) -> Response:
        by = name_of(asked)
        try:
            folder = source()
            slug = f"{parse(folder).cycle.key}-{year}"
        except NotPermitted as refusal:
            return self._page(asked, Tried(asked.form, {}, refusal.sentence, 422))
        except Unreadable as error:
            return self._page(asked, Tried(asked.form, {}, unreadable(error).sentence, 422))

        async def act(desk: Desk) -> Text:
            made = await desk.prepare(folder, year, origin, by=by)
            return Text(
                da=f"{made.title.da} {year} er klar til at blive forberedt. Intet sendes, før du starter året.",
                en=f"{made.title.en} {year} is ready to be prepared. Nothing is sent before you start the year.",
            )

        return self._table.acts.do(asked, act, then=path_of(slug), again=lambda tried: self._page(asked, tried))

    def _year(self, fields: Fields, name: str = "year") -> int | None:
        year = fields.number(name, needed=True)
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            fields.wrong(name, _NO_YEAR)
            return None
        return year

    def _coming(self, bases: Sequence[Base]) -> int:
        """Return the first year to come that no cycle has."""
        there = {each.year for each in bases}
        return next(year for year in count(self._clock().year + 1) if year not in there)

    def _bases(self) -> Iterator[Base]:
        for source in self._table.workshop.shipped():
            yield Base(f"shipped:{source.name}", parse(source).cycle.title, None, None)
        with Session(reading(self._table.engine)) as session:
            for each in overviews.cycles(session):
                if each.slug.endswith(f"-{each.year}"):
                    yield Base(f"cycle:{each.slug}", each.title, each.year, each.stage)

    def _source(self, value: str) -> Source:
        kind, _, name = value.partition(":")
        if kind == "shipped":
            return next(each for each in self._table.workshop.shipped() if each.name == name)
        with Session(reading(self._table.engine)) as session:
            return source_of(session, name)

    def _page(self, asked: Asked, tried: Tried) -> Response:
        bases = tuple(self._bases())
        with Session(reading(self._table.engine)) as session:
            prepared = prepared_years(session)
        there = {each.slug for each in prepared}
        proposed = [each for each in bases if each.stage is CycleStage.PROPOSED and each.value[6:] not in there]
        coming = str(self._coming(bases))
        values: Mapping[str, str] = {"year": coming, "upload_year": coming, **tried.values}
        return self._table.pages.page(
            asked,
            "start.html.j2",
            here="cycles",
            status=tried.status,
            tried=Tried(values, tried.errors, tried.refusal, tried.status),
            bases=[each for each in bases if each.stage is not CycleStage.PROPOSED],
            proposed=proposed,
            prepared=prepared,
            built_on=built_on,
        )
