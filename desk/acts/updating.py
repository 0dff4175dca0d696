"""Taking an edited folder into a running cycle: texts, papers and contacts; never dates or steps."""

import asyncio
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from desk.acting import Acting, check_actor
from desk.acts.starting import contact_rows
from desk.acts.years import NotStarted
from desk.answers import Done, Unknown
from desk.record import cycle_named, year_of
from models.bodies import Contact
from models.correspondence import Letter
from models.cycles import Cycle
from models.database import reading
from models.journal import JournalEntry
from models.schedule import Text
from models.vocabulary import LetterState
from planning.acts import permitted
from planning.dates.resolver import resolve
from planning.dates.timeline import Timeline
from planning.format.definition import Contact as ContactDefinition
from planning.format.source import Source, parse
from planning.lint.folder import lint
from planning.papers.packs import is_packed, unpacked


@dataclass(frozen=True)
class FileChange:
    """A text or paper that differs, as a unified diff of its lines."""

    path: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ContactChange:
    """A contact that differs: `TMU.secretary.01`, and name and address before and after (None: not there)."""

    who: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Difference:
    """What the folder says that the running cycle does not."""

    files: tuple[FileChange, ...]
    contacts: tuple[ContactChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to take over."""
        return not self.files and not self.contacts


class Updating(Acting):
    """Bringing edits of a definition's folder into its running cycle."""

    async def difference(self, cycle: str, source: Source) -> Difference:
        """Return what an update would take over; raises Unknown, NotPermitted and NotStarted (the lint's errors)."""

        def compare() -> Difference:
            with Session(reading(self._engine)) as session:
                row = cycle_named(session, cycle)
                return _difference(session, row, source, _edited(row, source))

        return await asyncio.to_thread(compare)

    async def update(self, cycle: str, source: Source, *, by: str) -> Done:
        """Take texts, papers and contacts over; what has been sent stays as it was."""
        command = self._new_id()

        def store() -> tuple[Difference, list[str]]:
            check_actor(by)
            with Session(self._engine) as session, session.begin():
                row = cycle_named(session, cycle)
                edited = _edited(row, source)
                found = _difference(session, row, source, edited)
                row.files = dict(source.files)
                row.definition = _with_contacts(row, edited)
                session.add(row)
                _replace_contacts(session, edited)
                undo_first_words(session, cycle)
                session.add(self._updated(command, row, found, by))
                return found, self._invite_anew(session, cycle, by)

        found, called = await asyncio.to_thread(store)
        for each in called:
            await self.deliver(each)
        count = len(found.files), len(found.contacts)
        return Done(
            command,
            True,
            Text(
                da=f"{cycle}: {count[0]} tekster og {count[1]} kontakter er taget ind. Afsendte breve er uændrede.",
                en=f"{cycle}: {count[0]} texts and {count[1]} contacts are taken over. Sent letters stay as they were.",
            ),
        )

    def _updated(self, command: str, row: Cycle, found: Difference, by: str) -> JournalEntry:
        names = [change.path for change in found.files] + [change.who for change in found.contacts]
        return JournalEntry(
            cycle=row.slug,
            workflow_id=f"desk:{command}",
            event="cycle_updated",
            by=by,
            at=self._clock(),
            command=command,
            after=", ".join(names) or None,
        )


def _edited(row: Cycle, source: Source) -> Timeline:
    """The folder as it is now, for the cycle's year; refused when it has errors or is another cycle's."""
    permitted.running(year_of(row))
    errors = tuple(each for each in lint(source, row.year) if each.severity == "error")
    if errors:
        raise NotStarted(errors)
    definition = parse(source)
    key = definition.cycle.key
    if key != row.definition_key:
        raise Unknown(
            f"Mappen er årshjulet »{key}«, men {row.slug} er startet fra »{row.definition_key}«.",
            f"The folder is the cycle “{key}”, but {row.slug} was started from “{row.definition_key}”.",
        )
    return resolve(definition, row.year)


def _difference(session: Session, row: Cycle, source: Source, edited: Timeline) -> Difference:
    stored = {_who(each): _shown(each) for each in session.exec(select(Contact).where(Contact.cycle == row.slug)).all()}
    wanted = {_who(each): _shown(each) for each in contact_rows(edited)}
    contacts = [
        ContactChange(who, stored.get(who), wanted.get(who))
        for who in sorted(stored.keys() | wanted.keys())
        if stored.get(who) != wanted.get(who)
    ]
    return Difference(tuple(_file_changes(row.files, dict(source.files))), tuple(contacts))


def _file_changes(before: dict[str, str], after: dict[str, str]) -> Iterator[FileChange]:
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path, ""), after.get(path, "")
        if old != new:
            yield FileChange(path, (_size_change(path, old, new),) if is_packed(old or new) else _lines(path, old, new))


def _lines(path: str, old: str, new: str) -> tuple[str, ...]:
    return tuple(difflib.unified_diff(old.splitlines(), new.splitlines(), path, path, lineterm="", n=1))


def _size_change(path: str, old: str, new: str) -> str:
    """A file as it is has no lines to show: `papers/overview.xlsx: – → 12 kB`."""
    before, after = (f"{max(1, len(unpacked(each)) // 1000)} kB" if each else "–" for each in (old, new))
    return f"{path}: {before} → {after}"


def undo_first_words(session: Session, cycle: str) -> None:
    """Who asked for the release of a letter that is not written yet has not seen what it says now."""
    unwritten = select(Letter).where(Letter.cycle == cycle, Letter.state == LetterState.HELD)
    for letter in session.exec(unwritten.where(col(Letter.asked_by).is_not(None))).all():
        letter.asked_by = letter.asked_at = None
        session.add(letter)


def _replace_contacts(session: Session, edited: Timeline) -> None:
    for old in session.exec(select(Contact).where(Contact.cycle == edited.slug)).all():
        session.delete(old)
    session.flush()
    session.add_all(contact_rows(edited))


def _with_contacts(row: Cycle, edited: Timeline) -> dict[str, object]:
    """The stored definition with the folder's contacts: dates and steps stay those that the cycle runs on."""
    fresh = edited.definition
    respondents = {(step.key, each.key): each.contact for step in fresh.step for each in step.classes}

    def of_class(step: str, each: dict[str, Any]) -> dict[str, Any]:
        contacts = respondents.get((step, each["key"]))
        return each if contacts is None else {**each, "contact": [_dumped(contact) for contact in contacts]}

    bodies = {
        code: {**body, "contact": [_dumped(contact) for contact in fresh.body[code].contact]}
        if code in fresh.body
        else body
        for code, body in row.definition["body"].items()
    }
    steps = [
        {**step, "class": [of_class(step["key"], each) for each in step.get("class", ())]}
        for step in row.definition["step"]
    ]
    return {**row.definition, "body": bodies, "step": steps}


def _dumped(contact: ContactDefinition) -> dict[str, Any]:
    return contact.model_dump(mode="json", by_alias=True)


def _who(row: Contact) -> str:
    return (
        f"{row.step or row.body}.{row.body}.{row.role}.{row.code}" if row.step else f"{row.body}.{row.role}.{row.code}"
    )


def _shown(row: Contact) -> str:
    return f"{row.name} <{row.address}>"
