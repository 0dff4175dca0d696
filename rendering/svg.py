"""Elements of a picture: escaped by the XML library, numbers written with one decimal, so that bytes do not vary."""

from xml.etree import ElementTree as ET

from rendering.clean import clean_line

Svg = ET.Element
Style = dict[str, str | float | None]


def element(name: str, *content: Svg | str, **attributes: str | float | None) -> Svg:
    """Return an element; `text_anchor` becomes `text-anchor`, `class_` becomes `class`, None leaves one out."""
    made = ET.Element(name)
    for key, value in attributes.items():
        if value is not None:
            made.set(key.rstrip("_").replace("_", "-"), value if isinstance(value, str) else number(value))
    for each in content:
        if isinstance(each, str):
            made.text = (made.text or "") + clean_line(each)
        else:
            made.append(each)
    return made


def number(value: float) -> str:
    """Return a number with at most one decimal, never "-0"."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def written(picture: Svg) -> str:
    """Return the picture as text, one element a line."""
    ET.indent(picture, " ")
    return ET.tostring(picture, encoding="unicode")
