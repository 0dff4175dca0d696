"""What is said when the record cannot be used: where, why, and what to do."""

from sqlalchemy import URL

from models.schedule import Text


def shown(url: URL) -> str:
    """The address as a person may see it: without the password, also one that stands in the query."""
    return url.set(query={}).render_as_string(hide_password=True)


def unreachable(url: URL, cause: str) -> Text:
    cause = " ".join(cause.split()).rstrip(".")
    return Text(
        da=f"Databasen {shown(url)} kan ikke nås{_in_danish(cause)}. "
        "Det gemte er i behold; kontrollér adressen, og at databasen kører.",
        en=f"The database {shown(url)} cannot be reached ({cause}). "
        "What is stored is safe; check the address and that the database runs.",
    )


BUSY = Text(
    da="Så mange bruger databasen lige nu, at der ikke blev en plads fri. Intet er ændret; prøv igen om et øjeblik.",
    en="So many use the database now that no place came free. Nothing was changed; try again in a moment.",
)
_CAUSES = {
    "Connection refused": "ingen lytter på adressen",
    "password authentication failed": "brugeren eller adgangskoden er forkert",
    "could not translate host name": "værtens navn kendes ikke",
    "Name or service not known": "værtens navn kendes ikke",
    "timeout": "intet svar i tide",
    "does not exist": "basen eller brugeren findes ikke",
    "unable to open database file": "filen kan ikke åbnes",
    "database is locked": "et andet program holder den optaget",
    "disk I/O error": "disken fejler",
    "disk is full": "disken er fuld",
}
"""The drivers' English for what people meet, in Danish; they give no codes for it."""


def _in_danish(cause: str) -> str:
    return next((f" ({danish})" for english, danish in _CAUSES.items() if english in cause), "")


def damaged(url: URL, cause: str) -> Text:
    cause = " ".join(cause.split()).rstrip(".")
    return Text(
        da=f"Databasefilen {url.database} er beskadiget eller ikke en database. Intet er ændret i den. Stop "
        "kontoret, gem filen og dens »-wal« et andet sted, læg sikkerhedskopien på plads, start igen, og kør "
        "»aarshjul rehydrate«.",
        en=f"The database file {url.database} is damaged or no database ({cause}). Nothing was changed in it. Stop the "
        "office, keep the file and its “-wal” elsewhere, put the backup in its place, start again and run "
        "“aarshjul rehydrate”.",
    )


def newer(url: URL, revision: str) -> Text:
    return Text(
        da=f"Databasen {shown(url)} er skrevet af en nyere version af Årshjul (udgave {revision}). "
        "Intet er ændret; brug den nyere version af programmet.",
        en=f"The database {shown(url)} was written by a newer version of Årshjul (revision {revision}). "
        "Nothing was changed; use the newer version of the program.",
    )


def older(url: URL) -> Text:
    return Text(
        da=f"Databasen {shown(url)} er ikke opgraderet til denne version af Årshjul. Opgradér den, og prøv igen.",
        en=f"The database {shown(url)} has not been upgraded to this version of Årshjul. Upgrade it and try again.",
    )
