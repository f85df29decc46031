"""Roads, railways and rivers as named lines, digitised once.

ground.py draws them; zones.py cuts the zones by the same vertices, so a zone and the road
that bounds it agree.  The vertices are set by hand: from address points of named roads,
from stated positions of stations, bridges and junctions, and from what is recalled between
those.  Each line says how far it may be off.  Degrees, WGS-84.
"""

from __future__ import annotations

from typing import NamedTuple

from shapely.geometry import LineString

TIED = "digitised by hand, tied to address points that name the road"
STATED = "digitised by hand through stated positions of stations, bridges or junctions"
RECALLED = "digitised by hand from recalled positions"
BOUND = "digitised by hand where published bounds and areas of zones put it"


class Line(NamedTuple):
    """A named line; `vertices` is text, ``lon lat, lon lat``."""

    name: str
    name_en: str
    kind: str
    accuracy_m: int
    source: str
    vertices: str


LINES = {
    "lianhuo": Line(
        "连霍高速",
        "G30 Lianhuo Expressway",
        "expressway",
        800,
        TIED + " and to the lakes and parks that stand on either side",
        "113.460 34.8375, 113.500 34.8380, 113.560 34.8385, 113.600 34.8390, 113.640 34.8385, "
        "113.6935 34.837, 113.768 34.8365, 113.8215 34.8365, 113.904 34.836, 113.928 34.836, "
        "114.000 34.837, 114.120 34.838",
    ),
    "lianhuo-west": Line(
        "连霍高速",
        "G30 Lianhuo Expressway",
        "expressway",
        2000,
        RECALLED + "; north of Shangjie airport, which the aviation zone's bounds state",
        "112.720 34.690, 112.860 34.700, 112.980 34.712, 113.100 34.742, 113.160 34.783, "
        "113.210 34.825, 113.250 34.852, 113.300 34.8615, 113.360 34.855, 113.420 34.843, "
        "113.460 34.8375",
    ),
    "jinggangao": Line(
        "京港澳高速",
        "G4 Jinggang'ao Expressway",
        "expressway",
        1200,
        TIED + " where it passes the university lake and the airport zone",
        "113.845 34.985, 113.824 34.900, 113.8215 34.8365, 113.827 34.780, 113.826 34.7343, "
        "113.816 34.690, 113.803 34.640, 113.800 34.627, 113.797 34.600, 113.795 34.540, "
        "113.797 34.480, 113.799 34.420, 113.800 34.377, 113.800 34.345, 113.802 34.300",
    ),
    "raocheng": Line(
        "绕城高速",
        "Ring Expressway",
        "expressway",
        1500,
        RECALLED + "; 2 km east of Zhengzhou West station, as stated",
        "113.460 34.8375, 113.463 34.790, 113.467 34.745, 113.488 34.695, 113.540 34.660, "
        "113.610 34.650, 113.680 34.657, 113.740 34.664, 113.812 34.668",
    ),
    "zhengyun": Line(
        "郑云高速",
        "Zhengyun Expressway",
        "expressway",
        1500,
        "digitised by hand from the ring to the Taohuayu bridge, whose landmark is at "
        "113°27′ E, 34°58′ N",
        "113.460 34.8375, 113.458 34.890, 113.462 34.945, 113.458 34.990, 113.440 35.050",
    ),
    "zhengyao": Line(
        "郑尧高速",
        "Zhengyao Expressway",
        "expressway",
        2500,
        RECALLED,
        "113.590 34.651, 113.560 34.590, 113.535 34.530, 113.505 34.470, 113.470 34.390, "
        "113.430 34.310",
    ),
    "shangdeng": Line(
        "商登高速",
        "S60 Shangdeng Expressway",
        "expressway",
        2000,
        RECALLED,
        "114.160 34.430, 114.050 34.440, 113.960 34.446, 113.870 34.452, 113.790 34.456, "
        "113.700 34.462, 113.620 34.470, 113.540 34.468, 113.450 34.456, 113.350 34.440, "
        "113.250 34.428, 113.150 34.424, 113.060 34.426, 112.960 34.430",
    ),
    "zhengmin": Line(
        "郑民高速",
        "S82 Zhengmin Expressway",
        "expressway",
        1500,
        RECALLED,
        "113.803 34.640, 113.860 34.643, 113.940 34.645, 114.060 34.642, 114.200 34.640",
    ),
    "jichang": Line(
        "机场高速",
        "Airport Expressway",
        "expressway",
        1000,
        "digitised by hand, tied to the offices on either side",
        "113.719 34.7225, 113.7215 34.705, 113.738 34.660, 113.765 34.610, 113.797 34.565, "
        "113.828 34.545",
    ),
    "zhengshao": Line(
        "郑少高速",
        "Zhengshao Expressway",
        "expressway",
        2500,
        RECALLED,
        "113.590 34.688, 113.520 34.640, 113.420 34.575, 113.300 34.545, 113.180 34.515, "
        "113.060 34.490, 112.960 34.505",
    ),
    "zhongzhou": Line(
        "中州大道",
        "Zhongzhou Avenue",
        "trunk",
        300,
        TIED,
        "113.690 34.866, 113.691 34.860, 113.6935 34.837, 113.699 34.810, 113.703 34.790, "
        "113.7055 34.775, 113.7068 34.768, 113.707 34.750, 113.7125 34.7365, 113.719 34.7225",
    ),
    "xisanhuan": Line(
        "西三环",
        "West Third Ring",
        "trunk",
        500,
        BOUND,
        "113.598 34.720, 113.601 34.755, 113.604 34.7805, 113.604 34.810",
    ),
    "huagong": Line(
        "化工路",
        "Huagong Road",
        "trunk",
        400,
        TIED + ", and to the official 99 km² north of it in 中原区",
        "113.440 34.7805, 113.520 34.7803, 113.604 34.7805, 113.615 34.7807",
    ),
    "zhengkai": Line(
        "郑开大道",
        "Zhengkai Avenue",
        "trunk",
        600,
        TIED,
        "113.770 34.768, 113.850 34.772, 113.950 34.780, 114.080 34.790, 114.250 34.797",
    ),
    "hanghai": Line(
        "航海路",
        "Hanghai Road",
        "trunk",
        300,
        TIED,
        "113.570 34.716, 113.640 34.718, 113.719 34.7225, 113.780 34.7225, 113.8075 34.7225, "
        "113.830 34.723",
    ),
    "wansan": Line(
        "万三公路",
        "Wansan Road",
        "trunk",
        500,
        TIED + " in the north, by the managed offices in the south",
        "113.928 34.836, 113.926 34.790, 113.925 34.763, 113.9235 34.7247, 113.918 34.700, "
        "113.905 34.680, 113.900 34.660, 113.900 34.627",
    ),
    "sigang": Line(
        "四港联动大道",
        "Sigang Liandong Avenue",
        "trunk",
        1200,
        RECALLED,
        "113.806 34.750, 113.8065 34.735, 113.8075 34.7225, 113.808 34.710, 113.815 34.660, "
        "113.838 34.610, 113.862 34.560",
    ),
    "xin107": Line(
        "107国道",
        "National Road 107",
        "trunk",
        1200,
        BOUND + "; north end at the Guandu bridge",
        "113.945 34.935, 113.922 34.880, 113.904 34.836, 113.902 34.790, 113.902 34.727, "
        "113.908 34.680, 113.915 34.627, 113.920 34.540, 113.920 34.460, 113.918 34.377, "
        "113.905 34.300",
    ),
    "s223": Line(
        "S223改线",
        "Provincial Road 223, new course",
        "trunk",
        1500,
        BOUND + ": 6 km east of the new 107",
        "113.989 34.627, 113.989 34.505, 114.003 34.4805",
    ),
    "shuanghu": Line(
        "双湖大道",
        "Shuanghu Avenue",
        "trunk",
        1000,
        BOUND + ": 2 km south of 郑民高速; metro station of that name at 113.677 E, 34.613 N",
        "113.677 34.6125, 113.740 34.618, 113.780 34.627, 113.800 34.627, 113.860 34.627, "
        "113.900 34.627, 113.915 34.627, 113.989 34.627",
    ),
    "baqian": Line(
        "八千大道",
        "Baqian Avenue",
        "trunk",
        1000,
        BOUND + ": taken as 南海大道, address points at 34.377 N",
        "113.800 34.377, 113.823 34.377, 113.870 34.377, 113.918 34.377, 113.938 34.377",
    ),
    "longhai": Line(
        "陇海铁路",
        "Longhai Railway",
        "railway",
        600,
        TIED + " that name the streets along it",
        "112.750 34.735, 112.900 34.755, 112.985 34.760, 113.090 34.775, 113.200 34.800, "
        "113.290 34.803, 113.390 34.790, 113.480 34.778, 113.560 34.766, 113.620 34.757, "
        "113.6525 34.7466, 113.7125 34.7365, 113.750 34.735, 113.780 34.7348, "
        "113.8065 34.735, 113.826 34.7343, 113.860 34.731, 113.902 34.727, 113.9235 34.7247, "
        "113.970 34.722, 114.100 34.742, 114.300 34.780",
    ),
    "jingguang": Line(
        "京广铁路",
        "Jingguang Railway",
        "railway",
        1200,
        STATED,
        "113.525 34.995, 113.513 34.955, 113.545 34.900, 113.590 34.845, 113.615 34.805, "
        "113.6411 34.7783, 113.6525 34.7466, 113.668 34.700, 113.703 34.635, 113.738 34.580, "
        "113.779 34.510, 113.785 34.485, 113.779 34.440, 113.770 34.400, 113.768 34.376, "
        "113.765 34.310",
    ),
    "shiwu": Line(
        "京广高铁",
        "Beijing-Guangzhou HSR",
        "railway",
        1000,
        STATED,
        "113.738 34.960, 113.745 34.900, 113.768 34.820, 113.7745 34.759, 113.776 34.700, "
        "113.785 34.600, 113.792 34.500, 113.796 34.430, 113.798 34.376, 113.805 34.310",
    ),
    "zhengxu": Line(
        "郑徐高铁",
        "Zhengzhou-Xuzhou HSR",
        "railway",
        1500,
        RECALLED,
        "113.7745 34.759, 113.850 34.752, 113.960 34.755, 114.100 34.790, 114.250 34.830",
    ),
    "zhengxi": Line(
        "郑西高铁",
        "Zhengzhou-Xi'an HSR",
        "railway",
        1500,
        STATED,
        "113.6525 34.7466, 113.560 34.757, 113.440 34.748, 113.290 34.730, 113.150 34.715, "
        "113.020 34.685, 112.850 34.665, 112.720 34.650",
    ),
    "chengji": Line(
        "郑机城际铁路",
        "Airport intercity railway",
        "railway",
        1000,
        STATED,
        "113.7745 34.759, 113.779 34.700, 113.795 34.620, 113.825 34.565, 113.842 34.530, "
        "113.880 34.505, 113.9248 34.4886",
    ),
    "jialu": Line(
        "贾鲁河",
        "Jialu River",
        "stream",
        1200,
        RECALLED,
        "113.572 34.690, 113.560 34.720, 113.553 34.768, 113.570 34.810, 113.600 34.835, "
        "113.660 34.848, 113.760 34.845, 113.835 34.826, 113.865 34.790, 113.930 34.752, "
        "113.990 34.733, 114.040 34.700, 114.090 34.640, 114.150 34.540",
    ),
    "shuangji": Line(
        "双洎河",
        "Shuangji River",
        "stream",
        1500,
        RECALLED,
        "113.330 34.505, 113.370 34.485, 113.400 34.455, 113.490 34.437, 113.568 34.434, "
        "113.640 34.410, 113.715 34.390, 113.760 34.360, 113.810 34.320",
    ),
    "ying": Line(
        "颍河",
        "Ying River",
        "stream",
        1500,
        RECALLED,
        "112.880 34.372, 112.970 34.365, 113.044 34.373, 113.135 34.390, 113.190 34.375, "
        "113.245 34.345",
    ),
    "yiluo": Line(
        "伊洛河",
        "Yiluo River",
        "stream",
        1200,
        RECALLED,
        "112.780 34.690, 112.850 34.712, 112.925 34.728, 112.957 34.765, 113.005 34.795, "
        "113.030 34.803, 113.050 34.818, 113.062 34.834",
    ),
    "suoxu": Line(
        "索须河",
        "Suoxu River",
        "stream",
        1200,
        RECALLED,
        "113.500 34.852, 113.539 34.862, 113.600 34.884, 113.660 34.889, 113.710 34.872, "
        "113.740 34.850",
    ),
}


def line(key: str) -> LineString:
    """Return one of LINES as geometry."""
    pairs = LINES[key].vertices.split(",")
    return LineString([tuple(map(float, pair.split())) for pair in pairs])
