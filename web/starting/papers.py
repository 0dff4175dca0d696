"""The papers that the year's letters carry: uploading them, and whether every committee's pack is complete."""

from collections.abc import Callable
from functools import reduce

from starlette.responses import Response

from desk.preparing.copies import with_source
from desk.preparing.prepared_year import Outlook
from models.schedule import Text
from planning.format.source import Source
from planning.papers.preparing import Slot, slot_for, with_paper
from planning.papers.uploads import plain_name
from web.form_data import Upload
from web.forms import BLANK, Fields, Tried
from web.guard import Asked
from web.starting.draft import Table, path_of, slug_of

_NO_FILE = Text(da="Vælg mindst én fil.", en="Choose at least one file.")


class StartPaperPages:
    """The third page of the walk."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {"start_papers": self.papers, "start_uploaded": self.uploaded}

    def papers(self, asked: Asked) -> Response:
        """Show the papers and the packs."""
        return self._page(asked, BLANK, self._table.outlook(asked))

    def uploaded(self, asked: Asked) -> Response:
        """Take files in: each at its paper, or several at once, told apart by their names."""
        found, fields = self._table.outlook(asked), Fields(asked)
        chosen = [(slot, file) for slot in found.slots for file in asked.files(slot.name)]
        for file in asked.files("many"):
            slot = slot_for(file.name, found.slots)
            if slot is None:
                fields.wrong("many", _fits_nothing(plain_name(file.name)))
            else:
                chosen.append((slot, file))
        if not chosen:
            fields.errors.setdefault("many", _NO_FILE)
        if fields.errors:
            return self._page(asked, fields.tried(), found)
        return self._table.mend(
            asked,
            with_source(lambda source: _with_papers(source, chosen)),
            _taken(len(chosen)),
            path_of(slug_of(asked), "papers"),
            lambda tried: self._page(asked, tried, self._table.outlook(asked)),
        )

    def _page(self, asked: Asked, tried: Tried, found: Outlook) -> Response:
        packs = found.packs(self._table.workshop.previews.limit)
        complete = sum(each.is_complete for each in packs)
        return self._table.page(asked, "papers", tried, found, slots=found.slots, packs=packs, complete=complete)


def _with_papers(source: Source, chosen: list[tuple[Slot, Upload]]) -> Source:
    return reduce(lambda so_far, one: with_paper(so_far, one[0], one[1].name, one[1].content), chosen, source)


def _fits_nothing(name: str) -> Text:
    return Text(
        da=f"{name} passer ikke til noget bilag. Vælg filen ud for sit bilag, eller begynd navnet med bilagets nummer.",
        en=f"{name} fits no paper. Choose the file beside its paper, or begin its name with the paper's number.",
    )


def _taken(count: int) -> Text:
    files = "1 fil" if count == 1 else f"{count} filer"
    return Text(
        da=f"{files} er lagt i forberedelsen. Se nedenfor, om pakkerne er fuldstændige.",
        en=f"{count} {'file is' if count == 1 else 'files are'} taken in. See below whether the packs are complete.",
    )
