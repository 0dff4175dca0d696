"""The words of the pages that prepare, rehearse and start a year."""

STARTING = {
    "no_cycles_start": (
        "Der er intet årshjul i gang endnu. Begynd med at starte et år: det tager et kvarter, og intet sendes, før du "
        "siger til.",
        "No cycle is running yet. Begin by starting a year: it takes a quarter of an hour, and nothing is sent before "
        "you say so.",
    ),
    "no_cycles_wait": (
        "Der er intet årshjul i gang endnu. Sekretariatet starter året; så står det her.",
        "No cycle is running yet. The secretariat starts the year; then it is here.",
    ),
    "start_link": ("Start et år", "Start a year"),
    "start_title": ("Start et år", "Start a year"),
    "start_text": (
        "Vælg, hvad året skal bygge på. Du får en kopi, som du kan rette, indtil den er, som den skal være; intet "
        "sendes, før du starter året.",
        "Choose what the year is built on. You get a copy that you can mend until it is as it should be; nothing is "
        "sent before you start the year.",
    ),
    "start_all": ("Start et år", "Start a year"),
    "start_walk": ("Trin i forberedelsen", "Steps of the preparation"),
    "start_step_dates": ("Datoer", "Dates"),
    "start_step_people": ("Kontakter", "Contacts"),
    "start_step_papers": ("Bilag", "Papers"),
    "start_step_letters": ("Breve og start", "Letters and start"),
    # What to start from
    "start_prepared": ("Under forberedelse", "Being prepared"),
    "start_go_on": ("Fortsæt", "Go on"),
    "start_from": ("Bygger på", "Built on"),
    "start_changed": ("ændret", "changed"),
    "start_changed_word": ("Ændret", "Changed"),
    "start_do": ("Handlinger", "Actions"),
    "start_download": ("Hent som zip", "Download as zip"),
    "start_forget": ("Slet forberedelsen", "Throw it away"),
    "start_proposed": ("Foreslåede år", "Proposed years"),
    "start_proposed_text": (
        "De er foreslået af sig selv på den aftalte dag. Se dem igennem, og bekræft ved at starte.",
        "They were proposed by themselves on the agreed day. Look them through, and confirm by starting.",
    ),
    "start_look_at": ("Se igennem:", "Look through:"),
    "start_new": ("Et nyt år", "A new year"),
    "start_base": ("Byg på", "Build on"),
    "start_base_hint": (
        "Et årshjul, der følger med, eller et tidligere år med dets rettede kontakter, tekster og bilag.",
        "A cycle that comes with the program, or an earlier year with its corrected contacts, texts and papers.",
    ),
    "start_as_in": ("som i", "as in"),
    "start_year": ("År", "Year"),
    "start_see": ("Se tidsplanen", "See the timeline"),
    "start_zip_heading": ("Eller fra en mappe", "Or from a folder"),
    "start_zip": ("Zip-fil med årshjulets mappe", "Zip file with the cycle's folder"),
    "start_zip_hint": (
        "Mappen med cycle.toml, tekster og bilag, højst 25 MB; som den, man kan hente her på siderne.",
        "The folder with cycle.toml, texts and papers, 25 MB at most; such as the one that these pages give.",
    ),
    "start_upload": ("Læs mappen", "Read the folder"),
    "start_year_zip": ("Hent årshjulet som zip", "Download the cycle as zip"),
    # What the lint says
    "start_errors": ("Det her skal rettes, før året kan startes", "This must be mended before the year can start"),
    "start_errors_text": (
        "Flyt datoen nedenfor, upload bilaget, eller ret i filen, hvor fejlen står.",
        "Change the date below, upload the paper, or mend the file where the mistake is.",
    ),
    "start_remarks": ("Værd at se på", "Worth a look"),
    "start_remarks_text": ("Det standser ikke starten.", "It does not stop the start."),
    "start_no_findings": (
        "Planen er læst igennem: der er ingen fejl og intet at bemærke.",
        "The plan has been read through: there are no mistakes, and nothing to remark.",
    ),
    "start_line": ("linje", "line"),
    # Dates
    "start_dates_title": ("Årets datoer", "The year's dates"),
    "start_dates": ("Den foreslåede tidsplan", "The proposed timeline"),
    "start_dates_text": (
        "Hver dato følger en regel. Er den flyttet, f.eks. fordi kontoret er lukket, står grunden ud for den.",
        "Every date follows a rule. Where it was moved, because offices are closed for instance, the reason stands "
        "beside it.",
    ),
    "start_who": ("Hvem", "Who"),
    "start_week": ("Uge", "Week"),
    "start_why": ("Begrundelse", "Reason"),
    "start_opening": ("åbner", "opens"),
    "start_end": ("slutter", "ends"),
    "start_dates_next": ("Datoerne passer: videre til kontakter", "The dates are right: on to contacts"),
    "start_change_date": ("Ret en dato", "Change a date"),
    "start_to": ("Ny dato", "New date"),
    "start_to_hint": (
        "Står fast, også hvis andre datoer flyttes. For et trin med flere udvalg gælder den dem alle.",
        "Stands, also when other dates move. For a step of several committees it holds for all of them.",
    ),
    "start_rule": ("Eller en regel", "Or a rule"),
    "start_rule_hint": (
        "F.eks. »monday of week 20«, »10 working days before plan« eller »first meeting of BIU after 08-15«.",
        "Such as “monday of week 20”, “10 working days before plan” or “first meeting of BIU after 08-15”.",
    ),
    "start_save_date": ("Gem datoen", "Store the date"),
    "start_texts": ("Alle tekster, som filer", "Every text, as files"),
    "start_text_title": ("Ret", "Mend"),
    "start_about_file": ("Om denne fil", "About this file"),
    "start_toml_hint": (
        "Hele årshjulet som tekst. Kan den ikke læses, gemmes den ikke, og du ser hvorfor.",
        "The whole cycle as text. When it cannot be read it is not stored, and you see why.",
    ),
    "start_text_hint": ("Enkel Markdown; navne i {{ }} udfyldes.", "Simple Markdown; names in {{ }} are filled in."),
    "start_text_too_long": (
        "Teksten er for lang til at rette her. Hent året som zip, ret filen, og læs mappen ind igen.",
        "The text is too long to be mended here. Download the year as zip, mend the file, and read the folder again.",
    ),
    "start_save_text": ("Gem teksten", "Store the text"),
    "start_back": ("Tilbage til datoerne", "Back to the dates"),
    # People
    "start_people_title": ("Udvalg og kontakter", "Bodies and contacts"),
    "start_people_text": (
        "Passer navne og adresser? Brevene går til dem, der står her. I en gruppe bliver {n} til 01, 02 …",
        "Are names and addresses right? Letters go to those who stand here. In a group {n} becomes 01, 02 …",
    ),
    "start_name": ("navn", "name"),
    "start_address": ("mailadresse", "mail address"),
    "start_no_contacts": ("Ingen kontakter.", "No contacts."),
    "start_people_next": ("Gem, og videre til bilag", "Store, and on to papers"),
    "start_standins": ("Stedfortrædere", "Substitutes"),
    "start_standins_text": (
        "De får brevene i stedet i den periode, du angiver. Flere kan tilføjes, mens året kører.",
        "They get the letters instead, in the time that you name. More can be added while the year runs.",
    ),
    "start_standin_gone": ("Fjern", "Take away"),
    "start_standin_new": ("Tilføj en stedfortræder", "Add a substitute"),
    "start_whom": ("For hvem", "For whom"),
    "start_first": ("Fra og med", "From this day"),
    "start_last": ("Til og med", "To this day"),
    "start_standin_add": ("Tilføj", "Add"),
    # Papers
    "start_papers_title": ("Bilag og brevpakker", "Papers and letter packs"),
    "start_packs": ("Brevpakkerne", "The letter packs"),
    "start_papers_word": ("Bilag", "Papers"),
    "start_state": ("Stand", "State"),
    "start_complete": ("fuldstændig", "complete"),
    "start_packs_complete": ("brevpakker er fuldstændige.", "letter packs are complete."),
    "start_packs_lack": (
        "brevpakker er fuldstændige. Det, der mangler, står nedenfor; upload det her på siden.",
        "letter packs are complete. What is lacking stands below; upload it on this page.",
    ),
    "start_no_packs": ("Årshjulet sender ingen brevpakker.", "The cycle sends no letter packs."),
    "start_upload_papers": ("Upload udvalgenes bilag", "Upload the committees' papers"),
    "start_upload_text": (
        "PDF, Word, Excel og ODT sendes, som de er. Vælg gerne alle filer på én gang: de fordeles efter navnet.",
        "PDF, Word, Excel and ODT travel as they are. Choose all files at once if you like: they are told apart by "
        "their names.",
    ),
    "start_many": ("Filer", "Files"),
    "start_many_hint": (
        "Navnet skal være bilagets (challenge-tmu.pdf) eller begynde med dets nummer (Bilag 3b …).",
        "The name must be the paper's (challenge-tmu.pdf) or begin with its number (3b …).",
    ),
    "start_each": ("Eller vælg hvert bilag for sig", "Or choose each paper by itself"),
    "start_now": ("Nu:", "Now:"),
    "start_nothing_there": ("Mangler.", "Missing."),
    "start_save_papers": ("Gem bilagene", "Store the papers"),
    "start_papers_next": ("Videre til brevene", "On to the letters"),
    # Letters and start
    "start_letters_title": ("Se brevene, og start", "See the letters, and start"),
    "start_pack_letters": ("Brevpakkerne", "The letter packs"),
    "start_letters_text": (
        "Sådan ser brevene ud for modtagerne. De sendes først på deres dag, og når det, de venter på, er besluttet.",
        "This is how the letters look to their recipients. They leave on their day, once what they wait for has been "
        "decided.",
    ),
    "start_hold_not": (
        "Vil du først se dem igennem, som de sendes, kan de tilbageholdes: så står de i udbakken, til de er frigivet.",
        "To look them through as they will leave, have them held: then they stand in the outbox until they are "
        "released.",
    ),
    "start_hold": ("Tilbagehold udfordringsskrivelserne", "Hold the challenge letters"),
    "start_hold_is": (
        "De tilbageholdes: når de er besluttet, står de i udbakken, til de er set igennem og frigivet.",
        "They are held: once they are decided they stand in the outbox until they are looked through and released.",
    ),
    "start_hold_end": ("Send dem uden frigivelse", "Send them without a release"),
    "start_other_letters": ("Et eksempel på hvert af årets andre breve", "An example of each other letter of the year"),
    "start_other_text": (
        "Som de ville være, hvis ingen afleverer: så rykker årshjulet. Den, der er i tide, får ingen rykkere.",
        "As they would be if nobody hands in: then the cycle reminds. Who is in time gets no reminders.",
    ),
    "start_look": ("Se", "Look"),
    "start_see_letter": ("Se brevet", "See the letter"),
    "start_alike": ("et af", "one of"),
    "start_heading": ("Start året", "Start the year"),
    "start_heading_text": (
        "Når året er startet, passer det sig selv: breve sendes på deres dag, og du kan stadig flytte datoer og "
        "standse det.",
        "Once the year is started it minds itself: letters leave on their day, and you can still move dates and stop "
        "it.",
    ),
    "start_now_button": ("Start", "Start"),
    "start_letter_title": ("Sådan bliver brevet", "How the letter will be"),
    "start_to_letters": ("Alle breve", "All letters"),
    "start_next_letter": ("Næste brev", "Next letter"),
    # Rehearsals
    "rehearse_heading": ("Prøv hele året først", "Try the whole year first"),
    "rehearse_text": (
        "En prøve lever hele året på et minut eller to og viser hvert brev. Intet sendes.",
        "A rehearsal lives the whole year in a minute or two and shows every letter. Nothing is sent.",
    ),
    "rehearse_link": ("Prøv året", "Rehearse the year"),
    "rehearsals_title": ("Prøver af et år", "Rehearsals of a year"),
    "rehearsals_none": (
        "Ingen prøver endnu. Vælg et år ovenfor.",
        "No rehearsals yet. Choose a year above.",
    ),
    "rehearsals_nothing": (
        "Der er intet år at prøve endnu. Forbered et år først.",
        "There is no year to rehearse yet. Prepare a year first.",
    ),
    "rehearse_year": ("Hvilket år", "Which year"),
    "rehearse_prepared": ("under forberedelse", "being prepared"),
    "rehearse_scenario": ("Hvad der sker", "What happens"),
    "rehearse_scenario_hint": (
        "Alle i tide, eller et af årshjulets egne forløb.",
        "Everybody in time, or one of the cycle's own scenarios.",
    ),
    "rehearse_in_time": ("Alle afleverer i tide", "Everybody hands in in time"),
    "rehearse_begin": ("Begynd prøven", "Begin the rehearsal"),
    "rehearse_running": ("Prøven er i gang", "The rehearsal is going on"),
    "rehearse_running_text": (
        "Siden opdaterer sig selv. Du kan gå herfra imens; prøven fortsætter.",
        "The page refreshes itself. You can go elsewhere meanwhile; the rehearsal goes on.",
    ),
    "rehearse_refresh": ("Opdatér siden", "Refresh the page"),
    "rehearse_reached": ("Nået til", "It has come to"),
    "rehearse_starting": ("Scenen sættes.", "The stage is being set."),
    "rehearse_done": ("Prøven er færdig", "The rehearsal is done"),
    "rehearse_failed": ("Prøven lykkedes ikke", "The rehearsal did not succeed"),
    "rehearse_letters": ("breve", "letters"),
    "rehearse_see": ("Se hele årets side", "See the whole year's page"),
    "rehearse_mails": ("Brevene (.eml)", "The letters (.eml)"),
    "rehearse_calendars": ("Kalenderne (.ics)", "The calendars (.ics)"),
    "rehearse_journal": ("Journalen", "The journal"),
    "rehearse_forget": ("Slet prøven", "Delete the rehearsal"),
    "rehearse_kept": ("Tidligere prøver", "Earlier rehearsals"),
    "rehearse_state": ("Stand", "State"),
    "rehearse_begun": ("Begyndt", "Begun"),
}
