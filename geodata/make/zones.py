"""Make layers/zones.geojson: polygons of the zones whose bounds can be known.

Bounds are named roads and railways (lines.py), district lines (districts.geojson) and the
offices a zone manages.  The large zones are then cut from one network of edges, so that
zones that abut share their edges vertex by vertex.  Zones known only by centre and
official area are discs or blocks of that area.  A zone is `digitised` if its outline follows lines
that are (FOLLOWED), else `schematic`: a recalled or invented edge is no digitised one.

Run after districts.py and ground.py: ``python geodata/make/zones.py``.  It prints each area
beside the official one.  Where address points that name a zone are at hand, the share of
them inside (recall) and the share of strangers among the points inside (foreign) weigh the
bounds: aim at 0.97 and 0.03, and move a bound only to another line on the ground, never to
a point.
"""

from __future__ import annotations

import sys
from functools import cached_property
from typing import Any, NamedTuple

import shapely
from _layer import GRID, LAYERS, METRIC, feature, write_layer
from ground import disc
from lines import LINES, line
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from zzmap.catalogue import Catalogue
from zzmap.features import read_features

Pair = tuple[float, float]

# Corners where two bounding lines meet; lines.py has each as a vertex of both.
LIANHUO_ZHONGZHOU = (113.6875, 34.837)
LIANHUO_JINGGANGAO = (113.8195, 34.8365)
LIANHUO_XIN107 = (113.904, 34.836)
LIANHUO_WANSAN = (113.928, 34.836)
LONGHAI_ZHONGZHOU = (113.7165, 34.7367)
LONGHAI_JINGGANGAO = (113.826, 34.7343)
LONGHAI_XIN107 = (113.902, 34.727)
LONGHAI_WANSAN = (113.9235, 34.7247)
LONGHAI_SIGANG = (113.8065, 34.735)
HANGHAI_SIGANG = (113.8075, 34.7222)
SHUANGHU_JINGGANGAO = (113.800, 34.627)
SHUANGHU_WANSAN = (113.900, 34.627)
SHUANGHU_S223 = (113.989, 34.627)
BAQIAN_JINGGANGAO = (113.800, 34.377)
BAQIAN_FUTURE_107 = (113.950, 34.377)

WEIGHED = "weighed against address points that name the zone"
FOLLOWED, ON_LINE_M = 0.8, 3.0
"""A zone is digitised if this share of its outline is this near to digitised or district lines."""

RIVER_LAT = 34.98
"""North of the whole city: rings that end in the Yellow River are cut by the city line."""


class Zone(NamedTuple):
    """A zone's geometry, how it was come by and what it may be off."""

    basis: str
    accuracy_m: int
    source: str
    geometry: BaseGeometry


class Sheet(NamedTuple):
    """How a zone's polygon was come by and what it may be off, in metres: as its worst line may."""

    accuracy_m: int
    source: str


