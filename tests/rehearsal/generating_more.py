"""What else a drawn cycle says, from dice of its own, so that the cycles that were drawn before stay as they are.

Papers of its packs, who is invited and how long before, agendas that close on other days, hand-ins that a committee
approves itself, and letters to acknowledge.
"""

from random import Random

PAPERS = {
    **{f"papers/shared.{language}.md": "# Fælles papir\n\nTil alle." for language in ("da", "en")},
    **{f"papers/own.{language}.md": "# Eget papir\n\nTil {{ committee }}." for language in ("da", "en")},
    **{f"texts/letters.{language}.md": 'Senest {{ date_of("plan") }}.' for language in ("da", "en")},
}
_MEETINGS = ("workshop", "meeting", "reading", "approval")


def with_more(seed: int, cycle: str) -> tuple[str, dict[str, str]]:
    """Return the cycle with more in it, and the files that it needs."""
    dice = Random(f"more {seed}")
    head, *steps = cycle.split("[[step]]\n")
    whole = _cycle(dice, head) + "".join("[[step]]\n" + _step(dice, each) for each in steps)
    return whole, PAPERS


def _cycle(dice: Random, head: str) -> str:
    said = 'acknowledge = ["challenge", "invitation"]\n' if dice.random() < 0.3 else ""
    return head.replace("[closed]", f"{said}[closed]", 1)


def _step(dice: Random, step: str) -> str:
    """Return a step with more lines: its own come before the tables below it."""
    kind = step.partition('kind = "')[2].partition('"')[0]
    own, mark, below = step.partition("[[step.class]]")
    own = own.rstrip("\n") + "\n"
    if kind in _MEETINGS and dice.random() < 0.3:
        own += f'invite = ["secretary", "{dice.choice(("chair", "manager"))}"]\n'
    if kind in _MEETINGS and dice.random() < 0.3:
        own += f"invite_days = {dice.choice((3, 15, 25))}\nagenda_days = {dice.choice((1, 2, 8))}\n"
    if kind == "deliverable" and dice.random() < 0.3:
        own += "own_approval = true\n"
    if kind == "letter_pack" and dice.random() < 0.4:
        below = _papers(step)
    return own + mark + below


def _papers(step: str) -> str:
    bodies = step.partition("bodies = [")[2].partition("]")[0].replace('"', "").split(", ")
    shared = '[[step.paper]]\nnumber = "1"\nfile = "shared"\ntitle = { da = "Fælles", en = "Shared" }\n'
    own = '[[step.paper]]\nnumber = "2"\nfile = "own"\ntitle = {{ da = "Eget", en = "Own" }}\nbody = "{}"\n'
    return shared + "".join(own.format(body) for body in bodies)
