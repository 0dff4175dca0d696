"""Contacts and substitutes: who has which role of which body, changed one by one or by a table seen before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.acts.people import PersonChange
from desk.shown import overviews
from desk.shown.contacts import ROLES, Directory, Person, directory
from models.database import reading
from models.vocabulary import Language, Role
from planning.papers.contact_table import WantedContact, read_contacts
from planning.papers.table_rows import ReadLine, decoded
from rendering.vocabulary import word
from web.acting import Acts
from web.forms import BLANK, Fields, Tried, blank
from web.guard import Asked
from web.pages import Pages
from web.ways import SECRETARIAT, may
from web.words.people import NO_TABLE

LANGUAGES: dict[str, Language | None] = {"": None, "da": Language.DA, "en": Language.EN}
LONGEST_TABLE = 90_000
_WORDS = {word(role, language): role for role in ROLES for language in Language}
ROLE_WORDS = {**{said.casefold(): role for said, role in _WORDS.items()}, **{role.value: role for role in ROLES}}
"""Every word that a person may use for a role."""


@dataclass(frozen=True)
class Reported:
    """One line of a table, and what it would change."""

    line: ReadLine[WantedContact]
    change: PersonChange | None


class ContactPages:
    """The people of a cycle."""

    def __init__(self, pages: Pages, engine: Engine, clock: Callable[[], datetime], acts: Acts) -> None:
        self._pages = pages
        self._engine = engine
        self._clock = clock
        self._acts = acts

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {
            "contacts": self.choose,
            "people": self.people,
            "person": lambda asked: self._person(asked, None),
            "person_changed": self.change,
            "stand_in": lambda asked: self._stand_in(asked, BLANK),
            "stand_in_named": self.name_stand_in,
            "stand_in_ended": self.end_stand_in,
            "people_import": lambda asked: self._import(asked, BLANK),
            "people_checked": self.check,
            "people_imported": self.take_in,
        }

    def choose(self, asked: Asked) -> Response:
        """List the cycles whose people there are."""
        with Session(reading(self._engine)) as session:
            found = overviews.cycles(session)
        return self._pages.page(asked, "contacts_of.html.j2", here="contacts", cycles=found)

    def people(self, asked: Asked) -> Response:
        """List everybody, body by body."""
        return self._list(asked, BLANK)

    def change(self, asked: Asked) -> Response:
        """Give a role another person, or another address."""
        slug, fields = _slug(asked), Fields(asked)
        name, address = fields.text("name", needed=True, longest=200), fields.text("address", needed=True, longest=254)
        language = fields.choice("language", LANGUAGES, needed=False)
        if fields.errors:
            return self._person(asked, fields.tried())
        wanted = WantedContact(body=_body(asked), role=_role(asked), name=name, address=address, language=language)
        return self._acts.do(
            asked,
            lambda desk: desk.change_people(slug, (wanted,), by=_by(asked)),
            then=f"/cycles/{slug}/contacts",
            again=lambda tried: self._person(asked, tried),
        )

    def name_stand_in(self, asked: Asked) -> Response:
        """Name who stands in for a role for a time."""
        slug, body, role, fields = _slug(asked), _body(asked), _role(asked), Fields(asked)
        name, address = fields.text("name", needed=True, longest=200), fields.text("address", needed=True, longest=254)
        first, last = fields.day("first", needed=True), fields.day("last", needed=True)
        if fields.errors or first is None or last is None:
            return self._stand_in(asked, fields.tried())
        days = first, last
        return self._acts.do(
            asked,
            lambda desk: desk.substitute(slug, body, role, name, address, *days, by=_by(asked)),
            then=f"/cycles/{slug}/contacts",
            again=lambda tried: self._stand_in(asked, tried),
        )

    def end_stand_in(self, asked: Asked) -> Response:
        """Let a substitution end."""
        slug, fields = _slug(asked), Fields(asked)
        number = fields.number("number", needed=True)
        if number is None:
            raise HTTPException(404)
        return self._acts.do(
            asked,
            lambda desk: desk.end_substitute(slug, number, by=_by(asked)),
            then=f"/cycles/{slug}/contacts",
            again=lambda tried: self._list(asked, tried),
        )

    def check(self, asked: Asked) -> Response:
        """Say of every line of a table what was understood, and what it would change; nothing is changed."""
        text = table_of(asked)
        if not text:
            return self._import(asked, Tried(asked.form, {"table": NO_TABLE}, None, 422))
        return self._report(asked, text, Tried({"table": text}))

    def take_in(self, asked: Asked) -> Response:
        """Take in what was understood of the table that was shown."""
        slug, text = _slug(asked), asked.form.get("table", "")
        wanted = [line.found for line in self._read(asked, text) if line.found]
        return self._acts.do(
            asked,
            lambda desk: desk.change_people(slug, wanted, by=_by(asked)),
            then=f"/cycles/{slug}/contacts",
            again=lambda tried: self._report(asked, text, tried),
        )

    def _report(self, asked: Asked, text: str, tried: Tried) -> Response:
        slug, lines = _slug(asked), self._read(asked, text)
        wanted = [line.found for line in lines if line.found]
        changes = {each.who: each for each in self._acts.ask(lambda desk: desk.people_changes(slug, wanted))}
        rows = [Reported(line, changes.get(line.found.who) if line.found else None) for line in lines]
        return self._shown(
            asked,
            "people_report.html.j2",
            tried,
            rows=rows,
            table=text,
            changed=sum(not each.is_none for each in changes.values()),
            wrong=sum(line.trouble is not None for line in lines),
        )

    def _read(self, asked: Asked, text: str) -> tuple[ReadLine[WantedContact], ...]:
        bodies = tuple(each.code for each in self._directory(asked).bodies)
        return read_contacts(text, bodies, ROLE_WORDS)

    def _list(self, asked: Asked, tried: Tried) -> Response:
        return self._shown(asked, "contacts.html.j2", tried, edits=may(asked.role, SECRETARIAT))

    def _person(self, asked: Asked, tried: Tried | None) -> Response:
        person = self._found(asked)
        shown = {"name": person.name, "address": person.address, "language": person.language or ""} if person else {}
        return self._shown(asked, "contact.html.j2", tried or blank(**shown), person=person, **_place(asked))

    def _stand_in(self, asked: Asked, tried: Tried) -> Response:
        return self._shown(asked, "stand_in.html.j2", tried, person=self._found(asked), **_place(asked))

    def _import(self, asked: Asked, tried: Tried) -> Response:
        return self._shown(asked, "people_import.html.j2", tried)

    def _shown(self, asked: Asked, template: str, tried: Tried, **values: object) -> Response:
        found = self._directory(asked)
        return self._pages.page(
            asked, template, here="contacts", status=tried.status, tried=tried, found=found, **values
        )

    def _directory(self, asked: Asked) -> Directory:
        with Session(reading(self._engine)) as session:
            found = directory(session, self._clock(), _slug(asked))
        if found is None:
            raise HTTPException(404)
        return found

    def _found(self, asked: Asked) -> Person | None:
        """Who has the role now; None when nobody has. Raises 404 for a body or a role that is not there."""
        code, role = _body(asked), _role(asked)
        body = next((each for each in self._directory(asked).bodies if each.code == code), None)
        if body is None:
            raise HTTPException(404)
        return next((each for each in body.people if each.role is role), None)


def table_of(asked: Asked) -> str:
    """The table of a form: of its file, else of its text."""
    files = [file.content for file in asked.files("file") if file.content]
    return (decoded(files[0]) if files else asked.form.get("table", ""))[:LONGEST_TABLE].strip()


def _place(asked: Asked) -> dict[str, object]:
    return {"body": _body(asked), "role_of": _role(asked)}


def _slug(asked: Asked) -> str:
    return str(asked.request.path_params["cycle"])


def _body(asked: Asked) -> str:
    return str(asked.request.path_params["body"])


def _role(asked: Asked) -> Role:
    name = str(asked.request.path_params["role"])
    role = next((each for each in ROLES if each == name), None)
    if role is None:
        raise HTTPException(404)
    return role


def _by(asked: Asked) -> str:
    return asked.visitor.name if asked.visitor else ""
