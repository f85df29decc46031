"""Make layers/ground.geojson: the river, lakes, roads, railways and towns to read maps by.

Lines come from lines.py.  Lakes and the airport are simple shapes of about the right size;
towns are points.  Each feature says how far it may be off.

Run after districts.py: ``python geodata/make/ground.py``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import shapely
from _layer import LAYERS, METRIC, feature, write_layer
from lines import LINES, RECALLED, line
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from zzmap.features import read_features


class Shape(NamedTuple):
    """An ellipse (or, for the airport, a turned rectangle) that stands for a shape."""

    name: str
    name_en: str
    kind: str
    accuracy_m: int
    source: str
    lon: float
    lat: float
    half_width_m: float
    half_height_m: float


class Spot(NamedTuple):
    """A named point."""

    name: str
    name_en: str
    kind: str
    accuracy_m: int
    source: str
    lon: float
    lat: float


LAKES = {
    "longhu": Shape(
        "龙湖",
        "Long Lake",
        "lake",
        600,
        "ellipse about the island in it, which is known; " + RECALLED,
        *(113.7276, 34.8090, 1500, 1250),
    ),
    "longzihu": Shape(
        "龙子湖",
        "Longzi Lake",
        "lake",
        400,
        "ring about the island in it, which is known; width recalled",
        *(113.80208, 34.79267, 900, 900),
    ),
    "ruyihu": Shape(
        "如意湖",
        "Ruyi Lake",
        "lake",
        200,
        "disc inside the ring of business addresses that encircles it",
        *(113.7205, 34.7755, 280, 280),
    ),
    "jiangang": Shape(
        "尖岗水库", "Jiangang Reservoir", "lake", 1200, RECALLED, *(113.572, 34.688, 700, 1000)
    ),
    "yanminghu": Shape(
        "雁鸣湖",
        "Yanming Lake",
        "lake",
        1200,
        "ellipse for the lake chain beside the address points that name it",
        *(114.046, 34.860, 1500, 700),
    ),
    "xiliuhu": Shape("西流湖", "Xiliu Lake", "lake", 600, RECALLED, *(113.553, 34.768, 300, 1200)),
    "baisha-reservoir": Shape(
        "白沙水库", "Baisha Reservoir", "lake", 1500, RECALLED, *(113.255, 34.340, 1400, 800)
    ),
}
ISLANDS_M = {"longhu": (113.7276, 34.8137, 592.0), "longzihu": (113.80208, 34.79267, 510.0)}
"""Round islands (lon, lat, radius in metres) that stand out of their lakes."""

AIRPORT = Shape(
    "郑州新郑国际机场",
    "Zhengzhou Xinzheng International Airport",
    "airport",
    800,
    "rectangle of about the aerodrome's size along its runways, about the reference point "
    "34.5197 N, 113.841 E (airportsdata, MIT)",
    *(113.841, 34.5197, 2000, 1300),
)
RUNWAY_AZIMUTH = 118.0
"""Degrees from north of runways 12/30."""

SPOTS = {
    "st-zhengzhou": Spot(
        "郑州站", "Zhengzhou Station", "station", 300, RECALLED, 113.6525, 34.7466
    ),
    "st-east": Spot(
        "郑州东站",
        "Zhengzhou East Station",
        "station",
        300,
        "address points of the station at 113.771 to 113.775 E, 34.760 N",
        *(113.7740, 34.7593),
    ),
    "st-west": Spot(
        "郑州西站",
        "Zhengzhou West Station",
        "station",
        200,
        "position of the station in OpenStreetMap, rounded; the metro station of its name is 800 m "
        "north-east",
        *(113.4163, 34.7447),
    ),
    "st-airport": Spot(
        "郑州航空港站",
        "Zhengzhou Hangkonggang Station",
        "station",
        500,
        "zh.wikipedia 郑州航空港站 (地铁): 34.4886 N, 113.92477 E; 6 km east of the airport",
        *(113.9248, 34.4886),
    ),
    "shangjie-airport": Spot(
        "上街机场", "Shangjie Airport", "airport", 600, RECALLED, 113.274, 34.842
    ),
    "kaifeng": Spot("开封", "Kaifeng", "city", 1500, RECALLED, 114.307, 34.797),
    "xinxiang": Spot("新乡", "Xinxiang", "city", 1500, RECALLED, 113.926, 35.303),
    "jiaozuo": Spot("焦作", "Jiaozuo", "city", 1500, RECALLED, 113.241, 35.215),
    "luoyang": Spot("洛阳", "Luoyang", "city", 3500, RECALLED, 112.445, 34.647),
    "xuchang": Spot("许昌", "Xuchang", "city", 1500, RECALLED, 113.852, 34.035),
    "pingdingshan": Spot("平顶山", "Pingdingshan", "city", 2000, RECALLED, 113.192, 33.766),
    "jiyuan": Spot("济源", "Jiyuan", "city", 2000, RECALLED, 112.602, 35.067),
}

# Name, English name, lon, lat, accuracy in metres (the spread of the addresses, at least 500).
TOWNS = (
    ("三官庙街道", "Sanguanmiao", 113.92, 34.533, 800),
    ("中岳街道", "Zhongyue", 113.081, 34.459, 800),
    ("乔楼镇", "Qiaolou", 113.38, 34.767, 600),
    ("九龙镇", "Jiulong", 113.844, 34.684, 1000),
    ("八岗镇", "Bagang", 113.946, 34.591, 1700),
    ("冯堂街道", "Fengtang", 113.975, 34.467, 500),
    ("刁家乡", "Diaojia", 114.077, 34.546, 500),
    ("刘寨镇", "Liuzhai", 113.54, 34.493, 500),
    ("前程街道", "Qiancheng", 113.879, 34.706, 1300),
    ("北山口镇", "Beishankou", 112.993, 34.731, 500),
    ("十八里河街道", "Shibalihe", 113.682, 34.69, 1400),
    ("卢店镇", "Ludian", 113.151, 34.459, 500),
    ("古荥镇", "Guxing", 113.528, 34.898, 1900),
    ("君召乡", "Junzhao", 112.811, 34.418, 500),
    ("告成镇", "Gaocheng", 113.138, 34.4, 500),
    ("唐庄镇", "Tangzhuang", 113.138, 34.493, 500),
    ("回郭镇", "Huiguo", 112.857, 34.68, 800),
    ("圃田乡", "Putian", 113.818, 34.74, 500),
    ("大冶镇", "Daye", 113.26, 34.437, 500),
    ("大孟镇", "Dameng", 114.021, 34.783, 500),
    ("大峪沟镇", "Dayugou", 113.093, 34.714, 500),
    ("大河路街道", "Dahe Road", 113.571, 34.894, 800),
    ("大金店镇", "Dajindian", 112.971, 34.372, 500),
    ("大隗镇", "Dawei", 113.493, 34.441, 500),
    ("大马乡", "Dama", 113.999, 34.37, 1000),
    ("夹津口镇", "Jiajinkou", 113.022, 34.624, 500),
    ("姚家镇", "Yaojia", 114.012, 34.659, 900),
    ("孟庄镇", "Mengzhuang", 113.752, 34.606, 2100),
    ("官渡镇", "Guandu", 114.087, 34.756, 2200),
    ("小关镇", "Xiaoguan", 113.162, 34.706, 500),
    ("岗李乡", "Gangli", 113.914, 34.371, 500),
    ("岳村镇", "Yuecun", 113.491, 34.562, 1100),
    ("崔庙镇", "Cuimiao", 113.347, 34.675, 1200),
    ("平陌镇", "Pingmo", 113.305, 34.455, 500),
    ("康店镇", "Kangdian", 112.946, 34.767, 500),
    ("徐庄镇", "Xuzhuang", 113.164, 34.32, 500),
    ("新中镇", "Xinzhong", 113.205, 34.689, 500),
    ("新城街道", "Xincheng", 113.619, 34.871, 500),
    ("新村镇", "Xincun", 113.709, 34.433, 500),
    ("新港街道", "Xingang", 113.812, 34.49, 500),
    ("明湖街道", "Minghu", 113.742, 34.721, 1000),
    ("曲梁镇", "Quliang", 113.641, 34.522, 900),
    ("来集镇", "Laiji", 113.453, 34.509, 500),
    ("杨桥街道", "Yangqiao", 113.938, 34.863, 500),
    ("枫杨街道", "Fengyang", 113.547, 34.817, 1100),
    ("梨河镇", "Lihe", 113.736, 34.356, 500),
    ("汜水镇", "Sishui", 113.209, 34.846, 500),
    ("沟赵乡", "Gouzhao", 113.495, 34.812, 600),
    ("涉村镇", "Shecun", 113.056, 34.615, 500),
    ("滨河街道", "Binhe", 113.86, 34.565, 600),
    ("潮河街道", "Chaohe", 113.789, 34.697, 900),
    ("牛店镇", "Niudian", 113.279, 34.513, 500),
    ("狼城岗镇", "Langchenggang", 114.174, 34.843, 900),
    ("王村镇", "Wangcun", 113.292, 34.849, 500),
    ("白寨镇", "Baizhai", 113.52, 34.593, 500),
    ("石佛镇", "Shifu", 113.596, 34.796, 800),
    ("石道乡", "Shidao", 112.879, 34.368, 1100),
    ("祥云街道", "Xiangyun", 113.832, 34.64, 500),
    ("站街镇", "Zhanjie", 113.055, 34.79, 800),
    ("竹林镇", "Zhulin", 113.14, 34.707, 500),
    ("米村镇", "Micun", 113.284, 34.552, 500),
    ("米河镇", "Mihe", 113.233, 34.726, 500),
    ("芝田镇", "Zhitian", 112.939, 34.698, 500),
    ("花园口镇", "Huayuankou", 113.675, 34.878, 2000),
    ("苟堂镇", "Goutang", 113.492, 34.399, 500),
    ("薛店镇", "Xuedian", 113.793, 34.49, 500),
    ("袁庄乡", "Yuanzhuang", 113.37, 34.564, 600),
    ("西村镇", "Xicun", 112.956, 34.647, 500),
    ("观音寺镇", "Guanyinsi", 113.683, 34.332, 500),
    ("豫兴路街道", "Yuxing Road", 113.905, 34.798, 500),
    ("豫龙镇", "Yulong", 113.434, 34.767, 1500),
    ("超化镇", "Chaohua", 113.398, 34.453, 500),
    ("辛店镇", "Xindian", 113.594, 34.382, 600),
    ("迎宾路街道", "Yingbin Road", 113.647, 34.863, 1500),
    ("郑庵镇", "Zhengan", 113.941, 34.689, 1100),
    ("郑港街道", "Zhenggang", 113.826, 34.539, 500),
    ("郭店镇", "Guodian", 113.705, 34.538, 700),
    ("雁鸣湖镇", "Yanminghu", 114.076, 34.876, 700),
    ("韩寺镇", "Hansi", 114.103, 34.658, 500),
    ("须水街道", "Xushui", 113.517, 34.763, 500),
    ("颍阳镇", "Yingyang", 112.759, 34.413, 500),
    ("马寨镇", "Mazhai", 113.521, 34.709, 600),
    ("高村乡", "Gaocun", 113.357, 34.872, 500),
    ("鲁庄镇", "Luzhuang", 112.867, 34.619, 1200),
    ("黄店镇", "Huangdian", 114.0, 34.552, 500),
    ("龙子湖街道", "Longzihu", 113.795, 34.812, 500),
    ("龙港街道", "Longgang", 113.926, 34.594, 500),
    ("龙湖街道", "Longhu", 113.727, 34.799, 800),
    ("龙湖镇", "Longhu", 113.696, 34.612, 2000),
    ("龙王街道", "Longwang", 113.85, 34.441, 1000),
)
TOWN_KINDS = {"街道": "jiedao", "镇": "zhen", "乡": "xiang"}
TOWN_SOURCE = "median of public addresses that name the town, rounded to 0.001°"

RIVER_FROM_LON = 112.87
"""West of here the city line leaves the river for the land border of 巩义市."""

BANK_STEP_DEGREES = 0.01
BANK_SMOOTHING = 9
BANK_INLAND_DEGREES = 0.012
"""The city line runs in mid-river; the bank lies about 1.3 km south of it."""

RIVERSIDE_INLAND_DEGREES = BANK_INLAND_DEGREES + 0.036
"""Axis of the riverside belts, 4 km inland of the bank: a band 8 km wide begins at the river."""

RIVER_HALF_WIDTH_M = 1_300


def disc(lon: float, lat: float, half_width: float, half_height: float) -> BaseGeometry:
    """Return an ellipse of the given half axes in metres."""
    angles = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    return _about(
        lon, lat, np.column_stack([np.cos(angles), np.sin(angles)]) * [half_width, half_height]
    )


def rectangle(shape: Shape, azimuth: float) -> BaseGeometry:
    """Return a rectangle whose longer sides run along an azimuth."""
    corners = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * [
        shape.half_width_m,
        shape.half_height_m,
    ]
    turn = np.radians(90 - azimuth)
    turned = corners @ [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
    return _about(shape.lon, shape.lat, turned)


def _about(lon: float, lat: float, offsets: Any) -> BaseGeometry:
    centre = METRIC.to_metric(Point(lon, lat))
    return METRIC.to_degrees(Polygon(offsets + [centre.x, centre.y]))


def lake(key: str) -> BaseGeometry:
    """Return a lake without its island."""
    shape = LAKES[key]
    water = disc(shape.lon, shape.lat, shape.half_width_m, shape.half_height_m)
    if key in ISLANDS_M:
        lon, lat, radius = ISLANDS_M[key]
        water = water.difference(disc(lon, lat, radius, radius))
    return water


def northern_line(city: BaseGeometry) -> LineString:
    """Follow the city's northern edge from west to east, smoothed."""
    _, _, east, north = city.bounds
    lons = np.arange(RIVER_FROM_LON, east - 0.03, BANK_STEP_DEGREES)
    lats = []
    for lon in lons:
        crossing = city.intersection(LineString([(lon, 34.0), (lon, north + 0.1)]))
        lats.append(crossing.bounds[3])
    padded = np.pad(lats, BANK_SMOOTHING // 2, mode="edge")
    smooth = np.convolve(padded, np.ones(BANK_SMOOTHING) / BANK_SMOOTHING, mode="valid")
    return LineString(np.column_stack([lons, smooth])).simplify(0.0005)


def river(city: BaseGeometry) -> list[dict[str, Any]]:
    """Return the river as a band about the city's northern line, its bank and the riverside."""
    middle = northern_line(city)
    band = METRIC.to_degrees(METRIC.to_metric(middle).buffer(RIVER_HALF_WIDTH_M, cap_style="flat"))
    bank = shapely.transform(middle, lambda points: points - [0, BANK_INLAND_DEGREES])
    source = "northern line of the city polygon (see districts.py), smoothed"
    inland = f"{source}, moved {BANK_INLAND_DEGREES}° inland"
    riverside = shapely.transform(middle, lambda points: points - [0, RIVERSIDE_INLAND_DEGREES])
    between = f"{source}, moved {RIVERSIDE_INLAND_DEGREES}° inland: axis of the riverside belts"
    return [
        _feature(
            "huanghe",
            "黄河",
            "Yellow River",
            "river",
            1500,
            source,
            band.simplify(0.0005),
            "schematic",
        ),
        _feature(
            "huanghe-south",
            "黄河南岸",
            "South bank of the Yellow River",
            "bank",
            1500,
            inland,
            bank,
            "schematic",
        ),
        _feature(
            "huanghe-riverside",
            "黄河南岸沿线",
            "Riverside south of the Yellow River",
            "bank",
            2000,
            between,
            riverside,
            "schematic",
        ),
    ]


def _feature(
    key: str,
    name: str,
    english: str,
    kind: str,
    accuracy: int,
    source: str,
    geometry: BaseGeometry,
    basis: str,
) -> dict[str, Any]:
    return feature(
        geometry,
        id=f"ground-{key}",
        name=name,
        name_en=english,
        kind=kind,
        basis=basis,
        accuracy_m=accuracy,
        source=source,
    )


def shapes() -> list[dict[str, Any]]:
    """Return the lakes and the airport."""
    drawn = [(key, shape, lake(key)) for key, shape in LAKES.items()]
    drawn.append(("airport", AIRPORT, rectangle(AIRPORT, RUNWAY_AZIMUTH)))
    return [_feature(key, *shape[:5], geometry, "schematic") for key, shape, geometry in drawn]


def towns() -> list[dict[str, Any]]:
    """Return the towns as points, to label the map with."""
    return [
        _feature(
            f"town-{_slug(name, english)}",
            name,
            english,
            "town",
            accuracy,
            TOWN_SOURCE,
            Point(lon, lat),
            "point",
        )
        for name, english, lon, lat, accuracy in TOWNS
    ]


def _slug(name: str, english: str) -> str:
    """Tell 龙湖街道 from 龙湖镇, which are the same in English."""
    kind = next(slug for suffix, slug in TOWN_KINDS.items() if name.endswith(suffix))
    return f"{english.lower().replace(' ', '-')}-{kind}"


def main() -> None:
    """Write the layer."""
    city = read_features(LAYERS / "city.geojson")[0].geometry
    features = river(city) + shapes() + towns()
    for key, row in LINES.items():
        features.append(_feature(key, *row[:5], line(key), row.basis))
    for key, spot in SPOTS.items():
        features.append(_feature(key, *spot[:5], Point(spot.lon, spot.lat), "point"))
    write_layer("ground", features)


if __name__ == "__main__":
    main()
