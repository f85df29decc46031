"""Make layers/zones.geojson: polygons of the zones whose bounds can be known.

Bounds are named roads and railways (from ground.py), district lines (from districts.py) and
the line of the city; zones that abut are cut from one plane by the same lines, so they share
their edges exactly.  Zones known only by centre and official area are discs, marked schematic.

Run after districts.py and ground.py: ``python geodata/make/zones.py``.
"""

from __future__ import annotations

from typing import Any

import shapely
from _layer import GRID, LAYERS, feature, write_layer
from ground import disc
from shapely.geometry import LineString, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from zzmap.catalogue import Catalogue
from zzmap.features import read_features
from zzmap.measure import area_km2, to_degrees, to_metric

HUAGONG_LAT = 34.781
"""化工路: the part of 中原区 north of it measures the official 99 km² of 郑州高新区."""

WEST_RING_LON = 113.604
"""西三环, the stated eastern bound of 郑州高新区."""

BORDER_LAT = 34.627
"""Between 祥云街道 of 郑州经开区 (34.640) and 张庄街道 of 郑州航空港区 (34.617)."""

WEIGHT = "polygon weighed against address points that name the zone"


class Plane:
    """The lines and polygons the zones are cut from, in WGS-84 degrees."""

    def __init__(self) -> None:
        self.districts = {
            row.name: row.geometry for row in read_features(LAYERS / "districts.geojson")
        }
        self.ground = {row.id: row.geometry for row in read_features(LAYERS / "ground.geojson")}
        self.city = read_features(LAYERS / "city.geojson")[0].geometry

    def line(self, name: str) -> list[tuple[float, float]]:
        """Return the vertices of a ground line."""
        return list(self.ground[f"ground-{name}"].coords)

    def part(self, name: str, start: tuple[float, float], end: tuple[float, float]) -> list[Any]:
        """Return the stretch of a ground line between the points nearest to two others."""
        whole = self.ground[f"ground-{name}"]
        stretch = substring(
            whole, whole.project(shapely.Point(start)), whole.project(shapely.Point(end))
        )
        return list(LineString(stretch).coords)


def gaoxin(plane: Plane) -> BaseGeometry:
    """Cut 中原区 at 化工路 and 西三环."""
    return plane.districts["中原区"].intersection(box(113.3, HUAGONG_LAT, WEST_RING_LON, 35.0))


def kejiao(plane: Plane) -> BaseGeometry:
    """Take 金水区 north of 连霍 and east of 中州大道."""
    south = plane.part("lianhuo", (113.6935, 34.837), (113.900, 34.836))
    ring = [*south, (113.900, 34.95), (113.68, 34.95), (113.691, 34.860)]
    return plane.districts["金水区"].intersection(Polygon(ring))


def zhengdong(plane: Plane) -> BaseGeometry:
    """Take the land east of 中州大道 and north of 陇海, less 金水科教园区."""
    west = plane.part("zhongzhou", (113.6935, 34.837), (113.708, 34.737))
    south = plane.part("longhai", (113.708, 34.737), (113.9235, 34.7247))
    east = plane.part("wansan", (113.9235, 34.7247), (113.928, 34.836))
    ring = [*west, *south, *east, (113.962, 34.845), (113.962, 34.95), (113.70, 34.95)]
    # 凤凰台街道 of 金水区 reaches east of 中州大道 and is not managed by the zone.
    fenghuangtai = Polygon(
        [(113.700, 34.7555), (113.7215, 34.7535), (113.7215, 34.7445), (113.700, 34.7445)]
    )
    return (
        Polygon(ring)
        .difference(fenghuangtai)
        .intersection(plane.city)
        .difference(kejiao(plane))
        .difference(plane.districts["惠济区"])
    )


def jingkai(plane: Plane) -> BaseGeometry:
    """Take the land south of 陇海 from 机场高速 to 万三公路, down to the airport zone."""
    north = plane.part("longhai", (113.7195, 34.735), (113.9235, 34.7247))
    east = plane.part("wansan", (113.9235, 34.7247), (113.900, BORDER_LAT))
    south_west = [
        (113.780, BORDER_LAT),
        (113.790, 34.668),
        (113.775, 34.677),
        (113.758, 34.684),
        (113.738, 34.6945),
        (113.7215, 34.705),
    ]
    ring = Polygon([*north, *east, *south_west])
    return ring.intersection(plane.city).difference(plane.districts["新郑市"])


