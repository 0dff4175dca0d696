"""The words of the outbox, of a letter's page, and of the inbox."""

from collections.abc import Sequence

from desk.acts.drafts import Written
from models.schedule import Text
from planning.acts.permitted import NotPermitted

NONE_CHOSEN = Text(da="Sæt kryds ved de breve, der skal frigives.", en="Tick the letters that are to be released.")
OTHER_COUNT = Text(
    da="Trinnet holder nu et andet antal breve, end siden viste. Listen nedenfor er den nye: se den igennem.",
    en="The step holds another number of letters now than the page told. The list below is the new one: look it over.",
)
REASON_WANTED = Text(
    da="Det er kun nogle af trinnets breve: skriv, hvorfor de andre venter.",
    en="These are only some of the step's letters: write why the others wait.",
)
WHICH_LETTER = Text(
    da="Skriv brevets nummer, som udbakken viser det.", en="Write the letter's number as the outbox shows it."
)


def drafted(written: Sequence[Written]) -> Text:
    """Say how many drafts were written."""
    return Text(
        da=f"{len(written)} breve er skrevet. Se dem igennem ét for ét: det, du ser, er det, der sendes.",
        en=f"{len(written)} letters are written. Look them through one by one: what you see is what leaves.",
    )


def written_anew(written: Sequence[Written]) -> Text:
    """Say how many drafts were written anew, and how many are different."""
    changed = [str(each.number) for each in written if each.lines]
    return Text(
        da=f"{len(written)} kladder er skrevet igen. Anderledes er: {', '.join(changed) or 'ingen'}. Intet er sendt.",
        en=f"{len(written)} drafts are written anew. Different are: {', '.join(changed) or 'none'}. Nothing was sent.",
    )


def renewed(numbers: Sequence[int]) -> NotPermitted:
    """Return the refusal of a release whose drafts had stopped being true."""
    listed = ", ".join(str(number) for number in numbers)
    return NotPermitted(
        f"Modtageren eller en dato er blevet en anden, så disse kladder er skrevet igen: {listed}. Intet er frigivet; "
        "forskellene står nedenfor. Se dem, og frigiv igen.",
        f"The recipient or a date has become another, so these drafts are written anew: {listed}. Nothing is "
        "released; the differences are below. Look at them, and release again.",
    )


def tested(number: int, address: str) -> Text:
    """Say that a test has left."""
    return Text(
        da=f"Brev nr. {number} er sendt til {address} som prøve; selve brevet er ikke sendt.",
        en=f"Letter no. {number} has left to {address} as a test; the letter itself has not been sent.",
    )


