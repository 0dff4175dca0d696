"""The TOML of a small cycle with two committees, a lead committee and a council."""

TOML = """
[cycle]
key = "small"
title = { da = "Lille årshjul", en = "Small cycle" }
lead = "BIU"
secretariat = "BIF"

[policy.old]
name = { da = "Den gamle politik", en = "The old policy" }

[ladder.plain]
rung = [
    { days = -10, letter = "reminder_first", to = "secretary" },
    { days = -1, letter = "reminder_last", to = "secretary" },
    { days = 0, letter = "due_today", to = "secretary" },
    { days = 1, letter = "overdue", to = "secretary" },
    { days = 3, letter = "overdue", to = "head_of_office" },
    { days = 5, letter = "escalation", to = "manager" },
    { days = 10, letter = "escalation", to = "manager" },
]

[body.BIU]
name = { da = "Det ansvarlige udvalg", en = "The lead committee" }
meetings = { weekday = "monday", weeks = [2, 4, 6, 9, 33, 35, 37, 39, 41, 43, 45, 47, 49] }
contact = [
    { role = "secretary", name = "Sekretær, BIU", address = "sekretaer@biu.example" },
    { role = "chair", name = "Formand, BIU", address = "formand@biu.example" },
]
[body.BIF]
name = { da = "Sekretariatet", en = "The secretariat" }
contact = [{ role = "secretary", name = "Sekretariatet", address = "sekretariat@bif.example" }]
[body.TMU]
name = { da = "Teknik", en = "Technical" }
meetings = { weekday = "monday", weeks = [3, 5, 34, 36, 38, 40, 44, 46, 48, 50] }
contact = [
    { role = "secretary", name = "Sekretær, TMU", address = "sekretaer@tmu.example" },
    { role = "head_of_office", name = "Kontorchef, TMU", address = "kontorchef@tmu.example" },
    { role = "manager", name = "Direktør, TMU", address = "direktoer@tmu.example" },
]
[body.BUU]
name = { da = "Børn", en = "Children" }
meetings = { weekday = "wednesday", weeks = [3, 5, 33, 35, 37, 39, 41, 43, 45, 47, 49] }
contact = [
    { role = "secretary", name = "Sekretær, BUU", address = "sekretaer@buu.example" },
    { role = "head_of_office", name = "Kontorchef, BUU", address = "kontorchef@buu.example" },
    { role = "manager", name = "Direktør, BUU", address = "direktoer@buu.example" },
]
[body.BR]
name = { da = "Rådet", en = "The council" }
meetings = { weekday = "thursday", weeks = [5, 8, 38, 41, 44, 47, 50] }
contact = [
    { role = "secretary", name = "Sekretær, BR", address = "sekretaer@br.example" },
    { role = "member", name = "Medlem {n}", address = "medlem{n}@br.example", count = 3 },
]

[[step]]
key = "approve"
kind = "approval"
title = { da = "Godkendelse", en = "Approval" }
track = "plan"
bodies = ["BIU"]
date = "first meeting of BIU in january"

[[step]]
key = "letters"
kind = "letter_pack"
title = { da = "Breve", en = "Letters" }
track = "plan"
bodies = ["TMU", "BUU"]
copy_to = ["BR.member"]
gate = ["approve"]

[[step]]
key = "plan"
kind = "deliverable"
title = { da = "Plan", en = "Plan" }
track = "plan"
bodies = ["TMU", "BUU"]
date = "monday of week 19"
letter = "letters"
ladder = "plain"

[[step]]
key = "workshop"
kind = "workshop"
title = { da = "Workshop", en = "Workshop" }
track = "plan"
bodies = ["TMU", "BUU"]
date = "15 working days after plan"
after = ["plan"]

[[step]]
key = "first"
kind = "reading"
title = { da = "1. behandling", en = "First reading" }
track = "plan"
bodies = ["BIU"]
date = "second meeting of BIU in august"
after = ["workshop"]
needs = ["plan"]

[[step]]
key = "hearing"
kind = "hearing"
title = { da = "Høring", en = "Hearing" }
track = "plan"
date = "1 working day after first"
until = "25 working days after opening of hearing"
gate = ["first"]
[[step.class]]
key = "citizens"
name = { da = "Borgere", en = "Citizens" }
deadline = "20 working days after opening of hearing"
[[step.class]]
key = "boards"
name = { da = "Råd", en = "Boards" }
deadline = "25 working days after opening of hearing"
contact = [{ role = "respondent", name = "Råd {n}", address = "raad{n}@hoering.example", count = 2 }]

[[step]]
key = "second"
kind = "reading"
title = { da = "2. behandling", en = "Second reading" }
track = "plan"
bodies = ["BIU"]
date = "first meeting of BIU at least 5 working days after hearing"
after = ["hearing"]

[[step]]
key = "committees"
kind = "reading"
title = { da = "Udvalgene", en = "The committees" }
track = "plan"
bodies = ["TMU", "BUU"]
date = "first meeting of the committee at least 5 working days after second"
gate = ["second"]

[[step]]
key = "council"
kind = "approval"
title = { da = "Rådet", en = "The council" }
track = "plan"
bodies = ["BR"]
date = "first meeting of BR at least 5 working days after committees"
gate = ["committees"]

[[step]]
key = "status"
kind = "status_account"
title = { da = "Statusredegørelse", en = "Status account" }
track = "status"
bodies = ["TMU", "BUU"]
date = "7 working days before status-reading"
letter = "letters"
ladder = "plain"
policy = "old"

[[step]]
key = "status-reading"
kind = "reading"
title = { da = "Behandling af status", en = "Reading of the status" }
track = "status"
bodies = ["BIU"]
date = "second meeting of BIU in january next year"
needs = ["status"]
"""
