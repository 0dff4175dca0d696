"""The words of the pages about people and figures: board, pulse, contacts, meeting calendars, journal."""

from models.schedule import Text

NO_TABLE = Text(
    da="Vælg en fil, eller indsæt tabellen i feltet. Der er intet at læse endnu.",
    en="Choose a file, or paste the table into the field. There is nothing to read yet.",
)

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
    # Contacts and substitutes
    "menu_contacts": ("Kontakter", "Contacts"),
    "contacts_title": ("Kontakter og stedfortrædere", "Contacts and substitutes"),
    "contacts_text": (
        "Breve er stilet til roller og slår op her, når de sendes. Det, der er sendt, står fast; indkaldelser, der "
        "gælder, sendes til den nye modtager.",
        "Letters are addressed to roles, and look here when they leave. What was sent stays; invitations that hold "
        "are sent to the new recipient.",
    ),
    "person_role": ("Rolle", "Role"),
    "person_name": ("Navn", "Name"),
    "person_address": ("Mailadresse", "Mail address"),
    "person_language": ("Breve på", "Letters in"),
    "person_as_body": ("udvalgets sprog", "the committee's language"),
    "person_substitute": ("Stedfortræder", "Substitute"),
    "person_edit": ("ret", "edit"),
    "person_save": ("Gem kontakten", "Save the contact"),
    "person_text": (
        "Gælder breve, der ikke er sendt. Ændringen står i journalen.",
        "Holds for letters that have not left. The change stands in the journal.",
    ),
    "person_class": (
        "Flere personer: {n} er nummeret på hver af dem.",
        "Several people: {n} is the number of each.",
    ),
    "people_none": ("Ingen kontakter endnu.", "No contacts yet."),
    "people_add": ("Tilføj:", "Add:"),
    "people_respondents": (
        "høringsparter hører til høringerne og rettes i årshjulets mappe.",
        "respondents belong to the hearings and are edited in the cycle's folder.",
    ),
    "stand_in_title": ("Stedfortræder for", "Substitute for"),
    "stand_in_text": (
        "Får rollens breve i perioden, og indkaldes til dens møder. Begge dage er med.",
        "Gets the role's letters in that time, and is invited to its meetings. Both days included.",
    ),
    "stand_in_name": ("Sæt stedfortræder ind", "Name a substitute"),
    "stand_in_end": ("Slut", "End"),
    "stand_in_first": ("Fra", "From"),
    "stand_in_last": ("Til og med", "To (included)"),
    # Tables taken in
    "people_import": ("Indlæs kontakter fra en tabel", "Take in contacts from a table"),
    "people_import_text": (
        "En linje for hver kontakt: udvalg, rolle, navn, mailadresse, sprog. Alle andre kontakter bliver, som de er. "
        "Du ser linje for linje, hvad der er forstået, før noget ændres.",
        "One line for each contact: committee, role, name, mail address, language. All other contacts stay. You see "
        "line by line what was understood before anything is changed.",
    ),
    "people_import_example": (
        "Som: TMU; udvalgssekretær; Udvalgssekretær, TMU; sekretaer@tmu.example; da",
        "Such as: TMU; secretary; Secretary, TMU; secretary@tmu.example; en",
    ),
    "people_take_in": ("Gem det, der er forstået", "Save what was understood"),
    "import_file": ("Fil (CSV)", "File (CSV)"),
    "import_paste": ("Eller indsæt tabellen her", "Or paste the table here"),
    "import_check": ("Vis, hvad der er forstået", "Show what was understood"),
    "import_report": ("Hvad der er forstået", "What was understood"),
    "import_changes": ("kontakter ændres", "contacts change"),
    "import_wrong": ("linjer er ikke forstået", "lines were not understood"),
    "import_nothing_yet": ("Intet er ændret endnu.", "Nothing has been changed yet."),
    "import_line": ("Linje", "Line"),
    "import_lines": ("Linje for linje", "Line by line"),
    "import_typed": ("Som skrevet", "As written"),
    "import_understood": ("Forstået som", "Understood as"),
    "import_same": ("er sådan allerede", "is so already"),
    "import_new": ("(ny)", "(new)"),
    "import_again": ("Prøv med en anden tabel", "Try another table"),
    # Meeting calendars
    "calendars_title": ("Mødekalendere", "Meeting calendars"),
    "calendars_text": (
        "Mødedagene foreslås, når frister udsættes og møder udsættes, og overblikket viser den næste mulighed for "
        "godkendelse efter dem.",
        "Meeting days are proposed when deadlines or meetings are put off, and the board tells the next chance of "
        "approval by them.",
    ),
    "calendar_days": ("Møder det næste år", "Meetings of the next year"),
    "calendar_none": ("ingen møder", "no meetings"),
    "calendar_from": ("Efter", "By"),
    "calendar_rule": ("regel", "a rule"),
    "calendar_list": ("liste", "a list"),
    "meetings_import": ("Indlæs mødedage", "Take in meeting days"),
    "meetings_import_text": (
        "En dato på hver linje, eller en kalenderfil (.ics). Mellem den første og den sidste dag mødes udvalget på "
        "disse dage og ingen andre; uden for dem bliver kalenderen, som den er.",
        "One date on each line, or a calendar file (.ics). Between the first and the last day the committee meets on "
        "these days and no others; outside them the calendar stays.",
    ),
    "meetings_file": ("Fil (CSV eller ICS)", "File (CSV or ICS)"),
    "meetings_example": ("Som 2027-05-16 eller 16.5.2027.", "Such as 2027-05-16 or 16.5.2027."),
    "meetings_understood": ("mødedage er forstået", "meeting days were understood"),
    "meetings_impact": ("Hvad det ændrer", "What it changes"),
    "meetings_added": ("Nye mødedage", "New meeting days"),
    "meetings_dropped": ("Mødedage, der går ud", "Meeting days dropped"),
    "meetings_same": ("Uændret", "Unchanged"),
    "meetings_held": (
        "Disse datoer i årshjulet ville ligge anderledes efter den nye kalender. De fastholdes; flyt dem, hvis de "
        "skal følge med.",
        "These dates of the cycle would lie elsewhere by the new calendar. They are kept; move them if they are to "
        "follow.",
    ),
    "meetings_would": ("efter kalenderen", "by the calendar"),
    "meetings_move": ("Se flytningen", "See the move"),
    "meetings_none_held": ("Ingen dato i årshjulet ændres.", "No date of the cycle changes."),
    "meetings_take_in": ("Gem mødedagene", "Save the meeting days"),
    # The journal
    "journal_from": ("Fra", "From"),
    "journal_to": ("Til og med", "To (included)"),
    "as_of_link": ("Hvordan stod det på en dag?", "How did it stand on a day?"),
    "as_of_title": ("Hvordan stod det?", "How did it stand?"),
    "as_of_text": (
        "Udledt af journalens linjer til og med dagen; det, der kom senere, er ikke set på.",
        "Told by the journal's lines up to and including the day; what came later is not looked at.",
    ),
    "as_of_day": ("Ved slutningen af", "At the end of"),
    "as_of_nothing": (
        "Journalen har ingen linjer om årshjulet til og med",
        "The journal has no line of it up to",
    ),
    "as_of_lines": ("Linjer i journalen til da:", "Lines of the journal until then:"),
    "as_of_stood": ("Stod som", "Stood as"),
    "as_of_since": ("Siden", "Since"),
}
