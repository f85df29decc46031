"""Names that geodata does not have, told by their form: places by how they end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zzmap.extract.known_names import Mention
from zzmap.extract.patterns import longest_first
from zzmap.extract.word_bounds import names_nothing, splits_a_word

_ENDS = (
    "先进制造业开发区", "高新技术产业开发区", "经济技术开发区", "现代服务业开发区", "开发区",
    "高新区", "经开区", "经济区", "科教园区", "产业园区", "产业园", "工业园区", "工业园",
    "化工园区", "科技园区", "科技园", "软件园", "物流园区", "物流园", "创意园", "文创园",
    "创业园", "创新园", "医药园", "设计园", "生态园", "孵化园", "园区", "示范区", "实验区",
    "试验区", "集聚区", "片区", "组团", "板块", "功能区", "保税区", "航空港区",
    "航空港经济综合实验区", "度假区", "科技城", "科创城", "大学城", "新城", "新区", "小镇",
    "产业带", "科创带", "经济带", "制造带", "食品带", "材料带", "文化带", "旅游带", "农业带",
    "生态带", "创新带", "物流带", "服务业带", "科技带", "发展带", "走廊", "廊道", "实验室",
    "研究院", "研究所", "研究中心", "创新中心", "计算中心", "智算中心", "算力中心",
    "工程中心", "测评中心", "数据中心",
    "生产基地", "产业基地", "基地", "物流港", "航空港", "陆港", "港区", "智慧岛", "科学谷",
    "传感谷", "测试场", "试验场", "街道", "镇", "乡", "村", "大学", "学院", "火炬园", "城区",
    "旅游区", "文化区", "景区", "商圈", "街区", "综合体", "会展城", "医学城", "通用机场",
    "林场", "农场", "牧场", "渔场", "机场", "码头", "口岸", "水库", "湿地", "古城", "古镇",
    "综合保税区", "综保区", "自贸区", "自贸片区", "物流枢纽", "孵化器", "加速器", "矿区", "林区",
    "工业区", "工业集中区", "集中区", "加工区", "合作区", "创新区", "高教园", "科创园", "双创园",
    "专业园", "特色园",
    "库区", "校区", "湖区", "遗址", "制造园", "实验场", "封闭测试场地", "国家公园", "文化公园",
    "森林公园", "湿地公园", "地质公园", "遗址公园", "博物馆", "货场", "循环园",
    "循环经济园", "循环经济园区", "商务区",
)  # fmt: skip
_END = re.compile(
    f"(?:{'|'.join(sorted(map(re.escape, _ENDS), key=len, reverse=True))}"
    # 专业园区 is 专业园 with its 区.
    "|(?<=[一二三四五六七八九十0-9])所)(?:(?<=[业造创色明]园)区)?"
    "(?:(?<=[发园]区)[东西南北]区|(?<=[园区地])[一二三四五]期(?=[,;、。]))?"
)
_LOOSE = (
    "核心区", "主城区", "都市区",
    "中心(?!城)", "市场", "平台", "大厦", "(?<!名)城(?!市)", "谷", "岛", "港",
    "基地", "(?<![公校家花果乐田庄])园", "(?<=[县市区][一-龥]{2})[山峰岭湖寺村]",
    "(?<=[县市区][一-龥]{3})[山峰岭湖寺村]", "[路街](?:沿线|两侧|一带)",
    "故里", "寺", "庙", "书院", "石窟", "庄园", "广场", "老街", "校区", "水库", "[东西南北]站",
)  # fmt: skip
"""Ends of names that are a place's only where they say of which city."""

_LOOSE_END = re.compile("|".join(_LOOSE))
_REACH, _BEYOND, _REGION = 24, 3, 8
_DOUBTED = 0.4
_INNER = re.compile(
    r"(?<=[一-龥]{2})[(][^()]{2,6}[)](?=[一-龥])|(?<=[一-龥]{2})“[一-龥]{2,6}”(?=新?[一-龥]{0,3}(?:平台|[园区城镇]|基地))"
)

