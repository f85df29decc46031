"""How the names of a plan's own places begin: its city, its districts, its province."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from zzmap.extract.clauses import fold

PREFECTURES = Path(__file__).with_name("prefectures.txt")
"""Names of the country's cities of prefecture level, one a line, each with its counties'."""

_TITLE = re.compile(r"^(?:关于)?(?:印发)?(?:中共)?(.{2,8}?(?:市|自治州|地区|盟))")
_PROVINCE = re.compile(r"^[一-龥]{2,4}?(?:省|自治区)(?=..)")
_NO_CITY = re.compile("(?:[全我本各该省城都超上股楼]|农贸|大集)市$")
_SHORT = re.compile(r"(?<=..)(?:回族区|自治县|新区|县|区|市|镇)$")
_DISTRICT = re.compile(
    r"(?:(?<=[、,;:。()\n将在以和及与经])|(?<=依托|支持|鼓励|推动|包括|推进|引导)|^)"
    r"((?:(?![在以和及与经将把为的由])[一-龥]){2,3}[县市区])(?=[、,;:。()\n等要以重主突做培着发布建和及与的力全为承聚立抓加打支依]|$)"
)
_NO_DISTRICT = re.compile(
    r".*(?:[全我本各该两省郊城市辖灾库山街商湖港校新园片社景地矿老心能税度高经验范发聚核学林牧农]区|"
    r"[全我本各该两区城都他]市|[全我本各该他]县|各.*|其.*|.*[、,].*|城市|都市|上市|超市|市场)"
)
_AGAIN = re.compile(
    r"(?:(?<=[、,;。:()\n在由])|(?<=依托|支持|鼓励|推动|推进|引导))"
    r"((?:(?![在以和及与经将把为的由])[一-龥]){2}区)(?=(?P<next>[一-龥、,;。:()]))"
)
"""What is spoken of again and again as a district is, though no list holds it: one of a new town
that a city counts among its districts."""

_BESIDE = re.compile(r"(?<=[县市区]、)([一-龥]{2,3}[县市区])(?=[、,;。和与及承发重主布])")
"""A name in a list of districts."""

_HEADS = re.compile(
    r"^([一-龥]{1,4}[县市区])[。:](?=(?:主导|首位|特色|优势|支柱)产业)", re.MULTILINE
)
"""A paragraph that begins with a name and tells its main industries is of a district."""

_PART_OF_PROVINCE = (
    "[冀晋辽吉苏浙皖闽赣鲁豫鄂湘粤桂川蜀黔滇陕甘陇蒙]"
    "[东西南北中]{1,2}(?=[一-龥]{2,8}[园区城廊带基])"
)
"""湘南电瓷产业园 lies in the south of a province: the name of a place, built yet or not."""
_SORT = re.compile("(?:高新|经开|示范|开发|保税|集聚|试验|实验|功能|航空|港)区$")
"""Districts of no name, but of a sort."""

_TOWN = re.compile("(?<=[县市区])([一-龥]{2}镇)(?![区街])")
_OFTEN = 2
_FAR = {
    "北京", "上海", "天津", "重庆", "深圳", "香港", "澳门", "长三角", "珠三角", "粤港澳", "京津冀",
}  # fmt: skip


def city_of(titles: Iterable[str]) -> str:
    """Return the city that titles of plans begin with, '' if none does.

    Examples
    --------
    >>> city_of(["通知", "甲乙市工业规划"])
    '甲乙市'
    >>> city_of(["推进新型城市建设方案", "河南省鹤壁市工业规划"])
    '鹤壁市'
    """
    for title in titles:
        found = _TITLE.match(title.lstrip("《“"))
        if not found:
            continue
        name = _PROVINCE.sub("", found[1].lstrip("《“"))
        known = [row for row in prefectures() if name.endswith(row)]
        if known or not _NO_CITY.search(name):
            return max(known, key=len, default=name)
    return ""


def regions(city: str, districts: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of how a name begins that is sure to be a place's of this city.

    Examples
    --------
    >>> regions("甲乙市", ["丙丁县"]).match("丙丁工业园")[0]
    '丙丁'
    """
    names = [city, *districts]
    forms = {form for name in names if name for form in (name, _SHORT.sub("", name))}
    ordered = sorted(map(re.escape, map(fold, forms)), key=len, reverse=True)
    province = "(?:(?![全本我各外该跨两邻])[一-龥]){2}省(?![级会道外内])"
    return re.compile("|".join([*ordered, province, _PART_OF_PROVINCE]))


def districts_told(text: str, city: str) -> list[str]:
    """Return names that a text uses as those of districts: for a city that nothing is known of.

    Examples
    --------
    >>> districts_told("支持丙丁县、戊己区发展甲,在丙丁县布局乙,推动戊己区、全区升级。", "甲乙市")
    ['丙丁县', '戊己区']
    """
    found = Counter(row[1] for row in _DISTRICT.finditer(text))
    found.update(row[1] for row in _BESIDE.finditer(text))
    found.update({row[1]: _OFTEN for row in _HEADS.finditer(text)})
    again = {(row[1], row["next"]) for row in _AGAIN.finditer(text)}
    often = Counter(name for name, _ in again if not _SORT.search(name))
    found.update({name: _OFTEN for name, count in often.items() if count > _OFTEN})
    others = prefectures() - {city}
    return [
        name
        for name, count in found.items()
        if count >= _OFTEN and not _NO_DISTRICT.fullmatch(name) and name not in others
    ]


def towns_told(text: str) -> list[str]:
    """Return the names of towns that a text says the county of, and what is called by one.

    Examples
    --------
    >>> towns_told("支持丙丁县上溪镇发展甲,在丙丁县建设上溪电池产业园。")
    ['上溪镇']
    >>> towns_told("丙丁县下河镇发展甲。")
    []
    """
    names = dict.fromkeys(row[1] for row in _TOWN.finditer(text))
    return [name for name in names if re.search(f"{name[:-1]}(?=[^镇,;。、]{{2,10}}园)", text)]


@cache
def other_cities(city: str) -> re.Pattern[str]:
    """Return the names of other cities of the country as one pattern.

    Examples
    --------
    >>> bool(other_cities("甲乙市").search("与武汉市合作"))
    True
    """
    own = {city, city.removesuffix("市")}
    others = sorted((prefectures() | _FAR) - own, key=len, reverse=True)
    short = "|".join(name[:-1] for name in others if name.endswith("市"))
    return re.compile(
        f"{'|'.join(others)}|(?<=[在赴])(?:{short})(?=[设建、]|投资|开设|布局)"
        # 西安高新区 says of which city it is without 市.
        f"|(?:{short})(?=高新|经开|经济技术|国家级|综保|综合保税)"
    )


@cache
def prefectures() -> frozenset[str]:
    """Return the names of the country's cities of prefecture level."""
    return frozenset(_counties())


def counties_of(city: str) -> tuple[str, ...]:
    """Return the names of a city's districts and counties, none for a city that is not known.

    Examples
    --------
    >>> counties_of("鹤壁市")
    ('鹤山区', '山城区', '淇滨区', '浚县', '淇县')
    """
    return _counties().get(city, ())


@cache
def _counties() -> dict[str, tuple[str, ...]]:
    rows = (line.split() for line in PREFECTURES.read_text("utf-8").splitlines())
    return {city: tuple(counties) for city, *counties in rows}
