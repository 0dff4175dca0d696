"""A scenario's acts, given at the desk as a person would give them."""

from desk.answers import Done
from desk.commands import Desk
from models.acts import Addition
from models.vocabulary import Outcome
from planning.scenarios.scenario import FIRST_TO_RELEASE, Happening

BY = "scenario"
"""Who acts in the journal of a rehearsed year."""


async def act(desk: Desk, cycle: str, happening: Happening) -> Done:
    """Give one act; raises what the desk raises."""
    body = happening.body or ""
    match happening.act:
        case "submit":
            name, content = f"{happening.step}-{body}.pdf", _paper(f"{happening.step} {body} {happening.on}")
            return await desk.submit(cycle, happening.step, body, content, name, approved_on=happening.on, by=BY)
        case "waive":
            return await desk.waive(cycle, happening.step, body, happening.reason, by=BY)
        case "accept":
            return await desk.accept(cycle, happening.step, body, by=BY)
        case "refuse":
            return await desk.refuse_extension(cycle, happening.step, body, happening.reason, by=BY)
        case "decide":
            return await _decide(desk, cycle, happening)
        case "respond":
            return await desk.respond(
                cycle,
                happening.step,
                happening.hearing_class or "",
                happening.respondent or "",
                text=happening.text or f"{happening.step} {happening.respondent}",
                by=BY,
            )
        case "close":
            return await desk.close_hearing(cycle, happening.step, used=happening.text, by=BY)
        case "release" | "pause" | "resume" | "cancel":
            return await _about_the_year(desk, cycle, happening)
        case _:
            return await _about_a_date(desk, cycle, happening)


async def _about_the_year(desk: Desk, cycle: str, happening: Happening) -> Done:
    if happening.act == "release":
        if await desk.wants_four_eyes(cycle):
            await desk.release(cycle, happening.step, reason=happening.reason, by=FIRST_TO_RELEASE)
        return await desk.release(cycle, happening.step, reason=happening.reason, by=BY)
    if happening.act == "pause":
        return await desk.pause(cycle, happening.reason, by=BY)
    if happening.act == "cancel":
        return await desk.cancel(cycle, happening.reason, by=BY)
    return await desk.resume(cycle, by=BY)


async def _about_a_date(desk: Desk, cycle: str, happening: Happening) -> Done:
    step, body, reason = happening.step, happening.body or "", happening.reason
    until = happening.until or happening.on
    if happening.act == "move":
        return await desk.move(cycle, step, happening.to or happening.on, body=happening.body, reason=reason, by=BY)
    if happening.act == "request":
        return await desk.request_extension(cycle, step, body, until, reason, by=BY)
    if happening.act == "return":
        return await desk.send_back(cycle, step, body, until, reason, by=BY)
    return await desk.extend(cycle, step, body, until, reason, override=happening.override, by=BY)


async def _decide(desk: Desk, cycle: str, happening: Happening) -> Done:
    made = happening.addition
    return await desk.decide(
        cycle,
        happening.step,
        happening.body,
        happening.outcome or Outcome.APPROVED,
        text=happening.text,
        addition=Addition(**made.model_dump()) if made else None,
        amendments=happening.amendments,
        to=happening.to,
        by=BY,
    )


def _paper(text: str) -> bytes:
    """What a body hands in in a rehearsed year: a PDF as far as anybody looks, the same bytes in every run."""
    return f"%PDF-1.7\n% {text}\n%%EOF\n".encode()
