"""Every command: its words, its arguments and the module that carries it out, imported only when it is called."""

from cli.arguments import (
    BODY,
    BY,
    CSV,
    CYCLE,
    CYCLE_OPTION,
    DAY,
    FOLDER,
    JSON,
    REASON,
    STEP,
    UNTIL,
    YEAR,
    YES,
    argument,
    command,
)
from models.vocabulary import Outcome

DEFINITIONS = (
    command("lint", "definitions", "kontrollér et årshjul: alle fejl og advarsler på én gang",
            "check a cycle: every error and warning at once", FOLDER, YEAR, JSON),
    command("plan", "definitions", "vis årets datoer med uge, ugedag og begrundelse",
            "show the year's dates with week, weekday and reason", FOLDER, YEAR, JSON,
            argument("--ics", da="som kalenderfil", en="as a calendar file", action="store_true")),
    command("forecast", "forecasting", "vis hvert brev, der vil blive sendt: hvornår, hvad og til hvem",
            "show every letter that will leave: when, what and to whom",
            argument("cycle", da="mappe med cycle.toml, et medfølgende årshjul, eller navnet på et, der er i gang",
                     en="a folder with cycle.toml, a shipped cycle, or the name of a running one", metavar="CYCLE"),
            YEAR,
            argument("--from", da="fra og med denne dag", en="from this day", dest="from_day", metavar="DATE"),
            argument("--to", da="til og med denne dag", en="to this day", dest="to_day", metavar="DATE"),
            argument("--scenario", da="hvad folk gør: en fil, eller navnet på en, der følger med årshjulet",
                     en="what people do: a file, or the name of one that comes with the cycle", metavar="FILE|NAME"),
            JSON),
    command("rehearse", "rehearsing", "prøv hele året på sekunder: hvert brev, kalender og beslutning i en mappe",
            "rehearse the whole year in seconds: every letter, calendar and decision in a folder", FOLDER, YEAR,
            argument("--out", da="mappen som prøven skrives i", en="the folder to write to", metavar="DIR"),
            argument("--scenario", da="hvad folk gør: en fil, eller navnet på en, der følger med årshjulet",
                     en="what people do: a file, or the name of one that comes with the cycle", metavar="FILE|NAME"),
            argument("--force", da="skriv også i en mappe, der ikke er tom", en="write also to a folder that is not "
                     "empty", action="store_true"), YES),
    command("schema", "definitions", "vis formatet som JSON Schema", "show the format as a JSON Schema"),
)  # fmt: skip

READING = (
    command("status", "reading", "vis hvor langt et årshjul er", "show how far a cycle is", CYCLE, JSON),
    command("overdue", "reading", "vis hvem der mangler at aflevere", "show who is overdue", CYCLE_OPTION, JSON, CSV),
    command("journal", "reading", "vis hvem der gjorde hvad hvornår", "show who did what when", CYCLE, JSON,
            argument("--limit", da="højst så mange linjer (50)", en="at most so many lines (50)", type=int, default=50,
                     metavar="N")),
    command("outbox", "outbox", "vis og behandl breve i udbakken", "show and settle the letters of the outbox",
            argument("action", da="show, release, arrived eller resend; uden: listen",
                     en="show, release, arrived or resend; without: the list", nargs="?",
                     choices=("show", "release", "arrived", "resend")),
            argument("numbers", da="brevenes numre", en="the letters' numbers", nargs="*", type=int, metavar="N"),
            CYCLE_OPTION, argument("--step", da="alle holdte breve i dette trin", en="all held letters of this step",
                                   metavar="STEP"),
            argument("--state", da="kun breve i denne tilstand", en="only letters in this state"), REASON, BY, JSON),
    command("tasks", "tasks", "vis sekretariatets opgaver, eller meld en udført",
            "show the secretariat's tasks, or report one done",
            argument("action", da="done: meld udført", en="done: report it done", nargs="?", choices=("done",)),
            argument("key", da="opgavens nøgle", en="the task's key", nargs="?", metavar="KEY"),
            CYCLE_OPTION, BY, JSON),
)  # fmt: skip

_TEXT = argument("--text", da="beslutningens ordlyd", en="the decision's wording", default="")

DECIDING = (
    command("start", "cycles", "start et årshjul", "start a cycle", FOLDER, YEAR, BY),
    command("decide", "deciding", "registrér en beslutning", "record a decision", STEP,
            argument("outcome", da="udfaldet: " + ", ".join(each.value for each in Outcome),
                     en="the outcome: " + ", ".join(each.value for each in Outcome), metavar="OUTCOME"),
            _TEXT, BODY,
            argument("--addition", da="tilføjelsens tekst", en="the addition's text", metavar="TEXT"),
            argument("--owner", da="udvalget der skal opfylde den", en="the committee that shall fulfil it",
                     metavar="BODY"),
            argument("--due", da="tilføjelsens frist", en="the addition's deadline", metavar="DATE"),
            argument("--blocking", da="årshjulet venter på den", en="the cycle waits for it", action="store_true"),
            argument("--amendment", da="en ændring (kan gentages)", en="an amendment (may be repeated)",
                     action="append", default=[], metavar="TEXT"),
            argument("--to", da="ny mødedato ved udsættelse", en="the new date when postponed", metavar="DATE"),
            CYCLE_OPTION, BY),
    command("move", "moving", "flyt et trin til en anden dato; virkningen vises først",
            "move a step to another date; the effect is shown first", STEP, DAY, BODY,
            argument("--hour", da="klokkeslæt", en="time of day", metavar="HH:MM"),
            argument("--dry-run", da="vis kun virkningen", en="only show the effect", action="store_true"),
            YES, REASON, CYCLE_OPTION, BY),
    command("respond", "deciding", "registrér et høringssvar", "record a hearing response",
            argument("step", da="høringen/klassen, f.eks. hearing/citizens", en="the hearing/the class, such as "
                     "hearing/citizens", metavar="STEP/CLASS"),
            argument("respondent", da="hvem der svarer", en="who answers", metavar="RESPONDENT"),
            argument("--text", da="svarets tekst", en="the answer's text", default=""),
            argument("--file", da="svaret som fil", en="the answer as a file", metavar="FILE"), CYCLE_OPTION, BY),
    command("close", "deciding", "luk en høring", "close a hearing", STEP, CYCLE_OPTION, BY),
)  # fmt: skip

