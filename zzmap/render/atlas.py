"""The atlas as a Folium element: one template that carries the payload, our CSS and JavaScript."""

from __future__ import annotations

import os
import re
from html import escape
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import folium
from branca.element import Element
from folium.template import Template

from zzmap.io.staging import write_text
from zzmap.palette import palette_css, palette_text
from zzmap.render.bundle import STATIC, bundle
from zzmap.render.freshness import check_built
from zzmap.render.offline import KEPT, self_contained
from zzmap.render.payload import to_script

_ZOOM = 10
"""Folium asks for one; the page fits the city's view, or the address's."""

NOTEBOOK_HEIGHT = "640px"
"""Height of the map below a notebook's cell: tree and legend beside it stay in reach."""

_MADE_UP = re.compile(r"(?<=_)[0-9a-f]{32}")


def _numbered(page: str, figure: Any) -> str:
    """Give elements numbers, for folium names them anew in each run: same layers, same page."""
    elements, waiting = list[Any](), [figure]
    while waiting:
        element = waiting.pop()
        elements.append(element)
        waiting += reversed(element._children.values())
    numbers = {element._id: str(number) for number, element in enumerate(elements)}
    return _MADE_UP.sub(lambda match: numbers.get(match[0], match[0]), page)


class Served(NamedTuple):
    """What a page has more that a program serves, beside the map that every page has.

    Attributes
    ----------
    module
        File of the module the page starts with; it starts that of the map.
    styles
        File of its styles.
    told
        JSON-ready values the module finds in the payload, under ``served``.
    """

    module: Path
    styles: Path
    told: dict[str, Any]


class Atlas(folium.MacroElement):
    """Everything zzmap adds to a map."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        zzmap.start({{ this._parent.get_name() }});
        {% endmacro %}
    """)

    def __init__(self, payload: dict[str, Any], served: Served | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Atlas"
        self._payload = payload if served is None else payload | {"served": served.told}
        self._module = STATIC / "main.js" if served is None else served.module
        self._styles = (STATIC / "atlas.css", *(() if served is None else (served.styles,)))

    def render(self, **kwargs: Any) -> str:
        """Put payload, styles and scripts into the page's head, then render as usual."""
        figure: Any = self.get_root()
        css = "".join(path.read_text("utf-8") for path in self._styles)
        styles = f"<style>{palette_css()}{css}</style>"
        figure.header.add_child(Element(styles), name="zz_css")
        # As JSON the payload is read faster than the same text as JavaScript.
        data = to_script(self._payload)
        self._add("zz_payload", ' id="zz-payload" type="application/json"', data)
        palette = f"window.zzmap = {{palette: {palette_text().strip()}}};"
        self._add("zz_js", "", "\n".join((palette, bundle(self._module))))
        return str(super().render(**kwargs))  # type: ignore[no-untyped-call]

    def _add(self, name: str, attributes: str, text: str) -> None:
        """Add a script; an Element is a Jinja template, ours is plain text and may hold braces."""
        element: Any = Element(f"<script{attributes}>{{{{ this.text }}}}</script>")
        element.text = text
        figure: Any = self.get_root()
        figure.header.add_child(element, name=name)


class AtlasMap(folium.Map):
    """A map of one theme, as folium has it: more layers can be added to it.

    Parameters
    ----------
    payload
        What the page shows, as `zzmap.render.payload.build_shared` gathers it, with its theme.
    title
        Title of the page.
    hosts
        Hosts of online basemaps the page may ask for tiles.
    served
        What the page has more if a program serves it, which it may ask then; None makes a page
        that is a file by itself.

    Examples
    --------
    >>> import folium
    >>> import zzmap as zz
    >>> board = zz.open().map()
    >>> marker = folium.Marker((34.75, 113.62), tooltip="会场").add_to(board)
    >>> board.save("with-a-marker.html")
    """

    def __init__(
        self,
        payload: dict[str, Any],
        title: str = "",
        hosts: tuple[str, ...] = (),
        served: Served | None = None,
    ) -> None:
        west, south, east, north = payload["city"]["view"]
        super().__init__(
            location=((south + north) / 2, (west + east) / 2),
            zoom_start=_ZOOM,
            tiles=None,
            prefer_canvas=True,
            zoom_control=False,
            attribution_control=False,
        )
        self.title, self._hosts, self._asks = title, hosts, served is not None
        folium.Figure(title=escape(title, quote=False)).add_child(self)
        self.add_child(Atlas(payload, served), name="atlas")

    def page(self) -> str:
        """Return the HTML of the page, which asks the network for nothing but those tiles.

        Raises
        ------
        OutputError
            If something that was added to the map can only be had from the network.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().map().page().startswith("<!DOCTYPE html>")
        True
        """
        figure: Any = self.get_root()
        # What only our own page needs is told; what a planner's layer asks for is all kept.
        kept = KEPT if set(self._children) == {"atlas"} else None
        page = _numbered(str(figure.render()), figure)
        return self_contained(page, self._hosts, kept, asks=self._asks)

    def save(
        self, outfile: str | bytes | Path | BinaryIO, close_file: bool = True, **_: Any
    ) -> None:
        """Write the page that opens without a network, whole or not at all.

        Parameters
        ----------
        outfile
            File to write, or a binary file that is open.
        close_file
            Close the open file afterwards.

        Raises
        ------
        OutputError
            If the file cannot be written there, or what is there is no page of zzmap.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().map().save("layout.html")
        >>> "Content-Security-Policy" in open("layout.html", encoding="utf-8").read()
        True
        """
        if isinstance(outfile, str | bytes | Path):
            path = Path(os.fsdecode(outfile))
            page = self.page()
            check_built(path.parent, {path.name: page})
            write_text(path, page)
            return
        outfile.write(self.page().encode())
        if close_file:
            outfile.close()

    def _repr_html_(self, **_: Any) -> str:
        """Show the page below a notebook's cell."""
        return (
            f'<iframe srcdoc="{escape(self.page())}" title="{escape(self.title)}" '
            f'style="width:100%;height:{NOTEBOOK_HEIGHT};border:0" allowfullscreen></iframe>'
        )
