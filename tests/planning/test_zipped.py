"""A cycle's folder as a zip file: the same bytes each time, and nothing that a hostile one could do."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from planning.format.source import Source
from planning.not_permitted import NotPermitted
from planning.papers import zipped as zips
from planning.papers.packs import packed
from planning.papers.zipped import unzipped, zipped

SOURCE = Source(
    "proeve",
    '[cycle]\nkey = "prøve"\n',
    {
        "texts/letters/ØU.da.md": "# Brev\n",
        "papers/tal.xlsx": packed(b"PK\x00\xff"),
        "scenarios/silent.toml": "a = 1\n",
    },
)


def archive(*files: tuple[str | zipfile.ZipInfo, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file with a definition and these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as writing:
        writing.writestr("cycle.toml", "")
        for name, content in files:
            writing.writestr(name, content)
    return made.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name)
    part.create_system, part.external_attr = 3, 0o120777 << 16
    return part


def locked() -> bytes:
    """A zip file whose last part says in its directory that it has a password."""
    content = bytearray(archive(("texts/a.md", b"a")))
    flags = content.rindex(b"PK\x01\x02") + 8
    struct.pack_into("<H", content, flags, struct.unpack_from("<H", content, flags)[0] | 1)
    return bytes(content)


def in_another_code_page() -> bytes:
    """A zip file that names ØU.md in a code page and does not say which."""
    content = archive(("texts/#U.md", b"a"))
    return content.replace(b"texts/#U.md", b"texts/\x9dU.md")


def twice() -> bytes:
    content = archive(("texts/a.md", b"a"), ("texts/b.md", b"b"))
    return content.replace(b"texts/b.md", b"texts/a.md")


def test_zipped_folder_comes_back_as_it_was_and_its_bytes_follow_from_its_content() -> None:
    turned = Source(SOURCE.name, SOURCE.toml, dict(reversed(SOURCE.files.items())))

    assert unzipped("proeve.zip", zipped(SOURCE)) == SOURCE
    assert zipped(turned) == zipped(SOURCE)


def test_folder_packed_with_its_own_name_and_a_computers_litter_is_read() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as writing:
        for name in ("aar/", "aar/.DS_Store", "__MACOSX/aar/._cycle.toml"):
            writing.writestr(name, b"")
        writing.writestr("aar/cycle.toml", b"\xef\xbb\xbfa = 1\r\n")
        writing.writestr("aar/texts/A\u030a.da.md", b"x")  # å as two signs, as a Mac writes it

    assert unzipped("aar.zip", made.getvalue()) == Source("aar", "a = 1\n", {"texts/Å.da.md": "x"})


def test_name_in_utf8_that_does_not_say_so_is_read() -> None:
    content = archive(("texts/##U.md", b"a")).replace(b"texts/##U.md", "texts/ØU.md".encode())

    assert unzipped("a.zip", content).files == {"texts/ØU.md": "a"}


@pytest.mark.parametrize(
    ("made", "named"),
    [
        (lambda: archive(("../../etc/passwd.md", b"a")), "../../etc/passwd.md"),
        (lambda: archive(("texts/../../a.md", b"a")), "texts/../../a.md"),
        (lambda: archive(("/etc/a.md", b"a")), "/etc/a.md"),
        (lambda: archive(("C:/a.md", b"a")), "C:/a.md"),
        (lambda: archive(("texts\\..\\a.md", b"a")), "texts\\..\\a.md"),
        (lambda: archive(("texts/\u202egnp.md", b"a")), "texts/?gnp.md"),
        (lambda: archive((f"texts/{'a' * 300}.md", b"a")), "texts/aaa"),
        (lambda: archive((link("texts/a.md"), b"/etc/passwd")), "texts/a.md"),
        (lambda: archive(("texts/a.md", b"a"), ("texts/A.md", b"b")), "texts/A.md"),
        (twice, "texts/a.md"),
        (locked, "texts/a.md"),
        (in_another_code_page, "texts/¥U.md"),
        (lambda: archive(("texts/a.md", b"\xe6\xf8\xe5")), "texts/a.md"),
        (lambda: archive(("texts/a.md", b"a\x00b")), "texts/a.md"),
        (lambda: archive(("program.exe", b"MZ")), "program.exe"),
        (lambda: archive(("papers/deep/a.pdf", b"%PDF-")), "papers/deep/a.pdf"),
        (lambda: archive(("texts/a.md", b"a" * 3_000_000)), "texts/a.md"),
        (lambda: archive(("papers/a.pdf", b"\x00" * 9_000_000)), "papers/a.pdf"),
        (lambda: archive(("texts/a.md", b"a" * 99), packing=zipfile.ZIP_LZMA), "cycle.toml"),
        (lambda: archive(*((f"texts/{number}.md", b"") for number in range(2_001))), "2002"),
        (lambda: archive(("other/cycle.toml", b"")), "2"),
        (lambda: archive()[:-30], ""),
        (lambda: b"%PDF-1.7", ""),
        (lambda: b"", ""),
    ],
)  # fmt: skip
def test_hostile_or_broken_zip_is_refused_by_a_sentence_with_the_files_name(
    made: Callable[[], bytes], named: str
) -> None:
    with pytest.raises(NotPermitted) as refused:
        unzipped("fra-nogen.zip", made())

    for sentence in (refused.value.sentence.da, refused.value.sentence.en):
        assert "fra-nogen.zip" in sentence
        assert named in sentence


def test_many_files_that_swell_together_are_refused_before_they_are_all_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unpacked: list[int] = []
    reading = zipfile.ZipExtFile.read
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda self, n=-1: unpacked.append(n) or reading(self, n))
    bomb = archive(*((f"papers/{number}.pdf", b"\x00" * 4_000_000) for number in range(50)))

    with pytest.raises(NotPermitted):
        unzipped("bombe.zip", bomb)

    assert sum(unpacked) <= zips.FREELY + len(bomb) * zips.MOST_RATIO


def test_zip_file_without_a_definition_says_so() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as writing:
        writing.writestr("texts/a.md", b"a")

    with pytest.raises(NotPermitted, match=r"no cycle\.toml"):
        unzipped("a.zip", made.getvalue())
