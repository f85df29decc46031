"""Short forms of places' names by rule: 新郑经开区 is 新郑经济技术开发区.

Nobody types 新郑经济技术开发区.  A form that is not known is read as what it holds, 新郑市 and
the other 经开区, so each place is given the forms that everyone uses:

1. A name that starts with the name of a place above it may start with any other name of that:
   郑州航空港区临空生物医药园 is 港区临空生物医药园, 新密市静脉产业园 is 新密静脉产业园.
2. A development zone's sort is shortened (`_SORTS`): 高新技术产业开发区 is 高新区.  With the name
   of its district it is X开发区 too; of a district with several each is.
3. 产业园, 产业园区 and 园 are one thing (`_ENDS`).

A form is left out where it is a given name of another place, or a form of two, but for X开发区.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from zzmap._name_terms import normalise
from zzmap.model import USER_PARK, Place

if TYPE_CHECKING:
    from zzmap.catalogue import Catalogue

_SORTS = {
    "经济技术开发区": ("经济技术开发区", "经济开发区", "经开区", "经开", "经济技术区"),
    "经济开发区": ("经济技术开发区", "经济开发区", "经开区", "经开", "经济技术区"),
    "高新技术产业开发区": (
        "高新技术产业开发区", "高新技术开发区", "高新技术产业园区", "高新开发区", "高新区", "高新",
    ),
    "先进制造业开发区": (
        "先进制造业开发区", "先进制造业区", "先进制造开发区", "制造业开发区", "先进制造业",
        "先进制造业园区",
    ),
    "现代服务业开发区": (
        "现代服务业开发区", "服务业开发区", "现代服务业园区", "现代服务业集聚区",
    ),
}  # fmt: skip
"""A sort of development zone, as its name ends, and what it is called for short."""

ZONE = "开发区"

_ENDS = (
    ("文化创意产业园", ("文创产业园", "文创园", "文化创意园")),
    ("文化创意园", ("文创园", "文化创意产业园", "文创产业园")),
    ("产业园区", ("产业园", "园区", "园")),
    ("产业园", ("园", "园区", "产业园区")),
    ("产业基地", ("基地", "产业园")),
    ("医药园", ("医药产业园", "医药园区")),
    ("科技园", ("科技园区", "科技产业园")),
)
_LONGEST_HEAD, _SHORTEST, _TELLING = 6, 4, 5


def short_names(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return further names of places, by place id.

    Examples
    --------
    >>> from zzmap.catalogue import Catalogue
    >>> "新郑经开区" in short_names(Catalogue())["zone-xinzheng-jingkai"]
    True
    """
    given = {
        normalise(name): place.id for place in catalogue.places.values() for name in _names(place)
    }
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for place in catalogue.places.values():
        if place.kind == USER_PARK:
            continue
        above = [catalogue.places[row] for row in catalogue.places_above(place.id)]
        for name in dict.fromkeys(_forms(place, above, catalogue.district_ids)):
            key = normalise(name)
            if key not in given and len(key) >= _SHORTEST:
                found[key].setdefault(place.id, name)
    names: dict[str, list[str]] = defaultdict(list)
    for forms in found.values():
        if len(forms) == 1 or all(name.endswith(ZONE) for name in forms.values()):
            for place_id, name in forms.items():
                names[place_id].append(name)
    return {place_id: tuple(forms) for place_id, forms in names.items()}


def _names(place: Place) -> tuple[str, ...]:
    return (place.name, *place.aliases)


def _forms(place: Place, above: list[Place], districts: frozenset[str]) -> Iterator[str]:
    for given in _names(place):
        for name in _headed(given, above):
            yield name
            for end, others in _ENDS:
                if name.endswith(end) and len(name) >= len(end) + _TELLING:
                    yield from (f"{name.removesuffix(end)}{other}" for other in others)
                    break
    if place.kind == "development_zone":
        yield from _zone_forms(place, above, districts)


def _headed(name: str, above: Iterable[Place]) -> Iterator[str]:
    """Yield a name, and the same with another name of the place it starts with."""
    yield name
    for place in above:
        heads = [head for head in _names(place) if _HAN.match(head)]
        own = max((head for head in heads if name.startswith(head)), key=len, default="")
        if own and len(name) > len(own) + 1:
            rest = name.removeprefix(own)
            yield from (f"{head}{rest}" for head in heads if len(head) <= _LONGEST_HEAD)
            return


def _zone_forms(place: Place, above: list[Place], districts: frozenset[str]) -> Iterator[str]:
    """Yield the short forms of a development zone: heads of a place above it, and its sort."""
    for name in _names(place):
        sort = next((sort for sort in _SORTS if name.endswith(sort)), "")
        if not sort:
            continue
        head = name.removesuffix(sort)
        for over in above:
            heads = [row for row in _names(over) if _HAN.match(row) and len(row) <= _LONGEST_HEAD]
            if not any(head.endswith(row) or row.startswith(head) for row in heads):
                continue
            for row in heads:
                yield from (f"{row}{short}" for short in _SORTS[sort])
                if over.id in districts:
                    yield f"{row}{ZONE}"
            break


_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
