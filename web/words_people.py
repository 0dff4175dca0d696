"""The words of the pages about people and figures: board, pulse, contacts, meeting calendars, journal."""

PEOPLE = {
    # The board
    "board_choose": ("Vælg årshjul, udvalg og forvaltning", "Choose cycle, committee and administration"),
    "board_bodies_before": ("Tidligere udvalg", "Committees before"),
    "board_bodies_after": ("Flere udvalg", "More committees"),
    "board_steps_before": ("Tidligere opgaver", "Earlier obligations"),
    "board_steps_after": ("Senere opgaver", "Later obligations"),
    "board_further": ("Flere årshjul", "More cycles"),
    "of": ("af", "of"),
    "late_before": ("Tidligere i listen", "Earlier in the list"),
    "late_after": ("Længere nede i listen", "Further down the list"),
    "agenda_closes": ("dagsordenen lukker", "the agenda closes"),
    "chance_late": (
        "for sent til det møde, der skal bruge det: dets dagsorden lukker",
        "too late for the meeting that needs it: its agenda closes",
    ),
    "chance_in_time": ("skal bruges til den dagsorden, der lukker", "needed for the agenda that closes"),
    "xlsx": ("Hent som Excel", "Download for Excel"),
    # The heartbeat
    "engine_away": ("kan ikke nås siden", "cannot be reached since"),
    "engine_unseen": ("er ikke set endnu", "has not been seen yet"),
    "engine_still_text": (
        "Breve sendes ikke, før den går igen; det gemte er i behold. Start kontoret igen, eller se arbejderens log.",
        "No letters leave until it moves again; what is stored is safe. Start the office again, or look at the "
        "worker's log.",
    ),
    "mail_waits": ("det seneste svar:", "the latest answer:"),
    "inbox_unread": ("ER IKKE LÆST siden", "HAS NOT BEEN READ since"),
}
