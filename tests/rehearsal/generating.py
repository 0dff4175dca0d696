"""Small cycles and what people do in them, drawn from a seed: every example is a cycle's TOML and a scenario's TOML.

The same seed gives the same example for ever, so a failing one can be put into a folder and lived again by a person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from planning.dates.resolver import resolve
from planning.dates.timeline import Timeline
from planning.format.source import Source, parse
from planning.scenarios.reading import parse_scenario
from planning.scenarios.scenario import Scenario
from tests.rehearsal.generating_acts import scenario_toml, toml_of
from tests.rehearsal.generating_more import with_more

YEAR = 2027
COMMITTEES = ("TMU", "BUU", "ØU")

HEAD = """
[cycle]
key = "generated"
title = { da = "Afprøvet årshjul", en = "Generated cycle" }
lead = "BIU"
secretariat = "BIF"

[closed]
weeks = [7, 42]
months = ["july"]

[policy.old]
name = { da = "Den gamle politik", en = "The old policy" }
replaced_by = "council"

[ladder.long]
rung = [
    { days = -20, letter = "reminder_first", to = "secretary" },
    { days = -5, letter = "reminder", to = "secretary" },
    { days = 0, letter = "due_today", to = "secretary" },
    { days = 1, letter = "overdue", to = "secretary" },
    { days = 3, letter = "overdue", to = "head_of_office" },
    { days = 5, letter = "escalation", to = "manager" },
    { days = 10, letter = "escalation", to = "manager" },
]

