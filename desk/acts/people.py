"""Changing whom the roles of a running cycle stand for: rows and the cycle's own copy of its definition together."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from desk.acting import check_actor
from desk.acts.letters import checked_name, usable_address
from desk.acts.starting import contacts_of
from desk.acts.updating import Updating, undo_first_words
from desk.answers import Done, Unknown
from desk.record import body_named, cycle_named, year_of
from models.bodies import Contact, Substitute
from models.cycles import Cycle
from models.database import reading
from models.journal import JournalEntry
from models.schedule import Text
from models.vocabulary import Role
from planning.acts import permitted
from planning.acts.permitted import NotPermitted
from planning.format.definition import Contact as ContactDefinition
from planning.papers.contact_table import WantedContact


@dataclass(frozen=True)
class PersonChange:
    """What a contact was and will be: `name <address>`; None before for one that is new."""

    who: str
    before: str | None
    after: str

    @property
    def is_none(self) -> bool:
        """Whether it is so already."""
        return self.before == self.after


class People(Updating):
    """Contacts one by one or from a table, and the end of a substitution."""

    async def people_changes(self, cycle: str, wanted: Sequence[WantedContact]) -> tuple[PersonChange, ...]:
        """Return what each would change; nothing is changed. Raises Unknown."""

        def compare() -> tuple[PersonChange, ...]:
            with Session(reading(self._engine)) as session:
                row = cycle_named(session, cycle)
                return tuple(_change(row, each) for each in wanted)

        return await asyncio.to_thread(compare)

    async def change_people(self, cycle: str, wanted: Sequence[WantedContact], *, by: str) -> Done:
        """Let roles stand for these people; letters look when they leave, and invitations that are out are renewed."""
        command = self._new_id()

        def store() -> tuple[list[PersonChange], list[str]]:
            check_actor(by)
            with Session(self._engine) as session, session.begin():
                row = cycle_named(session, cycle)
                permitted.running(year_of(row))
                for each in wanted:
                    body_named(session, cycle, each.body)
                changes = [(each, _change(row, each)) for each in map(_usable, wanted)]
                real = [(each, change) for each, change in changes if not change.is_none]
                for each, _ in real:
                    _put(session, row, each)
                undo_first_words(session, cycle)
                session.add_all(self._person_line(command, cycle, change, by) for _, change in real)
                return [change for _, change in real], self._invite_anew(session, cycle, by)

        changed, called = await asyncio.to_thread(store)
        for workflow in called:
            await self.deliver(workflow)
        return Done(command, True, _told(changed))

    async def end_substitute(self, cycle: str, number: int, *, by: str) -> Done:
        """Let a substitution end yesterday; one that has not begun is as if it had never been named."""
        command = self._new_id()

        def store() -> tuple[str, list[str]]:
            check_actor(by)
            with Session(self._engine) as session, session.begin():
                row = session.get(Substitute, number)
                if row is None or row.cycle != cycle:
                    raise Unknown("Der er ingen sådan stedfortræder.", "There is no such substitute.")
                today = permitted.today(self._clock(), cycle_named(session, cycle).zone)
                said = f"{row.body}.{row.role}: {row.name} {row.from_day}–{row.to_day}"
                _ended(session, row, today)
                line = self._people_line(command, cycle, "substitute_ended", by)
                line.before = said
                session.add(line)
                return said, self._invite_anew(session, cycle, by)

        said, called = await asyncio.to_thread(store)
        for workflow in called:
            await self.deliver(workflow)
        return Done(
            command, True, Text(da=f"Stedfortræderen er taget af: {said}.", en=f"No substitute any more: {said}.")
        )

    def _person_line(self, command: str, cycle: str, change: PersonChange, by: str) -> JournalEntry:
        line = self._people_line(command, cycle, "contact_changed", by)
        line.workflow_id, line.about = f"desk:{command}:{change.who}", change.who
        line.before, line.after = change.before, change.after
        return line

    def _people_line(self, command: str, cycle: str, event: str, by: str) -> JournalEntry:
        return JournalEntry(
            cycle=cycle, workflow_id=f"desk:{command}", event=event, by=by, at=self._clock(), command=command
        )


def _usable(wanted: WantedContact) -> WantedContact:
    name, address = checked_name(wanted.name), wanted.address.strip()
    if wanted.role is Role.RESPONDENT:
        raise NotPermitted(
            "Høringsparter hører til en høring: de rettes i årshjulets mappe, og årshjulet opdateres fra den.",
            "Respondents belong to a hearing: they are edited in the cycle's folder, and the cycle is updated from it.",
        )
    if "{n}" not in address:
        address = usable_address(address)
    else:
        usable_address(address.replace("{n}", "01"))
    return wanted.model_copy(update={"name": name, "address": address})


def _entries(row: Cycle, wanted: WantedContact) -> list[dict[str, Any]]:
    """The entries of this role in the cycle's copy of its definition."""
    known: list[dict[str, Any]] = row.definition["body"].get(wanted.body, {}).get("contact", [])
    return [each for each in known if each["role"] == wanted.role]


