"""A letter's pack as values: its papers filled in and typeset, and whether every pack of the step is complete."""

from collections.abc import Iterator
from dataclasses import replace

from activities.particulars import Particulars
from models.schedule import Text
from models.vocabulary import StepKind
from planning import packs
from planning.definition import Paper
from planning.packs import Pack, PackPaper
from rendering.context import LetterContext
from rendering.letters import Letters
from rendering.message import Attachment
from rendering.papers import PaperHead, letter_pdf, paper_pdf
from rendering.refusal import Unrenderable


class Incomplete(Unrenderable):
    """A pack lacks something, here or in another committee's part: none of its letters may leave."""


def papers(about: Particulars) -> tuple[Paper, ...]:
    """Return the papers of this letter: the shared ones and the body's own; none when it is no letter of a pack."""
    if (
        about.planned is None
        or about.letter.kind not in packs.PACKS
        or about.planned.step.kind is not StepKind.LETTER_PACK
    ):
        return ()
    return packs.papers_of(about.planned.step, about.letter.body)


def pack_of(about: Particulars, *, typeset: bool = True) -> Pack:
    """Return the pack of this letter; without `typeset` its own texts are filled in, but not yet made into files."""
    planned = about.planned
    bodies = planned.step.bodies if planned else ()
    return Pack(
        body=about.letter.body,
        names={code: about.name(code) for code in bodies},
        papers=tuple(_paper(about, paper, typeset=typeset) for paper in papers(about)),
        wants_own=planned is not None and about.letter.body in packs.without_own(planned.step),
        undecided=about.undecided,
    )


def refuse_incomplete(about: Particulars, pack: Pack, limit: int) -> None:
    """Raise Incomplete when this pack, or that of another committee, is not complete."""
    found = [*packs.shortcomings(pack, limit), *_elsewhere(about)]
    if found:
        why = packs.joined(found)
        raise Incomplete(why.da, why.en)


def attachments(about: Particulars, pack: Pack) -> tuple[Attachment, ...]:
    """Return the papers of a complete pack as files, named by number and title."""
    return tuple(_attachment(about, paper, each) for paper, each in zip(papers(about), pack.papers, strict=True))


def formal_letter(about: Particulars, context: LetterContext, letters: Letters) -> tuple[Attachment, ...]:
    """Return the letter itself as a file for the case: with letterhead, case number and date."""
    subject, body = letters.on_paper(about.letter.kind, about.language, context)
    head = replace(
        _head(about, None),
        recipient=context.committee,
        sender=(context.secretariat, context.secretariat_address),
    )
    title = f"{about.say(about.step_title)} ({about.letter.body})"
    return (Attachment(name=f"{title}.pdf", content=letter_pdf(subject, body, head)),)


def _attachment(about: Particulars, paper: Paper, made: PackPaper) -> Attachment:
    content = made.content or b""
    kind = packs.file_type(content) or "pdf"
    name = f"{paper.number} {about.say(paper.title)}.{kind}"
    return Attachment(name=name, content=content, media_type=packs.MEDIA_TYPES[kind])


def _elsewhere(about: Particulars) -> Iterator[Text]:
    """What the other packs of the step lack, as far as their files tell: one incomplete pack holds all of them back."""
    step = about.planned.step if about.planned else None
    for paper in step.paper if step else ():
        if paper.body in (None, about.letter.body):
            continue
        body = about.book.definition.body[paper.body]
        path = packs.path_of(paper, body.language, about.book.files)
        if not about.book.files.get(path, "").strip():
            yield packs.missing(paper.number, path)


def _paper(about: Particulars, paper: Paper, *, typeset: bool) -> PackPaper:
    path = packs.path_of(paper, about.language, about.book.files)
    made = PackPaper(number=paper.number, body=paper.body, path=path)
    source = about.book.files.get(path, "")
    if not source.strip():
        return replace(made, why=packs.missing(paper.number, path))
    try:
        if not packs.is_text(paper):
            return replace(made, content=packs.unpacked(source))
        text = about.filled(source, packs.FOLDER + paper.file)
        return replace(made, text=text, content=paper_pdf(text, _head(about, paper)) if typeset else None)
    except Unrenderable as error:
        return replace(made, why=error.sentence)


def _head(about: Particulars, paper: Paper | None) -> PaperHead:
    return PaperHead(
        language=about.language,
        dated=about.book.workdays.civil(about.letter.at).date(),
        lead=about.name(about.book.definition.cycle.lead),
        cycle_title=about.say(about.book.definition.cycle.title),
        committee=about.name(paper.body) if paper else "",
        number=paper.number if paper else "",
        case_number=about.book.definition.cycle.case_number,
    )
