"""勘测定界 TXT as programs write it: brackets, six to thirteen fields, lines among parcels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

import zzmap as zz
from zzmap.crs import Box
from zzmap.errors import FormatError, ZzmapError
from zzmap.parks.georeference import read_parcels

from .corner_tables import Lot, lots
from .corpus import moved

CITY = Box(112.6, 34.2, 114.4, 35.1)
ZONE = 38_000_000.0


def body(lot: Lot, line: str, *, zone: float = ZONE, close: bool = True) -> list[str]:
    """A parcel's line and its points."""
    ring = [*lot.ring, lot.ring[0]] if close else lot.ring
    names = [f"J{at}" for at in range(1, len(ring) + 1)]
    if close:
        names[-1] = names[0]
    return [
        line,
        *(f"{name},1,{y:.3f},{zone + x:.3f}" for name, (x, y) in zip(names, ring, strict=True)),
    ]


def text(path: Path, parcels: Sequence[list[str]], *, brackets: str = "[]", **said: str) -> Path:
    """Write a file; `said` replaces what its head says."""
    left, right = brackets
    head = {"坐标系": "2000国家大地坐标系", "几度分带": "3", "计量单位": "米", "带号": "38", **said}
    lines = [f"{left}属性描述{right}", *(f"{key}={value}" for key, value in head.items())]
    lines += [f"{left}地块坐标{right}", *(row for block in parcels for row in block)]
    path.write_text("\r\n".join(lines) + "\r\n", "gb18030")
    return path


def assert_true(path: Path, truth: Sequence[Polygon | MultiPolygon]) -> None:
    found = read_parcels(path, region=CITY).parcels
    assert len(found) == len(truth)
    for parcel, true in zip(found, truth, strict=True):
        metric = moved(parcel.geometry, "cm114")
        assert metric.boundary.hausdorff_distance(true.boundary) < 0.01
        assert metric.symmetric_difference(true).area < 10


@pytest.mark.parametrize("brackets", ["[]", "【】", "［］", "〔〕"])
@pytest.mark.parametrize("seed", range(2))
def test_brackets_of_every_kind(brackets: str, seed: int, tmp_path: Path) -> None:
    rows = lots(seed, 2)
    blocks = [body(lot, f",1.2,{n},{lot.name},面,,,,@") for n, lot in enumerate(rows)]
    path = text(tmp_path / "a.txt", blocks, brackets=brackets)
    assert_true(path, [lot.shape for lot in rows])
    assert [row.name for row in read_parcels(path, region=CITY).parcels] == [r.name for r in rows]


@pytest.mark.parametrize(
    ("line", "name", "code"),
    [
        ("{n},1.2,DK1,甲,面,@", "甲", "DK1"),
        ("{n},1.2,DK1,甲,面,图幅,工业用地,0601,@", "甲", "DK1"),
        ("{n},1.2,DK1,甲,面,图幅,工业用地,0601,,1,B,C,备注,@", "甲", "DK1"),
        ("{n},1.2,DK1,甲,一期,面,,,,@", "甲,一期", "DK1"),
        ("{n},1.2,甲,面,,,,@", "甲", ""),
        ("{n},,,,面,,,,@", "", ""),
        ("{n}，1.2，DK1，甲，面，，，，@", "甲", "DK1"),
    ],
)
def test_six_to_thirteen_fields(line: str, name: str, code: str, tmp_path: Path) -> None:
    (lot,) = lots(2, 1)
    path = text(tmp_path / "a.txt", [body(lot, line.format(n=len(lot.ring) + 1))])
    assert_true(path, [lot.shape])
    (parcel,) = read_parcels(path, region=CITY).parcels
    assert (parcel.name, parcel.code) == (name, code)
    assert parcel.attributes["图形属性"] == "面"


@pytest.mark.parametrize("kind", ["线", "点"])
def test_lines_and_points_are_passed_over_and_named(kind: str, tmp_path: Path) -> None:
    one, two, three = lots(4, 3)
    blocks = [
        body(one, ",1.2,1,甲,面,,,,@"),
        body(two, f",0,2,管线,{kind},,,,@"),
        body(three, ",1.2,3,丙,面,,,,@"),
    ]
    path = text(tmp_path / "a.txt", blocks)
    assert_true(path, [one.shape, three.shape])
    assert any(f"管线 ({kind})" in note for note in zz.read(path).notes)
    path = text(tmp_path / "b.txt", blocks[1:2])
    with pytest.raises(FormatError, match="holds no parcel, only 管线"):
        zz.read(path)


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ({"带号": "114"}, 0.0),
        ({"带号": "114度"}, 0.0),
        ({"带号": "38带"}, ZONE),
        ({"带号": ""}, ZONE),
        ({"坐标系": "CGCS2000", "带号": ""}, 0.0),
    ],
)
def test_a_zone_by_its_number_or_its_meridian(
    said: dict[str, str], zone: float, tmp_path: Path
) -> None:
    (lot,) = lots(6, 1)
    path = text(tmp_path / "a.txt", [body(lot, "5,1.2,1,甲,面,,,,@", zone=zone)], **said)
    assert_true(path, [lot.shape])


