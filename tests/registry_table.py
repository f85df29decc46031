"""A messy table of 1,000 enterprises as a bureau exports it from a registry, with its truth.

``python tests/registry_table.py SEED ROWS`` makes a workbook and a CSV in GBK, joins both and
prints the score.  Addresses, datums and phrases are this file's own: nothing of the join is used.
"""

from __future__ import annotations

import csv
import math
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pandas
import shapely
from registry_phrases import CODED, EITHER, NONE, PLANNED, SLIPS

from zzmap.catalogue import Catalogue
from zzmap.geometry import Gazetteer
from zzmap.workspace import City

ROOT = Path(__file__).resolve().parent.parent

ADDRESSES: tuple[tuple[str, str, str], ...] = (
    ("zone-gaoxin", "高新区", "郑州高新技术产业开发区瑞达路{n}号"),
    ("zone-gaoxin", "中原区", "河南省郑州市高新区莲花街{n}号{m}号楼"),
    ("zone-gaoxin", "高新区", "郑州市高新开发区科学大道{n}号"),
    ("zone-gaoxin", "中原区", "郑州高新区梧桐街与红松路交叉口向西100米"),
    ("zone-gaoxin", "中原区", "郑州市中原区沟赵乡东史马村{n}号"),
    ("zone-gaoxin", "高新区", "高新区枫杨街道长椿路{n}号国家大学科技园东区{m}号楼"),
    ("zone-jingkai", "经开区", "郑州经济技术开发区第八大街{n}号"),
    ("zone-jingkai", "管城回族区", "郑州市经开区航海东路{n}号"),
    ("zone-jingkai", "经开区", "河南省郑州市经济技术开发区经北三路{n}号"),
    ("zone-jingkai", "中牟县", "郑州市经开区前程街道商英街{n}号"),
    ("zone-jingkai", "经开区", "郑州市经济开发区第十七大街与经南八路交叉口"),
    ("zone-hkg", "航空港区", "郑州航空港经济综合实验区新港大道{n}号"),
    ("zone-hkg", "新郑市", "郑州航空港区四港联动大道{n}号"),
    ("zone-hkg", "航空港区", "郑州市航空港实验区迎宾大道{n}号"),
    ("zone-hkg", "航空港区", "郑州航空港区郑港街道郑港四路{n}号"),
    ("zone-hkg", "中牟县", "河南省郑州市中牟县张庄街道豫州大道{n}号"),
    ("park-hangkonggangqulinkongshengwuyiyaoyuan", "航空港区", "郑州航空港区临空生物医药园{m}号楼"),
    ("zone-xinzhengzonghebaoshuiqu", "航空港区", "郑州新郑综合保税区{m}号仓库"),
    ("zone-zhengdong", "郑东新区", "郑州市郑东新区商务外环路{n}号"),
    ("zone-zhengdong", "金水区", "河南省郑州市郑东新区CBD商务内环路{n}号{m}层"),
    ("zone-zhengdong", "金水区", "郑州市金水区如意湖街道九如路{n}号"),
    ("area-jinrongdao", "郑东新区", "郑州市郑东新区龙湖金融岛中环路{n}号"),
    ("area-baisha", "郑东新区", "郑东新区白沙园区前程路{n}号"),
    ("zone-kejicheng", "郑东新区", "郑州市郑东新区中原科技城{m}号楼"),
    ("zone-jinshui-kejiao", "金水区", "郑州市金水区金水科教园区杨金路{n}号"),
    ("park-863ruanjianyuan", "高新区", "郑州市高新区国家863中部软件园{m}号楼"),
    ("park-guojiwuliu", "经开区", "郑州国际物流园区鼎瑞街{n}号"),
    ("zone-xingyangshixianjinzhizaoye", "荥阳市", "荥阳市五龙产业集聚区荥泽大道{n}号"),
    ("zone-xingyangshixianjinzhizaoye", "荥阳市", "河南省荥阳市产业集聚区郑上路{n}号"),
    ("zone-xinmishixianjinzhizaoye", "新密市", "新密市曲梁产业集聚区{m}号"),
    ("zone-erqijingjijishu", "二七区", "郑州市二七区马寨产业集聚区工业路{n}号"),
    ("zone-erqijingjijishu", "二七区", "二七经开区明晖路{n}号"),
    ("zone-guanchengjingjijishu", "管城回族区", "郑州市管城区金岱产业园{m}号楼"),
    ("zone-huijijingji", "惠济区", "郑州市惠济经济开发区天河路{n}号"),
    ("zone-dengfengshixianjinzhizaoye", "登封市", "登封市产业集聚区{m}号"),
    ("zone-gongyishixianjinzhizaoye", "巩义市", "巩义市先进制造业开发区紫荆路{n}号"),
    ("zone-shangjiequxianjinzhizaoye", "上街区", "郑州市上街区产业集聚区工业路{n}号"),
    ("zone-xinzheng-jingkai", "新郑市", "新郑市新港产业集聚区神州路{n}号"),
    ("zone-zhongmugaoxinjishuchanye", "中牟县", "中牟汽车产业集聚区轩城大道{n}号"),
    ("park-wanbangguganlenglianwuliujidi", "中牟县", "中牟县万邦国际农产品物流城{m}区{n}号"),
    ("district-jinshui", "金水区", "郑州市金水区花园路{n}号{m}层"),
    ("district-jinshui", "金水区", "河南省郑州市金水区经三路{n}号"),
    ("district-erqi", "二七区", "郑州市二七区大学路{n}号"),
    ("district-guancheng", "管城区", "郑州市管城区紫荆山路{n}号"),
    ("district-huiji", "惠济区", "郑州市惠济区江山路{n}号"),
    ("district-zhongyuan", "中原区", "郑州市中原区建设路{n}号"),
    ("district-shangjie", "上街区", "郑州市上街区中心路{n}号"),
    ("district-xinmi", "新密市", "新密市来集镇王堂村"),
    ("district-dengfeng", "登封市", "登封市大冶镇{m}组"),
    ("district-gongyi", "巩义市", "巩义市回郭镇人民路{n}号"),
    ("district-xingyang", "荥阳市", "荥阳市豫龙镇{m}号"),
    ("district-xinzheng", "新郑市", "新郑市龙湖镇双湖大道{n}号"),
    ("district-zhongmu", "中牟县", "中牟县雁鸣湖镇{m}村"),
    ("", "", "河南省洛阳市涧西区建设路{n}号"),
    ("", "", "北京市海淀区中关村大街{n}号"),
)
"""Place, district as bureaus write it, and address."""

