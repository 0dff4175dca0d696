"""A stored command that the engine refused, as a task for the secretariat: what it was, about what, and why not."""

from datetime import datetime

from sqlmodel import Session

from models.cycles import Cycle
from models.journal import Command, Task
from models.obligations import Hearing, Meeting, Obligation
from models.schedule import Text
from models.vocabulary import TaskKind

COMMANDS = {
    "start": Text(da="Starten", en="The start"),
    "submit": Text(da="Afleveringen", en="The hand-in"),
    "extend": Text(da="Udsættelsen", en="The extension"),
    "request_extension": Text(da="Ansøgningen om udsættelse", en="The request for an extension"),
    "refuse_extension": Text(da="Afslaget på udsættelse", en="The refusal of an extension"),
    "waive": Text(da="Frafaldet", en="The waiver"),
    "send_back": Text(da="Returneringen", en="The return for revision"),
    "accept": Text(da="Godkendelsen", en="The acceptance"),
    "reinvite": Text(da="Den nye indkaldelse", en="The new invitation"),
    "decide": Text(da="Beslutningen", en="The decision"),
    "respond": Text(da="Høringssvaret", en="The hearing response"),
    "close": Text(da="Lukningen", en="The closing"),
    "move": Text(da="Flytningen", en="The move"),
    "pause": Text(da="Pausen", en="The pause"),
    "resume": Text(da="Genoptagelsen", en="The resumption"),
    "cancel": Text(da="Aflysningen", en="The cancellation"),
    "release": Text(da="Frigivelsen af breve", en="The release of letters"),
    "settle_doubt": Text(da="Svaret om et brev", en="The word on a letter"),
}
"""What a person calls a command, by the update's name, at the head of a sentence."""


def refusal_task(session: Session, row: Command, why: Text, at: datetime) -> Task:
    """Return the task that tells the secretariat of the refusal."""
    what, about = COMMANDS[row.name], _about(session, row)
    return Task(
        key=f"command:{row.id}",
        cycle=row.cycle,
        kind=TaskKind.COMMAND_REFUSED,
        text_da=f"{what.da} fra {row.by} ({about.da}) kunne ikke gennemføres: {why.da}",
        text_en=f"{what.en} by {row.by} ({about.en}) could not be carried out: {why.en}",
        workflow_id=row.workflow_id,
        at=at,
    )


def _about(session: Session, row: Command) -> Text:
    """The title of what the command is about, and the body's code."""
    found = session.get(Obligation, row.workflow_id) or session.get(Meeting, row.workflow_id)
    if found is not None:
        return Text(da=f"{found.title_da}, {found.body}", en=f"{found.title_en}, {found.body}")
    whole = session.get(Hearing, row.workflow_id) or session.get_one(Cycle, row.cycle)
    return Text(da=whole.title_da, en=whole.title_en)