def _change(row: Cycle, wanted: WantedContact) -> PersonChange:
    before = next(iter(_entries(row, wanted)), None)
    return PersonChange(wanted.who, _shown(before) if before else None, _shown(_entry(before, wanted)))


def _entry(before: dict[str, Any] | None, wanted: WantedContact) -> dict[str, Any]:
    """The definition's entry as it shall be; a class keeps how many it is, and each of them an address of its own."""
    entry = {**(before or {}), **wanted.model_dump(mode="json", exclude={"body"})}
    if entry.get("count", 1) > 1 and "{n}" not in entry["address"]:
        raise NotPermitted(
            f"{wanted.who} er {entry['count']} personer. Skriv {{n}} i adressen, hvor nummeret skal stå.",
            f"{wanted.who} are {entry['count']} people. Write {{n}} in the address where the number goes.",
        )
    return ContactDefinition.model_validate(entry).model_dump(mode="json", by_alias=True)


def _shown(entry: dict[str, Any]) -> str:
    number = f" × {entry['count']}" if entry.get("count", 1) > 1 else ""
    language = f" ({entry['language']})" if entry.get("language") else ""
    return f"{entry['name']} <{entry['address']}>{language}{number}"


def _put(session: Session, row: Cycle, wanted: WantedContact) -> None:
    """Put one contact into the definition's copy and into the rows; those of every other role stay untouched."""
    body = row.definition["body"][wanted.body]
    old = _entries(row, wanted)
    entry = _entry(old[0] if old else None, wanted)
    contacts = [each for each in body.get("contact", []) if each["role"] != wanted.role]
    changed = {**body, "contact": [*contacts, entry]}
    row.definition = {**row.definition, "body": {**row.definition["body"], wanted.body: changed}}
    session.add(row)
    theirs = select(Contact).where(Contact.cycle == row.slug, Contact.body == wanted.body, Contact.step == "")
    for each in session.exec(theirs.where(col(Contact.role) == wanted.role)).all():
        session.delete(each)
    session.flush()
    session.add_all(contacts_of(row.slug, wanted.body, ContactDefinition.model_validate(entry)))


def _ended(session: Session, row: Substitute, today: date) -> None:
    if row.from_day >= today:
        session.delete(row)
        return
    row.to_day = min(row.to_day, date.fromordinal(today.toordinal() - 1))
    session.add(row)


def _told(changed: Sequence[PersonChange]) -> Text:
    if not changed:
        return Text(da="Kontakterne er allerede sådan; intet er ændret.", en="The contacts are so already; no change.")
    who = ", ".join(each.who for each in changed[:5]) + (" …" if len(changed) > 5 else "")
    return Text(
        da=f"{len(changed)} kontakter er ændret ({who}). Breve, der ikke er sendt, går til dem; det sendte står fast.",
        en=f"{len(changed)} contacts changed ({who}). Letters that have not left go to them; what was sent stays.",
    )
