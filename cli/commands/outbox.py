"""`outbox`: letters that left, wait, are held or are in doubt; showing one, releasing, settling doubt."""

import textwrap
from collections.abc import Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlmodel import Session

from activities.outbox import WAITING
from cli.call import Call
from cli.commands import drafting
from cli.counter import act, cycle_of, who
from cli.shown.json_rows import as_json
from cli.shown.table import WIDTH, table
from cli.words import Zones, moment
from desk.shown import overviews
from desk.shown.digests import told
from desk.shown.rows import LetterInFull, LetterRow
from models.database import reading
from models.schedule import Text
from models.vocabulary import Language, LetterState
from rendering.kinds import state_words
from rendering.vocabulary import word
from runtime.record import open_record
from runtime.refusal import Refused

ERROR = 90
"""How much of what stands in a letter's way the list shows; `show` and `--json` tell the whole."""


def outbox(call: Call) -> int:
    """List letters, or do what was asked with some of them."""
    match call.arguments.action:
        case "show":
            return _show(call, _one(call))
        case "preview":
            return drafting.preview(call, _one(call), call.arguments.out)
        case "test":
            return drafting.trial(call, _one(call), call.arguments.to)
        case "draft" | "regenerate":
            return drafting.write(call, cycle_of(call), _step(call), anew=call.arguments.action == "regenerate")
        case "release":
            return _release(call)
        case "arrived":
            number = _one(call)
            return act(call, lambda desk: desk.settle_doubt(number, True, by=who(call)))
        case "resend":
            return _resend(call)
        case "revoke":
            number = _one(call)
            return act(call, lambda desk: desk.revoke_link(number, by=who(call)))
        case "reached":
            number, note = _one(call), call.arguments.reason
            return act(call, lambda desk: desk.reached(number, note, by=who(call)))
        case _:
            return _list(call)


def _list(call: Call) -> int:
    state = _state(call.arguments.state)
    with Session(reading(open_record(call.settings))) as session:
        rows, zones = overviews.outbox(session, call.arguments.cycle, state), overviews.zones(session)
    if call.arguments.json:
        print(as_json(rows))
    elif rows:
        headings = Text(da="Nr.|Hvornår|Brev|Trin|Til|Tilstand", en="No.|When|Letter|Step|To|State")
        cells = [_cells(call, list(alike), zones) for _, alike in groupby(rows, _alike)]
        print(table(call.text(headings).split("|"), cells))
    else:
        call.say(Text(da="Ingen breve.", en="No letters."))
    return 0


def _alike(row: LetterRow) -> tuple[object, ...]:
    """What letters to the members of a class have in common when they are shown as one line."""
    common = (
        row.at,
        row.asked_by,
        row.kind,
        row.cycle,
        row.step,
        row.body,
        row.recipient_body,
        row.recipient_role,
        row.state,
    )
    return (*common, row.last_error_da, None if row.contact else row.number)


def _cells(call: Call, rows: Sequence[LetterRow], zones: Zones) -> tuple[str, ...]:
    row, several = rows[0], len(rows) > 1
    numbers = f"{row.number}–{rows[-1].number}" if several else str(row.number)
    one = f".{row.contact}" if row.contact else ""
    to = f"{row.recipient_body}.{row.recipient_role}" + (f" ({len(rows)})" if several else one)
    error = call.text(row.last_error) if row.last_error else ""
    state = word(row.state, call.language) + (f": {textwrap.shorten(error, ERROR, placeholder=' …')}" if error else "")
    state += f": {call.text(_asked(row))}" if row.asked_by and row.state in WAITING else ""
    step = row.step + (f"/{row.body}" if row.body else "")
    return numbers, moment(row.at, zones[row.cycle]), word(row.kind, call.language), step, to, state


def _asked(row: LetterRow) -> Text:
    return Text(da=f"frigivelse ønsket af {row.asked_by}", en=f"release asked for by {row.asked_by}")


def _show(call: Call, number: int) -> int:
    with Session(reading(open_record(call.settings))) as session:
        letter, zones = overviews.letter(session, number), overviews.zones(session)
        together = told(session, number) if letter else None
    if letter is None:
        raise Refused(f"Der er intet brev nr. {number}.", f"There is no letter no. {number}.")
    shown = _in_full(call, letter, together, zones[letter.cycle])
    print(as_json(letter) if call.arguments.json else "\n".join(shown))
    return 0


def _in_full(call: Call, letter: LetterInFull, together: Text | None, zone: ZoneInfo) -> Sequence[str]:
    lines = [
        f"{letter.number} · {word(letter.kind, call.language)} · {word(letter.state, call.language)} · "
        f"{moment(letter.sent_at or letter.at, zone)}",
        letter.key,
        *([call.text(together)] if together else []),
    ]
    if letter.last_error:
        lines += ["", *textwrap.wrap(call.text(letter.last_error), WIDTH, break_on_hyphens=False)]
    if letter.message is None:
        return lines if together else [*lines, call.text(Text(da="Endnu ikke skrevet.", en="Not written yet."))]
    return [*lines, *drafting.in_words(letter.message)]


def _release(call: Call) -> int:
    cycle, given = cycle_of(call), call.arguments
    numbers = tuple(given.numbers)
    step = _step(call)
    drafting.renew(call, cycle, step)
    return act(call, lambda desk: desk.release(cycle, step, numbers=numbers, reason=given.reason, by=who(call)))


def _resend(call: Call) -> int:
    if call.arguments.step and not call.arguments.numbers:
        cycle, step = cycle_of(call), str(call.arguments.step)
        return act(call, lambda desk: desk.send_step_again(cycle, step, by=who(call)))
    number, address = _one(call), call.arguments.address
    return act(call, lambda desk: desk.send_again(number, address=address, by=who(call)))


def _step(call: Call) -> str:
    """The step that is named, or that the numbered letters belong to: one command is about letters of one step."""
    if call.arguments.step:
        return str(call.arguments.step)
    numbers = call.arguments.numbers
    with Session(reading(open_record(call.settings))) as session:
        steps = {row.step for row in overviews.outbox(session) if row.number in numbers}
    if len(steps) == 1:
        return steps.pop()
    raise Refused(
        "Angiv trinnet med --step, eller numre på breve fra ét trin.",
        "Name the step with --step, or numbers of letters of one step.",
    )


def _one(call: Call) -> int:
    numbers = call.arguments.numbers
    if len(numbers) != 1:
        raise Refused("Angiv ét brevnummer.", "Give the number of one letter.")
    return int(numbers[0])


def _state(name: str | None) -> LetterState | None:
    if name is None:
        return None
    named = {each.value: each for each in LetterState}
    for language in Language:
        named |= {state_words(each, language): each for each in LetterState}
    if name.lower() not in named:
        da, en = (", ".join(state_words(each, language) for each in LetterState) for language in Language)
        raise Refused(f"»{name}« er ikke en tilstand. Der er: {da}.", f"“{name}” is no state. There is: {en}.")
    return named[name.lower()]
