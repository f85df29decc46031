"""Files dropped on a page: the corpus of the library's readers, read by the page's own."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shapely
from formats.corpus import SAMPLES, Sample, moved, write_shapefile, zipped_shapefile
from opened_page import Opened, pages_of
from playwright.sync_api import Browser
from shapely.geometry import shape

import zzmap as zz

pytestmark = pytest.mark.browser

READ = [
    row for row in SAMPLES if row.id.lower().startswith(("geojson", "shp", "kml", "kmz", "txt-zip"))
]
TOLERANCE_M = 0.05


def parts(path: Path) -> list[Path]:
    """A file, or the files of a loose Shapefile."""
    if path.suffix != ".shp":
        return [path]
    return [file for file in path.parent.iterdir() if file.stem == path.stem]


def carried(path: Path) -> list[list[str]]:
    return [[file.name, base64.b64encode(file.read_bytes()).decode()] for file in parts(path)]


@pytest.fixture(scope="module")
def tab(browser: Browser, built: Path) -> Iterator[Opened]:
    with pages_of(browser, built) as opened:
        yield opened("industry_layout.html")


def read(tab: Opened, path: Path, datum: str = "wgs84") -> dict:
    """What the page reads: features in WGS-84, notes; or why it does not."""
    return tab.page.evaluate(
        """async ([files, datum]) => {
            const raw = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
            const bytes = ([name, text]) => [name, raw(text)];
            try {
                const layers = await zzmap.readfile.read(new Map(files.map(bytes)));
                const all = layers.map(([, file]) => [file, zzmap.georeference(file)]);
                return {
                    features: all.flatMap(
                        ([, found]) => zzmap.georeference.shift(found.features, datum)),
                    notes: all.flatMap(([file, found]) => [...file.notes, ...found.notes]),
                };
            } catch (error) {
                return { refused: error.message, known: error instanceof zzmap.readfile.Refused };
            }
        }""",
        [carried(path), datum],
    )


def metres_apart(one: object, other: object) -> float:
    a, b = moved(one, "cm114"), moved(other, "cm114")
    return float(shapely.hausdorff_distance(a.boundary, b.boundary))


KNOWN_ELSEWHERE = "zzmap parks check"


@pytest.mark.parametrize("sample", READ, ids=[row.id for row in READ])
def test_the_page_reads_what_the_library_reads(tab: Opened, sample: Sample, tmp_path: Path) -> None:
    path = sample.build(tmp_path)
    datum = sample.crs if sample.crs in ("gcj02", "bd09") else "wgs84"
    found = read(tab, path, datum)
    if "refused" in found:  # never a wrong place: another tool is named
        assert found["known"]
        assert KNOWN_ELSEWHERE in found["refused"] or "两种" in found["refused"], found
        assert sample.id in ("shp-no-prj-mercator", "txt-zip")
        return
    assert len(found["features"]) == len(sample.truth)
    for feature, true in zip(found["features"], sample.truth, strict=True):
        geometry = shape(feature["geometry"])
        assert metres_apart(geometry, true) < TOLERANCE_M
        assert geometry.area == pytest.approx(true.area, rel=1e-4)
    frame = zz.read(path).frame
    for number, (_, row) in enumerate(frame.drop(columns=frame.geometry.name).iterrows()):
        own = found["features"][number]["properties"]
        for column, value in row.items():
            key = next((name for name in own if name.lower() == str(column).lower()), None)
            if key is None or not isinstance(value, str):
                continue
            assert str(own[key]).strip() == value.strip() or isinstance(own[key], list)


def drop(tab: Opened, path: Path) -> None:
    tab.page.evaluate(
        """(files) => {
            const data = new DataTransfer();
            for (const [name, text] of files) {
                const raw = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
                data.items.add(new File([raw], name));
            }
            zzmap.leaflet.getContainer().dispatchEvent(
                new DragEvent('drop', {dataTransfer: data, bubbles: true}));
        }""",
        carried(path),
    )


def test_a_zipped_gbk_shapefile_is_dropped_and_seen(
    open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    tab = open_page("industry_layout.html")
    drop(tab, zipped_shapefile(tmp_path, system="cm114", encoding="GBK"))
    tab.page.wait_for_selector(".zz-filename")
    names = tab.page.locator(".zz-filename").all_inner_texts()
    assert set(names) == {"郑州高新区测试园", "双片产业园（一期）", "城南试验田"}
    panel = tab.page.locator("#zz-draw").bounding_box()
    boxes = tab.page.evaluate(
        """() => zzmap.dropfile.opened()[0].features.map(row => {
            const box = L.geoJSON(row).getBounds();
            const at = zzmap.leaflet.getContainer().getBoundingClientRect();
            return zzmap.leaflet.latLngToContainerPoint(box.getSouthWest()).x + at.x; })"""
    )
    assert min(boxes) >= panel["x"] + panel["width"], "the view is free of the panel"
    tab.page.click(".zz-filetable")
    assert "GX-001" in tab.page.inner_text("#zz-table tbody")
    assert tab.complaints == []
    assert tab.outside == []


def test_a_file_without_a_system_says_what_was_assumed(tab: Opened, tmp_path: Path) -> None:
    found = read(tab, write_shapefile(tmp_path, "cm114", "UTF-8", keep="cpg"))
    assert any("假定为 CGCS2000 3°带 38" in note for note in found["notes"])
    found = read(tab, write_shapefile(tmp_path, "wgs84", "UTF-8", keep="cpg"))
    assert any("按 WGS-84" in note for note in found["notes"])


def test_points_of_a_csv_are_shown_and_corners_sent_on(tab: Opened, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("名称,经度,纬度\n甲,113.6,34.7\n乙,,\n", "gbk")
    found = read(tab, table)
    assert [row["properties"]["名称"] for row in found["features"]] == ["甲", "乙"]
    assert found["features"][0]["geometry"]["coordinates"] == [113.6, 34.7]
    assert any("GBK" in note for note in found["notes"])
    assert any("1 条没有图形" in note for note in found["notes"])
    table.write_text("地块,圈号,点号,X,Y\n甲,1,1,3848023,38467956\n", "utf-8")
    assert KNOWN_ELSEWHERE in read(tab, table)["refused"]


def test_an_old_system_is_refused(tab: Opened, tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, "cm114")
    path.with_suffix(".prj").write_text('GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980"]]')
    assert "1980" in read(tab, path)["refused"]
