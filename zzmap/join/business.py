"""The business of a row in segments: what is made, sold or done, with what counts less.

A registered scope (经营范围) is a list, the main business first.  What it says not to do, and
what every scope says, is no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from zzmap.join.words import folded

_ENDS = re.compile(r"[;；。\n\r、,，|/]|\s{2,}")
_BRACKET = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_DENIED = re.compile(
    r"^[(\[【]?(?:不含|除|不得|不从事|凭|依法|国家|限|仅限|需|以上|须|涉及|未经|法律|禁止)"
)
_NOT = re.compile(r"(?:不含|不包括|不得从事|不从事).*|除.*外.*|.*除外$")
_HEAD = re.compile(
    r"^(?:一般项目|许可项目|一般经营项目|许可经营项目|主营|兼营|经营范围|从事|主要从事|主要)[:：]?"
)
_BOILERPLATE = re.compile(
    r"(?:技术(?:服务|开发|咨询|交流|转让|推广|研发|进出口)|货物(?:或技术)?进出口|进出口(?:代理|业务|贸易)?|"
    r"自营.*进出口.*|.*依法须经批准.*|.*经相关部门批准.*|.*营业执照.*|.*经营活动.*|.*开展经营.*|"
    r"以自有资金从事投资活动|自有资金投资.*|企业管理|信息咨询服务?|社会经济咨询服务|国内贸易代理|.*许可.*审批.*|其他|等)"
)
_FILLER = re.compile(
    r"企业管理咨询|企业管理服务|社会经济咨询|经济信息咨询|商务信息咨询|商务咨询|市场营销策划|信息技术咨询服务?|"
    r"会议及展览服务|国内贸易|信息系统集成服务|市场调查"
)
"""What many scopes add to their business: it is one only where nothing else is."""

_MARKS = " .:：-—*\"'“”"
_SALE = re.compile(r"销售|批发|零售|经销|代销|贸易|购销|买卖|专卖")
_MAKE = re.compile(
    r"制造|生产|加工|组装|制作|冶炼|轧制|铸造|合成|整车|养殖|种植|开采|施工|炮制|繁育"
)
_RESEARCH = re.compile(r"研发|研究|开发|研制|设计|技术")
_VERBS = re.compile(
    r"(?:的|及|与|和|等|其|相关|各类|有关|产品|业务|设备销售|研究|研发|研制|开发|设计|制造|生产|加工|组装|"
    r"制作|销售|批发|零售|经销|租赁|维修|安装|服务|咨询|运营|技术|整机|项目|行业|产业|企业|公司|建设|配套)+$"
)

_SAME = re.compile(
    r"(?:设备|装置|系统|产品|材料|制品|器件|元件|部件|零件|零部件|零配件|配件|组件|模块|平台|软件|技术|工程|"
    r"解决方案|应用|仪器|器材|器械|终端|基地|园区|园|中心|市场|公司|机构|场所|站|所|厂|店|院|行业|业|类|用品|"
    r"服务|处理|管理|经营|业务|活动|装备|机械|机|器|件|线|成套|专用|智能|新型|高端|高性能|高效|"
    r"制造|生产|加工|组装|制作|销售|批发|零售|经销|租赁|维修|修理|安装|改造|改装|检测|检修|维护|运营|代理|经纪|撮合|"
    r"通用|基础|公共|数据|硬件|内容|发布|收购|策划|项目|回收|利用|防治|治理|修复|提取|运输|配送|场地|设施|传动|机组|"
    r"轧制|铸造|锻造|焊接|涂覆|切割|合成|炮制|繁育|种植|养殖|制备|改性|搭建|建设|施工|模组|整机|电池包|箔|带材|箔材|型材|"
    r"咨询|研发|研制|设计|开发|集成|及|与|和|的|等|其|相关|各类|有关|[^一-龥])*"
)
"""What may follow a word and leave it what it is."""

_ACT = re.compile(
    r"(?:再制造|维修|修理|检修|维护|保养|改装|改造|安装|调试|检测|检验|回收|租赁|清洗|设计|咨询)+(?:服务)?"
)
"""A piece that is only what is done: to the thing of the pieces before it."""

_JOINS = re.compile("[及与和兼并的]")
"""What may follow it and begin another thing."""

MAKES, SERVES, RESEARCHES, SELLS = 1.0, 0.95, 0.85, 0.7
"""What a segment counts by its verb: who sells a thing need not make it."""


class Segment(NamedTuple):
    """A piece of a business: its folded text, its core without verbs, and what it counts."""

    text: str
    core: str
    verb: float


def segments(text: str) -> list[Segment]:
    """Split a business into its segments, boilerplate and denials left out.

    Examples
    --------
    >>> [(row.core, row.verb) for row in segments("一般项目：轴承制造；货物进出口；轴承销售")]
    [('轴承', 1.0), ('轴承', 0.7)]
    """
    plain = _BRACKET.sub(_kept, folded_keeping_ends(text))
    return list(_segments(plain))


def folded_keeping_ends(text: str) -> str:
    """Fold a text but keep its line ends, which part segments."""
    return "\n".join(folded(line) for line in text.splitlines())


def _kept(found: re.Match[str]) -> str:
    return "" if _DENIED.match(found[0]) else f"、{found[0][1:-1]}、"


def _segments(plain: str) -> Iterator[Segment]:
    parts = (_NOT.sub("", _HEAD.sub("", part.strip(_MARKS))) for part in _ENDS.split(plain))
    pieces = [row for row in parts if len(row) >= 2 and not _BOILERPLATE.fullmatch(row)]
    own = [row for row in pieces if not _FILLER.fullmatch(row)] or pieces
    for number, piece in enumerate(own):
        if number and _ACT.fullmatch(piece):
            continue  # of 盾构机制造、维修、再制造 the last is done to the first
        core = _VERBS.sub("", piece) or piece
        yield Segment(piece, core, _verb(piece, core))


def heads_otherwise(core: str, end: int) -> bool:
    """Tell whether a core goes on after a word with a head that says another thing.

    Examples
    --------
    >>> heads_otherwise("光伏组件边框", 4), heads_otherwise("光伏组件产品", 4)
    (True, False)
    """
    after = _JOINS.split(core[end:], maxsplit=1)[0]
    return bool(_SAME.sub("", after))


def _verb(piece: str, core: str) -> float:
    """Return what a piece counts by its verb: one after its core before one within it."""
    after = piece[len(core) :] if piece.startswith(core) else ""
    if _SALE.search(after) and not _MAKE.search(after):
        return SELLS
    if _MAKE.search(piece):
        return MAKES
    if _SALE.search(piece):
        return SELLS
    return RESEARCHES if _RESEARCH.search(piece) else SERVES
