"""Words for our codes, Chinese and English: relations, how a shape or a place is known."""

from __future__ import annotations

from collections.abc import Callable

from zzmap.model import RELATION

Say = Callable[[str, str], str]

_BASES = {
    "surveyed": ("测绘", "surveyed"),
    "admin_boundary": ("行政区界", "administrative boundary"),
    "digitised": ("数字化", "digitised"),
    "derived": ("推算", "derived"),
    "schematic": ("示意", "schematic"),
    "point": ("点位", "point"),
    "user": ("用户补充", "told by a planner"),
    "within": ("仅知在其内", "somewhere within"),
    "unlocated": ("位置不明", "not located"),
}


def words(english: bool) -> Say:
    """Return what chooses between the Chinese and the English of a text."""
    return (lambda zh, en: en) if english else (lambda zh, en: zh)


def basis(say: Say, name: str) -> str:
    """Say how a geometry is known."""
    return say(*_BASES.get(name, (name, name)))


def relation(say: Say, name: str) -> str:
    """Say a relation of an industry to a place."""
    found = RELATION[name]
    return say(found.name, found.name_en)


_PLACE_BASES = {"stated": ("原文写明", "stated"), "in_name": ("名称写明", "in its name")}


def place_basis(say: Say, name: str) -> str:
    """Say how the place of a project is known; what it was inferred from stands as it is."""
    if name.startswith("inferred"):
        return say(f"推断{name.removeprefix('inferred')}", name)
    return say(*_PLACE_BASES.get(name, (name, name)))


_HOW = {
    "above": ("上级", "above"),
    "below": ("下级", "below"),
    "beside": ("同级", "beside"),
    "stated together": ("同段布局", "stated together"),
    "the same in another plan": ("另一规划中的同一产业", "the same in another plan"),
}


def beside(say: Say, name: str) -> str:
    """Say how an industry stands to another."""
    return say(*_HOW.get(name, (name, name)))


_LEVELS = {
    "pillar": ("门类", "pillar"),
    "industry": ("产业", "industry"),
    "subindustry": ("子产业", "subindustry"),
    "segment": ("细分领域", "segment"),
}


def level(say: Say, name: str) -> str:
    """Say a level of the taxonomy."""
    return say(*_LEVELS.get(name, (name, name)))


def metres(value: float) -> str:
    """Say a distance: metres to a kilometre, then kilometres.

    Examples
    --------
    >>> metres(412.3), metres(3210)
    ('410 m', '3.2 km')
    """
    if value < 1000:
        return f"{round(value, -1):,.0f} m" if value >= 100 else f"{value:,.0f} m"
    return f"{value / 1000:,.1f} km"


def span(share: float, least: float, most: float) -> str:
    """Say a share, with its range where that is a hundredth or more.

    Examples
    --------
    >>> span(0.62, 0.4, 0.85), span(1.0, 1.0, 1.0)
    ('62% (40–85%)', '100%')
    """
    plain = f"{share:.1%}" if 0 < share < 0.01 else f"{share:.0%}"
    plain = "99.9%" if plain == "100%" and share < 0.9995 else plain
    if most - least < 0.01:
        return plain
    return f"{plain} ({least:.0%}–{most:.0%})".replace("%–", "–")
