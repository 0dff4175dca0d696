"""The words of the pages about people and figures: board, pulse, contacts, meeting calendars, journal."""

PEOPLE = {
    # The board
    "board_choose": ("Vælg årshjul, udvalg og forvaltning", "Choose cycle, committee and administration"),
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
