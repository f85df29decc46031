"""Roads, railways and rivers as named lines, digitised once.

ground.py draws them; zones.py cuts the zones by the same vertices, so a zone and the road
that bounds it agree.  The vertices are set by hand: from address points of named roads,
from stated positions of stations, bridges and junctions, and from what is recalled between
those.  Each line says how far it may be off: nine of ten points known to lie on it keep that
distance, as score_lines.py measures where there are points.  A line from memory alone, or put
where a zone's stated bounds want it, is `schematic`.  Degrees, WGS-84.
"""

from __future__ import annotations

from typing import NamedTuple

from shapely.geometry import LineString

TIED = "digitised by hand, tied to address points that name the road"
STATED = "digitised by hand through stated positions of stations, bridges or junctions"
RECALLED = "drawn by hand from recalled positions"
BOUND = "drawn by hand where published bounds and areas of zones put it"
BENDS = (
    "digitised through the bends of the railway, which is straight between them to some 150 m "
    "(OpenStreetMap contributors, a few vertices)"
)


class Line(NamedTuple):
    """A named line; `vertices` is text, ``lon lat, lon lat``."""

    name: str
    name_en: str
    kind: str
    accuracy_m: int
    source: str
    vertices: str

    @property
    def basis(self) -> str:
        """A line that rests on nothing but memory or a zone's stated bounds is a sketch."""
        return "schematic" if self.source.startswith((RECALLED, BOUND)) else "digitised"


