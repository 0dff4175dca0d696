"""The words of the committee's page, behind the link in its letters, and of limits on guessing."""

COMMITTEE = {
    "error_429": ("For mange forsøg herfra", "Too many attempts from here"),
    "error_429_text": (
        "Der er åbnet for mange links, som ikke virker. Vent ti minutter, og brug så linket i det nyeste brev – hele "
        "linket, uden mellemrum. Spørg sekretariatet, hvis det ikke hjælper.",
        "Too many links that do not work have been opened. Wait ten minutes, and then use the link in the latest "
        "letter: the whole link, without spaces. Ask the secretariat if that does not help.",
    ),
    "c_back": ("Til udvalgets side", "To the committee's page"),
    "c_questions": ("Spørgsmål? Skriv til", "Questions? Write to"),
    "c_private": (
        "Linket er udvalgets eget: den, der har det, kan handle for udvalget. Er det kommet i forkerte hænder, så sig "
        "det til sekretariatet.",
        "The link is the committee's own: whoever has it can act for the committee. If it has come into the wrong "
        "hands, tell the secretariat.",
    ),
    # What is owed
    "c_owed": ("Det skal I aflevere", "What you are to hand in"),
    "c_owed_none": (
        "I skal ikke aflevere noget lige nu. Når der kommer et brev om det, står det her med frist.",
        "There is nothing to hand in now. When a letter asks for something, it stands here with its deadline.",
    ),
    "c_due": ("Frist: senest", "Deadline: no later than"),
    "c_stage": ("Status", "Status"),
    "c_late": ("Arbejdsdage over fristen:", "Working days past the deadline:"),
    "c_late_today": ("Fristen er overskredet.", "The deadline has passed."),
    "c_late_taken": (
        "Fristen er overskredet; det, I afleverer, tages imod og registreres som sent.",
        "The deadline has passed; what you hand in is taken and noted as late.",
    ),
    "c_granted": ("I har fået udsættelse til", "You have been given until"),
    "c_first": ("den første frist var", "the first deadline was"),
    "c_returned": ("Sendt retur til bearbejdning, ny frist", "Returned for revision, new deadline"),
    "c_request": ("I har søgt om udsættelse til", "You have asked for an extension until"),
    "c_request_text": (
        "Fristen gælder, til sekretariatet har svaret.",
        "The deadline holds until the secretariat has answered.",
    ),
    "c_own_approval": (
        "Udvalget skal selv have godkendt materialet, før det afleveres.",
        "The committee must itself have approved the material before it is handed in.",
    ),
    "c_approval_pending": (
        "Modtaget, men udvalgets egen godkendelse mangler: aflevér igen med dato og punkt, når den er der.",
        "Received, but the committee's own approval is missing: hand in again with its date and item once it is there.",
    ),
    "c_submit": ("Aflevér", "Hand in"),
    "c_submit_again": ("Aflevér en ny udgave", "Hand in a new version"),
    "c_ask": ("Søg om udsættelse", "Ask for an extension"),
    "c_receipts": ("Kvitteringer", "Receipts"),
    "c_version": ("Udgave", "Version"),
    "c_received": ("Modtaget", "Received"),
    "c_in_time": ("til tiden", "in time"),
    "c_too_late": ("efter fristen", "after the deadline"),
    "c_against": ("Frist, der gjaldt", "Deadline that applied"),
    "c_approved": ("Godkendt af udvalget", "Approved by the committee"),
    "c_item": ("punkt", "item"),
    "c_file": ("Fil", "File"),
    # Meetings and letters
    "c_meetings": ("Møder, I er indkaldt til", "Meetings that you are called to"),
    "c_meetings_none": ("Ingen møder er indkaldt lige nu.", "No meetings are called now."),
    "c_answered": ("I har svaret", "You have answered"),
    "c_unanswered": ("I har ikke svaret endnu.", "You have not answered yet."),
    "c_outdated": ("Mødet er ændret siden; svar igen.", "The meeting has changed since; answer again."),
    "c_answer": ("Svar på indkaldelsen", "Answer the invitation"),
    "c_answer_again": ("Ret svaret", "Change the answer"),
    "c_letters": ("Breve til udvalget", "Letters to the committee"),
    "c_papers": ("Bilagene til", "The papers of"),
    "c_arrived": ("noteret som modtaget", "noted as arrived"),
    "c_acknowledge": ("Bekræft, at brevet er kommet frem", "Confirm that the letter has arrived"),
    "c_attached": ("Bilag", "Papers"),
    "c_as_text": ("Brevet som ren tekst", "The letter as plain text"),
    "c_letter": ("Brevet", "The letter"),
    # Calendar and substitutes
    "c_calendar": ("Udvalgets kalender", "The committee's calendar"),
    "c_calendar_text": (
        "Få frister og møder ind i jeres egen kalender. De følger med, når noget flyttes. Adressen er hemmelig og "
        "vises kun én gang.",
        "Have deadlines and meetings in your own calendar. They follow when something moves. The address is secret and "
        "shown only once.",
    ),
    "c_calendar_make": ("Hent en adresse at abonnere på", "Get an address to subscribe to"),
    "c_calendar_made": (
        "Her er kalenderens adresse. Den vises kun nu: åbn den i jeres kalender med det samme, eller gem den.",
        "Here is the calendar's address. It is shown only now: open it in your calendar at once, or keep it.",
    ),
    "c_calendar_open": ("Åbn i kalenderen", "Open in the calendar"),
    "c_calendar_else": (
        "Eller kopiér adressen til »Tilføj kalender fra internettet«:",
        "Or copy the address to “Add calendar from the internet”:",
    ),
    "c_substitutes": ("Stedfortrædere", "Substitutes"),
    "c_substitutes_none": ("Ingen er stedfortræder nu.", "Nobody stands in now."),
    "c_for": ("for", "for"),
    "c_substitute": ("Angiv en stedfortræder", "Name a substitute"),
    # Forms
    "c_title_submit": ("Aflevér", "Hand in"),
    "c_text_submit": (
        "Vælg filen eller filerne, og send. I får en kvittering med det samme. I kan aflevere en ny udgave, indtil "
        "sagen behandles.",
        "Choose the file or files, and send. You get a receipt at once. You can hand in a new version until the matter "
        "is dealt with.",
    ),
    "c_not_now_submit": (
        "Der kan ikke afleveres mere her: sagen er afsluttet, eller opgaven er frafaldet. Spørg sekretariatet.",
        "Nothing more can be handed in here: the matter is settled, or the duty has been waived. Ask the secretariat.",
    ),
    "c_files": ("Fil eller filer", "File or files"),
    "c_files_hint": (
        "PDF, Word (.docx), Excel (.xlsx) eller ODT uden makroer, tilsammen højst",
        "PDF, Word (.docx), Excel (.xlsx) or ODT without macros, together at most",
    ),
    "c_approved_by": ("Hvem godkendte det?", "Who approved it?"),
    "c_approved_hint": (
        "Udvalget skal selv have godkendt det. Mangler godkendelsen endnu, så lad felterne stå tomme; afleveringen "
        "tæller alligevel.",
        "The committee must itself have approved it. If it has not yet, leave these fields empty; the hand-in counts "
        "all the same.",
    ),
    "c_approved_on": ("Hvornår?", "When?"),
    "c_agenda_item": ("Punkt på dagsordenen", "Item on the agenda"),
    "c_send_submit": ("Aflevér", "Hand in"),
    "c_title_ask": ("Søg om udsættelse", "Ask for an extension"),
    "c_text_ask": (
        "Fristen gælder, til sekretariatet har svaret. Søger I igen, træder den nye ansøgning i stedet for den gamle.",
        "The deadline holds until the secretariat has answered. If you ask again, the new request replaces the old "
        "one.",
    ),
    "c_not_now_ask": (
        "Udsættelse skal søges, inden fristen udløber og før der er afleveret. Skriv til sekretariatet, hvis der er "
        "brug for det.",
        "An extension must be asked for before the deadline has passed and before anything is handed in. Write to the "
        "secretariat if there is need.",
    ),
    "c_until": ("Ønsket frist", "Deadline wished for"),
    "c_own_meeting": ("udvalgets møde", "the committee's meeting"),
    "c_other_day": ("en anden dato", "another date"),
    "c_other": ("Anden dato", "Another date"),
    "c_other_hint": (
        "Skriv den her, hvis ingen af møderne passer; så er det den, der gælder.",
        "Write it here if none of the meetings will do; then this is the one that counts.",
    ),
    "c_reason": ("Hvorfor?", "Why?"),
    "c_send_ask": ("Send ansøgningen", "Send the request"),
    "c_title_answer": ("Svar på indkaldelse", "Answer the invitation"),
    "c_text_answer": (
        "Svaret er det samme, som når I svarer fra kalenderen. Det nyeste gælder.",
        "The answer is the same as one from your calendar. The newest counts.",
    ),
    "c_not_now_answer": (
        "Mødet er holdt, flyttet eller aflyst, så der er intet at svare på.",
        "The meeting has been held, moved or called off, so there is nothing to answer.",
    ),
    "c_your_answer": ("Jeres svar", "Your answer"),
    "c_say_accepted": ("Ja, vi kommer", "Yes, we are coming"),
    "c_say_tentative": ("Måske", "Maybe"),
    "c_say_declined": ("Nej, vi kommer ikke", "No, we are not coming"),
    "c_comment": ("Bemærkning", "Comment"),
    "c_send_answer": ("Send svaret", "Send the answer"),
    "c_title_substitute": ("Angiv en stedfortræder", "Name a substitute"),
    "c_text_substitute": (
        "I perioden går breve og indkaldelser til stedfortræderen. Møder, der allerede er indkaldt, indkaldes på ny.",
        "In this period letters and invitations go to the substitute. For meetings already called they are invited "
        "anew.",
    ),
    "c_role": ("For hvem?", "For whom?"),
    "c_name": ("Stedfortræderens navn", "The substitute's name"),
    "c_address": ("Mailadresse", "Mail address"),
    "c_first_day": ("Fra og med", "From"),
    "c_last_day": ("Til og med", "To"),
    "c_send_substitute": ("Gem stedfortræderen", "Keep the substitute"),
    # What does not work
    "c_gone": ("Linket virker ikke", "The link does not work"),
    "c_gone_text": (
        "Måske er det ikke helt: kopiér hele adressen fra brevet. Det kan også være udløbet, trukket tilbage eller "
        "erstattet af et nyere brevs.",
        "Perhaps it is not whole: copy the whole address from the letter. It may also have expired, been taken back, "
        "or been replaced by that of a newer letter.",
    ),
    "c_gone_ask": (
        "Prøv linket i det nyeste brev om årshjulet, eller svar på det: så skriver I til sekretariatet.",
        "Try the link in the latest letter about the cycle, or reply to it: that reaches the secretariat.",
    ),
    "c_error_text": (
        "Gå tilbage i browseren: det, I skrev, står der endnu. Filer skal vælges igen. Hjælper det ikke, så svar på "
        "brevet med filerne vedhæftet.",
        "Go back in the browser: what you typed is still there. Files must be chosen again. If that does not help, "
        "reply to the letter with the files attached.",
    ),
}
