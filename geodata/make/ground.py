"""Make layers/ground.geojson: the river, lakes, roads, railways and stations to read maps by.

The vertices are digitised by hand from recalled positions, tied to address points of named
roads where there are any; each line says how far it may be off.  The south bank of the
Yellow River is the northern line of the city polygon, moved inland.

Run after districts.py: ``python geodata/make/ground.py``.
"""

from __future__ import annotations

import numpy as np
import shapely
from _layer import LAYERS, feature, write_layer
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from zzmap.features import read_features
from zzmap.measure import to_degrees, to_metric

RECALLED = "digitised by hand from recalled positions"
TIED = "digitised by hand, tied to address points that name the road"

# id: (name, English, kind, accuracy in metres, source, vertices lon lat)
LINES: dict[str, tuple[str, str, str, int, str, str]] = {
    "ground-lianhuo": (
        "连霍高速",
        "G30 Lianhuo Expressway",
        "expressway",
        1000,
        TIED,
        "112.72 34.690, 112.86 34.700, 112.98 34.712, 113.10 34.742, 113.20 34.790, "
        "113.30 34.826, 113.40 34.836, 113.50 34.838, 113.60 34.839, 113.6935 34.837, "
        "113.760 34.8365, 113.8215 34.8365, 113.90 34.836, 114.00 34.837, 114.12 34.838",
    ),
    "ground-jinggangao": (
        "京港澳高速",
        "G4 Jinggang'ao Expressway",
        "expressway",
        1000,
        TIED,
        "113.845 34.985, 113.832 34.900, 113.8215 34.8365, 113.827 34.780, 113.826 34.735, "
        "113.815 34.690, 113.798 34.640, 113.789 34.600, 113.787 34.540, 113.787 34.480, "
        "113.787 34.420, 113.787 34.345, 113.792 34.300",
    ),
    "ground-raocheng": (
        "绕城高速",
        "Ring Expressway",
        "expressway",
        1500,
        RECALLED,
        "113.452 34.838, 113.462 34.790, 113.478 34.740, 113.492 34.690, 113.540 34.660, "
        "113.610 34.655, 113.680 34.660, 113.740 34.664, 113.806 34.662",
    ),
    "ground-shangdeng": (
        "商登高速",
        "S60 Shangdeng Expressway",
        "expressway",
        2000,
        RECALLED,
        "114.160 34.430, 114.050 34.440, 113.960 34.446, 113.870 34.452, 113.790 34.456, "
        "113.700 34.462, 113.620 34.470, 113.540 34.468, 113.450 34.456, 113.350 34.440, "
        "113.250 34.428, 113.150 34.424, 113.060 34.426, 112.960 34.430",
    ),
    "ground-zhengmin": (
        "郑民高速",
        "S82 Zhengmin Expressway",
        "expressway",
        1500,
        RECALLED,
        "113.798 34.640, 113.860 34.643, 113.940 34.645, 114.060 34.642, 114.200 34.640",
    ),
    "ground-jichang": (
        "机场高速",
        "Airport Expressway",
        "expressway",
        1000,
        RECALLED,
        "113.7195 34.735, 113.7215 34.705, 113.738 34.660, 113.765 34.610, 113.800 34.570, "
        "113.828 34.545",
    ),
    "ground-zhengshao": (
        "郑少高速",
        "Zhengshao Expressway",
        "expressway",
        2000,
        RECALLED,
        "113.600 34.690, 113.520 34.640, 113.420 34.570, 113.300 34.540, 113.180 34.510, "
        "113.060 34.480, 112.960 34.500",
    ),
    "ground-zhongzhou": (
        "中州大道",
        "Zhongzhou Avenue",
        "trunk",
        300,
        TIED,
        "113.691 34.860, 113.6935 34.837, 113.699 34.810, 113.7030 34.790, 113.7055 34.775, "
        "113.7068 34.768, 113.7070 34.750, 113.708 34.737, 113.7195 34.735",
    ),
    "ground-zhengkai": (
        "郑开大道",
        "Zhengkai Avenue",
        "trunk",
        600,
        TIED,
        "113.770 34.768, 113.850 34.772, 113.950 34.780, 114.080 34.790, 114.250 34.797",
    ),
    "ground-hanghai": (
        "航海路",
        "Hanghai Road",
        "trunk",
        300,
        TIED,
        "113.570 34.716, 113.640 34.718, 113.710 34.7205, 113.780 34.7225, 113.830 34.723",
    ),
    "ground-wansan": (
        "万三公路",
        "Wansan Road",
        "trunk",
        500,
        TIED,
        "113.928 34.836, 113.926 34.790, 113.925 34.763, 113.9235 34.7247, 113.918 34.700, "
        "113.905 34.680, 113.900 34.660, 113.900 34.627",
    ),
    "ground-sigang": (
        "四港联动大道",
        "Sigang Liandong Avenue",
        "trunk",
        1000,
        RECALLED,
        "113.806 34.750, 113.808 34.710, 113.815 34.660, 113.838 34.610, 113.862 34.560",
    ),
    "ground-xin107": (
        "107国道",
        "National Road 107",
        "trunk",
        1000,
        RECALLED,
        "113.945 34.860, 113.935 34.780, 113.925 34.700, 113.922 34.627, 113.920 34.540, "
        "113.918 34.460, 113.915 34.372, 113.905 34.300",
    ),
    "ground-longhai": (
        "陇海铁路",
        "Longhai Railway",
        "railway",
        500,
        TIED,
        "112.750 34.735, 112.900 34.755, 112.985 34.760, 113.090 34.775, 113.200 34.800, "
        "113.290 34.800, 113.390 34.790, 113.480 34.778, 113.560 34.766, 113.620 34.757, "
        "113.655 34.747, 113.708 34.737, 113.7195 34.735, 113.750 34.735, 113.770 34.7347, "
        "113.800 34.7352, 113.825 34.7345, 113.860 34.731, 113.890 34.728, 113.9235 34.7247, "
        "113.970 34.722, 114.100 34.742, 114.300 34.780",
    ),
    "ground-jingguang": (
        "京广铁路",
        "Jingguang Railway",
        "railway",
        1000,
        RECALLED,
        "113.520 34.985, 113.505 34.950, 113.560 34.890, 113.620 34.830, 113.648 34.790, "
        "113.655 34.747, 113.670 34.700, 113.705 34.620, 113.735 34.530, 113.748 34.450, "
        "113.740 34.390, 113.760 34.310",
    ),
    "ground-shiwu": (
        "京广高铁",
        "Beijing-Guangzhou HSR",
        "railway",
        1000,
        RECALLED,
        "113.700 34.990, 113.735 34.900, 113.772 34.800, 113.775 34.762, 113.775 34.700, "
        "113.788 34.600, 113.800 34.500, 113.803 34.400, 113.808 34.310",
    ),
    "ground-zhengxu": (
        "郑徐高铁",
        "Zhengzhou-Xuzhou HSR",
        "railway",
        1000,
        RECALLED,
        "113.775 34.762, 113.850 34.752, 113.960 34.748, 114.100 34.760, 114.300 34.775",
    ),
    "ground-zhengxi": (
        "郑西高铁",
        "Zhengzhou-Xi'an HSR",
        "railway",
        1500,
        RECALLED,
        "113.655 34.747, 113.560 34.765, 113.430 34.750, 113.290 34.730, 113.150 34.720, "
        "113.020 34.690, 112.850 34.670, 112.720 34.650",
    ),
    "ground-chengji": (
        "郑机城际铁路",
        "Airport intercity railway",
        "railway",
        1000,
        RECALLED,
        "113.775 34.762, 113.780 34.700, 113.800 34.620, 113.830 34.570, 113.842 34.535",
    ),
    "ground-jialu": (
        "贾鲁河",
        "Jialu River",
        "stream",
        1000,
        RECALLED,
        "113.530 34.720, 113.545 34.790, 113.580 34.840, 113.660 34.848, 113.760 34.845, "
        "113.835 34.830, 113.865 34.790, 113.930 34.750, 113.990 34.725, 114.080 34.640",
    ),
}

