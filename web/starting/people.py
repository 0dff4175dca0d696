"""Who takes part in the year that is prepared: contacts of every body, and who stands in for whom."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from starlette.responses import Response

from desk.acts.letters import usable_address
from desk.preparing.copies import Prepared, Standin, with_source
from desk.preparing.prepared_year import Outlook, Person
from models.schedule import Text
from models.vocabulary import CLASS_ROLES
from planning.not_permitted import NotPermitted
from planning.papers.preparing import with_contacts
from web.forms import MISSING, Fields, Tried, blank
from web.guard import Asked
from web.starting.draft import Table, path_of, slug_of

LONGEST_NAME = 200
_BACKWARDS = Text(
    da="Perioden slutter, før den begynder. Ret en af datoerne.", en="The time ends before it begins. Mend a date."
)
_UNPRINTABLE = Text(da="Skriv navnet på én linje uden styretegn.", en="Write the name on one line.")
_SAVED = Text(da="Kontakterne er gemt.", en="The contacts are stored.")


class StartPeoplePages:
    """The second page of the walk."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {"start_people": self.people, "start_peopled": self.peopled}

    def people(self, asked: Asked) -> Response:
        """Show bodies, contacts and substitutes."""
        return self._page(asked, blank(), self._table.outlook(asked))

    def peopled(self, asked: Asked) -> Response:
        """Store contacts, or name or take away a substitute."""
        what = asked.form.get("what", "")
        if what == "standin":
            return self._stand_in(asked)
        return self._take_away(asked) if what == "gone" else self._contacts(asked)

    def _contacts(self, asked: Asked) -> Response:
        fields, found = Fields(asked), self._table.outlook(asked)
        people = {(each.body, each.place): _person(fields, each) for each in found.people if _is_here(asked, each)}
        if fields.errors:
            return self._page(asked, fields.tried(), found)
        return self._mend(
            asked, lambda before: with_source(lambda source: with_contacts(source, people))(before), _SAVED, "papers"
        )

    def _stand_in(self, asked: Asked) -> Response:
        fields, found = Fields(asked), self._table.outlook(asked)
        who = fields.choice("whom", {f"{each.body}.{each.contact.role}": each for each in _single(found)})
        name, address = fields.text("standin", needed=True, longest=LONGEST_NAME), _address(fields, "standin_address")
        first, last = fields.day("first", needed=True), fields.day("last", needed=True)
        _check_name(fields, "standin", name)
        if first and last and first > last:
            fields.wrong("last", _BACKWARDS)
        if fields.errors or who is None or first is None or last is None:
            return self._page(asked, fields.tried(), found)
        new = Standin(who.body, who.contact.role, name, address, first, last)
        said = Text(
            da=f"{name} er stedfortræder for {new.body}, når året er startet.",
            en=f"{name} stands in for {new.body} once the year is started.",
        )
        return self._mend(asked, lambda before: replace(before, standins=(*before.standins, new)), said, "people")

    def _take_away(self, asked: Asked) -> Response:
        fields = Fields(asked)
        place = fields.number("place", needed=True)
        said = Text(da="Stedfortræderen er fjernet.", en="The substitute is taken away.")

        def change(before: Prepared) -> Prepared:
            kept = tuple(each for number, each in enumerate(before.standins) if number != place)
            return replace(before, standins=kept)

        return self._mend(asked, change, said, "people")

    def _mend(self, asked: Asked, change: Callable[[Prepared], Prepared], said: Text, part: str) -> Response:
        return self._table.mend(
            asked,
            change,
            said,
            path_of(slug_of(asked), part),
            lambda tried: self._page(asked, tried, self._table.outlook(asked)),
        )

    def _page(self, asked: Asked, tried: Tried, found: Outlook) -> Response:
        values: Mapping[str, str] = {**dict(_as_stored(found)), **tried.values}
        return self._table.page(asked, "people", replace(tried, values=values), found, single=list(_single(found)))


def _as_stored(found: Outlook) -> Iterator[tuple[str, str]]:
    for each in found.people:
        yield f"name-{each.name}", each.contact.name
        yield f"address-{each.name}", each.contact.address


def _is_here(asked: Asked, person: Person) -> bool:
    return f"name-{person.name}" in asked.form


def _person(fields: Fields, person: Person) -> tuple[str, str]:
    field = f"name-{person.name}"
    name = fields.text(field, needed=True, longest=LONGEST_NAME)
    _check_name(fields, field, name)
    return name, _address(fields, f"address-{person.name}")


def _check_name(fields: Fields, field: str, name: str) -> None:
    if name and not name.isprintable():
        fields.wrong(field, _UNPRINTABLE)


def _address(fields: Fields, field: str) -> str:
    """Read a mail address; that of a class holds `{n}`, which becomes a number."""
    address = fields.text(field, needed=True, longest=LONGEST_NAME)
    if not address or field in fields.errors:
        fields.errors.setdefault(field, MISSING)
        return address
    try:
        usable_address(address.replace("{n}", "01"))
    except NotPermitted as refusal:
        fields.wrong(field, refusal.sentence)
    return address


def _single(found: Outlook) -> Iterator[Person]:
    """Roles that one person has: classes have no substitutes."""
    return (each for each in found.people if each.contact.count == 1 and each.contact.role not in CLASS_ROLES)
