"""What operators do with the engine and the database: upgrade, dispatch, rehydrate, reconcile."""

import asyncio

from cli.call import Call
from cli.counter import desk_of
from cli.shown.json_rows import as_json
from desk.delivery import utc_now
from desk.recovery.reconciliation import Difference
from desk.recovery.reconciliation import reconcile as compare
from desk.recovery.rehydration import Rebuilt
from desk.recovery.rehydration import rehydrate as rebuild
from models.database import upgrade as bring_up
from models.schedule import Text
from runtime.connection import reached
from runtime.record import engine_of, open_record
from runtime.state_folder import check_layout

DISAGREES = 1


def upgrade(call: Call) -> int:
    """Bring the database up to this version of the program."""
    check_layout(call.settings.home)
    call.settings.home.mkdir(parents=True, exist_ok=True)
    bring_up(engine_of(call.settings))
    call.say(Text(da="Databasen er på denne version.", en="The database is of this version."))
    return 0


def dispatch(call: Call) -> int:
    """Deliver once what is stored and not yet delivered."""

    async def delivering() -> int:
        return await desk_of(call).deliver()

    number = asyncio.run(delivering())
    call.say(Text(da=f"{number} kommandoer er leveret.", en=f"{number} commands are delivered."))
    return 0


def rehydrate(call: Call) -> int:
    """Rebuild every open workflow from the database; what runs is left alone."""

    async def rebuilding() -> Rebuilt:
        engine, client = open_record(call.settings), await reached(call.settings)
        return await rebuild(engine, client, utc_now(), call.settings.task_queue)

    done = asyncio.run(rebuilding())
    call.say(
        Text(
            da=f"{len(done.started)} forløb er genskabt; {len(done.running)} kørte i forvejen.",
            en=f"{len(done.started)} workflows are rebuilt; {len(done.running)} were running already.",
        )
    )
    return 0


def reconcile(call: Call) -> int:
    """Compare Temporal with the database; 1 when they disagree."""

    async def comparing() -> Difference:
        engine, client = open_record(call.settings), await reached(call.settings)
        return await compare(engine, client)

    found = asyncio.run(comparing())
    if call.arguments.json:
        print(as_json(found))
    else:
        _print_difference(call, found)
    return 0 if found.agrees else DISAGREES


def _print_difference(call: Call, found: Difference) -> None:
    for each in found.missing:
        call.say(Text(da=f"mangler i Temporal: {each}", en=f"missing in Temporal: {each}"))
    for each in found.surplus:
        call.say(Text(da=f"kører, men er slut i databasen: {each}", en=f"runs, but has ended in the database: {each}"))
    if found.agrees:
        call.say(Text(da=f"{found.checked} forløb stemmer.", en=f"{found.checked} workflows agree."))
    elif found.missing:
        call.say(
            Text(da="Kør »aarshjul rehydrate« for at genskabe dem.", en="Run “aarshjul rehydrate” to rebuild them.")
        )