def hkg(plane: Plane) -> BaseGeometry:
    """Take the bounds of 2014 and the two towns of 尉氏县 that joined in 2022."""
    west = plane.part("jinggangao", (113.789, 34.600), (113.787, 34.345))
    ring = [
        (113.795, 34.618),
        *west,
        (113.787, 34.325),
        (113.884, 34.322),
        (114.055, 34.318),
        (114.055, 34.403),
        (113.990, 34.410),
        (113.930, 34.414),
        (113.878, 34.428),
        (113.900, 34.452),
        (113.992, 34.435),
        (113.990, 34.545),
        (113.992, BORDER_LAT),
        (113.805, BORDER_LAT),
    ]
    towns = Polygon(ring)
    outside = towns.difference(plane.city)
    inside = towns.intersection(
        shapely.union_all([plane.districts["新郑市"], plane.districts["中牟县"]])
    )
    return _solid(shapely.union_all([inside, outside], grid_size=GRID)).difference(jingkai(plane))


def hkg_manufacturing(plane: Plane) -> BaseGeometry:
    """Take the airport zone between 京港澳 and the new 107, 八千大道 and 洪泽湖大道."""
    return hkg(plane).intersection(box(113.78, 34.377, 113.932, 34.605))


def kejicheng(plane: Plane) -> BaseGeometry:
    """Take North Longhu, the university lake and the west of Baisha: about 64 km²."""
    north = plane.part("lianhuo", (113.6935, 34.837), (113.898, 34.836))
    ring = [
        *north,
        (113.898, 34.800),
        (113.835, 34.800),
        (113.833, 34.785),
        (113.785, 34.785),
        (113.768, 34.8205),
        (113.6965, 34.8205),
    ]
    return Polygon(ring).intersection(zhengdong(plane))


def longhu_north(plane: Plane) -> BaseGeometry:
    """Take the land between 连霍 and the outer ring of 龙湖."""
    return kejicheng(plane).intersection(box(113.69, 34.82, 113.768, 34.85))


def kexuegu(plane: Plane) -> BaseGeometry:
    """Take a block of the stated 20 km² in the north of Baisha."""
    return kejicheng(plane).intersection(box(113.844, 34.795, 113.898, 34.85))


def baisha(plane: Plane) -> BaseGeometry:
    """Take the land between 京港澳 and the new 107, 陇海 and 连霍."""
    west = plane.part("jinggangao", (113.8215, 34.8365), (113.826, 34.735))
    south = plane.part("longhai", (113.826, 34.7345), (113.902, 34.727))
    north = plane.part("lianhuo", (113.902, 34.836), (113.8215, 34.8365))
    return Polygon([*west, *south, *north]).intersection(zhengdong(plane))


def _solid(geometry: BaseGeometry) -> BaseGeometry:
    """Close the hairline between the city polygon and what was cut along it."""
    return to_degrees(
        to_metric(geometry).buffer(5, join_style="mitre").buffer(-5, join_style="mitre")
    )