def test_a_meridian_that_is_no_zones_is_refused(tmp_path: Path) -> None:
    block = body(lots(6, 1)[0], "5,1.2,1,甲,面,,,,@", zone=0.0)
    path = text(tmp_path / "a.txt", [block], 带号="113.5")
    with pytest.raises(ZzmapError, match=r"113\.5"):
        read_parcels(path, region=CITY)


@pytest.mark.parametrize("seed", range(3))
def test_two_rings_that_nobody_closed_are_not_joined(seed: int, tmp_path: Path) -> None:
    one, two = lots(seed + 30, 2)
    block = body(one, "20,1.2,1,甲,面,,,,@", close=False) + body(two, "", close=False)[1:]
    path = text(tmp_path / "a.txt", [[block[0].replace("20", str(len(block) - 1)), *block[1:]]])
    assert_true(path, [MultiPolygon([one.shape, two.shape])])


DEGREES = [(113.6003, 34.7905), (113.6104, 34.7907), (113.6101, 34.7988), (113.6, 34.798)]


def packed(angle: float) -> str:
    minutes, seconds = divmod(round(angle * 3600, 4), 60)
    whole, minutes = divmod(minutes, 60)
    return f"{whole + minutes / 100 + seconds / 10_000:.8f}"


@pytest.mark.parametrize("unit", ["度.分.秒", "度分秒"])
def test_angles_are_what_the_unit_says(unit: str, tmp_path: Path) -> None:
    points = [f"J{at},1,{packed(y)},{packed(x)}" for at, (x, y) in enumerate(DEGREES, 1)]
    path = text(tmp_path / "a.txt", [["4,1,1,甲,面,,,,@", *points]], 计量单位=unit, 带号="")
    (shape,) = zz.read(path).frame.geometry
    assert shape.boundary.hausdorff_distance(Polygon(DEGREES).boundary) < 2e-8
    plain = [f"J{at},1,{y},113.67" for at, (_, y) in enumerate(DEGREES, 1)]
    path = text(tmp_path / "b.txt", [["4,1,1,甲,面,,,,@", *plain]], 计量单位=unit)
    with pytest.raises(FormatError, match="no angle"):
        zz.read(path)


@pytest.mark.parametrize("datum", ["1980西安坐标系", "80国家大地坐标系", "北京54坐标系"])
@pytest.mark.parametrize("asked", ["EPSG:4526", "EPSG:4547"])
def test_an_older_datum_is_cured_by_no_name(datum: str, asked: str, tmp_path: Path) -> None:
    (lot,) = lots(9, 1)
    zone = ZONE if asked == "EPSG:4526" else 0.0
    path = text(tmp_path / "a.txt", [body(lot, "5,1,1,甲,面,,,,@", zone=zone)], 坐标系=datum)
    with pytest.raises(ZzmapError, match="does not make them that"):
        read_parcels(path, asked, region=CITY)
    with pytest.raises(ZzmapError, match="Ask the surveying office") as silent:
        read_parcels(path, region=CITY)
    assert "--crs" not in str(silent.value)
    (parcel,) = read_parcels(path, asked, region=CITY, trust_crs=True).parcels
    assert moved(parcel.geometry, "cm114").hausdorff_distance(lot.shape) < 0.05


def test_a_zone_the_file_states_denies_another(tmp_path: Path) -> None:
    path = text(tmp_path / "a.txt", [body(lots(9, 1)[0], "5,1,1,甲,面,,,,@")])
    with pytest.raises(ZzmapError, match=r"zone 38 .*--trust-crs"):
        read_parcels(path, "CGCS2000 3度带 39带", region=CITY)


def test_holes_are_holes_by_containment(tmp_path: Path) -> None:
    outer = [(463000, 3852000), (463400, 3852000), (463400, 3852300), (463000, 3852300)]
    inner = [(463100, 3852100), (463200, 3852100), (463200, 3852200), (463100, 3852200)]
    for way in (1, -1):
        lines = ["10,1,1,甲,面,,,,@"]
        for ring, points in (("1", outer), ("2", inner[::way])):
            lines += [f"J,{ring},{y},{ZONE + x}" for x, y in [*points, points[0]]]
        path = text(tmp_path / f"{way}.txt", [lines])
        assert_true(path, [Polygon(outer, [inner])])
    assert shapely.Polygon(outer, [inner]).area == 110_000