DISTRICT = "所属县（市、区）"
HEADER = (
    "序号", "统一社会信用代码", "单位名称", "行业代码", "行业名称", "主要业务活动", "经营范围",
    "生产经营地址", DISTRICT, "经度", "纬度", "坐标说明", "营业收入", "备注",
)  # fmt: skip

EVERY = 180
"""Rows after which the header stands again, as on each printed page."""


class Truth(NamedTuple):
    """What is true of a row."""

    industries: tuple[str, ...]
    place: str
    contradicts: bool
    coord: str
    point: tuple[float, float] | None


class Made(NamedTuple):
    """A table and its truth by row number."""

    path: Path
    truth: dict[int, Truth]
    left_out: int


# -- datums, by the formulas everyone prints ---------------------------------------------------

_A, _EE = 6378245.0, 0.00669342162296594323


def to_gcj(lon: float, lat: float) -> tuple[float, float]:
    """Shift WGS-84 degrees to GCJ-02."""
    x, y = lon - 105, lat - 35
    sin, pi = math.sin, math.pi
    both = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    dlat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + both
    dlat += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    dlat += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    dlon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + both
    dlon += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    dlon += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    magic = 1 - _EE * sin(lat / 180 * pi) ** 2
    dlat = dlat * 180 / ((_A * (1 - _EE)) / (magic * math.sqrt(magic)) * pi)
    dlon = dlon * 180 / (_A / math.sqrt(magic) * math.cos(lat / 180 * pi) * pi)
    return lon + dlon, lat + dlat


