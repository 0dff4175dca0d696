"""A letter's pack as values: its papers filled in and typeset, and whether every pack of the step is complete."""

from collections.abc import Iterator
from dataclasses import replace

from activities.addressing import Addressee
from activities.particulars import Particulars
from activities.pdf_words import PdfWords
from models.correspondence import Letter
from models.schedule import Text
from models.vocabulary import LetterKind, StepKind
from planning.format.definition import Paper, Step
from planning.papers import packs
from planning.papers.packs import Pack, PackPaper, PackText
from rendering.context import LetterContext
from rendering.letters import Letters
from rendering.message import Attachment
from rendering.papers import PaperHead, letter_pdf, paper_pdf
from rendering.refusal import Unrenderable


class Incomplete(Unrenderable):
    """A pack lacks something, here or in another committee's part: none of its letters may leave."""


def papers(about: Particulars) -> tuple[Paper, ...]:
    """Return the papers of this letter: the shared ones and the body's own; none when it is no letter of a pack."""
    step = _step(about)
    return packs.papers_of(step, about.letter.body) if step else ()


def _step(about: Particulars) -> Step | None:
    step = about.planned.step if about.planned else None
    carries = step and step.kind is StepKind.LETTER_PACK and about.letter.kind in packs.PACKS
    return step if carries else None


def pack_of(about: Particulars, pdf: PdfWords, *, typeset: bool = True) -> Pack:
    """Return the pack of this letter; without `typeset` its own texts are filled in, but not yet made into files."""
    planned = about.planned
    bodies = planned.step.bodies if planned else ()
    return Pack(
        body=about.letter.body,
        names={code: about.name(code) for code in bodies},
        papers=tuple(_paper(about, paper, pdf, typeset=typeset) for paper in papers(about)),
        wants_own=planned is not None and about.letter.body in packs.without_own(planned.step),
        undecided=about.undecided,
        texts=_texts(about),
    )


def _texts(about: Particulars) -> tuple[PackText, ...]:
    try:
        return tuple(PackText(path=path, text=text) for path, text in about.texts)
    except Unrenderable as error:
        return (PackText(path="", why=error.sentence),)


def refuse_incomplete(about: Particulars, pack: Pack, limit: int, pdf: PdfWords) -> None:
    """Raise Incomplete when this pack, or that of another committee, is not complete."""
    found = dict.fromkeys([*packs.shortcomings(pack, limit), *_elsewhere(about, limit, pdf)])
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


def _elsewhere(about: Particulars, limit: int, pdf: PdfWords) -> Iterator[Text]:
    """What the other packs of the step lack: one that is incomplete holds all of them back.

    Asked once for all letters of a book: there are as many packs as letters. The others are not typeset for this.
    """
    step = _step(about)
    if step is None:
        return
    asked = (step.key, about.secretariat.name, limit)
    if asked not in about.book.packs:
        about.book.packs[asked] = {body: _lacking(about, step, body, limit, pdf) for body in step.bodies}
    for body, lacks in about.book.packs[asked].items():
        if body != about.letter.body:
            yield from lacks


def _lacking(about: Particulars, step: Step, body: str, limit: int, pdf: PdfWords) -> tuple[Text, ...]:
    letter = about.letter.model_dump() | {"body": body, "recipient_body": body, "kind": LetterKind.CHALLENGE}
    to = Addressee("", "", about.book.definition.body[body].language)
    theirs = pack_of(replace(about, letter=Letter(**letter), to=to), pdf, typeset=False)
    return packs.shortcomings(replace(theirs, undecided=()), limit)


def _paper(about: Particulars, paper: Paper, pdf: PdfWords, *, typeset: bool) -> PackPaper:
    path = packs.path_of(paper, about.language, about.book.files)
    made = PackPaper(number=paper.number, body=paper.body, path=path)
    source = about.book.files.get(path, "")
    if not source.strip():
        return replace(made, why=packs.missing(paper.number, path))
    try:
        if not packs.is_text(paper):
            content = packs.unpacked(source)
            return replace(made, content=content, words=pdf.of(content) if packs.file_type(content) == "pdf" else "")
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