_BREAK = re.compile(
    r"按照|按(?!摩)|落实|地处|做[成出到]|通过|其(?!他|中)|是指|承接|承载|承担|涵盖|覆盖(?!率)|囊括|[东西南北][起至](?=.{2})|经(?!济)(?=[一-龥]{2}[区县市])|组织|对(?!外)|排查|汇编了?|了(?=.{4})|应当|结合|顺应|类(?=园区|基地)|分别|即|盘活|巩固|擦亮|配套|引育|升级|改造|搭建|设立|建立|争取|做好|抓好|办好|谋求|实现|"
    r"标志着|使(?!用|馆|命)|20[0-9]{2}年[底末前初]?|获批|获得|属于|纳入|列入|一批|入选|对标|晋升|提高|加大|全面|"
    r"退出|关停|腾退|取缔|淘汰|严控|"
    r"依托|支持|鼓励|推动|推进|引导|扶持|发挥|"
    r"强化|建设|打造|建成|建[强优好]|做[强优大精活亮美靓热旺特]|围绕|立足|"
    r"加快|推广|串联|包括|辐射|联动|提升|(?<!循环)(?<!综合)利用|位于|落户|选址|落地|重点(?!实验室)|主要|大力|积极|"
    r"高水平|高标准|高质量|规划|部署|布局|谋划|形成|成为|构建|以(?![东西南北内外][部侧]?片)|按照?|在|将|把|由|向|从|于|是|(?<![华无])为|"
    r"到|至|的|该|新建|扩建|完善|开展|实施|培育|引进|聚焦|突出|坚持|统筹|认定|促进|整合|创建|"
    r"(?<=[县市区镇])(?:建(?!材|筑|陶)|可|宜|要|应|则|将|上马|试点|试水|办|搞|推)|看|让|凭|加强|去|助力|力争|争取|疏解|分流|扎根|长在|引领|成立|各建|共建|联建|共设|合建|入驻|集聚(?!区)|发展|扩大|带动|放大|用好|优化|以及|及|与|和|或|等(?=.)|新增|拥有|现有"
)
_CORE_END = re.compile(
    "(?:产业|示范|试点|综合|创新|培育|集聚|应用|功能|高技术|服务|研发|生产|品牌)+$"
)
_TOWNS, _LONGEST_TOWN = ("镇", "乡", "街道", "村"), 5
_VILLAGE = "村"
_OF_FIRMS = "企业"
"""支持企业开放参观廊道 names no place."""

_BEFORE_TOWN = re.compile("[、,;。:向在到往]$|依托$|支持$|鼓励$|引导$")
_VILLAGES = re.compile(
    "(?<=之)乡|院校|乡(?:村|镇|贤|土|愁)|镇(?:化|痛|静|域)|村(?:民|级|集|落|庄|镇|史|委|两|组|企)|城市|场博览|场监管|场主体|港型|"
    "带(?:来|动|领|头|给)|区(?:域|分|别)|园(?:林|艺)"
)
"""What ends as a place does by chance: 乡村振兴, 带来机遇."""

_COUNTED = re.compile(
    "[一二两三四五六七八九十0-9]+(?:个|家|座|处|大?类|"
    "大(?:特色|主导|优势|支柱|重点|产业|板块|功能))"
)
"""丁三个乡镇, 甲八家园区: how many there are is no part of a name."""

_INSTITUTES = ("研究中心", "研究院", "研究所", "工程中心", "实验室")
_JOINS = ("以及", "及", "与", "和", "或")
_JOINED = re.compile(r"[+\-/]")
_AND_SO_ON = re.compile(
    "等.{0,2}$|之[乡镇城]$|^(?:[一二两双三四五六七八九多][大个]?[^一二两双三四五六七八九多]{1,2}){2,}$"
)
"""What is no place of its own: 甲区等园区 goes on a list, 丙之乡 is praise, 双心四片区 a layout."""

_SEVERAL = re.compile("[一二两三四五六七八九十几多][个座处]|[农乡山新渔古政心退]村$")
"""甲、乙两个城区, 健全农村: a count or a sort, and no place of its own."""

_BY_NAME = re.compile("(?:之|名|强|重)[乡镇]$")
"""黑荞之乡, 工业重镇: what a place is called for, and no town."""