# id: (name, English, kind, accuracy, source, lon, lat, half width, half height in metres)
DISCS: dict[str, tuple[str, str, str, int, str, float, float, float, float]] = {
    "ground-longhu": ("龙湖", "Long Lake", "lake", 400, RECALLED, 113.7276, 34.8090, 1500, 1250),
    "ground-longzihu": (
        "龙子湖",
        "Longzi Lake",
        "lake",
        400,
        RECALLED,
        113.8021,
        34.7927,
        1250,
        1250,
    ),
    "ground-ruyihu": ("如意湖", "Ruyi Lake", "lake", 200, TIED, 113.7205, 34.7755, 280, 280),
    "ground-jiangang": (
        "尖岗水库",
        "Jiangang Reservoir",
        "lake",
        1200,
        RECALLED,
        113.575,
        34.690,
        900,
        900,
    ),
    "ground-yanminghu": (
        "雁鸣湖",
        "Yanming Lake",
        "lake",
        1200,
        RECALLED,
        114.046,
        34.860,
        1500,
        700,
    ),
    "ground-xiliuhu": ("西流湖", "Xiliu Lake", "lake", 600, RECALLED, 113.553, 34.768, 350, 1200),
    "ground-airport": (
        "郑州新郑国际机场",
        "Zhengzhou Xinzheng International Airport",
        "airport",
        700,
        RECALLED,
        113.8407,
        34.5197,
        2100,
        1500,
    ),
}

