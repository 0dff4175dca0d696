"""The words of the pages that steer a year: dates, obligations and tasks."""

WORDS = {
    "menu_tasks": ("Opgaver", "Tasks"),
    "tasks_title": ("Opgaver til sekretariatet", "Tasks for the secretariat"),
    "tasks_none": (
        "Ingen opgaver. Her står det, når et brev ikke kan sendes, en dato skal fastsættes, eller et udvalg søger "
        "udsættelse.",
        "No tasks. It stands here when a letter cannot leave, a date is to be settled, or a committee asks for more "
        "time.",
    ),
    "task_what_now": ("Hvad nu", "What now"),
    "task_is_done": ("Afslut opgaven", "Mark as done"),
    "task_to_letter": ("Gå til brevet", "Go to the letter"),
    "task_to_pack": ("Se brevene i udbakken", "See the letters in the outbox"),
    "task_to_move": ("Fastsæt datoen", "Settle the date"),
    "task_to_duty": ("Svar på opgavens side", "Answer on the obligation's page"),
    "task_to_meeting": ("Gå til mødet", "Go to the meeting"),
    "task_to_hearing": ("Gå til høringen", "Go to the hearing"),
    "task_to_year": ("Gå til årshjulet", "Go to the cycle"),
    "task_to_start": ("Bekræft og start året", "Confirm and start the year"),
    "task_done_hint": (
        "Opgaven forsvinder af sig selv, når det, den drejer sig om, er gjort. Afslut den kun, hvis den er løst på en "
        "anden måde.",
        "A task goes away by itself once what it is about is done. Mark it as done only if it was solved in another "
        "way.",
    ),
    # The year
    "steer": ("Styr året", "Steer the year"),
    "do_move": ("Flyt en dato", "Move a date"),
    "do_pause": ("Sæt på pause", "Pause"),
    "do_resume": ("Genoptag", "Resume"),
    "do_cancel": ("Aflys årshjulet", "Cancel the cycle"),
    "to_forecast": ("Hvad der sendes de næste 60 dage", "What will be sent in the next 60 days"),
    "many_bodies": ("udvalg", "committees"),
    "owed_more": ("udvalg mere står på overblikket", "more committees are on the board"),
    "meetings_more": ("møder mere; de står i tidslinjen", "more meetings; they are in the timeline"),
    "dates_more": (
        "datoer mere; alle står i årets kalender",
        "more dates; all are in the year's calendar",
    ),
    "owed_heading": ("Udvalgenes opgaver", "The committees' obligations"),
    "owed_none": (
        "Endnu skylder ingen noget: opgaverne åbnes, når udfordringsskrivelserne er sendt.",
        "Nobody owes anything yet: obligations open when the challenge letters have left.",
    ),
    "meetings_heading": ("Møder og høringer", "Meetings and hearings"),
    "meetings_none": ("Intet møde er indkaldt endnu.", "No meeting has been called yet."),
    "answers_count": ("svar", "answers"),
    "remarks_heading": ("Bemærkninger til årets datoer og tekster", "Remarks on the year's dates and texts"),
    "remarks_none": ("Ingen bemærkninger.", "No remarks."),
    "remark_error": ("Fejl", "Error"),
    "remark_warning": ("Bemærk", "Note"),
    "undelivered": (
        "Gemt, og motoren har ikke hørt om det endnu:",
        "Stored, and the engine has not heard of it yet:",
    ),
    # Moving a date
    "move_title": ("Flyt en dato", "Move a date"),
    "move_text": (
        "Vælg, hvad der skal flyttes, og hvortil. Først vises, hvad det ændrer: datoer, breve og kalendere. Intet er "
        "flyttet, før du bekræfter.",
        "Choose what is to be moved, and to which day. First you see what it changes: dates, letters and calendars. "
        "Nothing is moved until you confirm.",
    ),
    "move_nothing": ("Intet i dette årshjul kan flyttes.", "Nothing in this cycle can be moved."),
    "move_place": ("Trin", "Step"),
    "move_place_hint": (
        "Et trin for alle udvalg, eller kun for ét: resten bliver stående.",
        "A step for all committees, or for one alone: the others stay where they are.",
    ),
    "move_to": ("Ny dag", "New day"),
    "move_hour": ("Klokkeslæt", "Time of day"),
    "move_hour_hint": ("Tomt: som hidtil.", "Empty: as it was."),
    "move_look": ("Vis, hvad det ændrer", "Show what it changes"),
    "move_confirm_heading": ("Bekræft flytningen", "Confirm the move"),
    "move_confirm": ("Flyt", "Move"),
    "move_reason": ("Begrundelse", "Reason"),
    "move_reason_hint": (
        "Står i journalen og i brevene om flytningen.",
        "Stands in the journal and in the letters about the move.",
    ),
    "all_committees": ("alle", "all"),
    "no_day_yet": ("ingen dag endnu", "no day yet"),
    # The impact sheet
    "impact_heading": ("Hvad det ændrer", "What it changes"),
    "impact_dates": ("Datoer, der flytter", "Dates that move"),
    "impact_before": ("Før", "Before"),
    "impact_after": ("Efter", "After"),
    "impact_gone": ("Breve, der bortfalder", "Letters that fall away"),
    "impact_new": ("Nye breve", "New letters"),
    "impact_dropped": ("Trin, der bortfalder", "Steps that fall away"),
    "impact_entries": ("Kalenderposter, der ændres", "Calendar entries that change"),
    "impact_people": ("Modtagere, der berøres", "Recipients concerned"),
    "impact_tasks": ("Det skal du selv se på bagefter", "What you have to look at afterwards"),
    "impact_warnings": ("Datoernes rækkefølge", "The order of the dates"),
    "impact_none": ("Det ændrer ingen anden dato og intet brev.", "It changes no other date and no letter."),
    "letter_kind": ("Brev", "Letter"),
    "about_body": ("Om", "About"),
    "letters_few": ("brev", "letter"),
    # Pause, resume, cancel
    "act_pause_title": ("Sæt på pause", "Pause the cycle"),
    "act_resume_title": ("Genoptag årshjulet", "Resume the cycle"),
    "act_cancel_title": ("Aflys årshjulet", "Cancel the cycle"),
    "act_pause_text": (
        "Ingen breve sendes, før årshjulet genoptages. Afleveringer, beslutninger og flytninger går videre, og ingen "
        "frist flyttes: en frist, der falder i pausen, overskrides.",
        "No letter leaves until the cycle is resumed. Hand-ins, decisions and moves go on, and no deadline moves: one "
        "that falls in the pause passes.",
    ),
    "act_resume_text": (
        "Breve sendes igen. Af de påmindelser, der skulle være sendt i pausen, sendes kun den seneste, der stadig er "
        "sand, til hver modtager; de andre noteres som samlet.",
        "Letters leave again. Of the reminders that should have left during the pause only the latest one that is "
        "still true is sent to each recipient; the others are recorded as folded.",
    ),
    "act_resume_later": ("Breve, der har ventet, sendes", "Letters that have waited leave on"),
    "act_cancel_text": (
        "Det kan ikke fortrydes. Åbne opgaver aflyses, kommende møder kaldes tilbage, og alle berørte får ét brev om "
        "det. Intet slettes: journal, afleveringer og breve bliver stående.",
        "This cannot be undone. Open obligations are cancelled, meetings to come are called off, and everyone "
        "concerned gets one letter about it. Nothing is deleted: journal, hand-ins and letters stay.",
    ),
    "act_reaches": ("Det berører", "It concerns"),
    "act_open": ("åbne opgaver", "open obligations"),
    "act_meetings": ("kommende møder", "meetings to come"),
    "act_letters": ("breve, der venter", "letters that wait"),
    "act_confirm": ("Skriv årshjulets korte navn for at bekræfte", "Type the cycle's short name to confirm"),
    "act_not_now": ("Det kan ikke gøres nu.", "It cannot be done now."),
    "act_back": ("Tilbage uden at gøre noget", "Back without doing anything"),
    # Forecast
    "forecast_title": ("Hvad der sendes", "What will be sent"),
    "forecast_text": (
        "Regnet ud fra, hvordan årshjulet står nu, og at ingen afleverer, og beslutninger falder på deres dag.",
        "Computed from how the cycle stands now, as if nobody hands in and decisions fall on their day.",
    ),
    "forecast_from": ("Fra", "From"),
    "forecast_to": ("Til og med", "To, included"),
    "forecast_none": ("Intet brev sendes i den tid.", "No letter leaves in that time."),
    "forecast_later": ("sendes senere", "leave later"),
    "forecast_held": ("er tilbageholdt og sendes, når de frigives", "are held and leave once released"),
    "forecast_waiting": ("er på vej", "are on their way"),
    "forecast_stands": ("Årshjulet sender intet nyt, som det står nu:", "The cycle sends nothing new as it stands:"),
    "held_word": ("tilbageholdt", "held"),
    # An obligation
    "duty_due": ("Gældende frist", "Deadline in force"),
    "duty_first": ("Trinnets egen dato", "The step's own date"),
    "duty_granted": ("Udsat til", "Extended to"),
    "duty_returned": ("Sendt retur med frist", "Returned, due"),
    "duty_bound": (
        "Dagsordenen lukker for det møde, der skal bruge den",
        "The agenda closes of the meeting that needs it",
    ),
    "duty_asks": ("Tilføjelsen lyder", "The addition reads"),
    "duty_blocking": ("Året venter på den.", "The year waits for it."),
    "duty_round": ("Runde", "Round"),
    "duty_late_by": ("For sent; hverdage over fristen:", "Late; working days past the deadline:"),
    "duty_late_today": ("For sent i dag", "Late today"),
    "duty_approval": ("Udvalgets egen godkendelse mangler.", "The committee's own approval is pending."),
    "duty_request": ("Udvalget søger udsættelse til", "The committee asks for more time, until"),
    "duty_versions": ("Afleveringer", "What was handed in"),
    "duty_versions_none": ("Intet er afleveret.", "Nothing has been handed in."),
    "duty_version": ("Version", "Version"),
    "duty_received": ("Modtaget", "Received"),
    "duty_file": ("Fil", "File"),
    "duty_against": ("Frist dengang", "Deadline then"),
    "duty_in_time": ("rettidig", "in time"),
    "duty_too_late": ("efter fristen", "after the deadline"),
    "duty_approved_on": ("Godkendt af udvalget", "Approved by the committee"),
    "duty_item": ("punkt", "item"),
    "duty_letters": ("Breve om opgaven", "Letters about it"),
    "duty_letters_none": ("Intet brev er sendt om den.", "No letter has been sent about it."),
    "duty_journal": ("Opgavens journal", "Its journal"),
    "duty_acts": ("Hvad kan gøres", "What can be done"),
    "kilobytes": ("kB", "kB"),
    "duty_do_submit": ("Aflevér på udvalgets vegne", "Hand in for the committee"),
    "duty_do_extend": ("Giv udsættelse", "Grant an extension"),
    "duty_do_refuse": ("Afslå udsættelsen", "Refuse the extension"),
    "duty_do_return": ("Send retur til bearbejdning", "Return for revision"),
    "duty_do_accept": ("Godkend afleveringen", "Accept the hand-in"),
    "duty_do_waive": ("Frafald opgaven", "Waive the obligation"),
    "duty_text_submit": (
        "Filen gemmes som næste version, og udvalgets sekretær får en kvittering. Påmindelserne tier.",
        "The file is stored as the next version, and the committee's secretary gets a receipt. Reminders fall silent.",
    ),
    "duty_text_extend": (
        "Fristen flyttes for dette udvalg alene. Udvalget får ét brev om det, og påmindelserne følger den nye frist.",
        "The deadline moves for this committee alone. It gets one letter about it, and reminders follow the new "
        "deadline.",
    ),
    "duty_text_refuse": (
        "Fristen står fast, og udvalget får brev med begrundelsen.",
        "The deadline stands, and the committee gets a letter with the reason.",
    ),
    "duty_text_return": (
        "Udvalget skal aflevere igen inden den nye frist og får brev med begrundelsen. Påmindelserne begynder forfra.",
        "The committee has to hand in again by the new deadline and gets a letter with the reason. Reminders start "
        "over.",
    ),
    "duty_text_accept": (
        "Opgaven er afsluttet, og udvalget får besked. Den kan ikke sendes retur bagefter.",
        "The obligation is settled, and the committee is told. It cannot be returned afterwards.",
    ),
    "duty_text_waive": (
        "Udvalget fritages, og alt, der venter på opgaven, regner den for leveret. Udvalget får brev med begrundelsen.",
        "The committee is released, and all that waits for it counts it as there. It gets a letter with the reason.",
    ),
    "duty_until": ("Ny frist", "New deadline"),
    "duty_reason": ("Begrundelse", "Reason"),
    "duty_reason_hint": ("Står i brevet og i journalen.", "Stands in the letter and in the journal."),
    "duty_override": (
        "Giv den, også hvis den ligger efter, at dagsordenen lukker",
        "Grant it even if it lies after the agenda closes",
    ),
    "duty_the_file": ("Filen eller filerne", "The file, or several"),
    "duty_the_file_hint": (
        "Word, Excel, OpenDocument eller PDF; højst 25 MB.",
        "Word, Excel, OpenDocument or PDF; 25 MB at most.",
    ),
    "duty_approved_day": ("Udvalget godkendte den", "The committee approved it on"),
    "duty_approved_hint": (
        "Udvalget skal selv have godkendt den. Udelades dagen, noteres det som manglende.",
        "The committee must have approved it itself. Without the day it is noted as pending.",
    ),
    "duty_approved_by": ("Godkendt af (udvalg eller rolle)", "Approved by (committee or role)"),
    "duty_agenda_item": ("Punkt på dagsordenen", "Item on the agenda"),
    "sha256": ("SHA-256", "SHA-256"),
    "fetch": ("Hent", "Download"),
    "back_to_cycle": ("Til årshjulet", "To the cycle"),
    "back_to_duty": ("Til opgaven", "To the obligation"),
    "back_to_meeting": ("Til mødet", "To the meeting"),
    "back_to_hearing": ("Til høringen", "To the hearing"),
}
