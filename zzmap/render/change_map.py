"""The map of what changed: each place in the colour of its changes, with their list beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from html import escape
from typing import Any

from zzmap.edition.compare import CHANGES, RENAMED, SUBJECTS, Change, Edition
from zzmap.geometry import Gazetteer
from zzmap.model import WITHIN
from zzmap.palette import palette
from zzmap.render.panel import Panel, PanelMap

SEVERAL = "several"


class ChangeMap(PanelMap):
    """A map of the changes between two editions.

    Parameters
    ----------
    old, new
        The editions.
    changes
        As `zzmap.edition.compare.compare` gives them.
    """

    def __init__(self, old: Edition, new: Edition, changes: Sequence[Change]) -> None:
        title = f"{new.catalogue.city.name} · {old.label} → {new.label}"
        super().__init__(Panel("changes", _data(old, new, changes, title)), title)

    def _repr_html_(self, **_: Any) -> str:
        """Show the page below a notebook's cell."""
        return (
            f'<iframe srcdoc="{escape(self.page())}" title="{escape(self.title)}" '
            'style="width:100%;height:640px;border:0"></iframe>'
        )


def _now(old: Edition, new: Edition, changes: Sequence[Change]) -> dict[str, tuple[str, str]]:
    """Return what places of the old edition are in the new one; one id may be of two places."""
    after = new.catalogue.places
    found = {
        row.id: ("new", row.id)
        for row in old.catalogue.places.values()
        if row.id in after and after[row.id].name == row.name
    }
    for row in changes:
        if row.subject == "place" and row.change == RENAMED:
            found |= dict.fromkeys(row.old_places, ("new", row.new_places[0]))
    return found


def _data(old: Edition, new: Edition, changes: Sequence[Change], title: str) -> dict[str, Any]:
    sides = {"old": Gazetteer(old.catalogue), "new": Gazetteer(new.catalogue)}
    now = _now(old, new, changes)
    told: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, row in enumerate(changes):
        places = [now.get(place, ("old", place)) for place in row.old_places]
        for place in dict.fromkeys((*places, *(("new", place) for place in row.new_places))):
            told[place].append(number)
    features, unlocated = [], 0
    for (edition, name), numbers in told.items():
        gazetteer = sides[edition]
        record = gazetteer.catalogue.places[name]
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
