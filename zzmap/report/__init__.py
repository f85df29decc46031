"""Sheets: one document, written as a page that prints, or shown in a terminal.

`document` is what is said, `site` says it of a site, `drawing` makes its map, `svg` and `html`
write it.
"""
