"""Which facts a letter was written from: to whom it goes and every date it speaks of, as one hash.

A draft that was looked at leaves as it is while this hash stands. A text that was edited does not change it: a draft is
written anew for that when a person says so.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from activities.packing import papers
from activities.particulars import Particulars
from planning.papers import packs
from rendering.context import LetterContext

_SPOKEN = re.compile(r"date_of\(\s*[\"']([^\"']+)[\"']")


def facts_hash(about: Particulars, context: LetterContext) -> str:
    """Return the hash of what the letter says apart from its own texts, with the dates that those texts speak of."""
    told = (about.to, replace(context, body_text=""), tuple(_dates(about)))
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _dates(about: Particulars) -> Iterator[tuple[str, str]]:
    known = {each.step.key for each in about.book.timeline.steps}
    spoken = {step for source in _sources(about) for step in _SPOKEN.findall(source)}
    yield from ((step, about.date_of(step)) for step in sorted(spoken & known))


def _sources(about: Particulars) -> Iterator[str]:
    step, body = about.letter.step, about.letter.body
    for path in (f"texts/{step}", f"texts/{step}/{body}"):
        yield about.file(path) or ""
    for paper in papers(about):
        yield about.book.files.get(packs.path_of(paper, about.language, about.book.files), "")
