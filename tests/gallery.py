"""The gallery of the sample year, as `aarshjul letters` writes it."""

from pathlib import Path

from models.vocabulary import Language
from runtime.gallery.folder import Gallery, write_gallery
from settings import Settings
from tests.cycles.shipped import source, timeline


def annual_gallery(folder: Path, language: Language = Language.DA) -> Gallery:
    """Write the gallery of the sample year below this folder."""
    return write_gallery(Settings(), timeline("annual", 2027), source("annual"), folder, language)
