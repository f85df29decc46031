"""What the words of a table's header can mean: axes, units, parcels, rings, corners, orders."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from zzmap.io.columns import fold_column, fold_width

Way = Literal["north", "east"]
Kind = Literal["metres", "degrees", "open"]
Unit = Literal["", "degrees", "dms", "scaled", "unknown"]
Role = Literal["parcel", "ring", "corner", "order", "name", "beside", ""]


class Axis(NamedTuple):
    """A column of coordinates, by its header.

    Attributes
    ----------
    way
        The direction in which its numbers grow.
    kind
        What the words say the numbers are; x and y leave it open.
    letters
        Whether single letters (n and e, b and l) say so, which mean it in a pair only.
    """

    way: Way
    kind: Kind
    letters: bool = False


class Measure(NamedTuple):
    """What a header says its numbers are measured in; `scale` makes metres of them."""

    unit: Unit
    scale: float = 1.0
    word: str = ""


_NOISE = re.compile(
    r"国家|大地|平面|直角|高斯|克吕格|坐标系|坐标|数值|投影|界址点|界址|拐点|顶点|角点|地理|十进制"
    r"|(?:cgcs)?2000|wgs-?(?:19)?84|gcj-?02|bd-?09|火星|(?:百度|高德|腾讯|天地图|谷歌|google|amap|baidu|tencent)(?:地图|map)?s?|西安(?:19)?80|北京(?:19)?54|1980|1954|80|54"
    r"|新|年|系|度\.?分\.?秒|d+\.?m+\.?s+|dms|decimal|gps|coord(?:inate)?s?|万米|千米|公里|毫米|米|值"
    r"|degrees?|deg|[_\-./\\,、·]"
)
_NORTH: tuple[tuple[str, Kind], ...] = (
    (r"x?纵[xy]?|纵x", "metres"),
    (r"x?北向?x?|north|northing", "metres"),
    (r"b?北?纬度?b?|lat|latitude", "degrees"),
    (r"x", "open"),
)
_EAST: tuple[tuple[str, Kind], ...] = (
    (r"y?横[xy]?|横y", "metres"),
    (r"y?东向?y?|east|easting", "metres"),
    (r"l?东?经度?l?|lon|lng|long|longitude", "degrees"),
    (r"y", "open"),
)
_LETTERS: dict[str, Axis] = {
    "n": Axis("north", "open", True),
    "e": Axis("east", "open", True),
    "b": Axis("north", "degrees", True),
    "l": Axis("east", "degrees", True),
}
_POINT_XY: dict[str, Axis] = {"point_x": Axis("east", "open"), "point_y": Axis("north", "open")}
"""What ArcGIS calls them, which writes east first as mathematicians do."""


def axis_of(header: str) -> Axis | None:
    """Tell what axis a header names.

    Examples
    --------
    >>> axis_of("纵坐标X（米）")
    Axis(way='north', kind='metres', letters=False)
    >>> axis_of("经度(DD.MMSS)").way
    'east'
    >>> axis_of("边长") is None
    True
    """
    folded = fold_column(header)
    if folded in _POINT_XY:
        return _POINT_XY[folded]
    word = re.sub(r"(?<=.)m$", "", _NOISE.sub("", folded))
    if word in _LETTERS:
        return _LETTERS[word]
    ways: tuple[tuple[Way, tuple[tuple[str, Kind], ...]], ...] = (
        ("north", _NORTH),
        ("east", _EAST),
    )
    for way, table in ways:
        for pattern, kind in table:
            if re.fullmatch(pattern, word):
                return Axis(way, kind)
    return None


_SCALES = (
    (r"万米", 1e4),
    (r"千米|公里|\bkm\b", 1e3),
    (r"毫米|\bmm\b", 1e-3),
    (r"厘米|\bcm\b", 1e-2),
)
_FOREIGN = (
    r"英尺|市尺|弧度|\bfeet\b|\bfoot\b|\bft\b|\brad(?:ians?)?\b|\bgons?\b"
    r"|度\.?分(?![\.°′]?秒)|(?<![a-z])d+\.?m+(?:\.m+)?(?![a-z])|(?<![a-z])nmea(?![a-z])"
)
_DMS = (
    r"度\W?分\W?秒|(?<![a-z])d+\W?m+\W?s+(?:\.s+)?(?![a-z])|(?<![a-z])dms(?![a-z])|°\W*[′']\W*[″\"]|°\W*′\W*′′"
    r"|degrees?\W+minutes?\W+(?:and\W+)?seconds?|小数\w{0,6}两位\w{0,2}分"
)
_DENIED = re.compile(r"(?:不是|并非|而非|非|已?由|从)\s*[(“\"]?度\W?分\W?秒")
"""What angles are not, or were before they were made decimal."""

_DEGREES = r"十进制|\bdecimal\b|度|°|\bdegrees?\b|\bdeg\b|\bdd(?:\.d+)?\b"


_NO_UNIT = re.compile(
    r"经度|纬度|角度|百度|[36三六]\s*[度°]\s*分?带|(?:中央\w{2,3}|\bl0)\D{0,3}\d+(?:\.\d+)?\s*[度°]"
)
"""Words with 度 in them that are no unit of the numbers."""


def measure_of(header: str) -> Measure:
    """Tell what a header says its numbers are measured in.

    Examples
    --------
    >>> measure_of("经度(度.分秒)").unit
    'dms'
    >>> measure_of("X(万米)")
    Measure(unit='scaled', scale=10000.0, word='万米')
    >>> measure_of("X坐标(m)")
    Measure(unit='', scale=1.0, word='')
    >>> measure_of("百度经度").unit, measure_of("坐标(3度带, 中央子午线114°)").unit
    ('', '')
    """
    text = fold_width(header).lower()
    text = _NO_UNIT.sub(" ", text)
    for pattern, scale in _SCALES:
        if found := re.search(pattern, text):
            return Measure("scaled", scale, found[0])
    text = _DENIED.sub(" ", text)
    if found := re.search(_DMS, text):
        both = re.search(r"十进制|\bdecimal\b", text)
        return Measure("unknown", 1.0, header) if both else Measure("dms", 1.0, found[0])
    if found := re.search(_FOREIGN, text):
        return Measure("unknown", 1.0, found[0])
    if found := re.search(_DEGREES, text):
        return Measure("degrees", 1.0, found[0])
    return Measure("")


def is_unit(cell: str) -> bool:
    """Tell a cell that holds nothing but a unit, as a row below a header does."""
    text = fold_width(cell).strip(" ()[]/【】").lower()
    return bool(re.fullmatch(r"m|米|meters?|metres?", text)) or (
        len(text) <= 16 and not re.search(r"\d", text) and bool(measure_of(text).unit)
    )


_NOT_A_NAME = (
    "面积", "用途", "类型", "类别", "性质", "等级", "级别", "日期", "时间", "单位", "备注", "数量",
    "总数", "个数", "坐标系", "状态", "地址", "坐落", "样式", "颜色", "产业", "行业", "代表",
    "人", "负责",    "area", "type", "status", "industr", "style", "date", "count",
)  # fmt: skip
_BESIDE = re.compile(
    r"边长|间距|距离|长度|高程|海拔|标高|高度|方位角|夹角|side.?length|distance|elev\w*|altitude|height|h|z"
)
_RING = re.compile(
    r"(?:地块)?圈号|环号|圈|ring(?:_?(?:no|id|number))?|(?:多边形)?部分号?|part|子环号?"
)
_CORNER = re.compile(
    r".*(?:界址点|拐点|角点|顶点|折点|界桩|桩点|控制点|节点|边界点).*|点(?:号|名|编号|名称|序|序号|位)?"
    r"|桩号|point|vertex|corner|(?:point|vertex|corner|pt)_?(?:no|id|name|number|index)?"
)
_ORDER = re.compile(
    r"序号|顺序号?|次序|行号|序|no\.?|num|number|seq|order|index|idx|fid|oid|objectid|rowid|gid|#"
)
_PARCEL = re.compile(
    r".*(?:文件夹|项目|宗地|地块|图斑|园区|片区|区块|红线|图层|范围|用地).*"
    r"|.*(?:folder|parcel|lot|plot|block|zone|park|layer|polygon).*|面号|面|dkbh|dkmc|zddm|zdh|xmmc|mc|bh|bsm"
)
_NAME = re.compile(r"(?:名称|名字|名|编号|编码|代码|标识码?|标题|name|id|code|title|label)")


def role_of(header: str) -> Role:
    """Tell what a column may say of its corner, by its header alone.

    ``name`` may be the parcel's or the corner's, which the cells tell; ``beside`` is what is
    measured between corners; '' is an attribute of the parcel.

    Examples
    --------
    >>> role_of("文件夹"), role_of("界址点号"), role_of("名称"), role_of("序号"), role_of("边长(m)")
    ('parcel', 'corner', 'name', 'order', 'beside')
    """
    word = fold_column(header)
    if not word or any(part in word for part in _NOT_A_NAME):
        return ""
    table: tuple[tuple[re.Pattern[str], Role], ...] = (
        (_BESIDE, "beside"),
        (_RING, "ring"),
        (_CORNER, "corner"),
        (_ORDER, "order"),
        (_NAME, "name"),
        (_PARCEL, "parcel"),
    )
    return next((role for pattern, role in table if pattern.fullmatch(word)), "")


_ONE = re.compile(
    r"(?!所[属在]).*(?:宗地|地块|图斑|parcel|lot|plot|polygon).*"
    r"|(?:文件夹|folder|项目|园区|park|用地)(?:名称?|编号|代码|号|_?name|_?id|_?no)?"
    r"|面号|面|dkbh|dkmc|zddm|zdh|xmmc|mc|bh|bsm"
)


def gathers(header: str) -> bool:
    """Tell a column of what holds parcels, in which several may share a value.

    Examples
    --------
    >>> gathers("片区"), gathers("所属园区"), gathers("项目批次"), gathers("地块名称")
    (True, True, True, False)
    """
    return role_of(header) == "parcel" and not _ONE.fullmatch(fold_column(header))


_SAYS = re.compile(r"\s*([^:=]{1,16}?)\s*[:=]\s*(\S.*)")
_FOOTER = re.compile(
    r"(?:本?页?(?:总|合|小|共)计|(?:宗地|地块|用地|占地|实测|总)?面积|周长|备注|说明|注|制表|填表|填报|审核|校核|审批|检查|复核|测量|测绘|绘图"
    r"|计算|单位|日期|时间|坐标系统?|投影|中央|负责|以下空白|第\s*\d+\s*页|共\s*\d+\s*页|签[字名章]|盖章"
    r"|total|area|notes?|date|page|end)"
    r"(?:人|员|者|单位|日期|时间|部门|方式|子午线|数)*\s*(?:[:(\[/\d.,]|$|\s)"
)


_DATE = re.compile(r"(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?")


def said_in(cell: str) -> tuple[str, str] | None:
    """Read ``宗地名称：甲``; None for what is no such statement."""
    found = _SAYS.fullmatch(fold_width(cell))
    return (found[1], found[2].strip()) if found else None


def is_footer(cell: str) -> bool:
    """Tell the words that stand above and below the corners of a form, of whom nothing is one."""
    text = fold_width(cell).strip().lower()
    return bool(_FOOTER.match(text) or _DATE.fullmatch(text))


_CORNER_NAME = re.compile(
    r".*[a-z_#.-]\d{1,6}['′#号]?|[-+.\d]+['′#号]?|[a-z]{1,2}['′]?|[甲乙丙丁戊己庚辛壬癸]"
    r"|.*(?:界址|拐|角|顶|折|界|桩|控制|节|边界|第|^)(?:点|桩|号)?\d{0,6}号?[点桩]?"
    r"|[东南西北中正偏左右上下前后内外起终始末止]{1,4}(?:角|侧|端|边|界)?[点桩]?",
    re.IGNORECASE,
)


def names_corner(cell: str) -> bool:
    """Tell what a corner may be called: J1, 界址点3, DK1-A05, 12, 东北角, A.

    Examples
    --------
    >>> [names_corner(text) for text in ("J1", "1-2", "西北角", "B", "3852000.5")]
    [True, True, True, True, True]
    >>> [names_corner(text) for text in ("富士康", "企业3", "郑州东站")]
    [False, False, False]
    """
    text = fold_width(cell).strip()
    return bool(_CORNER_NAME.fullmatch(text))


def is_total(cell: str) -> bool:
    """Tell the words before the area or the length of a whole outline."""
    return is_footer(cell) and bool(re.search(r"面积|周长|area", cell.lower()))


def names_parcel(cell: str) -> bool:
    """Tell a title that names a parcel: 地块二, 宗地3."""
    return bool(re.search(r"地块|宗地|图斑|园区?|项目|片区|区块|parcel|lot|plot", cell.lower()))