[ladder.short]
rung = [
    { days = -2, letter = "reminder_last", to = "secretary" },
    { days = -2, letter = "reminder_last", to = "head_of_office" },
    { days = 2, letter = "escalation", to = "manager" },
]
"""

CALENDARS = {
    "BIU": ("monday", range(2, 51, 2)),
    "BIF": ("friday", range(0)),
    "TMU": ("monday", range(3, 51, 2)),
    "BUU": ("wednesday", range(2, 51, 2)),
    "ØU": ("tuesday", range(3, 51, 2)),
    "BR": ("thursday", range(5, 51, 3)),
}
OWN_DAYS = ("3 working days after approve", "monday of week 6")
DUE = ("monday of week 20", "monday of week 20", "first meeting of the committee in may")
HELD = (["challenge"], ["challenge", "reminder", "overdue"], ["invitation", "decision"], ["escalation", "receipt"])
FUZZY = ("window 06-08..06-18", "in september", "autumn", "ultimo november", "unknown")


@dataclass(frozen=True)
class Example:
    """One drawn cycle and scenario, as a person would write them."""

    seed: int
    cycle: str
    scenario: str
    files: dict[str, str]

    def read(self) -> tuple[Source, Timeline, Scenario]:
        """Return what the texts mean."""
        source = Source("generated", self.cycle, self.files)
        timeline = resolve(parse(source), YEAR)
        return source, timeline, parse_scenario(self.scenario, timeline, "generated.toml")

    def __str__(self) -> str:
        """Return everything that is needed to live it again."""
        return f"seed {self.seed}\n--- cycle.toml\n{self.cycle}\n--- scenario.toml\n{self.scenario}"


def example(seed: int, *, digest: bool = False) -> Example:
    """Return the example of a seed; with `digest` the same, in which people or the cycle want their letters in one."""
    dice = Random(seed)
    cycle, files = with_more(seed, _cycle(dice))
    if digest:
        cycle = _with_wishes(Random(seed), cycle)
    timeline = resolve(parse(Source("generated", cycle, {})), YEAR)
    return Example(seed, cycle, scenario_toml(dice, timeline), files)


def _with_wishes(dice: Random, cycle: str) -> str:
    """Most cycles want digests and some people decide for themselves; much falls on one day, so that there are some."""
    head, *people = cycle.split('.example" }')
    wanted = head.replace('secretariat = "BIF"', f'secretariat = "BIF"\ndigest = {toml_of(dice.random() < 0.7)}')
    wishes = [dice.choice(("", "", ", digest = true", ", digest = false")) for _ in people]
    told = "".join(f'.example"{wish} }}{rest}' for wish, rest in zip(wishes, people, strict=True))
    return _on_one_day(wanted + told)


def _on_one_day(cycle: str) -> str:
    """Let all committees meet on one day, and owe what they owe on one day."""
    for weekday, weeks in (CALENDARS["BUU"], CALENDARS["ØU"]):
        same = f'weekday = "{CALENDARS["TMU"][0]}", weeks = {list(CALENDARS["TMU"][1])}'
        cycle = cycle.replace(f'weekday = "{weekday}", weeks = {list(weeks)}', same)
    plan = next((due for due in DUE if f'date = "{due}"' in cycle), DUE[0])
    owed = cycle.replace('date = "10 working days before plan"', f'date = "{plan}"')
    return owed.replace('ladder = "short"', 'ladder = "long"')


def _cycle(dice: Random) -> str:
    committees = dice.sample(COMMITTEES, dice.choice((1, 2, 2, 3)))
    bodies = [_body(dice, code) for code in ("BIU", "BIF", *committees, "BR")]
    steps = tuple(_steps(dice, committees))
    hold = f"hold = {toml_of(dice.choice(HELD))}\n" if dice.random() < 0.25 else ""
    eyes = "four_eyes = true\n" if hold and len(bodies) % 2 else ""
    return "\n".join((HEAD.replace("[closed]", f"{hold}{eyes}[closed]"), *bodies, *steps))


def _body(dice: Random, code: str) -> str:
    roles = ["secretary", *(role for role in ("head_of_office", "manager", "chair") if dice.random() < 0.8)]
    weekday, weeks = CALENDARS[code]
    lines = [f'[body."{code}"]', f'name = {{ da = "{code}", en = "{code}" }}']
    lines += [f'meetings = {{ weekday = "{weekday}", weeks = {list(weeks)} }}'] if weeks else []
    lines += ["meeting_hour = 15:30:00"] if dice.random() < 0.5 else []
    low = code.lower().replace("ø", "oe")
    contacts = [f'{{ role = "{role}", name = "{role}", address = "{role}@{low}.example" }}' for role in roles]
    if code == "BR":
        contacts.append('{ role = "member", name = "Medlem {n}", address = "medlem{n}@br.example", count = 2 }')
    return "\n".join([*lines, "contact = [", *(f"    {each}," for each in contacts), "]"])


def _steps(dice: Random, committees: list[str]) -> Iterator[str]:
    """The steps of one cycle: its letters, who hands in, reads and decides, and the old policy's account."""
    approval, own_day = dice.choice(("approval", "reading")), dice.choice((None, None, *OWN_DAYS))
    yield step_toml("approve", approval, "second meeting of BIU in january", bodies=["BIU"])
    gate = {"gate": ["approve"]} if dice.random() < 0.8 else {}
    copies = {"copy_to": ["BR.member"]} if dice.random() < 0.3 else {}
    delivering = dice.choice((committees, committees, [*committees, "BIU"]))  # the lead committee may deliver too
    yield step_toml("letters", "letter_pack", own_day, bodies=delivering, **gate, **copies)
    owed = ["economy", "plan"] if dice.random() < 0.5 else ["plan"]
    due = {"economy": "10 working days before plan", "plan": dice.choice(DUE)}
    for key in owed:
        yield _owed(dice, key, due[key], delivering)
    before = ["plan"] if dice.random() < 0.7 else []
    if dice.random() < 0.5:
        when, kind = _or_fuzzy(dice, "15 working days after plan"), dice.choice(("workshop", "workshop", "meeting"))
        yield step_toml("workshop", kind, when, bodies=["BIU", *committees], after=before, place="Rådhuset")
        before = ["workshop"]
    yield from _readings(dice, committees, owed, before)
    if dice.random() < 0.5:
        yield from _account(dice, committees)


