"""What is done about a committee's obligation: handing in, extending, waiving, returning, accepting."""

from pathlib import Path

from cli import dates
from cli.call import Call
from cli.counter import act, cycle_of, place_of_body, who
from models.trouble import why
from runtime.refusal import Refused

LARGEST = 60_000_000


def submit(call: Call) -> int:
    """Hand in a file."""
    cycle, (step, body), given = cycle_of(call), place_of_body(call), call.arguments
    path = Path(given.file).expanduser()
    content = content_of(path)
    approved_on = dates.day(given.approved_on) if given.approved_on else None
    return act(
        call,
        lambda desk: desk.submit(
            cycle, step, body, content, path.name, approved_on=approved_on, agenda_item=given.item, by=who(call)
        ),
    )


def extend(call: Call) -> int:
    """Grant a later deadline."""
    cycle, (step, body), given = cycle_of(call), place_of_body(call), call.arguments
    until = dates.day(given.until)
    return act(
        call,
        lambda desk: desk.extend(cycle, step, body, until, given.reason, override=given.override, by=who(call)),
    )


def request(call: Call) -> int:
    """Ask for a later deadline on a committee's behalf."""
    cycle, (step, body), until = cycle_of(call), place_of_body(call), dates.day(call.arguments.until)
    reason = call.arguments.reason
    return act(call, lambda desk: desk.request_extension(cycle, step, body, until, reason, by=who(call)))


def refuse(call: Call) -> int:
    """Refuse a request for a later deadline."""
    cycle, (step, body), reason = cycle_of(call), place_of_body(call), call.arguments.reason
    return act(call, lambda desk: desk.refuse_extension(cycle, step, body, reason, by=who(call)))


def waive(call: Call) -> int:
    """Release a committee from its obligation."""
    cycle, (step, body), reason = cycle_of(call), place_of_body(call), call.arguments.reason
    return act(call, lambda desk: desk.waive(cycle, step, body, reason, by=who(call)))


def send_back(call: Call) -> int:
    """Return a hand-in for revision."""
    cycle, (step, body), until = cycle_of(call), place_of_body(call), dates.day(call.arguments.until)
    reason = call.arguments.reason
    return act(call, lambda desk: desk.send_back(cycle, step, body, until, reason, by=who(call)))


def accept(call: Call) -> int:
    """Accept a hand-in."""
    cycle, (step, body) = cycle_of(call), place_of_body(call)
    return act(call, lambda desk: desk.accept(cycle, step, body, by=who(call)))


def content_of(path: Path) -> bytes:
    """Return a file's bytes; raises Refused when it cannot be read or is too large."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(
                f"{path} fylder mere end {LARGEST // 1_000_000} MB. Aflevér en mindre fil.",
                f"{path} is larger than {LARGEST // 1_000_000} MB. Hand in a smaller file.",
            )
        return path.read_bytes()
    except OSError as error:
        reason = why(error)
        raise Refused(
            f"Filen {path} kan ikke læses ({reason.da}). Intet er afleveret; ret stien, og prøv igen.",
            f"The file {path} cannot be read ({reason.en}). Nothing was handed in; correct the path and try again.",
        ) from error
