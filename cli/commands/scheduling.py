"""`schedule`: on which day of every year the next one is proposed, for the secretariat to confirm by starting it."""

from cli import dates
from cli.call import Call
from cli.counter import act, who
from runtime.refusal import Refused


def schedule(call: Call) -> int:
    """Agree on the day, or propose no more."""
    given = call.arguments
    if given.cancel:
        return act(call, lambda desk: desk.open_no_more(given.definition, by=who(call)))
    if not given.on:
        raise Refused(
            "Angiv dagen med --on 2027-09-01 (måned og dag gælder hvert år), eller fjern aftalen med --cancel.",
            "Name the day with --on 2027-09-01 (its month and day hold every year), or end it with --cancel.",
        )
    day = dates.day(given.on)
    return act(call, lambda desk: desk.open_yearly(given.definition, day, by=who(call)))