SHEETS = {
    "zone-gaoxin": Sheet(
        400,
        "中原区 polygon north of 化工路, which measures the official 99 km² of 2019 within 3 "
        "(zhengzhoucity.gov.cn/pic/20191205/5209.html); the stated east bound is 西三环, but addresses "
        f"that name the zone lie up to 700 m beyond it, to the district line; {WEIGHED}",
    ),
    "zone-jinshui-kejiao": Sheet(
        1000,
        "金水区 polygon north of 连霍 and east of 中州大道, which fits the official 56 km² of 2018; the "
        "stated east bound 京港澳辅道 would leave 44 (shzhucegongsi.net/show_news.asp?id=527)",
    ),
    "zone-zhengdong": Sheet(
        1500,
        "中州大道, 陇海, 万三公路 and the city line in the Yellow River (nbwxtz.com/nbs/"
        "1661822296193664.html); north of 连霍 万三公路 is recalled, to 万滩; the 370 km² of 2023 are the "
        "control area that also holds 金水科教园区 (left out here), the 260 of 2015 end at the river "
        f"bank; {WEIGHED}",
    ),
    "zone-jingkai": Sheet(
        1500,
        "陇海, 机场高速, 万三公路 and the managed offices 明湖, 潮河, 京航, 前程, 祥云 and 九龙 "
        "(zh.wikipedia 郑州经济技术开发区); the 137 km² of 2009 end at 郑民高速, but 祥云 reaches beyond it "
        f"to the airport zone, some 15 km²; {WEIGHED}",
    ),
    "zone-hkg": Sheet(
        2500,
        "in the city: bounds of 2014 (京港澳, S223, 双湖大道, only the first of them tied to addresses; "
        "chinaidr.com/news/2014-09/29011.html) with all of 八千; outside it an invented ring of 98 km² "
        "about the addresses of 岗李乡 and 大马乡 (93 stated), which joined from 尉氏县 in 2022; the 747 of "
        f"2022 also count 大营 and 洧川 (71396.com/s-1-d96d832c5e62fb07); {WEIGHED}",
    ),
    "zone-hkg-xianjin": Sheet(
        2000,
        "airport zone between 京港澳 and the future 107, 八千大道 and 洪泽湖大道 (f-cn.cn/news/show-41242.html); "
        "the 328.34 km² stated 2023 set where the future 107 and 洪泽湖大道 are taken",
    ),
    "zone-kejicheng": Sheet(
        1500,
        "planning study area of 2020, 64 km² with 智慧岛, 龙湖北部 and 科学谷 (3news.cn/henan/bxzx/"
        "2020/0916/436836.html); its outline is not published, the roads round the three parts are "
        "taken; not the 260 km² a news source gives in September 2023, after the merger with the area of "
        "the provincial academy of sciences",
    ),
    "area-longhu-north": Sheet(
        800,
        "连霍 to the outer ring of 龙湖, 中州大道 to 龙源十三街 (hncyw.com/news/hot/1917.html); of these the "
        "inner two are straight cuts",
    ),
    "area-zhongxinchengqu": Sheet(
        3000,
        "the built-up core between the four-ring roads, recalled; the plans give no bounds",
    ),
    "area-zhihuidao": Sheet(
        250,
        "disc for the round island in 龙子湖 about the median of 46 addresses that name it; 0.82 km² "
        "stated 2012 (hnr.cn/hnr/gov/szyw/dsyw/201212/t20121219_267260.html)",
    ),
    "area-kexuegu": Sheet(
        1500,
        "a block of the stated 20 km² south of 连霍 and west of the new 107 (uizha.com/tech/284729.html)",
    ),
    "area-baisha": Sheet(
        1200,
        "京港澳, the new 107, 陇海 and 连霍 (w.sf024.com/info/535658435.html); 80.25 km² stated 2016; the "
        "new 107 is put by that",
    ),
    "area-jinrongdao": Sheet(
        150,
        "disc for the round island in 龙湖 about the median of 57 addresses; 1.1 km² stated 2022 "
        "(enerteksolarenergy.com/cj/jjgc/2022-03-02/1297292.html)",
    ),
    "park-kunpeng": Sheet(
        1000,
        "between 前程路 (113.881 E) and 雁鸣路 (113.897 E), as long as the stated 3.18 km² make it "
        "(uizha.com/tech/284729.html)",
    ),
    "park-lugang-banlie": Sheet(
        1000,
        "商都路, 航海东路, the old 107 and 四港联动大道 (news.zynews.cn/2014-05/05/content_9379046.htm), "
        "the old 107 where the stated 5.78 km² put it; core area of 2014, a newer site lies in 航空港区",
    ),
    "zone-tonghang": Sheet(
        1500,
        "陇海, 连霍, 昆仑路 and 金华路 (2017.aopa.org.cn/a/17606.html), the last two where the stated "
        "21.3 km² of 2014 put them about the airport",
    ),
    "zone-xinzheng-xuedian": Sheet(
        2000,
        "京广铁路, 莲花路, 枣园路 and 中华北路 (henandmxh.org.cn/search_show.html?ID=355753), the last two "
        "where the stated 11.15 km² of 2015 put them",
    ),
    "zone-xinzheng-jingkai": Sheet(
        2000,
        "two blocks of 2015, 16.46 and 11.15 km²: 石武高铁, 炎黄大道, 京广铁路 and the canal, and 薛店 north "
        "(henandmxh.org.cn/search_show.html?ID=355753); the canal where the area puts it",
    ),
}


def part(key: str, start: Pair, end: Pair) -> list[Any]:
    """Return the stretch of a line between the points of it nearest to two others."""
    whole = line(key)
    stretch = substring(whole, whole.project(Point(start)), whole.project(Point(end)))
    return list(LineString(stretch).coords)


