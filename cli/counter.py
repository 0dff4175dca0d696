"""What every acting command does: find cycle and place, act at the desk, say what became of it."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

from sqlmodel import Session, col, select
from temporalio.client import Client

from cli.arguments import login
from cli.call import Call
from desk.answers import Done
from desk.commands import Desk
from models.cycles import Cycle
from models.schedule import Text
from models.vocabulary import CycleStage
from runtime.record import open_record
from runtime.refusal import Refused
from temporal_client import connect

OVER = frozenset({CycleStage.CANCELLED, CycleStage.ENDED})


def desk_of(call: Call) -> Desk:
    """Return the desk of the settings' office; raises what `open_record` raises."""
    return Desk(
        engine=open_record(call.settings),
        connect=_connecting(call),
        task_queue=call.settings.task_queue,
        largest=call.settings.upload_max_bytes,
    )


def act(call: Call, act_at: Callable[[Desk], Awaitable[Done]]) -> int:
    """Act at the desk, and print what happened and what happens next and when."""

    async def acting() -> Done:
        return await act_at(desk_of(call))

    done = asyncio.run(acting())
    for text in (done.what, *done.next):
        call.say(text)
    return 0


def who(call: Call) -> str:
    """Return who acts: `--by`, else the login."""
    return str(call.arguments.by or login()).strip()


def cycle_of(call: Call) -> str:
    """Return the cycle that is meant: the one named, or the only one there is (not counting those that are over)."""
    if call.arguments.cycle:
        return str(call.arguments.cycle)
    with Session(open_record(call.settings)) as session:
        rows = session.exec(select(Cycle.slug, Cycle.stage).order_by(col(Cycle.slug))).all()
    meant = [slug for slug, stage in rows if stage not in OVER] or [slug for slug, _ in rows]
    if len(meant) == 1:
        return meant[0]
    if not meant:
        raise Refused(
            "Der er ikke startet noget årshjul. Start et: aarshjul start annual --year 2027.",
            "No cycle has been started. Start one: aarshjul start annual --year 2027.",
        )
    listed = ", ".join(meant)
    raise Refused(f"Der er flere årshjul: {listed}. Angiv hvilket.", f"There are several cycles: {listed}. Say which.")


def place(call: Call) -> tuple[str, str | None]:
    """Return the step and, when it is named, the body: from `STEP/BODY`, or from `--body`."""
    step, _, body = str(call.arguments.step).partition("/")
    return step, body or getattr(call.arguments, "body", None)


def place_of_body(call: Call) -> tuple[str, str]:
    """Return step and body; raises Refused when the body is not named."""
    step, body = place(call)
    if not body:
        raise Refused(
            f"Angiv udvalget: {step}/TMU, for eksempel.",
            f"Say which committee: {step}/TMU, for example.",
        )
    return step, body


def confirmed(call: Call, question: Text) -> bool:
    """Return whether the person says yes; raises Refused where nobody can be asked and `--yes` is missing."""
    if call.arguments.yes:
        return True
    if not sys.stdin.isatty():
        raise Refused("Tilføj --yes for at bekræfte.", "Add --yes to confirm.")
    answer = input(f"{call.text(question)} ").strip().lower()
    return answer in {"j", "ja", "y", "yes"}


def _connecting(call: Call) -> Callable[[], Awaitable[Client]]:
    """Connect when the desk first asks, and only once."""
    clients: list[Client] = []

    async def connected() -> Client:
        if not clients:
            clients.append(await connect(call.settings))
        return clients[0]

    return connected