# id: (name, English, kind, accuracy, source, lon, lat)
POINTS: dict[str, tuple[str, str, str, int, str, float, float]] = {
    "ground-st-zhengzhou": (
        "郑州站",
        "Zhengzhou Station",
        "station",
        300,
        RECALLED,
        113.6525,
        34.7466,
    ),
    "ground-st-east": (
        "郑州东站",
        "Zhengzhou East Station",
        "station",
        300,
        RECALLED,
        113.7745,
        34.7590,
    ),
    "ground-st-airport": (
        "郑州航空港站",
        "Zhengzhou Hangkonggang Station",
        "station",
        1200,
        RECALLED,
        113.872,
        34.462,
    ),
    "ground-kaifeng": ("开封", "Kaifeng", "city", 1500, RECALLED, 114.307, 34.797),
    "ground-xinxiang": ("新乡", "Xinxiang", "city", 1500, RECALLED, 113.926, 35.303),
    "ground-jiaozuo": ("焦作", "Jiaozuo", "city", 1500, RECALLED, 113.241, 35.215),
    "ground-luoyang": ("洛阳", "Luoyang", "city", 2000, RECALLED, 112.453, 34.620),
    "ground-xuchang": ("许昌", "Xuchang", "city", 1500, RECALLED, 113.852, 34.035),
    "ground-pingdingshan": ("平顶山", "Pingdingshan", "city", 2000, RECALLED, 113.192, 33.766),
    "ground-jiyuan": ("济源", "Jiyuan", "city", 2000, RECALLED, 112.602, 35.067),
}

RIVER_FROM_LON = 112.87
BANK_STEP_DEGREES = 0.01
BANK_SMOOTHING = 9
BANK_INLAND_DEGREES = 0.012
"""The city line runs in mid-river; the bank lies about 1.3 km south of it."""

RIVER_HALF_WIDTH_M = 1_300


def line(vertices: str) -> LineString:
    """Read ``lon lat, lon lat`` text."""
    return LineString([tuple(map(float, pair.split())) for pair in vertices.split(",")])


def disc(lon: float, lat: float, half_width: float, half_height: float) -> BaseGeometry:
    """Return an ellipse of the given half axes in metres."""
    centre = to_metric(Point(lon, lat))
    angles = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    ring = np.column_stack([np.cos(angles) * half_width, np.sin(angles) * half_height])
    return to_degrees(Polygon(ring + [centre.x, centre.y]))


def northern_line(city: BaseGeometry) -> LineString:
    """Follow the city's northern edge from west to east, smoothed."""
    _, _, east, north = city.bounds
    # West of here the city line leaves the river for the land border of 巩义市.
    lons = np.arange(RIVER_FROM_LON, east - 0.03, BANK_STEP_DEGREES)
    lats = []
    for lon in lons:
        crossing = city.intersection(LineString([(lon, 34.0), (lon, north + 0.1)]))
        lats.append(crossing.bounds[3])
    padded = np.pad(lats, BANK_SMOOTHING // 2, mode="edge")
    smooth = np.convolve(padded, np.ones(BANK_SMOOTHING) / BANK_SMOOTHING, mode="valid")
    return LineString(np.column_stack([lons, smooth])).simplify(0.0005)


def river(city: BaseGeometry) -> list[dict[str, object]]:
    """Return the river as a band about the city's northern line, and its south bank."""
    middle = northern_line(city)
    band = to_degrees(to_metric(middle).buffer(RIVER_HALF_WIDTH_M, cap_style="flat"))
    bank = shapely.transform(middle, lambda points: points - [0, BANK_INLAND_DEGREES])
    source = "northern line of the city polygon (see districts.py), smoothed"
    common = {"name": "黄河", "name_en": "Yellow River", "basis": "schematic"}
    return [
        feature(
            band.simplify(0.0005),
            id="ground-huanghe",
            kind="river",
            accuracy_m=1500,
            source=source,
            **common,
        ),
        feature(
            bank,
            id="ground-huanghe-south",
            kind="bank",
            accuracy_m=1500,
            source=source + f", moved {BANK_INLAND_DEGREES}° inland",
            **common | {"name": "黄河南岸", "name_en": "South bank of the Yellow River"},
        ),
    ]


def main() -> None:
    """Write the layer."""
    city = read_features(LAYERS / "city.geojson")[0].geometry
    features = river(city)
    for key, (name, english, kind, accuracy, source, vertices) in LINES.items():
        features.append(
            feature(
                line(vertices),
                id=key,
                name=name,
                name_en=english,
                kind=kind,
                basis="digitised",
                accuracy_m=accuracy,
                source=source,
            )
        )
    for key, (name, english, kind, accuracy, source, *shape) in DISCS.items():
        features.append(
            feature(
                disc(*shape),
                id=key,
                name=name,
                name_en=english,
                kind=kind,
                basis="schematic",
                accuracy_m=accuracy,
                source=source,
            )
        )
    for key, (name, english, kind, accuracy, source, lon, lat) in POINTS.items():
        features.append(
            feature(
                Point(lon, lat),
                id=key,
                name=name,
                name_en=english,
                kind=kind,
                basis="point",
                accuracy_m=accuracy,
                source=source,
            )
        )
    write_layer("ground", features)


if __name__ == "__main__":
    main()
