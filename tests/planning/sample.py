"""A small yearly cycle and its texts, for the tests of the definition side."""

from planning.format.source import Source

TOML = """
[cycle]
key = "sample"
title = { da = "Prøveårshjul", en = "Sample cycle" }
lead = "BIU"
secretariat = "BIU"
letter_days = 20

[closed]
weeks = [7, 42]
months = ["july"]

[policy.old]
name = { da = "Den gamle politik", en = "The old policy" }
replaced_by = "council"

[ladder.plain]
rung = [
    { days = -10, letter = "reminder", to = "secretary" },
    { days = 5, letter = "escalation", to = "manager" },
]

[body.BIU]
name = { da = "Beskæftigelses- og Integrationsudvalget", en = "Employment and Integration Committee" }
meetings = { weekday = "monday", weeks = [2, 4, 6, 9, 11, 13, 15, 17, 19, 21, 23, 33, 35, 37, 39, 41, 43, 45, 47, 49] }
meeting_hour = 15:30:00
[[body.BIU.contact]]
role = "secretary"
name = "Udvalgssekretær, BIU"
address = "sekretaer@biu.example"

[body.TMU]
name = { da = "Teknik- og Miljøudvalget", en = "Technical and Environmental Committee" }
meetings = { weekday = "monday", weeks = [3, 5, 8, 10, 12, 14, 16, 18, 20, 34, 36, 38, 40, 44, 46, 48] }
contact = [
    { role = "secretary", name = "Udvalgssekretær, TMU", address = "sekretaer@tmu.example" },
    { role = "manager", name = "Direktør, TMU", address = "direktoer@tmu.example" },
]

[body."ØU"]
name = { da = "Økonomiudvalget", en = "Finance Committee" }
ascii = "OEU"
meetings = { weekday = "tuesday", weeks = [3, 5, 8, 10, 12, 15, 17, 19, 34, 36, 38, 40, 44, 46, 48] }
contact = [
    { role = "secretary", name = "Udvalgssekretær, ØU", address = "sekretaer@oeu.example" },
    { role = "manager", name = "Direktør, ØU", address = "direktoer@oeu.example" },
]

[body.BR]
name = { da = "Borgerrepræsentationen", en = "City Council" }
meetings = { weekday = "thursday", weeks = [5, 8, 34, 38, 47, 50] }
contact = [
    { role = "secretary", name = "Sekretær, BR", address = "sekretaer@br.example" },
    { role = "member", name = "Medlem {n}", address = "medlem{n}@br.example", count = 55 },
]

[[step]]
key = "approval"
kind = "approval"
title = { da = "Godkendelse", en = "Approval" }
bodies = ["BIU"]
date = "first meeting of BIU in january"

[[step]]
key = "letters"
kind = "letter_pack"
title = { da = "Breve", en = "Letters" }
bodies = ["TMU", "ØU"]
copy_to = ["BR.member"]
gate = ["approval"]
paper = [
    { number = "3b", title = { da = "Papir", en = "Paper" }, file = "paper-oeu", body = "ØU" },
    { number = "3a", title = { da = "Papir", en = "Paper" }, file = "paper-tmu", body = "TMU" },
]

[[step]]
key = "economy"
kind = "deliverable"
title = { da = "Økonomioversigt", en = "Economy overview" }
bodies = ["TMU", "ØU"]
date = "10 working days before plan"
letter = "letters"
ladder = "plain"

[[step]]
key = "plan"
kind = "deliverable"
title = { da = "Plan", en = "Plan" }
bodies = ["TMU", "ØU"]
date = "05-16"
hour = 12:00:00
letter = "letters"
ladder = "plain"
own_approval = true

[[step]]
key = "workshop"
kind = "workshop"
title = { da = "Workshop", en = "Workshop" }
bodies = ["TMU", "ØU"]
date = "15 working days after plan"
after = ["plan"]

[[step]]
key = "reading"
kind = "reading"
title = { da = "Behandling", en = "Reading" }
bodies = ["BIU"]
date = "second meeting of BIU in august"
after = ["workshop"]
needs = ["plan"]

[[step]]
key = "hearing"
kind = "hearing"
title = { da = "Høring", en = "Hearing" }
date = "1 working day after reading"
until = "25 working days after opening of hearing"
after = ["reading"]
[[step.class]]
key = "citizens"
name = { da = "Borgere", en = "Citizens" }
deadline = "4 weeks after opening of hearing"
[[step.class]]
key = "advisory"
name = { da = "Råd", en = "Advisory bodies" }
deadline = "5 working days after hearing/citizens"

[[step]]
key = "committees"
kind = "reading"
title = { da = "Udvalgene", en = "Committees" }
bodies = ["TMU", "ØU"]
date = "first meeting of the committee at least 10 working days after hearing"
after = ["hearing"]

[[step]]
key = "council"
kind = "approval"
title = { da = "Rådet", en = "Council" }
bodies = ["BR"]
date = "first meeting of BR at least 4 working days after committees"
gate = ["committees"]
"""

FILES = {
    f"{path}.{language}.md": text
    for language in ("da", "en")
    for path, text in {
        "texts/letters": "{{ committee }} {{ year }} {{ lead }} {{ date_of('plan') }}\n",
        "texts/letters/TMU": "{{ secretariat }} {{ case_number }} {{ cycle }}\n",
        "papers/paper-tmu": "# Papir\n\nTekst.\n",
        "papers/paper-oeu": "# Papir\n\nTekst.\n",
    }.items()
}


def source(*changes: tuple[str, str], files: dict[str, str | None] | None = None) -> Source:
    """Return the sample with parts of its TOML replaced (each must be there), and files replaced or removed (None)."""
    toml = TOML
    for old, new in changes:
        assert old in toml, old
        toml = toml.replace(old, new)
    changed = {**FILES, **(files or {})}
    return Source("sample", toml, {path: text for path, text in changed.items() if text is not None})


def step(key: str, *, date: str, kind: str = "deliverable", bodies: str = '["TMU"]', more: str = "") -> str:
    """Return the TOML of one more step."""
    return (
        f'\n[[step]]\nkey = "{key}"\nkind = "{kind}"\ntitle = {{ da = "{key}", en = "{key}" }}\n'
        f'bodies = {bodies}\ndate = "{date}"\n{more}\n'
    )
