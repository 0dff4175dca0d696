"""A form as it arrives: counted while it is read, typed values apart from files."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import parse_qsl

from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

T = TypeVar("T")
LARGEST_FORM = 100_000
"""Bytes of a form without files."""

MOST_FIELDS = 2_000
MOST_FILES = 50
_TAIL = 300  # a boundary has 70 signs at most
_UNSEEN = frozenset({"form_token", "form_id", "seen", "looked"})
_WRITTEN = 20
"""Characters from which on a value without a blank is taken for something written."""

_LISTENS = 4
"""Of a form that is too large, so many times the allowed size is read and dropped: who still sends hears no answer."""


@dataclass(frozen=True)
class Upload:
    """A file that came with a form, under the name that its sender gave it: never a path of ours."""

    name: str
    content: bytes


@dataclass(frozen=True)
class FormData:
    """What a form brought, by the names of its fields."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict)

    @property
    def written(self) -> list[str]:
        """What a person wrote; not what was chosen or ticked, and nothing that the page itself put in."""
        every = [value.strip() for name, values in self.values.items() if name not in _UNSEEN for value in values]
        return [value for value in every if len(value) > _WRITTEN or " " in value]


async def read_form(request: Request, largest: int) -> FormData:
    """Read a form of at most `largest` bytes; raises HTTPException 413 for a larger one, 400 for half a one."""
    tail = bytearray()
    counted = _remembered(_counted(request.stream(), largest), tail)
    try:
        return await _read(request, counted, tail)
    except ClientDisconnect as error:
        raise HTTPException(400, "cut") from error


async def _read(request: Request, counted: AsyncGenerator[bytes, None], tail: bytearray) -> FormData:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        body = b"".join([chunk async for chunk in counted])
        return FormData(_by_name(_pairs(body)))
    try:
        parser = MultiPartParser(request.headers, counted, max_files=MOST_FILES, max_fields=MOST_FIELDS,
                                 max_part_size=LARGEST_FORM)  # fmt: skip
        arrived = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise HTTPException(400, "cut") from error
    if not _is_whole(request, tail):
        raise HTTPException(400, "cut")
    typed = [(name, _storable(value)) for name, value in arrived.multi_items() if isinstance(value, str)]
    files = [(name, await _upload(value)) for name, value in arrived.multi_items() if isinstance(value, UploadFile)]
    await arrived.close()
    return FormData(_by_name(typed), _by_name([(name, file) for name, file in files if file.name or file.content]))


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400, "cut") from error
    return [(name, _storable(value)) for name, value in pairs]


async def _upload(file: UploadFile) -> Upload:
    return Upload(_storable(file.filename or ""), await file.read())


async def _remembered(chunks: AsyncIterator[bytes], tail: bytearray) -> AsyncGenerator[bytes, None]:
    """Pass a body on and keep its end."""
    async for chunk in chunks:
        tail[:] = (tail + chunk)[-_TAIL:]
        yield chunk


def _is_whole(request: Request, tail: bytearray) -> bool:
    """Whether a form with files has its end: the parser takes one that stops between two parts, or in one, as it is."""
    boundary = parse_options_header(request.headers.get("content-type", ""))[1].get(b"boundary", b"")
    return bytes(tail).rstrip().endswith(b"--" + boundary + b"--")


async def _counted(chunks: AsyncIterator[bytes], largest: int) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size <= largest:
            yield chunk
        elif size > largest * _LISTENS:
            break
    if size > largest:
        raise HTTPException(413)


def _storable(text: str) -> str:
    """Return the text without what nobody types and no record keeps: NUL, and halves of signs."""
    return text.encode(errors="replace").decode().replace("\x00", "")


def _by_name(pairs: list[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: dict[str, tuple[T, ...]] = {}
    for name, value in pairs:
        found[name] = (*found.get(name, ()), value)
    return found
