"""The words of the committee's page, behind the link in its letters, and of limits on guessing."""

COMMITTEE = {
    "error_429": ("For mange forsøg herfra", "Too many attempts from here"),
    "error_429_text": (
        "Der er åbnet for mange links, som ikke virker. Vent ti minutter, og brug så linket i det nyeste brev – hele "
        "linket, uden mellemrum. Spørg sekretariatet, hvis det ikke hjælper.",
        "Too many links that do not work have been opened. Wait ten minutes, and then use the link in the latest "
        "letter: the whole link, without spaces. Ask the secretariat if that does not help.",
    ),
}
