"""The colours of the wheel: on paper, on a light and on a dark screen; text keeps a contrast of 4.5:1."""

from models.vocabulary import StepKind

HUES = {
    StepKind.LETTER_PACK: "letter",
    StepKind.DELIVERABLE: "deadline",
    StepKind.STATUS_ACCOUNT: "deadline",
    StepKind.WORKSHOP: "workshop",
    StepKind.MEETING: "meeting",
    StepKind.READING: "meeting",
    StepKind.APPROVAL: "approval",
    StepKind.HEARING: "hearing",
}
"""Kinds that look alike share a hue; the shape tells them apart without it."""

_LIGHT = (
    "--w-paper:#fff;--w-ink:#1b2329;--w-soft:#51606b;--w-line:#c6d0d8;--w-lane:#f2f5f7;--w-month:#e3eaef;--w-over:#d3dee6;"
    "--w-shut:#dbe2e8;--w-today:#b3261e;--w-letter:#855300;--w-deadline:#a33526;--w-workshop:#0d646c;--w-meeting:#1d4f76;"
    "--w-approval:#1f6446;--w-hearing:#64408d;--w-on:#fff"
)
_DARK = (
    "--w-paper:#1b2126;--w-ink:#eceff1;--w-soft:#b3bfc8;--w-line:#46525c;--w-lane:#232b31;--w-month:#2e3941;--w-over:#3c4a55;"
    "--w-shut:#333e47;--w-today:#ff8a80;--w-letter:#e6bd63;--w-deadline:#f4a79a;--w-workshop:#7fd0d6;--w-meeting:#93c6ea;"
    "--w-approval:#86d1b0;--w-hearing:#cdb0f0;--w-on:#12181c"
)
_HUES = "".join(
    f".wheel .{hue}{{--hue:var(--w-{hue})}}"
    for hue in ("letter", "deadline", "workshop", "meeting", "approval", "hearing")
)

WHEEL_CSS = (
    f".wheel{{{_LIGHT};font-family:'Segoe UI',Ubuntu,Cantarell,'Noto Sans',Arial,'DejaVu Sans Condensed',sans-serif}}"
    f"@media screen and (prefers-color-scheme:dark){{.wheel{{{_DARK}}}}}"
    ".wheel text{fill:var(--w-ink)}.wheel .soft{fill:var(--w-soft)}.wheel .paper{fill:var(--w-paper)}"
    ".wheel .lane{fill:var(--w-lane)}.wheel .shut{fill:var(--w-shut)}.wheel .month{fill:var(--w-month)}"
    ".wheel .over{fill:var(--w-over)}.wheel .rule{stroke:var(--w-line);fill:none}"
    ".wheel .turn{stroke:var(--w-soft);fill:none}"
    ".wheel .week{stroke:var(--w-line)}.wheel .hand{stroke:var(--w-today);fill:var(--w-today)}"
    ".wheel text.paper{fill:var(--w-paper)}.wheel .leader{stroke:var(--w-soft);fill:none}"
    f"{_HUES}"
    ".wheel .ray{stroke:var(--hue);stroke-opacity:.55}.wheel .dot,.wheel .mark{fill:var(--hue)}"
    ".wheel .mark{stroke:var(--w-paper)}"
    ".wheel .ring{fill:none;stroke:var(--hue)}.wheel text.in{fill:var(--w-on)}"
    ".wheel .arc{fill:var(--hue);fill-opacity:.32;stroke:var(--hue)}.wheel .stripe{stroke:var(--hue)}"
    ".wheel .plain{--hue:var(--w-soft)}.wheel .guess{stroke:var(--hue);fill:var(--w-paper)}"
    ".wheel text.guessed{fill:var(--hue)}"
    "@media print{.wheel{print-color-adjust:exact;-webkit-print-color-adjust:exact}}"
)
"""For the one stylesheet of a page; a picture of its own carries it inside."""
