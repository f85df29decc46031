"""Messy tables as bureaus keep them, made from a seed, with the truth of every row.

Businesses are those of ``bureau_phrases.csv``, written before any rule was; every second one is
held out.  Shifts to GCJ-02 and BD-09 are the public formulas, written here once more.

Run: ``python tests/bureau_tables.py [seeds] [rows]`` joins held-out tables and prints the score.
"""

from __future__ import annotations

import csv
import math
import random
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from pyproj import Transformer
from shapely.geometry import Point

from zzmap.catalogue import Catalogue
from zzmap.features import read_features
from zzmap.workspace import City

ROOT = Path(__file__).resolve().parent.parent
HEADER = ["序号", "企业名称", "统一社会信用代码", "主营业务", "经营范围", "行业代码", "区县",
          "注册地址", "经度", "纬度", "坐标系", "总投资（万元）", "成立日期", "备注"]  # fmt: skip
CLASSES = (
    ["yes"] * 42 + ["shift"] * 26 + ["swap"] * 8 + ["parse"] * 9 + ["doubtful"] * 7 + ["no"] * 8
)
ROADS = [
    "科学大道",
    "长江路",
    "建设路",
    "中州大道",
    "人民路",
    "商都路",
    "航海路",
    "迎宾路",
    "文明街",
    "兴业三路",
]
TAIL = (
    "；货物进出口；技术服务、技术开发、技术咨询"
    "（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）"
)
"""What most registered scopes end in."""

TO_GK = Transformer.from_crs(4326, 4526, always_xy=True)


class Truth(NamedTuple):
    """What is true of a row; None for industries or places that are not judged."""

    industries: frozenset[str]
    places: frozenset[str]
    coord: str
    lon: float
    lat: float


class Made(NamedTuple):
    """A table: its rows in the file from 1, None for a blank one, and the truth by row."""

    rows: list[list[Any] | None]
    truth: dict[int, Truth]
    left: dict[str, int]


def phrases(held_out: bool) -> list[tuple[str, frozenset[str]]]:
    with (ROOT / "tests" / "bureau_phrases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (row["text"], frozenset(filter(None, row["truth"].split("|"))))
        for number, row in enumerate(rows)
        if (number % 2 == 1) == held_out
    ]


