"""A page of our own around a map: its style, its script and its data, as one Folium element."""

from __future__ import annotations

from typing import Any

import folium
from branca.element import Element
from folium.template import Template

from zzmap.render.bundle import STATIC, bundle
from zzmap.render.offline import KEPT, self_contained
from zzmap.render.payload import to_script


class Panel(folium.MacroElement):
    """Starts a module of ``static/`` with the map and the data.

    Parameters
    ----------
    name
        Stem of the files of ``static/``: the style, and the module, whose ``start`` fills the
        page.
    data
        JSON-ready values it is given.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
        zzmap.start({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)

    def __init__(self, name: str, data: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._files = "Panel", name
        self.data = to_script(data)

    def render(self, **kwargs: Any) -> str:
        """Put styles and script into the page's head, then render as usual."""
        figure: Any = self.get_root()
        texts = {
            f"{self._files}.css": ("style", (STATIC / f"{self._files}.css").read_text("utf-8")),
            f"{self._files}.js": ("script", bundle(STATIC / f"{self._files}.js")),
        }
        for name, (tag, text) in texts.items():
            element: Any = Element(f"<{tag}>{{{{ this.text }}}}</{tag}>")
            element.text = text
            figure.header.add_child(element, name=name)
        return str(super().render(**kwargs))  # type: ignore[no-untyped-call]


class PanelMap(folium.Map):
    """A map with a panel, at a city's first view.

    Parameters
    ----------
    panel
        The panel.
    title
        Title of the page.
    asks
        Whether its scripts may ask the server it comes from.
    """

    def __init__(self, panel: Panel, title: str, *, asks: bool = False) -> None:
        super().__init__(
            tiles=None, prefer_canvas=True, zoom_control=False, attribution_control=False
        )
        self.title, self._asks = title, asks
        folium.Figure(title=title).add_child(self)
        self.add_child(panel, name="panel")

    def page(self) -> str:
        """Return the HTML of the page, which asks nobody but the server it may come from."""
        figure: Any = self.get_root()
        return self_contained(str(figure.render()), (), KEPT, asks=self._asks)