_NONE = {
    "城乡", "乡镇", "城镇", "老城镇", "特色小镇", "街道", "村镇", "建制镇",
    "全镇", "全乡", "各镇", "各乡",
    "西部乡镇", "东部乡镇", "南部乡镇", "北部乡镇",
}  # fmt: skip
_PARK = re.compile(
    "遗址|医学城|通用机场|组团|集聚区|度假区|旅游区|功能区|街区|景区|商圈|综合体|园|"
    "开发区|小镇|新区|[高经]..?区|科.城|新城|物流港|陆港|板块|片区|工业区|集中区|加工区|合作区|林场|农场|机场|综保区|保税区|走廊$|廊道$|带$"
)
BELT = re.compile(
    r"(?P<a>[一-龥])[(](?P<one>[^()]{2,10})[)](?P<b>[一-龥])[(](?P<two>[^()]{2,10})[)]"
    r"(?P<tail>[^,;。、()]{0,3}带|走廊|发展轴)"
)
"""A belt that is written with what it leads from and to."""

_OF_NATION = re.compile(r"(?:中国|国家|全国)[(]")
_NATION = re.compile("国家|中国|全国")
_PLAIN = re.compile(
    r"第[一二三四五]批|首批|全[区县市镇]|上述|首个|集中|国家级|国家|省级|市级|区级|县级|重点|特色|专业|各类|各|一批|若干|全国|国内|国际|世界|"
    r"全球|全省|"
    r"全市|我市|本市|重要|主要|高端|高效|先进|现代|新兴|新型|示范|先导|骨干|产业|制造业?|研发|"
    r"生产|服务业?|创新|创业|科技|工业|技术|经济|高新|综合|专项|公共|共享|大型|中部地区|中西部|"
    r"集聚|优势|相关|配套|化工|物流|软件|数据|计算|测评|工程|试点|有条件|龙头|企业|部分|有关|等|"
    r"全国性|多个|两个|三个|一个|开放|智能|数字|绿色|应用|推广|功能|核心|主导|上市|物资|应急|储备|孵化|"
    r"[一二两三四五六七八九十百千万]+[亿处座个家批条项类]级?|试验|"
    r"电商|小微|循环|改革|合作|高校|科研|院所|主体|郊区|城区|周边|乡$|[一二三四五六七八九十]+个?|[0-9]+个"
)


def places(
    text: str, start: int, end: int, regions: re.Pattern[str], *, joined: bool = False
) -> Iterator[Mention]:
    """Yield names that end as those of places do, in a part of a folded text.

    Parameters
    ----------
    text, start, end
        The folded text and the part.
    regions
        How a name may start that is sure to be one: the city, its districts, a province.
    joined
        Whether 和 and the like may be part of a name.
    """
    for stop in _END.finditer(text, start, end):
        found = _named(text, start, stop, regions, joined)
        if found:
            yield found
    for stop in _LOOSE_END.finditer(text, start, end):
        found = _named(text, start, stop, regions, joined)
        if found and regions.search(found.name) and not _cuts(text, found, stop.group()):
            yield found._replace(sure=max(found.sure, 0.8))


def _cuts(text: str, found: Mention, end: str) -> bool:
    """Tell a name that ends within a word, or holds a verb: 甲县发展山 of 甲县发展山茱萸."""
    if len(end) > 1:
        return False
    said = text[found.start : found.end + _BEYOND]
    verb = _BREAK.search(found.name[: -len(end)])
    return verb is not None or splits_a_word(said, found.end - found.start)