LINES = {
    "lianhuo": Line(
        "连霍高速",
        "G30 Lianhuo Expressway",
        "expressway",
        800,
        TIED + " and to the lakes and parks that stand on either side",
        "113.460 34.8375, 113.500 34.8380, 113.560 34.8385, 113.600 34.8390, 113.640 34.8385, "
        "113.6875 34.837, 113.768 34.8365, 113.8195 34.8365, 113.904 34.836, 113.928 34.836, "
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
        "113.842 34.985, 113.820 34.900, 113.8195 34.8365, 113.827 34.780, 113.826 34.7343, "
        "113.816 34.690, 113.803 34.640, 113.800 34.627, 113.797 34.600, 113.795 34.540, "
        "113.799 34.490, 113.8005 34.457, 113.8003 34.415, 113.800 34.377, 113.800 34.345, "
        "113.802 34.300",
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
        "digitised by hand from 中州大道 at 陇海铁路, tied to addresses of the offices on either side",
        "113.7165 34.7367, 113.719 34.7225, 113.7215 34.705, 113.738 34.660, 113.765 34.610, 113.797 34.565, "
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
        "113.6545 34.903, 113.665 34.8885, 113.677 34.8735, 113.6833 34.859, 113.6858 34.847, "
        "113.6875 34.837, 113.6905 34.8245, 113.6935 34.8137, 113.6972 34.8015, "
        "113.7005 34.7895, 113.706 34.778, 113.7138 34.767, 113.718 34.759, 113.7192 34.750, "
        "113.7182 34.743, 113.7165 34.7367, 113.713 34.729, 113.7095 34.7221, 113.7055 34.711, "
        "113.702 34.702",
    ),
    "xisanhuan": Line(
        "西三环",
        "West Third Ring",
        "trunk",
        500,
        TIED + " and to the metro station of its name",
        "113.5725 34.720, 113.5775 34.745, 113.5815 34.762, 113.588 34.7825, 113.594 34.798, "
        "113.5995 34.8065",
    ),
    "huagong": Line(
        "化工路",
        "Huagong Road",
        "trunk",
        400,
        TIED + " in the east",
        "113.440 34.7805, 113.520 34.7815, 113.560 34.7832, 113.615 34.7835",
    ),
    "zhengkai": Line(
        "郑开大道",
        "Zhengkai Avenue",
        "trunk",
        500,
        TIED,
        "113.765 34.770, 113.805 34.7735, 113.848 34.7750, 113.900 34.7775, 113.980 34.783, "
        "114.0225 34.7837, 114.080 34.787, 114.250 34.797",
    ),
    "hanghai": Line(
        "航海路",
        "Hanghai Road",
        "trunk",
        550,
        TIED,
        "113.580 34.7195, 113.604 34.7216, 113.630 34.7216, 113.675 34.7215, 113.7095 34.7221, "
        "113.745 34.7225, 113.765 34.722, 113.8075 34.7222, 113.829 34.7225, 113.876 34.719",
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
    "wansan-north": Line(
        "万三公路",
        "Wansan Road",
        "trunk",
        1500,
        RECALLED + "; north of 连霍, to 万滩, which gives the road its name",
        "113.928 34.836, 113.9385 34.850, 113.960 34.868, 113.976 34.884, 113.982 34.905, "
        "113.985 34.935",
    ),
    "sigang": Line(
        "四港联动大道",
        "Sigang Liandong Avenue",
        "trunk",
        1200,
        RECALLED + "; by an address point in the airport zone",
        "113.806 34.750, 113.8065 34.735, 113.8075 34.7222, 113.808 34.710, 113.812 34.660, "
        "113.821 34.615, 113.8333 34.576, 113.842 34.555",
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
        400,
        TIED + " and to the metro station of its name",
        "113.675 34.6125, 113.690 34.612, 113.709 34.613, 113.720 34.6147, 113.731 34.6137, "
        "113.741 34.6118, 113.752 34.607",
    ),
    "shuanghu-east": Line(
        "双湖大道",
        "Shuanghu Avenue",
        "trunk",
        1500,
        BOUND + ": 2 km south of 郑民高速, where the airport zone ends",
        "113.800 34.627, 113.860 34.627, 113.900 34.627, 113.915 34.627, 113.989 34.627",
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
        "113.6525 34.7466, 113.7165 34.7367, 113.750 34.735, 113.780 34.7348, "
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
        200,
        BENDS,
        "113.9729 35.3147, 113.9560 35.2889, 113.9491 35.2755, 113.9459 35.2643, "
        "113.9384 35.2165, 113.9337 35.2036, 113.9283 35.1938, 113.9205 35.1834, "
        "113.8183 35.0745, 113.7855 35.0306, 113.7689 34.9994, 113.7508 34.9397, "
        "113.7488 34.8983, 113.7524 34.8816, 113.7627 34.8592, 113.7655 34.8493, "
        "113.7721 34.7622, 113.7733 34.7602, 113.7724 34.7582, 113.7747 34.7330, "
        "113.7837 34.6950, 113.7832 34.6791, 113.7781 34.6544, 113.7781 34.6403, "
        "113.7838 34.6135, 113.7851 34.5752, 113.8039 34.4864, 113.8061 34.4554, "
        "113.7956 34.3794, 113.7981 34.3498, 113.7905 34.3069, 113.7900 34.2921",
    ),
    "zhengxu": Line(
        "郑徐高铁",
        "Zhengzhou-Xuzhou HSR",
        "railway",
        200,
        BENDS,
        "113.7733 34.7602, 113.7692 34.8085, 113.7717 34.8180, 113.7769 34.8242, "
        "113.7853 34.8291, 113.8186 34.8356, 113.9617 34.8453, 113.9832 34.8413, "
        "114.0255 34.8230, 114.0513 34.8197, 114.1788 34.8350, 114.2561 34.8406",
    ),
    "zhengxi": Line(
        "郑西高铁",
        "Zhengzhou-Xi'an HSR",
        "railway",
        200,
        BENDS,
        "113.7733 34.7602, 113.7747 34.7351, 113.7792 34.7157, 113.7773 34.7086, "
        "113.7674 34.6921, 113.7601 34.6869, 113.7456 34.6814, 113.6953 34.6706, "
        "113.6674 34.6703, 113.6497 34.6737, 113.6005 34.6970, 113.5499 34.7102, "
        "113.4793 34.7373, 113.4593 34.7412, 113.4163 34.7447, 113.3650 34.7488, "
        "113.3170 34.7577, 113.2143 34.7620, 113.1939 34.7643, 113.1535 34.7728, "
        "113.1167 34.7757, 113.1043 34.7751, 113.0864 34.7709, 113.0689 34.7634, "
        "113.0036 34.7158, 112.9911 34.7087, 112.9106 34.6717, 112.8766 34.6554, "
        "112.8522 34.6486, 112.8368 34.6472, 112.7281 34.6464",
    ),
    "zhengjiao": Line(
        "郑焦城际铁路",
        "Zhengzhou-Jiaozuo intercity railway",
        "railway",
        2500,
        RECALLED + "; beside 京广铁路 to the river, then by 武陟 and 修武",
        "113.6525 34.7466, 113.641 34.778, 113.615 34.812, 113.585 34.850, 113.548 34.900, "
        "113.522 34.950, 113.505 35.000, 113.455 35.060, 113.405 35.110, 113.355 35.170, "
        "113.300 35.208, 113.241 35.220",
    ),
    "zhengxu-metro": Line(
        "郑许市域铁路",
        "Zhengzhou-Xuchang regional railway",
        "railway",
        300,
        "digitised by hand through the published positions of its stations",
        "113.841 34.598, 113.832 34.586, 113.830 34.570, 113.8245 34.546, 113.8265 34.534, "
        "113.841 34.527, 113.839 34.505, 113.833 34.487, 113.829 34.468, 113.8335 34.444, "
        "113.842 34.424, 113.842 34.382, 113.839 34.304, 113.8385 34.277, 113.816 34.245, "
        "113.813 34.232, 113.815 34.200, 113.820 34.174, 113.826 34.143, 113.835 34.124, "
        "113.857 34.090, 113.872 34.068, 113.880 34.049",
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