OUTBOX = {
    "menu_inbox": ("Indbakke", "Inbox"),
    # The list
    "ob_none": (
        "Der er ingen breve endnu. De kommer på deres dag, eller når det, de venter på, er besluttet; årshjulets side "
        "viser, hvad der sendes de næste 60 dage.",
        "There are no letters yet. They come on their day, or when what they wait for is decided; the cycle's page "
        "shows what will be sent in the next 60 days.",
    ),
    "ob_try_hold": (
        "Breve kan også tilbageholdes, til nogen har set dem igennem og frigivet dem. Prøv det: forbered et nyt år, "
        "tilbagehold udfordringsskrivelserne på siden med årets breve, start det, og registrér beslutningen om dem.",
        "Letters can also be held until somebody has looked them through and released them. Try it: prepare a year, "
        "hold the challenge letters on the page of its letters, start it, and record the decision about them.",
    ),
    "ob_try_link": ("Forbered et år", "Prepare a year"),
    "ob_waiting": ("Venter på frigivelse", "Waiting for a release"),
    "ob_count": ("breve", "letters"),
    "ob_count_one": ("brev", "letter"),
    "ob_step": ("Trin", "Step"),
    "ob_to_hint": ("Udvalg eller adresse", "Committee or address"),
    "ob_asked": ("frigivelse ønsket af", "release asked for by"),
    "ob_found": ("Fundet", "Found"),
    # What a step holds
    "ob_held_title": ("Breve, der venter", "Letters that wait"),
    "ob_nothing_held": ("Ingen breve venter i dette trin.", "No letters wait in this step."),
    "ob_first": (
        "Skriv først brevene: så er det, du ser igennem, ord for ord det, der sendes. Uden det skrives de først, når "
        "de sendes, efter teksterne på det tidspunkt.",
        "Write the letters first: then what you look through is word for word what leaves. Without it they are written "
        "when they leave, by the texts of that moment.",
    ),
    "ob_draft": ("Skriv brevene", "Write the letters"),
    "ob_begin": ("Se brevene igennem ét for ét", "Look the letters through one by one"),
    "ob_unseen": ("har du ikke set igennem endnu", "you have not looked through yet"),
    "ob_all_seen": ("Du har set alle kladder igennem.", "You have looked all drafts through."),
    "ob_difference": ("Er teksterne blevet rettet? Se, hvad det ændrer", "Were the texts edited? See what it changes"),
    "ob_looked": ("Set igennem", "Looked through"),
    "ob_looked_yes": ("ja, af dig", "yes, by you"),
    "ob_looked_no": ("nej", "no"),
    "ob_choose": ("Vælg", "Choose"),
    "ob_choose_letter": ("Vælg brev nr.", "Choose letter no."),
    "ob_more": (
        "Listen viser de første. Find de andre i udbakken.",
        "The list shows the first. Find the others in the outbox.",
    ),
    "ob_release": ("Frigivelse", "Release"),
    "ob_release_all": ("Frigiv alle", "Release all"),
    "ob_release_some": ("Frigiv kun de valgte", "Release only those chosen"),
    "ob_reason": ("Begrundelse", "Reason"),
    "ob_reason_hint": (
        "Skal skrives, når kun nogle af brevene frigives; står i journalen.",
        "Needed when only some of the letters are released; stands in the journal.",
    ),
    "ob_who_one": (
        "Dette årshjul kræver én person: enhver i sekretariatet kan frigive.",
        "This cycle wants one person: anybody of the secretariat may release.",
    ),
    "ob_who_first": (
        "Dette årshjul kræver fire øjne. Din frigivelse er den første: intet sendes, før en anden i sekretariatet også "
        "frigiver.",
        "This cycle wants four eyes. Your release is the first one: nothing leaves before somebody else of the "
        "secretariat releases too.",
    ),
    "ob_who_second": (
        "Dette årshjul kræver fire øjne. Frigiver du også, sendes brevene. Den første var:",
        "This cycle wants four eyes. If you release too, the letters leave. The first one was:",
    ),
    "ob_who_not_you": (
        "Dette årshjul kræver fire øjne, og du har bedt om frigivelsen. Nu skal en anden i sekretariatet frigive: log "
        "ind under eget navn, og åbn denne side.",
        "This cycle wants four eyes, and you have asked for the release. Now somebody else of the secretariat must "
        "release: they log in under their own name and open this page.",
    ),
    "ob_changed": ("Ændrede kladder", "Changed drafts"),
    # How far they are
    "ob_leaving": ("På vej", "On their way"),
    "ob_leaving_now": ("er på vej; tallene følger med.", "on the way; the figures follow."),
    "ob_left_all": ("Ingen breve er på vej.", "No letters are on their way."),
    "ob_refused_again": ("Send trinnets afviste breve igen", "Send the step's refused letters again"),
    # Written anew
    "ob_difference_title": ("Hvad ville blive anderledes?", "What would become different?"),
    "ob_difference_text": (
        "Kladderne sammenlignet med det, der ville blive skrevet nu. Intet er ændret endnu.",
        "The drafts compared with what would be written now. Nothing has been changed yet.",
    ),
    "ob_no_difference": ("Ingen kladde ville blive anderledes.", "No draft would become different."),
    "ob_same": ("kladder bliver, som de er", "drafts stay as they are"),
    "ob_same_one": ("kladde bliver, som den er", "draft stays as it is"),
    "ob_is_to": ("modtager", "to"),
    "ob_is_reply": ("svar til", "answers to"),
    "ob_is_subject": ("emne", "subject"),
    "ob_is_file": ("vedhæftet fil", "attached file"),
    "ob_goes": ("udgår", "goes"),
    "ob_comes": ("kommer til", "comes"),
    "ob_regenerate": ("Skriv kladderne igen", "Write the drafts anew"),
    "ob_regenerate_hint": (
        "Den, der har bedt om frigivelse af et brev, som bliver anderledes, skal bede om den igen.",
        "Whoever has asked for the release of a letter that becomes different must ask for it again.",
    ),
    "ob_to_step": ("Til trinnets breve", "To the step's letters"),
    # One letter
    "ob_place": ("Brev {place} af {count}, der venter i trinnet", "Letter {place} of {count} that wait in the step"),
    "ob_before": ("Forrige", "Previous"),
    "ob_after": ("Næste", "Next"),
    "ob_around": ("Trinnets breve", "The step's letters"),
    "ob_dated": ("Dateret", "Dated"),
    "ob_open_pdf": ("åbn", "open"),
    "ob_save": ("gem", "save"),
    "ob_as_now": (
        "Sådan ville brevet se ud nu; det er ikke skrevet endnu.",
        "The letter would look like this now; it is not written yet.",
    ),
    "ob_outdated": (
        "Kladden gælder ikke længere: modtageren eller en dato er en anden nu. Frigivelsen skriver den igen.",
        "The draft no longer holds: its recipient or a date is another by now. It is written anew on release.",
    ),
    "ob_hindered": ("Brevet kan ikke vises", "The letter cannot be shown"),
    "ob_released_by": ("Frigivet af", "Released by"),
    "ob_asked_by": ("Frigivelse ønsket af", "Release asked for by"),
    "ob_looked_by": ("Set igennem af", "Looked through by"),
    "ob_earlier": ("Henviser til", "Refers to"),
    "ob_later": ("Sendt igen som", "Sent again as"),
    "ob_answered": (
        "Der er svaret for brevet; motoren får besked, så snart den kan nås.",
        "The letter has been answered for; the engine will be told as soon as it can be reached.",
    ),
    "ob_look": ("Set igennem – vis det næste", "Looked through – show the next"),
    "ob_look_last": ("Set igennem", "Looked through"),
    "ob_test": ("Send en prøve til dig selv", "Send a test to yourself"),
    "ob_test_to": ("Din mailadresse", "Your mail address"),
    "ob_test_hint": (
        "Prøven er mærket, og dens kalenderfil kan intet. Adressen huskes, til du logger ud.",
        "The test is marked, and its calendar file can do nothing. The address is remembered until you log out.",
    ),
    "ob_test_send": ("Send prøven", "Send the test"),
    "ob_doubt": ("Er brevet kommet frem?", "Has the letter arrived?"),
    "ob_doubt_text": (
        "Linjen til mailserveren blev afbrudt, mens brevet blev afleveret. Spørg modtageren, før det sendes igen: "
        "ellers kan det komme to gange.",
        "The line to the relay was cut while the letter was being handed over. Ask the recipient before it is sent "
        "again: otherwise it may come twice.",
    ),
    "ob_arrived": ("Det er kommet frem", "It has arrived"),
    "ob_again": ("Send brevet igen", "Send the letter again"),
    "ob_again_refused": (
        "Mailserveren eller brevet selv stod i vejen; hvad det var, står øverst. Ret det, og send igen.",
        "The relay or the letter itself was in the way; what it was stands above. Mend it and send again.",
    ),
    "ob_again_bounced": (
        "Brevet kom retur. Det sendes igen som et nyt brev, der henviser til dette.",
        "The letter came back. It is sent again as a new letter that refers to this one.",
    ),
    "ob_address": ("Rettet adresse", "Corrected address"),
    "ob_address_hint": (
        "Gælder fremover for personen i alle årshjul. Tomt felt: til den, der har rollen den dag, brevet sendes.",
        "Holds from now on for the person in every cycle. Empty: to whoever has the role on the day that it leaves.",
    ),
    "ob_again_send": ("Send igen", "Send again"),
    "ob_reached": ("Er modtageren nået på anden vis?", "Was the recipient reached in another way?"),
    "ob_reached_note": ("Hvordan og hvornår", "How and when"),
    "ob_reached_hint": (
        "For eksempel: ringet op 3. maj, fik brevet på papir.",
        "For example: phoned on 3 May, got the letter on paper.",
    ),
    "ob_reached_send": ("Modtageren er nået", "The recipient has been reached"),
    "ob_revoke": ("Linkene i brevet", "The links in the letter"),
    "ob_revoke_text": (
        "Brevet har links, som modtageren kan kvittere og aflevere med. Er brevet kommet i forkerte hænder, så træk "
        "dem tilbage: de svarer derefter, som om de aldrig havde været der.",
        "The letter has links for the recipient to acknowledge and hand in with. If it came into wrong hands, take "
        "them back: from then on they answer as if they had never been.",
    ),
    "ob_revoke_send": ("Træk linkene tilbage", "Take the links back"),
    "ob_acts": ("Hvad kan gøres?", "What can be done?"),
    # The inbox
    "ib_title": ("Indbakke", "Inbox"),
    "ib_open": ("Mails, der venter på en person", "Mails that wait for a person"),
    "ib_every": ("Alle mails", "All mails"),
    "ib_show_every": ("Vis også dem, der er behandlet", "Show also those that are settled"),
    "ib_show_open": ("Vis kun dem, der venter", "Show only those that wait"),
    "ib_none": ("Ingen mails venter.", "No mails wait."),
    "ib_off": (
        "Der læses ingen postkasse. It sætter den op med AARSHJUL_IMAP_HOST eller AARSHJUL_INBOX_FOLDER; indtil da "
        "melder I selv tilbage på brevenes sider.",
        "No mailbox is read. IT sets it up with AARSHJUL_IMAP_HOST or AARSHJUL_INBOX_FOLDER; until then, report what "
        "comes back on the letters' own pages.",
    ),
    "ib_boxes": ("Postkasser", "Mailboxes"),
    "ib_box_read": ("læst", "read"),
    "ib_box_never": ("ikke læst endnu", "not read yet"),
    "ib_box_fails": ("kan ikke læses siden", "cannot be read since"),
    "ib_what": ("Hvad det er", "What it is"),
    "ib_became": ("Hvad der blev af det", "What became of it"),
    "ib_received": ("Modtaget", "Received"),
    "ib_mail": ("Mail nr.", "Mail no."),
    "ib_no_subject": ("(uden emne)", "(no subject)"),
    "ib_settled": ("Behandlet", "Settled"),
    "ib_letter": ("Brev", "Letter"),
    "ib_comment": ("Kommentar", "Comment"),
    "ib_text": ("Mailen som tekst", "The mail as text"),
    "ib_no_text": ("Mailen har ingen tekst, der kan vises.", "The mail has no text that could be shown."),
    "ib_cut": ("Kun begyndelsen er gemt: mailen var for stor.", "Only the beginning is kept: the mail was too large."),
    "ib_source": ("Gem mailen, som den kom", "Save the mail as it came"),
    "ib_settle": ("Hvad skal der ske med den?", "What is to be done with it?"),
    "ib_how": ("Det er", "It is"),
    "ib_how_settled": ("set, og der er intet at gøre", "seen, and there is nothing to do"),
    "ib_how_belongs": ("svar på et brev", "about a letter"),
    "ib_how_bounced": ("besked om, at et brev er kommet retur", "word that a letter came back"),
    "ib_how_confirm": ("et svar på en indkaldelse, som gælder", "an answer to an invitation that holds"),
    "ib_letter_no": ("Brevets nummer", "The letter's number"),
    "ib_note": ("Bemærkning", "Note"),
    "ib_send": ("Behandlet", "Settle it"),
    "ib_to_inbox": ("Til indbakken", "To the inbox"),
    "ib_to_answers": ("Hvem kommer til møderne?", "Who comes to the meetings?"),
    # Answers
    "ia_title": ("Hvem kommer til møderne?", "Who comes to the meetings?"),
    "ia_none": (
        "Ingen har svaret endnu. Svar på indkaldelser kommer ind med posten og vises her.",
        "Nobody has answered yet. Answers to invitations come in by mail and are shown here.",
    ),
    "ia_silent": ("har ikke svaret", "has not answered"),
    "ia_who": ("Hvem", "Who"),
    "ia_answer": ("Svar", "Answer"),
    "ia_outdated": ("svarede, før mødet blev flyttet", "answered before the meeting was moved"),
    "ia_doubtful": ("Skal bekræftes", "To be confirmed"),
    "ia_doubtful_text": (
        "Disse svar kom fra en anden adresse end den, der var indkaldt. Åbn mailen, og bekræft, hvis svaret gælder.",
        "These answers came from another address than the one invited. Open the mail, and confirm if the answer holds.",
    ),
}
"""By the name that a template asks for."""
