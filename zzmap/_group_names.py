"""What several elements of a structure are called together: 两带, 五区, 一核两带五区多点."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from zzmap.catalogue import Catalogue
from zzmap.model import Element, Structure

_KINDS = {
    "核": ("core",),
    "心": ("centre", "core"),
    "带": ("belt",),
    "极": ("pole",),
    "区": ("zone", "area"),
    "点": ("points",),
}
"""The kinds of element that a structure's name counts by a character."""

_NUMBERS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
_MANY = "多"
_COUNTED = re.compile(f"([{''.join(_NUMBERS)}{_MANY}])([{''.join(_KINDS)}])")
_ALL_COUNTED = re.compile(f"(?:{_COUNTED.pattern}){{2,}}$")


def group_names(catalogue: Catalogue) -> dict[str, list[str]]:
    """Return ids of elements by what they are called together, in lower case.

    That is the name of their structure, a part of it that counts them, and what stands
    before the colon in a name (五区：郑州高新区).  Of several structures all are meant.

    Examples
    --------
    >>> len(group_names(Catalogue())["三极"])
    3
    """
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for structure in catalogue.structures.values():
        elements = catalogue.elements_of_structure.get(structure.id, [])
        for name, found in _groups(structure, elements):
            key = unicodedata.normalize("NFKC", name).lower()
            groups[key].update(dict.fromkeys(row.id for row in found))
    for row in catalogue.elements.values():
        head, colon, _ = row.name.partition("：")
        if colon:
            groups[head][row.id] = None
    return {name: list(ids) for name, ids in groups.items() if ids}


def _groups(structure: Structure, elements: list[Element]) -> Iterator[tuple[str, list[Element]]]:
    yield structure.name, elements
    counted = _ALL_COUNTED.search(structure.name)
    if not counted:
        return
    yield counted[0], elements
    parts = _COUNTED.findall(counted[0])
    english = re.split(r", | and ", structure.name_en.rpartition(": ")[2])
    for index, (number, char) in enumerate(parts):
        found = [row for row in elements if row.kind in _KINDS[char]]
        if number == _MANY or len(found) == _NUMBERS[number]:
            yield number + char, found
            if len(english) == len(parts) and not english[index].startswith("a "):
                yield english[index], found
