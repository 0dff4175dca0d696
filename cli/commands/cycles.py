"""What is done about a whole cycle: starting, pausing, resuming, cancelling; and who stands in for whom."""

import sys
from datetime import UTC, datetime

from cli import dates
from cli.call import Call
from cli.counter import act, confirmed, cycle_of, who
from cli.shown.findings import ERRORS, print_findings
from desk.acts.years import NotStarted
from models.schedule import Text
from models.vocabulary import Role
from runtime.definitions import read
from runtime.refusal import Refused


def start(call: Call) -> int:
    """Start a cycle; 2 and nothing started when its definition has errors."""
    source = read(call.arguments.cycle, call.settings.cycles)
    year = call.arguments.year or datetime.now(UTC).year + 1
    call.wait(Text(da=f"{source.name} {year} startes …", en=f"Starting {source.name} {year} …"))
    try:
        return act(call, lambda desk: desk.start(source, year, by=who(call)))
    except NotStarted as refusal:
        print_findings(call, source, refusal.findings, sys.stderr)
        nothing = Text(da="Intet er startet. Ret fejlene.", en="Nothing was started. Correct the errors.")
        print(call.text(nothing), file=sys.stderr)
        return ERRORS


def pause(call: Call) -> int:
    """Stop letters and ladders for a while."""
    cycle, reason = cycle_of(call), call.arguments.reason
    return act(call, lambda desk: desk.pause(cycle, reason, by=who(call)))


def resume(call: Call) -> int:
    """Go on after a pause."""
    cycle = cycle_of(call)
    return act(call, lambda desk: desk.resume(cycle, by=who(call)))


def cancel(call: Call) -> int:
    """Cancel a cycle, once confirmed."""
    cycle, reason = cycle_of(call), call.arguments.reason
    question = Text(
        da=f"Aflys {cycle}? Alle berørte får besked, og det kan ikke fortrydes. [j/N]",
        en=f"Cancel {cycle}? Everyone concerned is told, and it cannot be undone. [y/N]",
    )
    if not confirmed(call, question):
        call.say(Text(da="Intet er ændret.", en="Nothing was changed."))
        return 1
    return act(call, lambda desk: desk.cancel(cycle, reason, by=who(call)))


def substitute(call: Call) -> int:
    """Name who stands in for a role."""
    cycle, given = cycle_of(call), call.arguments
    body, role = _recipient(given.recipient)
    first, last = dates.day(given.from_day), dates.day(given.to_day)
    return act(
        call, lambda desk: desk.substitute(cycle, body, role, given.name, given.address, first, last, by=who(call))
    )


def _recipient(word: str) -> tuple[str, Role]:
    body, _, role = word.partition(".")
    if body and role in set(Role):
        return body, Role(role)
    roles = ", ".join(each.value for each in Role)
    raise Refused(
        f"»{word}« er ikke en modtager. Skriv udvalg.rolle, f.eks. TMU.secretary; roller: {roles}.",
        f"“{word}” is not a recipient. Write body.role, such as TMU.secretary; roles: {roles}.",
    )
