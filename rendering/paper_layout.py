"""The sheet that papers and formal letters are typeset on, in the typesetter's own language. Texts reach it as data."""

DOCUMENT = r"""
#let paper = json(bytes(sys.inputs.paper))
#let ink = rgb("#1d4f76")
#let (year, month, day) = paper.date
#set document(title: paper.title, date: datetime(year: year, month: month, day: day))
#set text(font: "Libertinus Serif", size: 10.5pt, lang: paper.language, hyphenate: false)
#set par(leading: 0.68em, spacing: 1.05em, justify: false)
#set page(
  paper: "a4",
  margin: (top: 24mm, bottom: 22mm, left: 26mm, right: 26mm),
  footer: context align(right, text(size: 9pt, fill: rgb("#4a5560"))[
    #paper.cycle #h(1fr) #paper.page #counter(page).display() / #counter(page).final().first()
  ]),
)
#show heading: set text(fill: ink)
#show heading: set block(above: 1.5em, below: 0.7em)
#show heading.where(level: 1): set block(below: 1em)
#show heading.where(level: 1): set text(size: if paper.recipient == "" { 19pt } else { 15pt })
#show heading.where(level: 2): set text(size: 13.5pt)
#show heading.where(level: 3): set text(size: 11.5pt)
#let words(line) = line.map(((written, strong)) => {
  let parts = written.split("\n").map(part => if strong { std.strong(part) } else { [#part] })
  parts.join(linebreak())
}).join()
#let grid-of(rows) = {
  let columns = calc.max(..rows.map(row => row.len()))
  let filled = row => row + range(columns - row.len()).map(_ => ())
  let cells = rows => rows.map(row => filled(row).map(words)).flatten()
  table(
    columns: columns,
    stroke: (x, y) => (bottom: if y == 0 { 0.9pt + ink } else { 0.4pt + rgb("#b6c1ca") }),
    inset: (x: 5pt, y: 5.5pt),
    align: left,
    table.header(..cells(rows.slice(0, 1)).map(cell => std.strong(cell))),
    ..cells(rows.slice(1)),
  )
}
#let facts = paper.about.map(((label, value)) => [#label: #value])
#grid(
  columns: (1fr, auto),
  text(fill: ink, weight: "bold", size: 12pt, paper.lead),
  text(weight: "bold", size: 12pt, paper.number),
)
#v(-0.3em)
#line(length: 100%, stroke: 1.2pt + ink)
#if paper.recipient == "" [
  #text(size: 9.5pt)[#facts.join([ #h(1.2em) ])]
  #v(0.9em)
] else [
  #v(1.6em)
  #grid(
    columns: (1fr, auto),
    column-gutter: 12mm,
    text(size: 11pt)[#paper.recipient],
    align(left, text(size: 9.5pt)[#facts.join(linebreak()) #linebreak() #paper.sender.join(linebreak())]),
  )
  #v(2.4em)
]
#heading(level: 1, paper.title)
#for block in paper.blocks {
  if block.kind == "heading" {
    heading(level: calc.max(block.level, 2), words(block.lines.first()))
  } else if block.kind == "bullets" {
    list(..block.lines.map(words))
  } else if block.kind == "numbers" {
    enum(..block.lines.map(words))
  } else if block.kind == "table" {
    if block.rows.len() > 0 { grid-of(block.rows) }
  } else if block.kind == "callout" {
    std.block(stroke: (left: 3pt + ink), inset: (left: 9pt, y: 4pt), words(block.lines.first()))
  } else {
    par(words(block.lines.first()))
  }
}
"""