def to_bd(lon: float, lat: float) -> tuple[float, float]:
    """Shift WGS-84 degrees to BD-09."""
    x, y = to_gcj(lon, lat)
    k = math.pi * 3000 / 180
    z = math.hypot(x, y) + 0.00002 * math.sin(y * k)
    theta = math.atan2(y, x) + 0.000003 * math.cos(x * k)
    return z * math.cos(theta) + 0.0065, z * math.sin(theta) + 0.006


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return how far two points are apart, near enough for some hundred metres."""
    north = (a[1] - b[1]) * 110_930
    return math.hypot(north, (a[0] - b[0]) * 111_320 * math.cos(math.radians(a[1])))


# -- the maker ---------------------------------------------------------------------------------


class Maker:
    """Makes rows from a seed."""

    def __init__(self, seed: int, city: City) -> None:
        self.random = random.Random(seed)
        self.catalogue: Catalogue = city.catalogue
        self.gazetteer: Gazetteer = city.gazetteer

    def row(self, number: int) -> tuple[list[object], Truth]:
        """Return the cells of a row, in the order of `HEADER`, and what is true of it."""
        code, name, main, scope, industries = self._business()
        place, district, address = self.random.choice(ADDRESSES)
        address = address.format(n=self.random.randint(1, 399), m=self.random.randint(1, 20))
        if self.random.random() < 0.2:
            district = ""
        contradicts = bool(place) and self.random.random() < 0.04
        if contradicts:
            far = {"登封市", "巩义市", "上街区"}
            district = self.random.choice(sorted(far - {district}))
        coord, lon, lat, system, point = self._position(place)
        money = self.random.choice(
            [self.random.randint(20, 90_000), f"{self.random.uniform(1, 9e4):,.2f}", "约300", None]
        )
        note = self.random.choice(["", "", "", "正常经营", "2023年新增", "停产"])
        cells: list[object] = [
            number, f"91410100MA{self.random.randrange(10**8):08d}", f"郑州第{number}号有限公司",
            code, name, main, scope, address, district, lon, lat, system, money, note,
        ]  # fmt: skip
        return cells, Truth(industries, place, contradicts, coord, point)

    def _business(self) -> tuple[str, str, str, str, tuple[str, ...]]:
        chance = self.random.random()
        if chance < 0.14:
            code, name, industries = self.random.choice(CODED)
            shown = self.random.choice([code, code[1:]])
            return shown, self.random.choice([name, ""]), "", "", industries
        if chance < 0.32:
            text = self.random.choice(NONE)
            return "", "", *self._told(text), ()
        if chance < 0.34:
            text, industries = self.random.choice(EITHER)
            return "", "", *self._told(text), industries
        if chance < 0.37:
            text, industries = self.random.choice(SLIPS)
            return "", "", *self._told(text), industries
        if chance < 0.45:
            (one, first), (two, second) = self.random.sample(PLANNED, 2)
            return "", "", *self._told(f"{one}；{two}"), (*first, *second)
        text, industries = self.random.choice(PLANNED)
        return "", "", *self._told(text), industries

    def _told(self, text: str) -> tuple[str, str]:
        """Return main business and registered scope; either may be empty."""
        begin = self.random.choice(["一般项目：", "许可项目：", "", ""])
        common = self.random.choice(
            [
                "技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广；货物进出口；",
                "技术进出口；企业管理咨询；",
                "",
            ]
        )
        end = self.random.choice(
            [
                "（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）",
                "（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
                "",
            ]
        )
        scope = f"{begin}{text}；{common}{end}"
        return self.random.choice([(text, ""), (text, scope), ("", scope)])

    def _position(self, place: str) -> tuple[str, object, object, str, tuple[float, float] | None]:
        if not place or self.random.random() < 0.25:
            return (
                "no",
                *self.random.choice([("", ""), ("无", "无"), ("0", "0"), ("——", "——")]),
                "",
                None,
            )
        kind = self.random.choices(
            ("yes", "shift", "swap", "parse", "doubtful"), (38, 24, 9, 18, 11)
        )[0]
        point = self._within(place)
        lon, lat = point
        if kind == "doubtful":
            return kind, *self._doubtful(point), None
        if kind == "shift":
            system, shift = self.random.choice(
                [("GCJ-02", to_gcj), ("火星坐标系", to_gcj), ("高德地图拾取", to_gcj),
                 ("百度坐标", to_bd), ("BD09", to_bd), ("百度地图拾取", to_bd)]
            )  # fmt: skip
            x, y = shift(lon, lat)
            return kind, round(x, 6), round(y, 6), system, point
        system = self.random.choice(["WGS84", "GPS", "CGCS2000", "国家2000", ""])
        if kind == "swap":
            return kind, round(lat, 6), round(lon, 6), system, point
        if kind == "parse":
            return kind, *self._written(lon, lat), system, point
        return kind, round(lon, 6), round(lat, 6), system, point

    def _written(self, lon: float, lat: float) -> tuple[str, str]:
        def dms(value: float) -> tuple[int, int, float]:
            whole, part = int(value), (value - int(value)) * 60
            return whole, int(part), (part - int(part)) * 60

        (a, b, c), (d, e, f) = dms(lon), dms(lat)
        wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
        return self.random.choice(
            [
                (f"{a}°{b}′{c:.2f}″", f"{d}°{e}′{f:.2f}″"),
                (f"东经{a}°{b}'{c:.2f}\"", f"北纬{d}°{e}'{f:.2f}\""),
                (f"{a}度{b}分{c:.2f}秒", f"{d}度{e}分{f:.2f}秒"),
                (f"E{lon:.6f}", f"N{lat:.6f}"),
                (f"{lon:.6f}°", f"{lat:.6f}°"),
                (f"{lon:.6f}".translate(wide), f"{lat:.6f}".translate(wide)),
                (f"{a}°{b + c / 60:.4f}′", f"{d}°{e + f / 60:.4f}′"),
            ]
        )

    def _doubtful(self, point: tuple[float, float]) -> tuple[object, object, str]:
        lon, lat = point
        which = self.random.randrange(3)
        if which == 0:
            return round(lon, 2), round(lat, 2), "WGS84"
        if which == 1:  # Luoyang, Kaifeng
            x, y = self.random.choice([(112.45, 34.62), (114.35, 34.79)])
            return round(x + 0.001234, 6), round(y + 0.004321, 6), "WGS84"
        # Some other corner of the city.
        far = [(112.9814, 34.7497), (113.0362, 34.4548), (114.1923, 34.7214)]
        x, y = max(far, key=lambda row: metres(row, point))
        return x, y, "WGS84"

    def _within(self, place: str) -> tuple[float, float]:
        """Return a point of a place: in its polygon, or some hundred metres about its point."""
        located = self.gazetteer.locate(self.catalogue.places[place])
        assert located is not None, place
        shape = located.geometry
        if shape.area == 0:
            lon, lat = shape.x, shape.y
            return (lon + self.random.uniform(-2e-3, 2e-3), lat + self.random.uniform(-2e-3, 2e-3))
        west, south, east, north = shape.bounds
        while True:
            point = self.random.uniform(west, east), self.random.uniform(south, north)
            if shapely.contains_xy(shape, *point):
                return point


def lines(maker: Maker, rows: int) -> Iterator[tuple[list[object], Truth | None]]:
    """Yield the table below its header, with what is no row of it among the rows."""
    made = [maker.row(number) for number in range(1, rows + 1)]
    made.sort(key=lambda row: str(row[0][8]))
    wide = len(HEADER)
    last = None
    for at, (cells, truth) in enumerate(made):
        if at and at % EVERY == 0:
            yield [f"第{at // EVERY}页", *[None] * (wide - 1)], None
            yield [*HEADER], None
        if cells[8] != last and cells[8]:
            if last is not None and maker.random.random() < 0.6:
                yield ["小计", *[None] * (wide - 3), maker.random.randint(100, 10**6), None], None
            last = cells[8]
        yield cells, truth
        if maker.random.random() < 0.01:
            yield [None] * wide, None
    yield ["合计", *[None] * (wide - 3), 123_456_789, None], None
    yield ["注：营业收入单位为万元；坐标由企业自行填报。", *[None] * (wide - 1)], None
    yield ["填表人：张三", *[None] * 5, "审核人：李四", *[None] * (wide - 7)], None


def make(path: Path, seed: int, rows: int, city: City) -> Made:
    """Write a table, ``.xlsx`` or ``.csv`` in GBK, and return its truth by row number."""
    head: list[list[object]] = [
        ["郑州市规模以上企业基本情况台账", *[None] * (len(HEADER) - 1)],
        ["填报单位：市统计局", *[None] * (len(HEADER) - 3), "单位：万元", None],
        [*HEADER],
    ]
    truth: dict[int, Truth] = {}
    body: list[list[object]] = []
    left = 0
    for cells, told in lines(Maker(seed, city), rows):
        body.append(cells)
        if told is not None:
            truth[len(head) + len(body)] = told
        elif any(cell is not None for cell in cells):
            left += 1
    table = head + body
    if path.suffix == ".csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([["" if c is None else c for c in row] for row in table])
    else:
        _workbook(table, truth).save(path)
    return Made(path, truth, left)


def _workbook(table: list[list[object]], truth: dict[int, Truth]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in table:
        sheet.append(["" if cell is None else cell for cell in row])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEADER))
    column = HEADER.index(DISTRICT) + 1
    start = 0
    for number in range(1, len(table) + 2):
        same = (
            start
            and number in truth
            and table[number - 1][column - 1] == table[start - 1][column - 1]
        )
        if start and not same:
            if number - 1 > start and table[start - 1][column - 1]:
                sheet.merge_cells(
                    start_row=start, end_row=number - 1, start_column=column, end_column=column
                )
            start = 0
        if not start and number in truth:
            start = number
    return book


# -- the judge ---------------------------------------------------------------------------------


class Score(NamedTuple):
    """Parts right, 0 to 1; `worst_m` is of the usable points; `wrong` shows what was not."""

    rows: float
    left_out: bool
    industry: float
    invented: float
    place: float
    coord: float
    worst_m: float
    wrong: dict[str, Counter[str]]


def near_ids(catalogue: Catalogue, names: tuple[str, ...]) -> set[str]:
    """Return ids of industries so called, their twins, and those one step above or below."""
    ids = {
        row.id
        for row in catalogue.industries.values()
        if row.name in names or {*row.aliases} & {*names}
    }
    ids |= {twin for one in ids for twin in catalogue.twins.get(one, ())}
    below = {child for one in ids for child in catalogue.children.get(one, ())}
    above = {catalogue.industries[one].parent_id for one in ids} - {""}
    return ids | below | above


def records(frame: pandas.DataFrame) -> list[dict[str, object]]:
    """Return rows with '' for what is blank."""
    plain = frame.astype(object)
    return plain.where(plain.notna(), "").to_dict("records")


def judge(made: Made, city: City) -> Score:
    """Join a table and hold what is said against what is true."""
    done = city.join(made.path)
    assert done.frame is not None
    assert done.review is not None
    catalogue = city.catalogue
    called = {next(c for c in done.frame if c.endswith(name)): name for name in HEADER}
    frame = done.frame.rename(columns=called)
    said = {int(row["file_row"]): row for row in records(frame)}
    doubted = {(int(row.file_row), row.what) for row in done.review.itertuples()}
    wrong: dict[str, Counter[str]] = {name: Counter() for name in ("industry", "place", "coord")}
    right: Counter[str] = Counter()
    none = worst = 0.0
    for number, truth in made.truth.items():
        row = said.get(number)
        if row is None:
            continue
        text = str(
            row["主要业务活动"] or row["经营范围"] or f"{row['行业代码']} {row['行业名称']}"
        )[:44]
        found = str(row["industry_id"] or "")
        if truth.industries:
            good = found in near_ids(catalogue, truth.industries) or found in truth.industries
        else:
            good, none = not found, none + 1
            right["invented"] += bool(found)
        right["industry"] += good
        if not good:
            wrong["industry"][f"{text} -> {row['industry'] or '-'} [{row['industry_how']}]"] += 1
        here = str(row["place_id"] or "")
        good = here == truth.place or (
            not truth.place and catalogue.places[here].kind == "neighbour_city"
        )
        good &= not truth.contradicts or (number, "place") in doubted
        right["place"] += good
        if not good:
            wrong["place"][
                f"{row['生产经营地址']} / {row[DISTRICT]} -> {row['place']} [{row['place_how']}]"
                f" wanted {truth.place}{' and a doubt' * truth.contradicts}"
            ] += 1
        good = row["coord"] == truth.coord
        right["coord"] += good
        if not good:
            told = f"{row['经度']} {row['纬度']} {row['坐标说明']} -> {row['coord']}, {truth.coord}"
            wrong["coord"][f"{told} {row['生产经营地址']}"] += 1
        elif truth.point is not None:
            worst = max(worst, metres(truth.point, (row["lon"], row["lat"])))
    total = len(made.truth)
    left = sum(count for kind, count in done.left_out.items() if kind != "blank")
    return Score(
        len(said.keys() & made.truth.keys()) / total - (said.keys() != made.truth.keys()),
        left == made.left_out,
        right["industry"] / total,
        right["invented"] / max(none, 1),
        right["place"] / total,
        right["coord"] / total,
        worst,
        wrong,
    )


def main() -> None:
    """Make tables, join them, print the score."""
    seed, rows = (int(text) for text in sys.argv[1:3])
    folder = Path(tempfile.mkdtemp())
    city = City(ROOT / "geodata", folder / "none.gpkg")
    for suffix in (".xlsx", ".csv"):
        score = judge(make(folder / f"台账{suffix}", seed, rows, city), city)
        print(
            suffix,
            *(f"{name}={value}" for name, value in score._asdict().items() if name != "wrong"),
        )
        for what, found in score.wrong.items():
            for text, count in found.most_common(60):
                print(f"  {what} {count}x {text}")


if __name__ == "__main__":
    main()
