"""`feed`: calendars to subscribe to: make one, give it another address, take it back, list them all."""

import asyncio

from sqlmodel import Session

from cli.call import Call
from cli.counter import act, cycle_of, desk_of, who
from cli.shown.json_rows import as_json
from cli.shown.table import table
from cli.words import moment
from desk.acts.feeds import FeedRow, Issued, feeds
from models.database import reading
from models.schedule import Text
from models.vocabulary import FeedScope, Language
from runtime.record import open_record
from runtime.refusal import Refused

_SCOPES = {
    FeedScope.COMMITTEE: Text(da="udvalg", en="committee"),
    FeedScope.PERSON: Text(da="person", en="person"),
    FeedScope.CYCLE: Text(da="hele årshjulet", en="whole cycle"),
    FeedScope.PUBLIC: Text(da="offentlig", en="public"),
}
_EVERY_YEAR = Text(da="alle år", en="every year")
_WHOSE = frozenset({FeedScope.COMMITTEE, FeedScope.PERSON})


def feed(call: Call) -> int:
    """Do what was asked with one calendar, or list them all."""
    match call.arguments.action:
        case "create":
            return _create(call)
        case "rotate":
            number = _number(call)
            return _issued(call, asyncio.run(desk_of(call).rotate_feed(number, by=who(call))))
        case "revoke":
            number = _number(call)
            return act(call, lambda desk: desk.revoke_feed(number, by=who(call)))
        case _:
            return _list(call)


def _create(call: Call) -> int:
    given = call.arguments
    scope, whose = _scope(given.what), str(given.whose or "")
    if scope in _WHOSE and not whose:
        raise Refused(
            "Angiv hvem kalenderen er til: »feed create committee TMU« eller »feed create person navn@by.example«.",
            "Say whose calendar it is: “feed create committee TMU” or “feed create person name@city.example”.",
        )
    cycle = (given.cycle or None) if scope in _WHOSE else cycle_of(call)
    language = Language(given.language) if given.language else None
    made = desk_of(call).create_feed(scope, whose, cycle=cycle, language=language, by=who(call))
    return _issued(call, asyncio.run(made))


def _issued(call: Call, issued: Issued) -> int:
    """Print the address: it is told now and never again."""
    call.say(issued.what)
    print(f"{call.settings.web_address.rstrip('/')}/{issued.path}")
    if issued.path.startswith("feeds/"):
        call.say(
            Text(
                da="Gem adressen nu; den vises ikke igen. Den, der har den, kan læse kalenderen.",
                en="Keep the address now; it is not shown again. Whoever has it can read the calendar.",
            )
        )
    return 0


def _list(call: Call) -> int:
    with Session(reading(open_record(call.settings))) as session:
        rows = feeds(session)
    if call.arguments.json:
        print(as_json(rows))
    elif rows:
        headings = Text(
            da="Nr.|Viser|Hvis|Årshjul|Sprog|Oprettet|Tilstand", en="No.|Shows|Whose|Cycle|Language|Made|State"
        )
        print(table(call.text(headings).split("|"), [_cells(call, row) for row in rows]))
    else:
        call.say(Text(da="Ingen kalendere. Opret en: feed create.", en="No calendars. Make one: feed create."))
    return 0


def _cells(call: Call, row: FeedRow) -> tuple[str, ...]:
    made = f"{moment(row.created_at)} {row.created_by}"
    cycle = row.cycle or call.text(_EVERY_YEAR)
    return str(row.number), call.text(_SCOPES[row.scope]), row.whose, cycle, row.language, made, _state(call, row)


def _state(call: Call, row: FeedRow) -> str:
    if row.revoked_at:
        at = moment(row.revoked_at)
        return call.text(Text(da=f"trukket tilbage {at} {row.revoked_by}", en=f"taken back {at} {row.revoked_by}"))
    if row.rotated_at:
        at = moment(row.rotated_at)
        return call.text(Text(da=f"ny adresse {at} {row.rotated_by}", en=f"new address {at} {row.rotated_by}"))
    return call.text(Text(da="i brug", en="in use"))


def _scope(word: str | None) -> FeedScope:
    if word in {each.value for each in FeedScope}:
        return FeedScope(word)
    listed = ", ".join(FeedScope)
    raise Refused(
        f"Angiv, hvad kalenderen viser: {listed}. For eksempel »feed create committee TMU«.",
        f"Say what the calendar shows: {listed}. For example “feed create committee TMU”.",
    )


def _number(call: Call) -> int:
    word = str(call.arguments.what or "")
    if not word.isdecimal():
        raise Refused("Angiv kalenderens nummer (se »feed list«).", "Give the calendar's number (see “feed list”).")
    return int(word)
