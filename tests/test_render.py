"""The build: whole files, nothing fetched, quick when nothing changed, plain when it cannot."""

import csv
import re
from pathlib import Path

import numpy as np
import polyline
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from zzmap.catalogue import Catalogue
from zzmap.errors import OutputError
from zzmap.render.build import build
from zzmap.render.geometry_codec import encode, encode_lines
from zzmap.render.offline import self_contained

degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(st.lists(degrees, min_size=1, max_size=60))
def test_a_line_comes_back_to_half_a_step(points: list) -> None:
    line = np.array(points)
    back = polyline.decode(encode_lines(line, np.zeros(len(line), dtype=np.int64))[0])
    steps = np.rint(line * 1e5)
    keep = np.r_[True, (np.diff(steps, axis=0) != 0).any(axis=1)]
    assert np.abs(back - line[keep]).max() <= 0.5e-5 + 1e-12


def test_a_polygon_keeps_its_holes_and_parts() -> None:
    ring = shapely.box(113, 34, 114, 35).difference(shapely.box(113.4, 34.4, 113.6, 34.6))
    both = shapely.MultiPolygon([ring, shapely.box(115, 34, 115.1, 34.1)])
    assert [len(rings) for rings in encode(both)["p"]] == [2, 1]


@pytest.fixture(scope="module")
def out(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    build(catalogue, folder)
    return folder


def test_pages_fetch_nothing_and_weigh_little(out: Path) -> None:
    for page in out.glob("*.html"):
        text = page.read_text("utf-8")
        assert not re.search(r"<(script|link|img)[^>]+(src|href)=[\"']?(https?:)?//", text)
        assert "Content-Security-Policy" in text
        assert len(text.encode()) < 1_500_000


def test_tables_open_in_excel_and_have_every_row(out: Path, catalogue: Catalogue) -> None:
    raw = (out / "tables" / "placements.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert len(rows) == len(catalogue.placements)
    assert all(row["industry"] and row["place"] and row["locator"] for row in rows)


def test_a_second_build_writes_nothing(catalogue: Catalogue, out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    said: list[str] = []
    build(catalogue, out, progress=said.append)
    assert said == ["nothing has changed since the last build"]
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()} == before


def test_changed_data_are_built_anew(geodata: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(Catalogue(geodata), out)
    places = geodata / "places.csv"
    places.write_text(places.read_text("utf-8").replace("鲲鹏软件小镇,", "鲲鹏软件新镇,"), "utf-8")
    build(Catalogue(geodata), out)
    assert "鲲鹏软件新镇" in (out / "industry_layout.html").read_text("utf-8")


def test_a_page_that_would_fetch_is_refused() -> None:
    with pytest.raises(OutputError, match="ask the network"):
        self_contained('<head></head><img src="https://example.org/x.png">')


def test_online_basemaps_only_on_request(catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="asks for a key"):
        build(catalogue, tmp_path, basemaps=("tianditu",))
    build(catalogue, tmp_path, basemaps=("osm",))
    assert "tile.openstreetmap.org" in (tmp_path / "services.html").read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_named(catalogue: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    with pytest.raises(OutputError, match="cannot write"):
        build(catalogue, file)
    assert file.read_text() == "in the way"


def test_the_command_says_what_it_does(zzmap, tmp_path: Path) -> None:
    done = zzmap("build", "--out", tmp_path / "maps")
    assert done.returncode == 0
    assert "industry_layout.html" in done.stdout
    assert (tmp_path / "maps" / "tables").is_dir()
    blocked = zzmap("build", "--out", "/proc/zzmap")
    assert blocked.returncode == 1
    assert "Traceback" not in blocked.stderr