def gcj02(lon: float, lat: float) -> tuple[float, float]:
    """The public formula of the shift, forward."""
    x, y = lon - 105.0, lat - 35.0
    pi = math.pi
    waves = (20 * math.sin(6 * x * pi) + 20 * math.sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + waves
    north += (20 * math.sin(y * pi) + 40 * math.sin(y / 3 * pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * pi) + 320 * math.sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + waves
    east += (20 * math.sin(x * pi) + 40 * math.sin(x / 3 * pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * pi) + 300 * math.sin(x / 30 * pi)) * 2 / 3
    axis, square = 6378245.0, 0.00669342162296594323
    magic = 1 - square * math.sin(lat / 180 * pi) ** 2
    north *= 180 / (axis * (1 - square) / (magic * math.sqrt(magic)) * pi)
    east *= 180 / (axis / math.sqrt(magic) * math.cos(lat / 180 * pi) * pi)
    return lon + east, lat + north


def bd09(lon: float, lat: float) -> tuple[float, float]:
    x, y = gcj02(lon, lat)
    turn = math.pi * 3000 / 180
    reach = math.hypot(x, y) + 0.00002 * math.sin(y * turn)
    angle = math.atan2(y, x) + 0.000003 * math.cos(x * turn)
    return reach * math.cos(angle) + 0.0065, reach * math.sin(angle) + 0.006


class Maker:
    """Makes the rows of one table."""

    def __init__(self, seed: int, held_out: bool) -> None:
        self.random = random.Random(seed)
        self.catalogue = Catalogue(ROOT / "geodata")
        self.phrases = phrases(held_out)
        layers = ROOT / "geodata" / "layers"
        self.polygons = {
            row.id: row.geometry
            for name in ("districts", "zones")
            for row in read_features(layers / f"{name}.geojson")
        }
        kinds = ("development_zone", "district", "county_city", "park", "software_park", "campus")
        self.places = [
            row for row in self.catalogue.places.values()
            if row.kind in kinds
            and (row.id in self.polygons or (row.lon and row.accuracy_m <= 2000))
        ]  # fmt: skip
        self.whole = [row for row in self.catalogue.crosswalk if row.fit == "whole"]

    # -- a row ---------------------------------------------------------------------------

    def row(self, number: int) -> tuple[list[Any], Truth]:
        main, scope, code, industries = self.business()
        place = self.random.choice(self.places)
        address, district, places = self.address(place)
        coord = self.random.choice(CLASSES)
        lon, lat = self.point(place)
        written = self.written(coord, lon, lat)
        money = self.random.choice(["1,200", "350万元", 3.5, "0.8亿元", 12000, ""])
        founded = self.random.choice(
            ["2015-03-01", "2019/7/1", "2020年5月", "20180601", "2021.8.9"]
        )
        name = self.random.choice("恒宏华中天正嘉瑞") + self.random.choice("信达泰通源盛")
        row = [number, f"郑州{name}{number}有限公司", f"91410100MA{number:08d}", main, scope, code,
               district, address, *written, money, founded, ""]  # fmt: skip
        return row, Truth(industries, places, coord, lon, lat)

    def business(self) -> tuple[str, str, str, frozenset[str]]:
        way = self.random.random()
        text, truth = self.random.choice(self.phrases)
        if way < 0.5:
            return text, "", "", truth
        if way < 0.8:
            return "", f"一般项目：{text}{TAIL}", "", truth
        if way < 0.88 and truth:
            other, more = self.random.choice(self.phrases)
            return f"{text}，{other}", "", "", truth | more
        if way < 0.94:
            crossing = self.random.choice(self.whole)
            digits = crossing.code if self.random.random() < 0.5 else crossing.code[1:]
            return "", "", digits, frozenset([crossing.industry_id])
        return self.slip()

    def slip(self) -> tuple[str, str, str, frozenset[str]]:
        """A name of the plans with one character that is wrong or missing."""
        names = [row for row in self.catalogue.industries.values() if 5 <= len(row.name) <= 8]
        row = self.random.choice(names)
        at = self.random.randrange(1, len(row.name) - 1)
        return (
            row.name[:at] + self.random.choice(["", "某"]) + row.name[at + 1 :],
            "",
            "",
            frozenset([row.id]),
        )

    def address(self, place: Any) -> tuple[str, str, frozenset[str]]:
        """An address in one of the ways people write it."""
        number = f"{self.random.choice(ROADS)}{self.random.randrange(1, 300)}号"
        homes = [self.catalogue.places[row] for row in place.district_ids]
        way = self.random.random()
        if place.kind in ("district", "county_city"):
            streets = [row.name for row in self.catalogue.streets
                       if row.district_id == place.id and not row.zone_id]  # fmt: skip
            street = self.random.choice(streets) if streets and way < 0.5 else ""
            name = self.random.choice([place.name, *place.aliases]) if way > 0.8 else place.name
            return f"河南省郑州市{name}{street}{number}", "", frozenset([place.id])
        if way < 0.08 and place.parent_id.startswith("district"):
            others = [row for row in self.catalogue.places.values()
                      if row.kind == "district" and row.id not in place.district_ids]  # fmt: skip
            other = self.random.choice(others)
            return f"郑州市{other.name}{place.name}{number}", "", frozenset([place.id])
        names = [
            name for name in (place.name, *place.aliases) if not name.isascii() and len(name) > 2
        ]
        name = self.random.choice(names) if way < 0.7 else place.name
        front = self.random.choice(["", "郑州市", "河南省郑州市"])
        home = homes[0].name if homes and way < 0.5 else ""
        column = homes[0].name if homes and self.random.random() < 0.3 else ""
        return f"{front}{home}{name}{number}", column, frozenset([place.id])

    def point(self, place: Any) -> tuple[float, float]:
        polygon = self.polygons.get(place.id)
        if polygon is None:
            return (place.lon + self.random.uniform(-0.004, 0.004),
                    place.lat + self.random.uniform(-0.004, 0.004))  # fmt: skip
        west, south, east, north = polygon.bounds
        while True:
            point = Point(self.random.uniform(west, east), self.random.uniform(south, north))
            if polygon.contains(point):
                return point.x, point.y

    def written(self, coord: str, lon: float, lat: float) -> list[Any]:  # noqa: PLR0911
        """Longitude, latitude and system as written."""
        if coord == "no":
            return self.random.choice(
                [["", "", ""], [0, 0, ""], ["待定", "待定", ""], [12.5, 34.7, "WGS84"]]
            )
        if coord == "doubtful":
            while True:
                other = self.random.choice(self.places)
                far = self.point(other)
                if math.hypot((far[0] - lon) * 91, (far[1] - lat) * 111) > 25:
                    return [round(far[0], 6), round(far[1], 6), "WGS84"]
        if coord == "shift":
            way = self.random.choice(["gcj", "bd", "gk"])
            if way == "gk":
                east, north = TO_GK.transform(lon, lat)
                return [round(east, 2), round(north, 2), "CGCS2000"]
            x, y = (gcj02 if way == "gcj" else bd09)(lon, lat)
            said = {"gcj": ["GCJ-02", "高德", "火星坐标"], "bd": ["百度", "BD-09"]}[way]
            return [round(x, 6), round(y, 6), self.random.choice(said)]
        if coord == "swap":
            return [round(lat, 6), round(lon, 6), "WGS84"]
        if coord == "parse":
            return self.parse(lon, lat)
        return [
            round(lon, 6),
            round(lat, 6),
            self.random.choice(["WGS84", "CGCS2000", "国家2000", "GPS"]),
        ]

    def parse(self, lon: float, lat: float) -> list[Any]:
        way = self.random.randrange(4)
        if way == 0:
            return [_dms(lon, "°′″"), _dms(lat, "°′″"), "WGS84"]
        if way == 1:
            return [f"{_dms(lon, '度分秒')}", f"{_dms(lat, '度分秒')}", "WGS84"]
        if way == 2:
            return [f"{lon:.6f},{lat:.6f}", "", "WGS84"]
        return [f"E{lon:.6f}", f"N{lat:.6f}", "WGS84"]


def _dms(value: float, marks: str) -> str:
    seconds = round(value * 3600, 2)
    degrees, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{degrees:.0f}{marks[0]}{minutes:02.0f}{marks[1]}{left:05.2f}{marks[2]}"


def make(seed: int, count: int, *, held_out: bool = True) -> Made:
    """Make a table of so many rows."""
    maker = Maker(seed, held_out)
    blank = [""] * len(HEADER)
    rows: list[list[Any] | None] = [
        ["郑州市重点企业基本情况表", *blank[1:]],
        ["填报单位：市发改委", *blank[1:-1], "单位：万元"],
        None,
        HEADER,
    ]  # fmt: skip
    truth: dict[int, Truth] = {}
    left = {"blank": 1, "total": 0, "header": 0, "note": 0, "heading": 0}
    for number in range(1, count + 1):
        row, true = maker.row(number)
        rows.append(row)
        truth[len(rows)] = true
        if number % 97 == 0:
            rows.append(["小计", "", "", "", "", "", "", "", "", "", "", 345678, "", ""])
            left["total"] += 1
        if number % 131 == 0:
            rows += [None, HEADER]
            left["blank"] += 1
            left["header"] += 1
        if number % 211 == 0:
            rows.append([f"{'一二三四五六七八九十'[number // 211 % 10]}、续表部分", *blank[1:]])
            left["heading"] += 1
    rows += [["合计", f"{count}家", *blank[2:11], 99999, "", ""], None,
             ["注：1.本表数据截至2022年底；", *blank[1:]],
             ["2.投资额为计划数。", *blank[1:]]]  # fmt: skip
    left["total"] += 1
    left["blank"] += 1
    left["note"] += 2
    return Made(rows, truth, left)


def write(made: Made, path: Path) -> Path:
    """Write it as XLSX, with its title merged, or as CSV in GBK."""
    width = len(HEADER)
    if path.suffix == ".csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(row or [""] * width for row in made.rows)
        return path
    book = openpyxl.Workbook()
    sheet = book.active
    for row in made.rows:
        sheet.append(row or [None] * width)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    book.save(path)
    return path


def right(catalogue: Catalogue, got: str, truth: frozenset[str]) -> bool:
    """Tell whether an industry is a true one, its twin, or one step above or below it."""
    if not truth or not got:
        return not truth and not got
    near = {got, catalogue.industries[got].parent_id, *catalogue.children.get(got, ())}
    family = {twin for row in truth for twin in (row, *catalogue.twins.get(row, ()))}
    return bool(near & family)


class Score(NamedTuple):
    """Shares from 0 to 1, and metres."""

    rows: float
    industry: float
    invented: float
    place: float
    coord: float
    worst_m: float


def score(made: Made, got: list[dict[str, Any]], wrong: list[str] | None = None) -> Score:
    """Compare what a join wrote with the truth."""
    catalogue = Catalogue(ROOT / "geodata")
    by_row = {int(row["file_row"]): row for row in got}
    kept = by_row.keys() == made.truth.keys()
    known = none = good = invented = place = coord = 0
    worst = 0.0
    for number, true in made.truth.items():
        row = by_row.get(number)
        if row is None:
            continue
        fits = right(catalogue, row["industry_id"] or "", true.industries)
        if true.industries:
            known += 1
            good += fits
        else:
            none += 1
            invented += not fits
        at = (row["place_id"] or "") in true.places
        place += at
        same = row["coord"] == true.coord
        coord += same
        if same and row["lon"] not in ("", None):
            away = (float(row["lon"]) - true.lon, float(row["lat"]) - true.lat)
            worst = max(worst, math.hypot(away[0] * 91_300, away[1] * 111_000))
        if wrong is not None and not (fits and at and same):
            wrong.append(f"{number} {fits} {at} {same} {made.rows[number - 1]} {row} {true}")
    total = len(made.truth)
    return Score(float(kept), good / max(known, 1), invented / max(none, 1), place / total,
                 coord / total, worst)  # fmt: skip


def joined(made: Made, folder: Path, suffix: str = ".xlsx") -> list[dict[str, Any]]:
    """Write a table, join it, and read the CSV that comes out with nothing of ours."""
    out = folder / "joined.csv"
    City(ROOT / "geodata", folder / "none.gpkg").join(write(made, folder / f"table{suffix}"), out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    wrong: list[str] = []
    for seed in range(1, seeds + 1):
        for held_out in (True, False):
            made = make(seed, rows, held_out=held_out)
            with tempfile.TemporaryDirectory() as folder:
                told = score(made, joined(made, Path(folder)), wrong if held_out else None)
            half = "held out" if held_out else "seen"
            print(f"seed {seed}, {rows} rows, {half:8}: rows {told.rows:.0%}, "
                  f"industry {told.industry:.1%}, "
                  f"invented {told.invented:.1%}, place {told.place:.1%}, coord {told.coord:.1%}, "
                  f"worst usable point {told.worst_m:.1f} m")  # fmt: skip
    if "-v" in sys.argv:
        print("\n".join(wrong[:80]))


if __name__ == "__main__":
    main()