def _named(
    text: str, start: int, stop: re.Match[str], regions: re.Pattern[str], joined: bool
) -> Mention | None:
    """Return the name that has this end, if it says more than that."""
    begin = _begin(text, max(start, stop.end() - _REACH), stop.end(), regions, joined)
    begin = _whole_region(text, begin, stop.end(), regions)
    begin = _of_region(text, begin, stop.end(), regions)
    name = text[begin : stop.end()]
    none = (_JOINED, _AND_SO_ON, _SEVERAL, _BY_NAME, _COUNTED)
    if (stop.start() <= begin and len(name) <= len(stop.group())) or (
        name in _NONE or any(form.search(name) for form in none)
    ):
        return None
    told = regions.match(name, _nation(name))
    rest = name[told.end() if told else 0 : len(name) - len(stop.group())]
    if not told and (not _PLAIN.sub("", rest) or _OF_FIRMS in rest):
        return None
    if _VILLAGES.match(text, stop.end() - 1) or _cuts_region(text, stop.end(), regions):
        return None
    begins = begin in (0, start) or _BEFORE_TOWN.search(text, max(0, begin - 2), begin)
    if stop.group() in _TOWNS and len(name) <= _LONGEST_TOWN and begins:
        return Mention(begin, stop.end(), name, (), 0.8)
    if told:
        return Mention(begin, stop.end(), name, (), 0.85)
    return Mention(begin, stop.end(), name, (), _sure(stop.group(), _NATION.match(name)))


def _sure(end: str, nation: re.Match[str] | None) -> float:
    """Return how sure a name of this end is a place's, of which no city is told."""
    if _PARK.search(end):
        return 0.8
    return _DOUBTED if end == _VILLAGE else 0.7 if nation else 0.6


def _nation(name: str) -> int:
    """Return where the city of a name stands that begins with its country: 中国(甲市)丙谷."""
    found = _OF_NATION.match(name)
    return found.end() if found else 0


def _cuts_region(text: str, end: int, regions: re.Pattern[str]) -> bool:
    """Tell an end that is the first letter of a district's name: 六类镇丙优势产业 of 镇丙县."""
    told = regions.match(text, end - 1, end + _REGION)
    return told is not None and told.end() > end and not told[0].endswith("省")


def _begin(text: str, start: int, end: int, regions: re.Pattern[str], joined: bool) -> int:
    """Return where a name that ends here begins: after a mark or a word that no name holds."""
    # A bracket inside a name, such as 中国(甲市)丙谷, is part of it.
    part = _INNER.sub(lambda row: "某" * len(row[0]), text[start:end])
    cut = max((part.rfind(mark) + 1 for mark in "、,;:。“”《》()\t\n"), default=0)
    cut = max(cut, part.rfind("--") + 2) if "--" in part else cut
    for word in _BREAK.finditer(part, cut):
        if word.end() >= len(part) - 1:
            continue
        joins = word[0] in _JOINS
        # 甲大学光学与激光研究中心: an institute's name that has begun goes on.
        begun = (
            joins
            and part.endswith(_INSTITUTES)
            and regions.match(part, cut)
            and not ending(part[: word.start()])
        )
        if not (joins and (joined or begun)):
            cut = word.end()
    return start + cut


def _whole_region(text: str, begin: int, end: int, regions: re.Pattern[str]) -> int:
    """Return where a name begins, not inside that of a district: 丙和县丁园, not 县丁园."""
    inside = regions.finditer(text, max(0, begin - _REGION), end)
    cut = (row.start() for row in inside
           if row.start() < begin < row.end() and not row[0].endswith("省"))  # fmt: skip
    return next(cut, begin)


def _of_region(text: str, begin: int, end: int, regions: re.Pattern[str]) -> int:
    """Return where a name begins whose city or district stands behind other words: 看甲市丙园."""
    inside = next(
        (row for row in regions.finditer(text, begin + 1, end) if row.end() + 1 < end), None
    )
    before = text[begin : inside.start()] if inside else ""
    # 富士康甲市科技园 is one name; a verb before the city is none of it.
    led = before and (_leads().search(before) or names_nothing(before))
    return inside.start() if inside and led else begin


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(f"(?:{longest_first('before_noun')}|{longest_first('after_noun')})$")


def ending(name: str) -> str:
    """Return what a name ends in that makes it a place's.

    Examples
    --------
    >>> ending("甲软件园"), ending("甲")
    ('软件园', '')
    """
    found = [end for end in _ENDS if name.endswith(end)]
    return max(found, key=len, default="")


def core(name: str) -> str:
    """Return what a place's name says before its end, without 产业, 示范 and the like.

    Examples
    --------
    >>> core("电子商务示范基地"), core("甲产业园")
    ('电子商务', '甲')
    """
    start = name[: len(name) - len(ending(name))]
    return _CORE_END.sub("", start)