# id: (basis, accuracy in metres, lineage, geometry)
def drawn(plane: Plane) -> dict[str, tuple[str, int, str, BaseGeometry]]:
    """Return the zones whose bounds are known, by place id."""
    return {
        "zone-gaoxin": (
            "digitised",
            400,
            "中原区 polygon north of 化工路 (34.781 N), which measures the official 99 km² of 2019 "
            f"(zhengzhoucity.gov.cn/pic/20191205/5209.html); {WEIGHT}",
            gaoxin(plane),
        ),
        "zone-jinshui-kejiao": (
            "digitised",
            800,
            "金水区 polygon north of 连霍 and east of 中州大道, which fits the official 56 km² of 2018; the "
            "stated east bound 京港澳辅道 would leave 44 (shzhucegongsi.net/show_news.asp?id=527)",
            kejiao(plane),
        ),
        "zone-zhengdong": (
            "digitised",
            800,
            "中州大道, 陇海, 万三公路 and the city line in the Yellow River (nbwxtz.com/nbs/"
            "1661822296193664.html), less 金水科教园区, with 杨桥街道 east of 万三公路; stated areas "
            f"differ by year and extent (260 km² 2015, 370 km² 2023 control area); {WEIGHT}",
            zhengdong(plane),
        ),
        "zone-jingkai": (
            "digitised",
            1000,
            "陇海, 机场高速, 万三公路 and the managed offices 明湖, 潮河, 京航, 前程, 祥云 and 九龙 "
            "(zh.wikipedia 郑州经济技术开发区); the official 137 km² of 2009 end at 郑民高速, the managed "
            f"land reaches the airport zone; {WEIGHT}",
            jingkai(plane),
        ),
        "zone-hkg": (
            "digitised",
            2000,
            "bounds of 2014 (415 km²: 京港澳, S223, 炎黄大道, 双湖大道; chinaidr.com/news/2014-09/"
            "29011.html) and 岗李乡 and 大马乡 of 尉氏县, joined in 2022; the 747 km² of 2022 hold two "
            f"more towns whose membership sources dispute; {WEIGHT}",
            hkg(plane),
        ),
        "zone-hkg-xianjin": (
            "schematic",
            2000,
            "airport zone between 京港澳 and the new 107, 八千大道 and 洪泽湖大道; 328.34 km² stated 2023 "
            "(f-cn.cn/news/show-41242.html)",
            hkg_manufacturing(plane),
        ),
        "zone-kejicheng": (
            "digitised",
            1200,
            "planning study area of 2020, 64 km² with 智慧岛, 龙湖北部 and 科学谷 (3news.cn/henan/bxzx/"
            "2020/0916/436836.html); its outline is not published, the roads between the three parts "
            "are taken",
            kejicheng(plane),
        ),
        "area-longhu-north": (
            "digitised",
            500,
            "连霍 to the outer ring of 龙湖, 中州大道 to 龙源十三街 (hncyw.com/news/hot/1917.html)",
            longhu_north(plane),
        ),
        "area-zhongxinchengqu": (
            "schematic",
            3000,
            "the built-up core between the four-ring roads, recalled; the plans give no bounds",
            box(113.555, 34.695, 113.765, 34.842),
        ),
        "area-zhihuidao": (
            "digitised",
            250,
            "the island in 龙子湖 about the median of 46 addresses that name it; 0.82 km² stated",
            disc(113.80208, 34.79267, 510, 510),
        ),
        "area-kexuegu": (
            "schematic",
            1500,
            "a block of the stated 20 km² about the recalled centre (uizha.com/tech/284729.html)",
            kexuegu(plane),
        ),
        "area-baisha": (
            "digitised",
            1000,
            "京港澳, the new 107, 陇海 and 连霍 (w.sf024.com/info/535658435.html); 80.25 km² stated 2016",
            baisha(plane),
        ),
        "area-jinrongdao": (
            "digitised",
            150,
            "the round island in 龙湖 about the median of 57 addresses; 1.1 km² stated 2022",
            disc(113.7276, 34.8137, 592, 592),
        ),
        "park-kunpeng": (
            "digitised",
            600,
            "between 前程路 (113.881 E) and 雁鸣路 (113.897 E), stated 3.18 km² "
            "(uizha.com/tech/284729.html)",
            box(113.881, 34.8015, 113.897, 34.821),
        ),
        "park-lugang-banlie": (
            "schematic",
            1000,
            "four bounding roads of 2014 (news.zynews.cn/2014-05/05/content_9379046.htm), recalled "
            "positions; 5.78 km² stated",
            box(113.780, 34.7232, 113.806, 34.7450),
        ),
    }


def discs(catalogue: Catalogue, taken: set[str]) -> list[dict[str, Any]]:
    """Return a schematic disc for each zone of known centre and area but unknown bounds."""
    districts = {row.id: row.geometry for row in read_features(LAYERS / "districts.geojson")}
    features = []
    for place in catalogue.places.values():
        if place.kind != "development_zone" or place.id in taken or not place.area_km2:
            continue
        if place.lon is None or place.lat is None or place.accuracy_m is None:
            continue
        radius = (place.area_km2 * 1e6 / 3.1416) ** 0.5
        within = shapely.union_all([districts[row] for row in place.district_ids])
        shape = disc(place.lon, place.lat, radius, radius).intersection(within)
        features.append(
            _feature(
                catalogue,
                place.id,
                "schematic",
                place.accuracy_m + round(radius / 2),
                f"disc of the stated {place.area_km2:g} km² about the centre; {place.source}",
                shape,
            )
        )
    return features


def _feature(
    catalogue: Catalogue, key: str, basis: str, accuracy: int, source: str, shape: BaseGeometry
) -> dict[str, Any]:
    place = catalogue.places[key]
    clean = shapely.set_precision(shape, GRID)
    return feature(
        clean,
        id=key,
        name=place.name,
        name_en=place.name_en,
        kind=place.kind,
        basis=basis,
        accuracy_m=accuracy,
        source=source,
        area_km2=round(area_km2(clean), 2),
    )


def main() -> None:
    """Write the layer."""
    catalogue = Catalogue(LAYERS.parent)
    zones = drawn(Plane())
    features = [
        _feature(catalogue, key, basis, accuracy, source, shape)
        for key, (basis, accuracy, source, shape) in zones.items()
    ]
    write_layer("zones", [*features, *discs(catalogue, set(zones))])


if __name__ == "__main__":
    main()