DELIVERING = (
    command("submit", "delivering", "registrér en aflevering", "record a hand-in", STEP,
            argument("file", da="filen", en="the file", metavar="FILE"), BODY,
            argument("--approved-on", da="dagen hvor udvalget selv godkendte", en="the day of the committee's own "
                     "approval", metavar="DATE"),
            argument("--item", da="punktet på dagsordenen", en="the item of the agenda", metavar="N"),
            CYCLE_OPTION, BY),
    command("extend", "delivering", "giv udsættelse af en frist", "extend a deadline", STEP, UNTIL, BODY, REASON,
            argument("--override", da="også ud over næste mødes dagsordensfrist",
                     en="also past the next meeting's agenda deadline", action="store_true"), CYCLE_OPTION, BY),
    command("request", "delivering", "søg om udsættelse på udvalgets vegne", "ask for an extension for the committee",
            STEP, UNTIL, BODY, REASON, CYCLE_OPTION, BY),
    command("refuse", "delivering", "afslå en ansøgning om udsættelse", "refuse a request for an extension", STEP, BODY,
            REASON, CYCLE_OPTION, BY),
    command("waive", "delivering", "frafald en aflevering", "waive a deliverable", STEP, BODY, REASON, CYCLE_OPTION,
            BY),
    command("return", "delivering", "send en aflevering retur til bearbejdning", "return a hand-in for revision", STEP,
            UNTIL, BODY, REASON, CYCLE_OPTION, BY),
    command("accept", "delivering", "godkend en aflevering", "accept a hand-in", STEP, BODY, CYCLE_OPTION, BY),
)  # fmt: skip

CYCLES = (
    command("pause", "cycles", "sæt breve og påmindelser på pause", "pause letters and reminders", CYCLE, REASON, BY),
    command("resume", "cycles", "genoptag efter en pause", "go on after a pause", CYCLE, BY),
    command("cancel", "cycles", "aflys et årshjul", "cancel a cycle", CYCLE, REASON, YES, BY),
    command("substitute", "cycles", "sæt en stedfortræder ind i en periode", "name a substitute for a time",
            argument("recipient", da="rollen, f.eks. TMU.secretary", en="the role, such as TMU.secretary",
                     metavar="BODY.ROLE"),
            argument("name", da="stedfortræderens navn eller rolle", en="the substitute's name or role",
                     metavar="NAME"),
            argument("address", da="mailadresse", en="mail address", metavar="ADDRESS"),
            argument("--from", da="fra og med", en="from this day", dest="from_day", required=True, metavar="DATE"),
            argument("--to", da="til og med", en="to this day", dest="to_day", required=True, metavar="DATE"),
            CYCLE_OPTION, BY),
    command("update", "updating", "hent ændrede tekster ind i breve, der ikke er sendt",
            "take changed texts into letters that have not left", CYCLE,
            argument("--folder", da="mappen, når årshjulet ikke er medfølgende", en="the folder, when the cycle is not "
                     "a shipped one", metavar="FOLDER"), YES, BY),
)  # fmt: skip

OFFICE = (
    command("run", "office", "start kontoret på denne maskine", "start the office on this machine"),
    command("worker", "office", "kør kun arbejderen", "run the worker only"),
    command("upgrade", "engine", "bring databasen op på denne version", "bring the database up to this version"),
    command("dispatch", "engine", "aflevér gemte kommandoer til Temporal", "deliver stored commands to Temporal"),
    command("rehydrate", "engine", "genskab alle åbne forløb i Temporal ud fra databasen",
            "rebuild every open workflow in Temporal from the database"),
    command("reconcile", "engine", "sammenlign Temporal med databasen", "compare Temporal with the database", JSON),
    command("schedule", "scheduling", "foreslå næste år på en fast dag; »start« bekræfter det",
            "propose the next year on a fixed day; “start” confirms it",
            argument("definition", da="årshjulets nøgle, f.eks. annual", en="the definition's key, such as annual",
                     metavar="DEFINITION"),
            argument("--on", da="dagen; måned og dag gælder hvert år", en="the day; month and day hold every year",
                     metavar="DATE"),
            argument("--cancel", da="foreslå ikke længere", en="propose no more", action="store_true"), BY),
    command("replay-check", "replaying", "prøv om kørende forløb kan fortsætte på denne kode",
            "try whether running workflows can go on with this code"),
)  # fmt: skip

COMMANDS = (*DEFINITIONS, *READING, *DECIDING, *DELIVERING, *CYCLES, *OFFICE)
