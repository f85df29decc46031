"""Notes of geodata in Chinese: why a project is put at a place, what a stated area is of.

The tables keep their researchers' notes in English.  What is not known here stays as it is, never
lost; `tests/test_chinese_output.py` holds the notes that are shipped to being known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WHY = (
    (r"^the enterprise grew up there", "企业成长于此"),
    (r"^the enterprise works there", "企业在此经营"),
    (r"^the enterprise makes phones there", "企业在此生产手机"),
    (r"^the enterprise makes unmanned aircraft there", "企业在此生产无人机"),
    (r"^the enterprise has been there since (\d+)", r"企业自 \1 年起在此"),
    (r"^the enterprise has settled there", "企业已落户于此"),
    (r"^the enterprise has its park there by the key parks of the box",
     "据专栏的重点园区，企业的园区在此"),
    (r"^the enterprise bears the name of the park of the same box", "企业与同一专栏的园区同名"),
    (r"^the enterprise is called after (\S+); the name says the west of the city$",
     r"企业以\1为名；名称指市区西部"),
    (r"^the enterprise is of (\S+) by its name", r"据名称，企业属\1"),
    (r"^the enterprise is there", "企业在此"),
    (r"^the (\S+) works of the city are there", r"\1在本市的工厂在此"),
    (r"^its name says along the Yellow River; (\S+) is the plan's belt there",
     r"名称说沿黄；规划在此布局\1"),
    (r"^works of the same enterprise in the box", "据专栏中同一企业的工厂"),
    (r"^the plan puts (\S+) there \((\S+)\), and a street there is called after the enterprise "
     r"\((\S+)\)", r"规划在此布局\1（\2），当地有以企业命名的道路（\3）"),
    (r"^the plan builds (\S+) on that zone \((\S+)\)", r"规划依托该区建设\1（\2）"),
    (r"^the park of the same name among the key parks of the box", "专栏的重点园区中有同名园区"),
    (r"^taken as (\S+) of (\S+)", r"视为 \2 的\1"),
    (r"^the part of the zone in the name that is the city's", "名称所指区域在本市的部分"),
    (r"^(\S+) makes the craft (\S+) there", r"\1在此生产飞行器\2"),
    (r"^(\S+) and (\S+) put the provincial sensor pilot platform there",
     r"据 \1 和 \2，省级传感器中试平台在此"),
    (r"^(\S+) puts the enterprise's base of new-energy commercial vehicles there",
     r"据 \1，企业的新能源商用车基地在此"),
    (r"^(\S+) puts the enterprise's works for parts of 5G phones there",
     r"据 \1，企业的5G手机部件工厂在此"),
    (r"^(\S+) puts the enterprise's line of that generation there", r"据 \1，企业的该代生产线在此"),
    (r"^(\S+) puts the enterprise's packaging of chips there", r"据 \1，企业的芯片封装在此"),
    (r"^(\S+) puts the ground there", r"据 \1，用地在此"),
    (r"^(\S+) puts (\S+) there", r"据 \1，\2在此"),
    (r"^(\S+) tells of the province's one pilot base of CXO in that park",
     r"据 \1，全省唯一的 CXO 中试基地在该园区"),
    (r" \(own knowledge\)$", "（凭常识，待核）"),
    (r", mirror of (\S+)\)", r"，转自\1)"),
    (r" \(([^()\s]+(?:，转自[^()]+)?)\)$", r"（\1）"),
)  # fmt: skip

_AREAS = (
    (r"approved planned area", "批准规划面积"),
    (r"planning study area", "规划研究范围"),
    (r"planned area of (\S+)", r"\1规划面积"),
    (r"planned area about", "规划面积，约"),
    (r"planned area", "规划面积"),
    (r"planned total", "规划总面积"),
    (r"planned land of the lake island", "湖心岛规划用地"),
    (r"planned land", "规划用地"),
    (r"\(planned (\d{4})\)", r"(\1年规划)"),
    (r"\(approved (\d{4})\)", r"(\1年批准)"),
    (r"\(provincial notice on bounds, year inferred (\d+)\)", r"(省公布四至，年份推断为 \1)"),
    (r"\(as drawn\)", "(按图)"),
    (r"approved area", "批准面积"),
    (r"approved plan", "批准规划"),
    (r"management area", "管理面积"),
    (r"(\S+) centre area", r"\1中心区面积"),
    (r"core area, public notice", "核心区面积，公告"),
    (r"city area", "市域面积"),
    (r"district area", "区域面积"),
    (r"county area (\d+) net of zones", r"县域面积 \1，不含各开发区"),
    (r"land of the island \(press (\d+)\)", r"岛上用地（\1年报道）"),
    (r"^site (\S+) \((\d+)\)$", r"用地\1（\2）"),
    (r"announced bounds", "公布的四至"),
    (r"\(year inferred\)", "（年份为推断）"),
    (r"\(recalled, not re-checked\)", "（凭记忆，未复核）"),
    (r"\(Wikipedia, yearbook\)", "（维基百科、年鉴）"),
    (r"\(([\d.]+) for the whole\)", r"（全部为 \1）"),
    (r"^([\d.]+) together with (\S+) \((\d+)\)$", r"与\2合计 \1（\3）"),
    (r"\(phase 1 ([\d.]+) = (\S+)\)", r"（一期 \1，即 \2）"),
    (r"\(start area (\S+)\)", r"（起步区 \1）"),
    (r"\(first phase ([\d.]+)\)", r"（一期 \1）"),
    (r"; (\d+) in September (\d+), after the merger with the area of the provincial academy of "
     r"sciences", r"；\2年9月与省科学院区域合并后为 \1"),
    (r", (\S+) km² of it in (\S+);", r"，其中 \1 km² 在\2；"),
    (r" (\d+) in (\d+) with (.+?) and (\S+), of which the polygon holds the first two",
     r" \2 年连同\3、\4为 \1，图上的面含前两处"),
    (r", to (\S+) \(([\d.]+) approved (\d+)\); the polygon holds (\S+) beyond it",
     r"，至\1（\3年批准 \2）；图上的面还含其外的\4"),
    (r", to the river bank; the polygon ends in the river; (\d+) in (\d+) with (\S+)",
     r"，至河岸；图上的面到河中；\2年连同\3为 \1"),
)  # fmt: skip

_REGISTERS = (
    (r"^plan approved by the State Council (\d+)", r"国务院 \1 年批准的规划"),
    (r"^approved by the State Council (\d+)", r"国务院 \1 年批准"),
    (r"^register of place names of (\S+), (\d+)", r"\1地名录 \2"),
    (r"^zone's administration in ", "开发区管委会，载于"),
    (r" \(today (\S+)\)", r"（今\1）"),
    (r" \(mirror (\S+)\)", r"（镜像 \1）"),
)


def inference(note: str) -> str:
    """Say in Chinese what a place was inferred from.

    Examples
    --------
    >>> inference("the enterprise works there (own knowledge)")
    '企业在此经营（凭常识，待核）'
    """
    return reworded(note, _WHY)


def area_of(note: str) -> str:
    """Say in Chinese what a stated area is of.

    Examples
    --------
    >>> area_of("management area 2019")
    '管理面积 2019'
    """
    return reworded(note, _AREAS).replace(" （", "（")


def register_source(note: str) -> str:
    """Say in Chinese where the register of zones has something from.

    Examples
    --------
    >>> register_source("approved by the State Council 1991: example.org")
    '国务院 1991 年批准: example.org'
    """
    return reworded(note, _REGISTERS)


def reworded(note: str, rules: Sequence[tuple[str, str]]) -> str:
    """Put words for each pattern of a note, one rule after the other."""
    for pattern, words in rules:
        note = re.sub(pattern, words, note)
    return note
