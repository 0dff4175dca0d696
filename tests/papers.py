"""Small files of every kind that is taken in, with a text in them that tells them apart."""

import io
import zipfile
from collections.abc import Mapping

ODT_TYPE = "application/vnd.oasis.opendocument.text"


def pdf(text: str = "plan") -> bytes:
    """A PDF file, as far as anybody looks."""
    return f"%PDF-1.7\n% {text}\n%%EOF\n".encode()


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of these parts, packed."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in parts.items():
            into.writestr(name, content)
    return written.getvalue()


PLAN = pdf()


def docx(text: str = "plan", **more: str | bytes) -> bytes:
    """A Word file; more parts by their names."""
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w:t>{text}</w:t>", **more})


def xlsx(text: str = "tal", **more: str | bytes) -> bytes:
    """An Excel file."""
    return archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": f"<v>{text}</v>", **more})


def odt(text: str = "plan") -> bytes:
    """An ODT file."""
    return archive({"mimetype": ODT_TYPE, "content.xml": f"<text:p>{text}</text:p>"})
