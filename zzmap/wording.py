"""Words for our codes, Chinese and English: relations, how a shape or a place is known."""

from __future__ import annotations

from collections.abc import Callable

from zzmap.model import RELATION, USER_PARK

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


_KINDS = {
    "development_zone": ("开发区", "development zone"),
    "area": ("片区", "area"),
    "park": ("园区", "park"),
    "software_park": ("软件园", "software park"),
    "campus": ("校区", "campus"),
    "lab": ("科研机构", "institute"),
    "base": ("基地", "base"),
    "district": ("市辖区", "district"),
    "county_city": ("县（市）", "county or city"),
    "town": ("镇", "town"),
    "site": ("遗址", "heritage site"),
    "scenic": ("景区", "attraction"),
    "museum": ("博物馆", "museum"),
    "venue": ("场馆", "venue"),
    "hub": ("枢纽", "hub"),
    "facility": ("设施", "facility"),
    "neighbour_city": ("周边城市", "neighbour city"),
    "region": ("区域", "region"),
    "belt": ("带", "belt"),
    "group": ("类别", "group"),
    USER_PARK: ("用户园区", "user park"),
    "core": ("核心", "core"),
    "zone": ("功能区", "zone"),
    "points": ("多点", "points"),
    "pole": ("极", "pole"),
    "centre": ("中心", "centre"),
    "corridor": ("走廊", "corridor"),
}
"""Kinds of places and of elements, as the page says them (`i18n.js`)."""


def kind(say: Say, name: str) -> str:
    """Say a kind of place or element; one that another city has added stands as it is."""
    return say(*_KINDS.get(name, (name, name)))


_TABLES = {
    "documents": ("规划文件", "documents"),
    "industries": ("产业", "industries"),
    "places": ("载体", "places"),
    "structures": ("空间结构", "structures"),
    "elements": ("结构要素", "elements"),
    "members": ("要素成员", "members"),
    "placements": ("布局", "placements"),
    "projects": ("项目", "projects"),
    "sites": ("文物和景区", "sites"),
    "indicators": ("指标", "indicators"),
    "renamed": ("更名", "renamed"),
    "pinyin": ("拼音", "pinyin"),
    "gbt4754": ("国民经济行业", "gbt4754"),
    "crosswalk": ("行业对照", "crosswalk"),
    "business_words": ("经营用词", "business_words"),
    "streets": ("街道乡镇", "streets"),
    "zone_register": ("开发区目录", "zone_register"),
}


def table(say: Say, name: str) -> str:
    """Say what a table of geodata holds."""
    return say(*_TABLES.get(name, (name, name)))


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
