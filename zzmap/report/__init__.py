"""Reports: one document, written as a page, PDF, Word file or workbook, or shown in a terminal.

`document` is what is said; `site`, `city`, `place`, `industry` and `table` say it; `drawing` and
`chart` make its figures; `html`, `pdf`, `word` and `workbook` write it, and `write` chooses.
"""