def _readings(dice: Random, committees: list[str], owed: list[str], before: list[str]) -> Iterator[str]:
    """Who reads what was handed in, one after the other, until the council decides."""
    needs = {"needs": [key for key in owed if dice.random() < 0.8]}
    yield step_toml(
        "first", "reading", _or_fuzzy(dice, "second meeting of BIU in august"), bodies=["BIU"], after=before, **needs
    )
    last = "first"
    if dice.random() < 0.6:
        yield _hearing(dice)
        last = dice.choice(("hearing", "hearing", "first"))  # the next reading may not wait for it
    if dice.random() < 0.4:
        yield _reading(dice, "second", ["BIU"], last, needs=[key for key in owed if dice.random() < 0.3])
        last = "second"
    if dice.random() < 0.6:
        yield _reading(dice, "committees", committees, last)
        last = "committees"
    yield _reading(dice, "council", ["BR"], last, kind="approval")


def _reading(dice: Random, key: str, bodies: list[str], last: str, kind: str = "reading", **more: object) -> str:
    """A reading behind the last step; what it sends back goes to the lead committee, or to the first reading."""
    body = "the committee" if len(bodies) > 1 else bodies[0]
    apart, behind = dice.choice((1, 5, 10)), "after" if last == "hearing" else dice.choice(("gate", "gate", "after"))
    when = _or_fuzzy(dice, f"first meeting of {body} at least {apart} working days after {last}")
    back_to = "first" if dice.random() < 0.3 else None
    return step_toml(key, kind, when, bodies=bodies, back_to=back_to, **{behind: [last]}, **more)


def _account(dice: Random, committees: list[str]) -> Iterator[str]:
    """The account that is due under the policy that the council replaces, on a track of its own."""
    when = dice.choice(("10-04", "12-06", "3 working days after council", "01-24 next year"))
    yield _owed(dice, "status", when, committees, kind="status_account", track="status", policy="old")
    if dice.random() < 0.7:
        day = dice.choice(("second meeting of BIU in january next year", "first meeting of BIU after status"))
        yield step_toml("account", "reading", day, bodies=["BIU"], track="status", needs=["status"])


def _owed(dice: Random, key: str, when: str, committees: list[str], **more: str) -> str:
    kind = more.pop("kind", "deliverable")
    ladder = {"ladder": dice.choice(("long", "short"))} if dice.random() < 0.85 else {}
    hour = {"hour": "12:00:00"} if dice.random() < 0.4 else {}
    letter = {"letter": "letters"} if dice.random() < 0.8 else {}
    return step_toml(key, kind, when, bodies=committees, **ladder, **hour, **letter, **more)


def _or_fuzzy(dice: Random, usual: str) -> str:
    return usual if dice.random() < 0.85 else dice.choice(FUZZY)


def _hearing(dice: Random) -> str:
    gate = {dice.choice(("gate", "after")): ["first"]}
    days = dice.choice((12, 25))
    lines = [step_toml("hearing", "hearing", "1 working day after first", **gate)]
    lines.append(f'until = "{days} working days after opening of hearing"')
    if dice.random() < 0.4:
        lines.append("hour = 12:00:00")
    for key in dice.sample(("citizens", "boards", "unions"), dice.choice((0, 1, 2, 3))):
        lines += ["[[step.class]]", f'key = "{key}"', f'name = {{ da = "{key}", en = "{key}" }}']
        lines.append(f'deadline = "{dice.choice((5, days))} working days after opening of hearing"')
        if dice.random() < 0.7:
            one = f'role = "respondent", name = "{key} {{n}}", address = "{key}{{n}}@h.example", count = 2'
            lines.append(f"contact = [{{ {one} }}]")
    return "\n".join(lines)


def step_toml(key: str, kind: str, when: str | None, **fields: object) -> str:
    whole = {"date": when, "track": "plan", **fields}
    lines = ["[[step]]", f'key = "{key}"', f'kind = "{kind}"', f'title = {{ da = "{key}", en = "{key}" }}']
    lines += [f"{name} = {toml_of(value, name)}" for name, value in whole.items() if value]
    return "\n".join(lines)
