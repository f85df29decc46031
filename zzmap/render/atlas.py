"""The atlas as a Folium element: one template that carries the payload, our CSS and JavaScript."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import folium
from branca.element import Element
from folium.template import Template

from zzmap.render.payload import to_script

_ZOOM = 10
"""Folium asks for one; the page fits the city's view, or the address's."""

SCRIPTS = (
    "state.js", "i18n.js", "units.js", "codec.js", "data.js", "rollup.js", "filter.js", "style.js",
    "capture.js", "pick.js", "popup.js", "map.js", "labels.js", "tree.js", "legend.js",
    "parksheet.js", "sheet.js", "names.js",
    "search.js", "parks.js", "app.js", "toolbar.js", "view.js", "matrix.js", "compare.js",
    "furniture.js", "png.js", "print.js",
    "measure.js", "overlap.js", "drafts.js", "draw.js", "dropfile.js", "drawpanel.js",
)  # fmt: skip
"""Our scripts in the order they build on each other."""


class Atlas(folium.MacroElement):
    """Everything zzmap adds to a map."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        zzmap.start({{ this._parent.get_name() }});
        {% endmacro %}
    """)

    def __init__(self, payload: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Atlas"
        self._payload = payload

    def render(self, **kwargs: Any) -> str:
        """Put payload, styles and scripts into the page's head, then render as usual."""
        figure: Any = self.get_root()
        figure.header.add_child(Element(f"<style>{_static('atlas.css')}</style>"), name="zz_css")
        # As JSON the payload is read faster than the same text as JavaScript.
        data = to_script(self._payload)
        self._add("zz_payload", ' id="zz-payload" type="application/json"', data)
        self._add("zz_js", "", "\n".join(map(_static, SCRIPTS)))
        return str(super().render(**kwargs))  # type: ignore[no-untyped-call]

    def _add(self, name: str, attributes: str, text: str) -> None:
        """Add a script; an Element is a Jinja template, ours is plain text and may hold braces."""
        element: Any = Element(f"<script{attributes}>{{{{ this.text }}}}</script>")
        element.text = text
        figure: Any = self.get_root()
        figure.header.add_child(element, name=name)


def atlas_page(payload: dict[str, Any], title: str) -> str:
    """Return the HTML of one page, not yet self-contained."""
    west, south, east, north = payload["city"]["view"]
    figure = folium.Figure(title=title)
    board = folium.Map(
        location=((south + north) / 2, (west + east) / 2),
        zoom_start=_ZOOM,
        tiles=None,
        prefer_canvas=True,
        zoom_control=False,
        attribution_control=False,
    )
    figure.add_child(board)
    board.add_child(Atlas(payload))
    return str(figure.render())


def _static(name: str) -> str:
    return (files("zzmap.render") / "static" / name).read_text("utf-8")
