"""The fixed words of the office's pages; those of the year's picture and tables are `rendering.page_words`."""

from functools import cache

from models.schedule import Text
from models.vocabulary import Language
from rendering.dates import days_in_words
from web.words import proceedings as words_proceedings
from web.words import steering as words_steering
from web.words.committee import COMMITTEE
from web.words.doors import DOORS
from web.words.links import LINKS
from web.words.outbox import OUTBOX
from web.words.people import PEOPLE
from web.words.starting import STARTING

_WORDS = {
    "office": ("Årshjul", "Årshjul"),
    "main_menu": ("Sider", "Pages"),
    "menu_board": ("Overblik", "Board"),
    "menu_cycles": ("Alle årshjul", "Cycles"),
    "menu_journal": ("Journal", "Journal"),
    "menu_outbox": ("Udbakke", "Outbox"),
    "in_danish": ("Dansk", "Dansk"),
    "in_english": ("English", "English"),
    "leave": ("Log ud", "Log out"),
    "leave_everywhere": ("Log ud overalt", "Log out everywhere"),
    "you_are": ("Du er her som", "You are here as"),
    "takes_a_while": (
        "Det kan vare nogle sekunder. Vent, til den næste side kommer; et klik til ændrer intet.",
        "This can take some seconds. Wait until the next page comes; another click changes nothing.",
    ),
    "show": ("Vis", "Show"),
    "all": ("alle", "all"),
    "empty": ("–", "–"),
    # The door
    "door_title": ("Velkommen", "Welcome"),
    "door_open": ("Åbn kontoret", "Open the office"),
    "door_text": (
        "Dette link åbner kontoret én gang, i denne browser. Du er inde, til du logger ud, eller i højst tolv timer.",
        "This link opens the office once, in this browser. You are in until you log out, or for twelve hours at most.",
    ),
    "door_used_title": ("Linket er brugt", "The link has been used"),
    "door_used": (
        "Et link åbner kun én gang og kun i en time. Lav et nyt på den maskine, hvor kontoret kører: »aarshjul door«.",
        "A link opens once only, and for one hour. Make another one on the machine that runs the office: "
        "“aarshjul door”.",
    ),
    "closed_title": ("Kontoret er lukket for dig", "The office is closed to you"),
    "closed": (
        "Du er ikke logget ind, eller der er gået en time, siden du sidst var her. Kontoret åbnes med det link, som "
        "»make run« viser; »aarshjul door« laver et nyt.",
        "You are not logged in, or an hour has passed since you were here. The office is opened by the link that "
        "“make run” shows; “aarshjul door” makes another one.",
    ),
    # The board
    "board_title": ("Hvem er for sent ude?", "Who is late?"),
    "late_count": ("for sent", "late"),
    "soon_count": ("har frist inden for 10 hverdage", "due within 10 working days"),
    "in_count": ("afleveret", "handed in"),
    "excused_count": ("frafaldet eller aflyst", "waived or cancelled"),
    "late_heading": ("For sent", "Late"),
    "nobody_late": ("Ingen er for sent ude.", "Nobody is overdue."),
    "matrix_heading": ("Udvalg og opgaver", "Committees and obligations"),
    "no_cycles": (
        "Der er intet årshjul i gang. Sekretariatet starter et under »Alle årshjul«.",
        "No cycle is running. The secretariat starts one under “Cycles”.",
    ),
    "nothing_owed": (
        "Endnu skylder ingen noget: opgaverne åbnes, når udfordringsskrivelserne er sendt.",
        "Nobody owes anything yet: obligations open when the challenge letters have left.",
    ),
    "nothing_owed_link": ("Se årets datoer", "See the year's dates"),
    "nothing_chosen": ("Intet svarer til valget.", "Nothing matches the choice."),
    "cycle": ("Årshjul", "Cycle"),
    "committee": ("Udvalg", "Committee"),
    "administration": ("Forvaltning", "Administration"),
    "obligation": ("Opgave", "Obligation"),
    "deadline": ("Frist", "Deadline"),
    "days_late": ("Hverdage over", "Working days late"),
    "last_letter": ("Sidste brev", "Last letter"),
    "next_rung": ("Næste skridt", "Next step"),
    "to_whom": ("til", "to"),
    "next_meeting": ("Næste mulighed for godkendelse", "Next chance of approval"),
    "asked_until": ("søgt udsat til", "asked to be extended until"),
    "csv": ("Hent som CSV", "Download as CSV"),
    "working_day": ("hverdag", "working day"),
    "working_days": ("hverdage", "working days"),
    "late_today": ("for sent i dag", "late today"),
    "late_by": ("for sent:", "late by"),
    "due_in": ("frist om", "due in"),
    "due_today": ("frist i dag", "due today"),
    "extended_in": ("forlænget, frist om", "extended, due in"),
    "extended_today": ("forlænget, frist i dag", "extended, due today"),
    "stands_changing": ("ændring på vej", "change on its way"),
    "stands_planned": ("ikke udsendt endnu", "not sent out yet"),
    "stands_handed_in": ("afleveret", "handed in"),
    "stands_accepted": ("godkendt", "accepted"),
    "stands_waived": ("frafaldet", "waived"),
    "stands_cancelled": ("aflyst", "cancelled"),
    "stands_closed": ("afsluttet", "closed"),
    "was_late": ("efter fristen", "after the deadline"),
    "as_of": ("Set", "As of"),
    # The heartbeat
    "pulse": ("Kontorets puls", "The office's pulse"),
    "engine": ("Motor", "Engine"),
    "engine_idle": ("følger med, intet venter på den", "keeping up, nothing waits for it"),
    "engine_busy": ("i gang siden", "busy since"),
    "engine_still": ("STÅR STILLE siden", "HAS STOOD STILL since"),
    "mail": ("Mail", "Mail"),
    "waiting_letters": ("venter", "waiting"),
    "held_letters": ("tilbageholdt", "held"),
    "person_letters": ("kræver en person", "need a person"),
    "sent_last": ("sidste brev", "last letter"),
    "sent_never": ("intet brev sendt endnu", "no letter sent yet"),
    "inbox": ("Indbakke", "Inbox"),
    "inbox_none": ("læses ikke", "is not read"),
    "inbox_read": ("læst", "read"),
    "inbox_never": ("ikke læst endnu", "not read yet"),
    "inbox_fails": ("KAN IKKE LÆSES siden", "CANNOT BE READ since"),
    # Cycles
    "cycles_title": ("Alle årshjul", "Cycles"),
    "to_wheel": ("Se årets hjul", "See the wheel of the year"),
    "to_cycle": ("Se årshjulets forløb", "See how the cycle goes"),
    "stage": ("Stade", "Stage"),
    "year": ("År", "Year"),
    "lead": ("Ansvarligt udvalg", "Lead committee"),
    "started": ("Startet", "Started"),
    "own_time": ("Dette årshjul lever i sin egen tid:", "This cycle lives in a time of its own:"),
    "tasks": ("Opgaver til sekretariatet", "Tasks for the secretariat"),
    "no_tasks": ("Ingen opgaver.", "No tasks."),
    "waits_heading": ("Hvad venter på hvad", "What waits for what"),
    "waits_none": ("Intet trin venter.", "No step waits."),
    "waits_end": ("sin afslutning", "its end"),
    "minutes": ("Registreret af", "Recorded by"),
    "step_stage": ("Hvor langt", "How far"),
    # Journal
    "journal_title": ("Journal", "Journal"),
    "search": ("Ord", "Words"),
    "about": ("Om", "About"),
    "change": ("Før → efter", "Before → after"),
    "older": ("Ældre linjer", "Older lines"),
    "no_lines": ("Ingen linjer svarer til valget.", "No lines match the choice."),
    # Outbox
    "outbox_title": ("Udbakke", "Outbox"),
    "letter_state": ("Tilstand", "State"),
    "no_letters": ("Ingen breve svarer til valget.", "No letters match the choice."),
    "newer_letters": ("Nyere breve", "Newer letters"),
    "older_letters": ("Ældre breve", "Older letters"),
    "letter_no": ("Brev nr.", "Letter no."),
    "from": ("Fra", "From"),
    "decided": ("Besluttet", "Decided"),
    "sent": ("Sendt", "Sent"),
    "attached": ("Vedhæftet", "Attached"),
    "no_files": ("Ingen vedhæftede filer.", "No attachments."),
    "as_seen": ("Brevet, som modtageren ser det", "The letter as its recipient sees it"),
    "as_text": ("Brevet som ren tekst", "The letter as plain text"),
    "unwritten": (
        "Brevet er ikke skrevet endnu; det skrives, når det skal af sted.",
        "The letter has not been written yet; it is when it is about to leave.",
    ),
    "in_the_way": ("Hvad der står i vejen", "What stands in its way"),
    "formal": ("formelt brev", "formal letter"),
    "to_outbox": ("Til udbakken", "To the outbox"),
    # Forms
    "form_problem": ("Det kunne ikke gøres endnu", "It could not be done yet"),
    "form_optional": ("kan udelades", "optional"),
    "form_file_again": (
        "En browser må ikke huske filer: vælg filen igen.",
        "A browser may not remember files: choose the file again.",
    ),
    # Errors
    "error_400": ("Formularen kom ikke helt frem", "The form did not arrive whole"),
    "error_400_text": (
        "Intet er gemt. Gå tilbage (det, du skrev, står der endnu), og send den igen.",
        "Nothing has been stored. Go back (what you typed is still there), and send it again.",
    ),
    "error_409": ("Formularen er allerede sendt", "The form has already been sent"),
    "error_409_text": (
        "Den er ved at blive behandlet, eller behandlingen blev afbrudt. Se i journalen, om det er sket, før du åbner "
        "siden igen og sender en ny.",
        "It is being dealt with, or that was cut short. See in the journal whether it has been done before you open "
        "the page again and send a new one.",
    ),
    "error_401": ("Du er logget ud", "You are logged out"),
    "error_401_text": (
        "Intet er gjort: du er logget ud, eller der er gået en time, siden du sidst var her. Log ind igen, åbn siden, "
        "og send formularen en gang til.",
        "Nothing was done: you are logged out, or an hour has passed since you were here. Log in again, open the page "
        "and send the form once more.",
    ),
    "error_typed": ("Det, du skrev, så du kan kopiere det", "What you wrote, for you to copy"),
    "error_403": ("Det har du ikke adgang til", "You may not see this"),
    "error_403_text": (
        "Siden er for en anden rolle end din. Spørg sekretariatet, hvis du mangler den.",
        "This page is for another role than yours. Ask the secretariat if you need it.",
    ),
    "error_form": ("Formularen kunne ikke bruges", "The form could not be used"),
    "error_form_text": (
        "Den kom ikke fra en af vore sider, eller du er logget ind igen, siden den blev vist. Åbn siden igen, og "
        "prøv en gang til.",
        "It did not come from one of our pages, or you have logged in again since it was shown. Open the page again "
        "and try once more.",
    ),
    "error_404": ("Her er ingenting", "There is nothing here"),
    "error_404_text": (
        "Er adressen hel? Vælg en side i menuen, eller begynd forfra.",
        "Is the address whole? Choose a page from the menu, or start over.",
    ),
    "error_405": ("Det kan man ikke her", "That cannot be done here"),
    "error_405_text": ("Gå tilbage, og brug sidens knapper.", "Go back and use the page's buttons."),
    "error_413": ("Det er for meget på én gang", "That is too much at once"),
    "error_413_text": (
        "Formularen eller filen er for stor, og intet er gemt. Gå tilbage; det, du skrev, står der endnu. Gem filen "
        "mindre, eller del den; ved feltet står, hvor meget den må fylde.",
        "The form or the file is too large, and nothing has been stored. Go back; what you typed is still there. "
        "Save the file smaller, or split it; how large it may be stands by its field.",
    ),
    "error_421": ("Kontoret kendes ikke under det navn", "The office is not known by that name"),
    "error_421_text": (
        "Brug den adresse, som »make run« viser. Under et andet navn vises siderne kun med kommunens login "
        "(AARSHJUL_OIDC_ISSUER) og den adresse, der står i AARSHJUL_WEB_URL.",
        "Use the address that “make run” shows. Under another name the pages are served with the city's login only "
        "(AARSHJUL_OIDC_ISSUER), and under the address in AARSHJUL_WEB_URL.",
    ),
    "error_500": ("Noget gik galt hos os", "Something went wrong on our side"),
    "error_500_text": (
        "Fejlen er vores og står nu i kontorets logfil. Gå tilbage: det, du skrev, står der endnu. Se i journalen, om "
        "det er sket, før du sender igen. Sig det til sekretariatet, hvis det bliver ved.",
        "The mistake is ours, and stands in the office's log now. Go back: what you typed is still there. See in the "
        "journal whether it has been done before you send it again. Tell the secretariat if it goes on.",
    ),
    "error_503": ("Databasen kan ikke bruges lige nu", "The database cannot be used now"),
    "error_503_text": (
        "Det, der er gemt, er i behold. Prøv igen om et minut; sendte du noget, så se først efter, om det er sket. "
        "Bliver det ved, så sig det til den, der driver Årshjul: kontorets logfil siger, hvad der er i vejen.",
        "What has been stored is safe. Try again in a minute; if you sent something, see first whether it has been "
        "done. If it goes on, tell the person who runs Årshjul: the office's log says what is in the way.",
    ),
    "to_front": ("Til forsiden", "To the front page"),
}


TABLES = (_WORDS, COMMITTEE, words_steering.WORDS, words_proceedings.WORDS, PEOPLE, OUTBOX, STARTING, DOORS, LINKS)
"""Every table of words; each subject's pages bring their own (`web.words_…`), and no name stands in two."""


@cache
def words(language: Language) -> dict[str, str]:
    """Return every fixed word of the pages in one language."""
    every = {name: pair for table in TABLES for name, pair in table.items()}
    return {name: danish if language is Language.DA else english for name, (danish, english) in every.items()}


def said(text: Text, language: Language) -> str:
    """Return the text in the language, its days as people write them: rules name them as the program reads them."""
    return days_in_words(text.da if language is Language.DA else text.en, language)
