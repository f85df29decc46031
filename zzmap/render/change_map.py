"""The map of what changed: each place in the colour of its changes, with their list beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Any

import folium
from branca.element import Element
from folium.template import Template

from zzmap.edition.compare import CHANGES, SUBJECTS, Change, Edition
from zzmap.geometry import Gazetteer
from zzmap.model import WITHIN
from zzmap.palette import palette
from zzmap.render.offline import KEPT, self_contained
from zzmap.render.payload import to_script

SEVERAL = "several"


class _Changes(folium.MacroElement):
    """The places and the list, as one element."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        zzChanges({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Changes"
        self.data = to_script(data)

    def render(self, **kwargs: Any) -> str:
        """Put styles and script into the page's head, then render as usual."""
        figure: Any = self.get_root()
        for name, tag in (("changes.css", "style"), ("changes.js", "script")):
            text = (files("zzmap.render") / "static" / name).read_text("utf-8")
            element: Any = Element(f"<{tag}>{{{{ this.text }}}}</{tag}>")
            element.text = text
            figure.header.add_child(element, name=name)
        return str(super().render(**kwargs))  # type: ignore[no-untyped-call]


class ChangeMap(folium.Map):
    """A map of the changes between two editions.

    Parameters
    ----------
    old, new
        The editions.
    changes
        As `zzmap.edition.compare.compare` gives them.
    """

    def __init__(self, old: Edition, new: Edition, changes: Sequence[Change]) -> None:
        view = new.catalogue.city.view
        super().__init__(
            location=((view.south + view.north) / 2, (view.west + view.east) / 2),
            zoom_start=10, tiles=None, prefer_canvas=True, zoom_control=False,
            attribution_control=False,
        )  # fmt: skip
        self.title = f"{new.catalogue.city.name} · {old.label} → {new.label}"
        folium.Figure(title=self.title).add_child(self)
        self.add_child(_Changes(_data(old, new, changes, self.title)), name="changes")

    def page(self) -> str:
        """Return the HTML of the page, which asks the network for nothing."""
        figure: Any = self.get_root()
        return self_contained(str(figure.render()), (), KEPT)

    def _repr_html_(self, **_: Any) -> str:
        """Show the page below a notebook's cell."""
        return (
            f'<iframe srcdoc="{escape(self.page())}" title="{escape(self.title)}" '
            'style="width:100%;height:640px;border:0"></iframe>'
        )


def _data(old: Edition, new: Edition, changes: Sequence[Change], title: str) -> dict[str, Any]:
    sides = {"old": Gazetteer(old.catalogue), "new": Gazetteer(new.catalogue)}
    told: dict[str, list[int]] = defaultdict(list)
    side_of: dict[str, str] = {}
    for number, row in enumerate(changes):
        for side, places in (("old", row.old_places), ("new", row.new_places)):
            for place in places:
                side_of[place] = side if side_of.get(place) != "new" else "new"
                if number not in told[place]:
                    told[place].append(number)
    features, unlocated = [], 0
    for place, numbers in told.items():
        gazetteer = sides[side_of[place]]
        record = gazetteer.catalogue.places[place]
        located = gazetteer.locate(record)
        if located is None or located.basis == WITHIN:
            unlocated += 1
            continue
        kinds = {changes[number].change for number in numbers}
        kind = kinds.pop() if len(kinds) == 1 else SEVERAL
        features.append(
            {
                "name": record.name, "kind": kind, "rows": numbers,
                "shape": located.geometry.simplify(0.0002).__geo_interface__,
            }
        )  # fmt: skip
    view = new.catalogue.city.view
    return {
        "title": title,
        "old": old.label,
        "new": new.label,
        "bounds": [[view.south, view.west], [view.north, view.east]],
        "colours": palette()["changes"],
        "words": CHANGES,
        "subjects": SUBJECTS,
        "ground": [
            {"name": row.name, "shape": row.geometry.simplify(0.001).__geo_interface__}
            for row in sides["new"].layer("districts")
        ],
        "places": features,
        "unlocated": unlocated,
        "rows": [
            [row.subject, row.change, row.old, row.new, row.sameness, row.threshold,
             row.old_locator, row.new_locator]
            for row in changes
        ],
    }  # fmt: skip