class Plane:
    """The zones, cut from districts and lines; WGS-84 degrees."""

    def __init__(self) -> None:
        rows = read_features(LAYERS / "districts.geojson")
        self.districts = {row.name: row.geometry for row in rows}
        self.city = read_features(LAYERS / "city.geojson")[0].geometry
        neighbours = read_features(LAYERS / "neighbours.geojson")
        self.xuchang = next(row.geometry for row in neighbours if row.id == "neighbour-xuchang")

    @cached_property
    def known(self) -> BaseGeometry:
        """Every line a zone may be said to be digitised by, in metres, a little widened."""
        roads = [line(key) for key, row in LINES.items() if row.basis == "digitised"]
        borders = [row.boundary for row in [*self.districts.values(), self.city]]
        return METRIC.to_metric(shapely.union_all([*roads, *borders])).buffer(ON_LINE_M)

    def basis(self, geometry: BaseGeometry) -> str:
        """Say `digitised` of a zone whose outline follows known lines, else `schematic`."""
        outline = METRIC.to_metric(geometry).boundary
        followed = outline.intersection(self.known).length
        return "digitised" if followed >= FOLLOWED * outline.length else "schematic"

    @cached_property
    def gaoxin(self) -> BaseGeometry:
        """中原区 north of 化工路."""
        south = part("huagong", (113.440, 34.7805), (113.615, 34.7835))
        ring = Polygon([*south, (113.615, 34.90), (113.440, 34.90)])
        return self.districts["中原区"].intersection(ring)

    @cached_property
    def kejiao(self) -> BaseGeometry:
        """金水区 north of 连霍 and east of 中州大道."""
        west = part("zhongzhou", (113.6545, 34.903), LIANHUO_ZHONGZHOU)
        south = part("lianhuo", LIANHUO_ZHONGZHOU, LIANHUO_WANSAN)
        ring = Polygon([*west, *south, (113.928, RIVER_LAT), (113.6545, RIVER_LAT)])
        return self.districts["金水区"].intersection(ring)

    @cached_property
    def zhengdong(self) -> BaseGeometry:
        """East of 中州大道 and north of 陇海, less 金水科教园区 and 惠济区."""
        west = part("zhongzhou", LIANHUO_ZHONGZHOU, LONGHAI_ZHONGZHOU)
        south = part("longhai", LONGHAI_ZHONGZHOU, LONGHAI_WANSAN)
        east = part("wansan", LONGHAI_WANSAN, LIANHUO_WANSAN)
        # 杨桥街道 reaches north-east along 万三公路, which there runs to 万滩.
        north_east = part("wansan-north", LIANHUO_WANSAN, (113.972, 34.925))
        ring = Polygon(
            [*west, *south, *east, *north_east, (113.972, RIVER_LAT), (113.70, RIVER_LAT)]
        )
        managed = ring.intersection(self.city).difference(self.kejiao)
        return managed.difference(self.districts["惠济区"])

    @cached_property
    def jingkai(self) -> BaseGeometry:
        """South of 陇海 between 机场高速 and 万三公路, down to the airport zone."""
        north = part("longhai", LONGHAI_ZHONGZHOU, LONGHAI_WANSAN)
        east = part("wansan", LONGHAI_WANSAN, SHUANGHU_WANSAN)
        south = part("shuanghu-east", SHUANGHU_WANSAN, SHUANGHU_JINGGANGAO)
        # From the railway to 机场高速, then along 潮河, which parts 南曹乡 from the zone.
        chaohe = [(113.790, 34.668), (113.775, 34.677), (113.758, 34.684), (113.738, 34.6945)]
        jichang = part("jichang", (113.7215, 34.705), LONGHAI_ZHONGZHOU)
        ring = Polygon([*north, *east, *south, (113.780, 34.627), *chaohe, *jichang])
        return ring.intersection(self.city).difference(self.districts["新郑市"])

    @cached_property
    def hkg(self) -> BaseGeometry:
        """The bounds of 2014 with 八千, and the two towns of 尉氏县 that joined in 2022."""
        north = part("shuanghu-east", SHUANGHU_JINGGANGAO, SHUANGHU_S223)
        east = part("s223", SHUANGHU_S223, (114.003, 34.4805))
        west = part("jinggangao", (113.802, 34.300), SHUANGHU_JINGGANGAO)
        # East and south of the city the ring runs wide: the district lines cut it.
        ring = Polygon([*north, *east, (114.030, 34.4805), (114.030, 34.300), *west])
        counties = shapely.union_all([self.districts["新郑市"], self.districts["中牟县"]])
        inside = ring.intersection(counties)
        return shapely.union_all([inside, self.weishi_towns], grid_size=GRID)

    @cached_property
    def weishi_towns(self) -> BaseGeometry:
        """岗李乡 and 大马乡, outside the city polygon of the source: 93 km² about their addresses."""
        ring = Polygon(
            [
                (113.860, 34.404), (113.880, 34.326), (113.898, 34.327), (113.930, 34.352),
                (113.985, 34.343), (114.033, 34.325), (114.048, 34.330), (114.049, 34.371),
                (114.027, 34.3955), (113.990, 34.378), (113.950, 34.398), (113.928, 34.407),
            ]
        )  # fmt: skip
        return ring.difference(self.city).difference(self.xuchang)

    @cached_property
    def hkg_manufacturing(self) -> BaseGeometry:
        """Between 京港澳 and the future 107, 八千大道 and 洪泽湖大道."""
        west = part("jinggangao", BAQIAN_JINGGANGAO, SHUANGHU_JINGGANGAO)
        south = part("baqian", BAQIAN_FUTURE_107, BAQIAN_JINGGANGAO)
        block = box(113.780, 34.377, 113.950, 34.603)
        ring = Polygon([*south, *west, (113.950, 34.627)])
        return ring.intersection(block)

    @cached_property
    def kejicheng(self) -> BaseGeometry:
        """North Longhu, the university lake and the north of Baisha: about 64 km²."""
        north = part("lianhuo", LIANHUO_ZHONGZHOU, LIANHUO_XIN107)
        east = part("xin107", LIANHUO_XIN107, (113.9025, 34.802))
        south = [
            (113.835, 34.802), (113.833, 34.785), (113.785, 34.785), (113.768, 34.8205),
            (113.680, 34.8205),
        ]  # fmt: skip
        return Polygon([*north, *east, *south]).intersection(self.zhengdong)

    @cached_property
    def longhu_north(self) -> BaseGeometry:
        """From 连霍 to the outer ring of 龙湖."""
        return self.kejicheng.intersection(box(113.68, 34.82, 113.768, 34.85))

    @cached_property
    def kexuegu(self) -> BaseGeometry:
        """A block of the stated 20 km² in the north of Baisha."""
        return self.kejicheng.intersection(box(113.845, 34.795, 113.91, 34.85))

    @cached_property
    def baisha(self) -> BaseGeometry:
        """Between 京港澳 and the new 107, 陇海 and 连霍."""
        ring = [
            *part("jinggangao", LIANHUO_JINGGANGAO, LONGHAI_JINGGANGAO),
            *part("longhai", LONGHAI_JINGGANGAO, LONGHAI_XIN107),
            *part("xin107", LONGHAI_XIN107, LIANHUO_XIN107),
            *part("lianhuo", LIANHUO_XIN107, LIANHUO_JINGGANGAO),
        ]
        return Polygon(ring).intersection(self.zhengdong)

    @cached_property
    def lugang(self) -> BaseGeometry:
        """Between 商都路 and 航海东路, the old 107 and 四港联动大道."""
        east = part("sigang", (113.8063, 34.745), HANGHAI_SIGANG)
        south = part("hanghai", HANGHAI_SIGANG, (113.780, 34.7222))
        return Polygon([*east, *south, (113.7815, 34.745)])

    @cached_property
    def tonghang(self) -> BaseGeometry:
        """Between 陇海 and 连霍, 昆仑路 and 金华路, which are set by the stated area."""
        west, east = 113.2655, 113.3020
        north = part("lianhuo-west", (west, 34.8545), (east, 34.861))
        south = part("longhai", (east, 34.802), (west, 34.802))
        return Polygon([*north, *south])

    @cached_property
    def xuedian(self) -> BaseGeometry:
        """West of 京广铁路 and north of 莲花路, the other two sides by the stated area."""
        east = part("jingguang", (113.7793, 34.509), (113.785, 34.485))
        return Polygon([*east, (113.7362, 34.485), (113.7362, 34.509)])

    @cached_property
    def xinzheng_south(self) -> BaseGeometry:
        """Between 京广铁路 and 京广高铁 north of 炎黄大道; the canal's line is by the area."""
        east = part("shiwu", (113.798, 34.376), (113.7955, 34.439))
        west = part("jingguang", (113.7782, 34.439), (113.768, 34.376))
        return Polygon([*east, *west])


