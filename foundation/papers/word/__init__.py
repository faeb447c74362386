"""A paper as a Word document, from the very HTML and stylesheet its PDF is made of.

`looks` computes what paper.css says of an element, `reading` turns the tree into blocks, `writing` and
`styles` write those as Word wants them, `package` puts the file together. The door is
`foundation.papers.docx`.
"""
