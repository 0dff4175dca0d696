"""Preparing a year: a copy of a cycle's folder in the record, changed until it is right, and then started."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from desk.acting import check_actor
from desk.acts.letters import Letters
from desk.acts.years import NotStarted, Years
from desk.answers import Done, Unknown
from models.cycles import Cycle
from models.database import reading
from models.preparing import PreparedYear
from models.schedule import Text
from models.vocabulary import CycleStage, Role
from planning.acts.permitted import NotPermitted
from planning.format.definition import Definition
from planning.format.source import Source, Unreadable, parse


@dataclass(frozen=True)
class Standin:
    """Who is to stand in for a role from a day to a day once the year is started."""

    body: str
    role: Role
    name: str
    address: str
    first: date
    last: date


@dataclass(frozen=True)
class Prepared:
    """A year as it is prepared so far."""

    slug: str
    year: int
    title: Text
    origin: str
    source: Source
    version: int
    changed_at: datetime
    changed_by: str
    standins: tuple[Standin, ...] = field(default=())


Change = Callable[[Prepared], Prepared]
"""Another folder, or other substitutes; everything else of what it returns is ignored."""


class Preparing(Years, Letters):
    """What can be done about a year that has not begun. Methods raise Unknown or NotPermitted."""

    async def prepare(self, source: Source, year: int, origin: str, *, by: str) -> Prepared:
        """Copy a folder as a year to be prepared. Raises NotPermitted for history, and for what is there already."""
        check_actor(by)
        try:
            definition = parse(source)
        except Unreadable as error:
            raise unreadable(error) from error
        if definition.cycle.year is not None:
            raise _history(definition)
        slug = f"{definition.cycle.key}-{year}"
        row = _row(slug, year, origin, source, definition, self._clock(), by)

        def store() -> Prepared:
            try:
                with Session(self._engine) as session, session.begin():
                    _refuse_started(session, slug)
                    session.add(row)
                    session.flush()
                    return prepared_of(row)
            except IntegrityError as error:
                raise _there(slug) from error

        return await asyncio.to_thread(store)

    async def mend(self, slug: str, change: Change, *, seen: int, by: str) -> Prepared:
        """Store a change. `seen` is the version that the person looked at: what another changed since is not lost."""
        check_actor(by)

        def store() -> Prepared:
            before = self._prepared(slug)
            if before.version != seen and before.changed_by != by:
                raise _changed(before)
            after = _readable(change, before)
            with Session(self._engine) as session, session.begin():
                row = _named(session, slug, for_update=True)
                if row.version != before.version:
                    raise _changed(prepared_of(row))
                _write(row, after, self._clock(), by)
                session.add(row)
                session.flush()
                return prepared_of(row)

        return await asyncio.to_thread(store)

    def _prepared(self, slug: str) -> Prepared:
        with Session(reading(self._engine)) as session:
            return prepared_of(_named(session, slug))

    async def forget(self, slug: str, *, by: str) -> Text:
        """Throw the preparation away; what has been started stays."""
        check_actor(by)

        def remove() -> Text:
            with Session(self._engine) as session, session.begin():
                session.delete(_named(session, slug, for_update=True))
            return Text(da=f"Forberedelsen af {slug} er slettet.", en=f"The preparation of {slug} is thrown away.")

        return await asyncio.to_thread(remove)

    async def start_prepared(self, slug: str, *, seen: int, by: str) -> Done:
        """Start the year as it is prepared, and name its substitutes. Raises NotPermitted while the lint has errors."""
        prepared = await asyncio.to_thread(self._prepared, slug)
        if prepared.version != seen and prepared.changed_by != by:
            raise _changed(prepared)
        try:
            done = await self.start(prepared.source, prepared.year, by=by)
        except NotStarted as error:
            raise _wrong(error) from error
        missed = [said for each in prepared.standins if (said := await self._stands_in(slug, each, by)) is not None]
        await self.forget(slug, by=by)
        return replace(done, next=(*done.next, *missed))

    async def _stands_in(self, slug: str, standin: Standin, by: str) -> Text | None:
        """Name a substitute; return why not: the year has begun all the same, and another one can be named there."""
        who = (standin.body, standin.role, standin.name, standin.address, standin.first, standin.last)
        try:
            await self.substitute(slug, *who, by=by)
        except (NotPermitted, Unknown) as refusal:
            said = refusal.sentence
            return Text(
                da=f"{standin.name} er ikke indsat som stedfortræder: {said.da}",
                en=f"{standin.name} was not named as substitute: {said.en}",
            )
        return None


def prepared_years(session: Session) -> list[Prepared]:
    """List what is being prepared, the latest change first."""
    rows = session.exec(select(PreparedYear).order_by(col(PreparedYear.changed_at).desc())).all()
    return [prepared_of(row) for row in rows]


def files_of_years(session: Session) -> list[Mapping[str, str]]:
    """Return the texts and papers of every year that is prepared or in the record, without the rest."""
    return [*session.exec(select(PreparedYear.files)).all(), *session.exec(select(Cycle.files)).all()]


def prepared_year(session: Session, slug: str) -> Prepared:
    """Return one; raises Unknown."""
    return prepared_of(_named(session, slug))


def prepared_of(row: PreparedYear) -> Prepared:
    """Return the row as a value."""
    standins = tuple(
        Standin(
            body=each["body"],
            role=Role(each["role"]),
            name=each["name"],
            address=each["address"],
            first=date.fromisoformat(each["first"]),
            last=date.fromisoformat(each["last"]),
        )
        for each in row.substitutes
    )
    return Prepared(
        slug=row.slug,
        year=row.year,
        title=Text(da=row.title_da, en=row.title_en),
        origin=row.origin,
        source=Source(row.slug, row.toml, dict(row.files)),
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        standins=standins,
    )


def _row(
    slug: str, year: int, origin: str, source: Source, definition: Definition, at: datetime, by: str
) -> PreparedYear:
    title = definition.cycle.title
    return PreparedYear(
        slug=slug,
        year=year,
        title_da=title.da,
        title_en=title.en,
        origin=origin,
        toml=source.toml,
        files=dict(source.files),
        changed_at=at,
        changed_by=by,
    )


def _readable(change: Change, before: Prepared) -> Prepared:
    """Return what the change makes of it; raises NotPermitted, with the lines, for a definition that is none."""
    try:
        after = change(before)
        parse(after.source)
    except Unreadable as error:
        raise unreadable(error) from error
    return after


def unreadable(error: Unreadable) -> NotPermitted:
    """Return the refusal of a definition that cannot be read: its mistakes with their lines, the first five."""
    first = error.findings[:5]
    da = " ".join(f"Linje {each.line or '–'}: {each.sentence.da}" for each in first)
    en = " ".join(f"Line {each.line or '–'}: {each.sentence.en}" for each in first)
    return NotPermitted(f"cycle.toml kan ikke læses. {da}", f"cycle.toml cannot be read. {en}")


def _write(row: PreparedYear, after: Prepared, at: datetime, by: str) -> None:
    definition = parse(after.source)
    if f"{definition.cycle.key}-{row.year}" != row.slug or definition.cycle.year is not None:
        raise NotPermitted(
            f"Forberedelsen gælder {row.slug}, så »key« og »year« kan ikke ændres her. Begynd en ny forberedelse.",
            f"This prepares {row.slug}, so “key” and “year” cannot be changed here. Begin another preparation.",
        )
    if any("\x00" in text for text in (after.source.toml, *after.source.files.values())):
        raise NotPermitted(
            "Teksten indeholder et tegn, der ikke kan gemmes (NUL). Fjern det, og prøv igen.",
            "The text holds a character that cannot be stored (NUL). Remove it and try again.",
        )
    row.toml, row.files = after.source.toml, dict(after.source.files)
    row.title_da, row.title_en = definition.cycle.title.da, definition.cycle.title.en
    row.substitutes = [
        {**vars(each), "role": each.role.value, "first": each.first.isoformat(), "last": each.last.isoformat()}
        for each in after.standins
    ]
    row.version, row.changed_at, row.changed_by = row.version + 1, at, by


def _named(session: Session, slug: str, *, for_update: bool = False) -> PreparedYear:
    row = session.get(PreparedYear, slug, with_for_update=for_update or None)
    if row is None:
        raise Unknown(
            f"{slug} er ikke under forberedelse. Måske er året startet; se under årshjul.",
            f"{slug} is not being prepared. Perhaps the year has been started; see among the cycles.",
        )
    return row


def _refuse_started(session: Session, slug: str) -> None:
    there = session.get(Cycle, slug)
    if there is not None and there.stage is not CycleStage.PROPOSED:
        raise NotPermitted(
            f"{there.title_da} {there.year} er allerede startet. Vælg et andet år.",
            f"{there.title_en} {there.year} has already been started. Choose another year.",
        )


def _there(slug: str) -> NotPermitted:
    return NotPermitted(
        f"{slug} er allerede under forberedelse. Fortsæt med den, eller slet den først.",
        f"{slug} is being prepared already. Go on with it, or throw it away first.",
    )


def _changed(now: Prepared) -> NotPermitted:
    at = f"{now.changed_at:%Y-%m-%d %H:%M} UTC"
    return NotPermitted(
        f"{now.changed_by} har ændret forberedelsen imens ({at}). Intet er gemt endnu; dine oplysninger står nedenfor. "
        "Se dem igennem, og send igen.",
        f"{now.changed_by} has changed the preparation meanwhile ({at}). Nothing has been stored yet; what you typed "
        "is below. Look it through, and send it again.",
    )


def _wrong(error: NotStarted) -> NotPermitted:
    said = [each.sentence for each in error.findings]
    return NotPermitted(
        f"Året er ikke startet, for der er fejl: {' '.join(each.da for each in said[:3])}",
        f"The year was not started, for there are errors: {' '.join(each.en for each in said[:3])}",
    )


def _history(definition: Definition) -> NotPermitted:
    cycle = definition.cycle
    return NotPermitted(
        f"»{cycle.key}« er historie ({cycle.year}) og kan ikke startes igen. Vælg et årshjul uden eget år.",
        f"“{cycle.key}” is history ({cycle.year}) and cannot be started again. Choose a cycle without a year of its "
        "own.",
    )


def with_source(change: Callable[[Source], Source]) -> Change:
    """Return the change of what is prepared that changes its folder."""
    return lambda before: replace(before, source=change(before.source))