def shared(zones: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Cut zones anew from one network of their edges, so that common edges are equal."""
    edges = shapely.union_all([zone.boundary for zone in zones.values()], grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(edges).tolist()))
    inner = shapely.point_on_surface(faces)
    cut = {}
    for key, zone in zones.items():
        own = faces[shapely.contains(zone, inner)]
        cut[key] = shapely.union_all(own, grid_size=GRID)
    return cut


def large(plane: Plane) -> dict[str, BaseGeometry]:
    """Return the large zones, which abut, by place id."""
    return shared(
        {
            "zone-gaoxin": plane.gaoxin,
            "zone-jinshui-kejiao": plane.kejiao,
            "zone-zhengdong": plane.zhengdong,
            "zone-jingkai": plane.jingkai,
            "zone-hkg": plane.hkg,
        }
    )


def drawn(plane: Plane) -> dict[str, Zone]:
    """Return the zones whose bounds are known, by place id."""
    main = large(plane)
    geometries = main | {
        "zone-hkg-xianjin": plane.hkg_manufacturing.intersection(main["zone-hkg"]),
        "zone-kejicheng": plane.kejicheng,
        "area-longhu-north": plane.longhu_north,
        "area-zhongxinchengqu": box(113.555, 34.695, 113.765, 34.842),
        "area-zhihuidao": disc(113.80208, 34.79267, 510, 510),
        "area-kexuegu": plane.kexuegu,
        "area-baisha": plane.baisha,
        "area-jinrongdao": disc(113.7276, 34.8137, 592, 592),
        "park-kunpeng": box(113.881, 34.8015, 113.897, 34.821),
        "park-lugang-banlie": plane.lugang,
        "zone-tonghang": plane.tonghang,
        "zone-xinzheng-xuedian": plane.xuedian,
        "zone-xinzheng-jingkai": shapely.union_all([plane.xinzheng_south, plane.xuedian]),
    }
    return {
        key: Zone(plane.basis(geometry), *SHEETS[key], geometry)
        for key, geometry in geometries.items()
    }


def discs(catalogue: Catalogue, taken: dict[str, Zone]) -> dict[str, Zone]:
    """Return a disc for each other zone of known centre and official area."""
    districts = {row.id: row.geometry for row in read_features(LAYERS / "districts.geojson")}
    zones = {}
    for place in catalogue.places.values():
        if place.kind != "development_zone" or place.id in taken or not place.area_km2:
            continue
        if place.lon is None or place.lat is None or place.accuracy_m is None:
            continue
        radius = (place.area_km2 * 1e6 / 3.1416) ** 0.5
        within = shapely.union_all([districts[row] for row in place.district_ids])
        zones[place.id] = Zone(
            "schematic",
            place.accuracy_m + round(radius / 2),
            f"disc of the stated {place.area_km2:g} km² about the centre; {place.source}",
            disc(place.lon, place.lat, radius, radius).intersection(within),
        )
    return zones


def solid(geometry: BaseGeometry) -> BaseGeometry:
    """Drop slivers that cutting by two lines nearly alike leaves."""
    parts = shapely.get_parts(METRIC.to_metric(geometry))
    kept = [row for row in parts if row.area >= 0.002 * sum(piece.area for piece in parts)]
    return METRIC.to_degrees(shapely.union_all(kept))


def main() -> None:
    """Write the layer and say how the areas compare."""
    catalogue = Catalogue(LAYERS.parent)
    zones = drawn(Plane())
    zones |= discs(catalogue, zones)
    features = []
    for key, zone in zones.items():
        place = catalogue.places[key]
        clean = shapely.set_precision(solid(zone.geometry), GRID)
        area = round(METRIC.area_km2(clean), 2)
        official = f"{place.area_km2:g} stated" if place.area_km2 else "none stated"
        sys.stdout.write(f"{area:8.2f} km², {official}: {place.name}\n")
        features.append(
            feature(
                clean,
                id=key,
                name=place.name,
                name_en=place.name_en,
                kind=place.kind,
                basis=zone.basis,
                accuracy_m=zone.accuracy_m,
                source=zone.source,
                area_km2=area,
            )
        )
    write_layer("zones", features)


if __name__ == "__main__":
    main()
