"""What is decided and answered: outcomes of meetings, moved dates, hearing responses."""

import asyncio
from pathlib import Path
from typing import Any

from cli import dates
from cli.call import Call
from cli.commands.delivering import content_of
from cli.commands.moving import shown_and_confirmed
from cli.counter import act, cycle_of, desk_of, place, who
from models.acts import Addition
from models.schedule import Text
from models.vocabulary import Language, Outcome
from models.words import outcome_words
from planning.format.finding import nearest
from runtime.refusal import Refused

RECORD = Text(da="Registrér? [j/N]", en="Record it? [y/N]")
CLOSE = Text(da="Luk høringen? [j/N]", en="Close the hearing? [y/N]")


def decide(call: Call) -> int:
    """Show what follows from what a body decided, the letters that leave at once first; record it once confirmed."""
    cycle, (step, body), given = cycle_of(call), place(call), call.arguments
    outcome, addition = outcome_named(given.outcome), _addition(call)
    to = dates.day(given.to) if given.to else None
    said: dict[str, Any] = {
        "text": given.text,
        "addition": addition,
        "amendments": tuple(given.amendment),
        "to": to,
    }
    impact = asyncio.run(desk_of(call).impact_of_decision(cycle, step, body, outcome, **said))
    stop = shown_and_confirmed(call, impact, RECORD)
    if stop is not None:
        return stop
    return act(call, lambda desk: desk.decide(cycle, step, body, outcome, **said, by=who(call)))


def respond(call: Call) -> int:
    """Record a hearing response."""
    cycle, (step, hearing_class), given = cycle_of(call), place(call), call.arguments
    if not hearing_class:
        raise Refused(
            f"Angiv, hvilken af høringens klasser svaret kommer fra: {step}/KLASSE, for eksempel {step}/citizens.",
            f"Say which class of the hearing the answer is from: {step}/CLASS, for example {step}/citizens.",
        )
    path = Path(given.file).expanduser() if given.file else None
    if path is None and not given.text.strip():
        raise Refused("Angiv svaret med --text eller --file.", "Give the answer with --text or --file.")
    content, name = (content_of(path), path.name) if path else (None, None)
    return act(
        call,
        lambda desk: desk.respond(
            cycle, step, hearing_class, given.respondent, text=given.text, content=content, file_name=name, by=who(call)
        ),
    )


def close(call: Call) -> int:
    """Show which letters leave when a hearing is closed; close it once confirmed."""
    cycle, (step, _), used = cycle_of(call), place(call), call.arguments.used
    stop = shown_and_confirmed(call, asyncio.run(desk_of(call).impact_of_closing(cycle, step, used=used)), CLOSE)
    if stop is not None:
        return stop
    return act(call, lambda desk: desk.close_hearing(cycle, step, used=used, by=who(call)))


def outcome_named(word: str) -> Outcome:
    """Return the outcome that a person named, in either language; raises Refused with the one probably meant."""
    known = {outcome.value: outcome for outcome in Outcome}
    known |= {outcome_words(each, spoken).replace(" ", "_"): each for each in Outcome for spoken in Language}
    written = word.strip().lower().replace("-", "_").replace(" ", "_")
    if written in known:
        return known[written]
    meant = nearest(written, known)
    da, en = (", ".join(outcome_words(each, spoken) for each in Outcome) for spoken in Language)
    raise Refused(
        f"»{word}« er ikke et udfald. " + (f"Mente du »{meant}«?" if meant else f"Der er: {da}."),
        f"“{word}” is not an outcome. " + (f"Did you mean “{meant}”?" if meant else f"There is: {en}."),
    )


def _addition(call: Call) -> Addition | None:
    given = call.arguments
    if given.addition is None:
        return None
    if not given.owner or not given.due:
        raise Refused(
            "En tilføjelse skal have en ansvarlig og en frist: --owner BIU --due 2027-05-16.",
            "An addition needs an owner and a deadline: --owner BIU --due 2027-05-16.",
        )
    return Addition(text=given.addition, owner=given.owner, due=dates.day(given.due), blocking=given.blocking)
