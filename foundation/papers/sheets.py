"""What a paper looks like, in one place for every form of it: our stylesheet, and the few rules below it."""

from pathlib import Path

STYLESHEET = Path(__file__).parents[2] / "static" / "css" / "paper.css"

DEFAULTS = """
html, body, div, p, h1, h2, h3 { display: block }
head, title, link { display: none }
table { display: table; box-sizing: border-box }
thead { display: table-header-group }
tbody { display: table-row-group }
tr { display: table-row }
colgroup { display: table-column-group }
col { display: table-column }
td, th { display: table-cell; padding: 0 }
h1 { bookmark-level: 1; bookmark-label: content(text) }
h2 { bookmark-level: 2; bookmark-label: content(text) }
.turn, .begin { anchor: attr(id) }
"""
"""What a browser would know by itself; the rest of its default sheet no paper needs."""
