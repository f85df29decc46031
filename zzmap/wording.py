"""Words for our codes, Chinese and English: relations, how a shape or a place is known."""

from __future__ import annotations

from collections.abc import Callable

from zzmap.model import RELATION, STATUSES, USER_PARK
from zzmap.source_words import area_of, inference, register_source

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
    found = RELATION.get(name)
    return say(found.name, found.name_en) if found else name


_PLACE_BASES = {"stated": ("原文写明", "stated"), "in_name": ("名称写明", "in its name")}


def place_basis(say: Say, name: str) -> str:
    """Say how the place of a project is known, and what an inferred one was inferred from."""
    if name.startswith("inferred"):
        why = inference(name.removeprefix("inferred").removeprefix(": "))
        return say(f"推断：{why}" if why else "推断", name)
    return say(*_PLACE_BASES.get(name, (name, name)))


def area_basis(say: Say, name: str) -> str:
    """Say what a stated area is of, and when."""
    return say(area_of(name), name)


def rests_on(say: Say, name: str) -> str:
    """Say where something of the register of zones is from."""
    return say(register_source(name), name)


_STATES = {
    "live": ("在用", "live"),
    "retired": ("已停用", "retired"),
    "removed": ("已移除", "removed"),
}


def state(say: Say, name: str) -> str:
    """Say whether a park or a fact takes part in maps and answers."""
    return say(*_STATES.get(name, (name, name)))


_ACTIONS = {
    "add": ("添加", "add"),
    "edit": ("修改", "edit"),
    "replace": ("换边界", "replace"),
    "retire": ("停用", "retire"),
    "restore": ("恢复", "restore"),
    "remove": ("移除", "remove"),
    "undo": ("撤销", "undo"),
}


def action(say: Say, name: str) -> str:
    """Say what a change did."""
    return say(*_ACTIONS.get(name, (name, name)))


def status(say: Say, name: str) -> str:
    """Say how far a park is."""
    found = STATUSES.get(name)
    return say(found.name, found.name_en) if found else name


_LOCATED = {
    "inside": ("在范围内", "inside"),
    "outside": ("在范围外", "outside"),
    "no position": ("没有位置", "no position"),
    "not a number": ("不是数字", "not a number"),
    "not in this system": ("不属此坐标系", "not in this system"),
    "unknown system": ("坐标系不明", "unknown system"),
    "not a point": ("不是点", "not a point"),
    "district": ("区县", "district"),
    "zone": ("开发区", "zone"),
    "element": ("结构要素", "element"),
    "park": ("园区", "park"),
}


def located(say: Say, name: str) -> str:
    """Say where points lie, or why they lie nowhere; a kind that was brought stands as it is."""
    return say(*_LOCATED.get(name, (name, name)))


_FIELDS = {
    "name": ("名称", "name"),
    "code": ("编号", "code"),
    "industries": ("产业", "industries"),
    "status": ("状态", "status"),
}


def field(say: Say, name: str) -> str:
    """Say what a change of a park has changed."""
    return say(*_FIELDS.get(name, (name, name)))


_ROLES = {
    "core_site": ("核心遗址", "core site"),
    "attraction": ("代表性文旅景点", "attraction"),
    "anchor": ("依托", "anchor"),
}


def role(say: Say, name: str) -> str:
    """Say what a site is to its element, as the page does (`i18n.js`)."""
    return say(*_ROLES.get(name, (name, name)))


_COUNTED = {
    "places": ("载体", "places"),
    "statements": ("陈述", "statements"),
    "enterprises": ("企业", "enterprises"),
}


def counted(say: Say, name: str) -> str:
    """Say what a measure counts."""
    return say(*_COUNTED.get(name, (name, name)))


_COMPARED = {
    "agreement": ("一致", "agreement"),
    "gap": ("缺", "gap"),
    "contradiction": ("矛盾", "contradiction"),
    "differs": ("不同", "differs"),
    "unknown": ("不明", "unknown"),
    "register": ("目录", "register"),
    "name": ("名称", "name"),
    "area": ("面积", "area"),
    "industry": ("产业", "industry"),
}


def compared(say: Say, name: str) -> str:
    """Say what of the register was compared with the plans, and what came of it."""
    return say(*_COMPARED.get(name, (name, name)))


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
    "place": ("载体", "place"),
    "placement": ("布局", "placement"),
    "alias": ("别名", "alias"),
    "position": ("位置", "position"),
    "correction": ("更正", "correction"),
    "zone_boundary": ("正式边界", "official boundary"),
}
"""Kinds of places and of elements, as the page says them (`i18n.js`), and kinds of facts."""


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
    "corrections": ("更正", "corrections"),
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


_COLUMNS = {
    "id": "编号",
    "name": "名称",
    "place": "载体",
    "place_a": "载体一",
    "place_b": "载体二",
    "industry": "产业",
    "count": "数量",
    "of": "计数对象",
    "lq": "区位商",
    "krugman": "克鲁格曼指数",
    "herfindahl": "赫芬达尔指数",
    "industries": "产业数",
    "similarity": "同构系数",
    "hosts": "载体数",
    "share": "占比",
    "places": "载体",
    "projects": "项目",
    "key_parks": "重点园区",
    "what": "情形",
    "plans": "各规划",
    "documents": "文件",
    "locators": "出处",
    "locator": "出处",
    "how": "关系",
    "rests_on": "依据",
    "points": "得分",
    "reasons": "理由",
    "unit": "单位",
    "value_2020": "2020年",
    "value_2023": "2023年",
    "value_2025": "2025年",
    "values": "各年值",
    "year": "年份",
    "actual": "实际值",
    "on_line": "直线上的值",
    "progress": "进展",
    "standing": "状况",
    "about": "事项",
    "register": "目录",
}


def column(say: Say, name: str) -> str:
    """Say what a column of a measure holds, at the head of a table that is read on a screen."""
    return say(_COLUMNS.get(name, name), name)


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
