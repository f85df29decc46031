"""The city is data: every key is judged, and no module knows which city it serves."""

import doctest
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import zzmap.city
import zzmap.crs.metric
from zzmap.check import check_geodata
from zzmap.city import KEYS, read_city
from zzmap.errors import GeodataError

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "zzmap"
CITY2 = ROOT / "tests" / "city2"
TEXT = (".py", ".js", ".html", ".css")


def findings(geodata: Path) -> list[str]:
    return [str(row) for row in check_geodata(geodata).findings]


def edit(geodata: Path, old: str, new: str) -> list[str]:
    path = geodata / "city.toml"
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1), "utf-8")
    return findings(geodata)


def test_the_shipped_city_is_read() -> None:
    city = read_city(ROOT / "geodata")
    assert (city.name, city.name_en) == ("郑州市", "Zhengzhou")
    assert city.metric.epsg == 4547
    assert city.survey_zone == 38
    assert city.district_kinds == ("district", "county_city")
    assert [theme.file for theme in city.themes] == [
        "industry_layout.html",
        "services.html",
        "culture.html",
        "projects.html",
        "metropolitan.html",
        "parks.html",
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "郑州市"\n', "", "[city] name: name is missing"),
        ('name = "郑州市"', 'name = ""', "[city] name: name is not a text"),
        ('name_en = "Zhengzhou"', "name_en = 7", "[city] name_en: name_en is not a text"),
        (
            'name_en = "Zhengzhou"',
            'name_en = "Z"\nmayor = "N"',
            "[city] mayor: this key is unknown",
        ),
        ("[view]", "[window]", "[window]: this table is unknown"),
        ("[view]", "[window]", "[view]: this table is missing"),
        ('["district", "county_city"]', '["district", "district"]', "none twice"),
        ('["district", "county_city"]', '["ward"]', "no place is of the kind “ward”"),
        ('"EPSG:4547"', '"EPSG:999999"', "metric_crs: EPSG has no reference system 999999"),
        ('"EPSG:4547"', '"EPSG:3857"', "Web Mercator is no Gauss-Kruger zone"),
        ('"EPSG:4547"', '"EPSG:32649"', "is no Gauss-Kruger zone"),
        ('"EPSG:4547"', '"gcj02"', "is no Gauss-Kruger zone"),
        ('"EPSG:4547"', '"EPSG:4545"', "its meridian 108° E is too far from the region"),
        ("survey_zone = 38", "survey_zone = 12", "survey_zone: CGCS2000 has no 3-degree zone 12"),
        ("survey_zone = 38", "survey_zone = 40", "The 3-degree zone there is 38, CM 114E"),
        ("survey_zone = 38", 'survey_zone = "38"', "survey_zone is not a whole number"),
        ("survey_zone = 38", "survey_zone = true", "survey_zone is not a whole number"),
        ("[112.6, 34.2,", "[114.6, 34.2,", "region is not [west, south, east, north]"),
        ("[112.6, 34.2,", "[34.2,", "region is not [west, south, east, north]"),
        ("114.24, 35.0]", "119.24, 35.0]", "[view] bounds: it reaches beyond the extent"),
        ('["st-sei"]', '["st-nowhere"]', "[[themes]] 1 structures: “st-nowhere” is in no row"),
        (
            '"districts", "ground"',
            '"districts", "moon"',
            "[[themes]] 1 layers: there is no layer “moon”",
        ),
        (
            '"services.html"',
            '"industry_layout.html"',
            "[[themes]] 2 file: “industry_layout.html” is",
        ),
        ('"services.html"', '"../services.html"', "is no name of a page"),
        ('"services.html"', '"index.html"', "is no name of a page"),
        ("survey_zone = 38", "survey_zone = ", "it is no TOML text"),
    ],
)
def test_a_wrong_key_is_found(geodata: Path, old: str, new: str, says: str) -> None:
    found = edit(geodata, old, new)
    assert any(row.startswith("city.toml: ") and says in row for row in found), found
    assert all(row.endswith(".") for row in found)


def test_all_faults_are_told_at_once_and_the_first_is_raised(geodata: Path) -> None:
    found = edit(geodata, 'name = "郑州市"\nname_en = "Zhengzhou"', "name = 1\nname_en = 2")
    assert len(found) == 2
    with pytest.raises(GeodataError, match=r"city\.toml \[city\] name: .*example") as caught:
        read_city(geodata)
    assert caught.value.hint


def test_a_city_without_pages_is_refused(geodata: Path) -> None:
    path = geodata / "city.toml"
    path.write_text(path.read_text("utf-8").split("[[themes]]")[0], "utf-8")
    assert "there is no page" in findings(geodata)[0]


def test_a_missing_file_is_one_sentence(geodata: Path, zzmap: Callable) -> None:
    (geodata / "city.toml").unlink()
    for command in (("check",), ("zone", "郑州高新区"), ("build", "--out", geodata.parent / "out")):
        done = zzmap("--geodata", geodata, *command)
        assert done.returncode == 1
        assert "city.toml" in done.stderr
        assert "is missing" in done.stderr
        assert "Traceback" not in done.stderr
    assert zzmap("--geodata", geodata, "query", "盾构").returncode == 0  # it measures nothing


def test_positions_outside_the_extent_are_found(geodata: Path) -> None:
    places = geodata / "places.csv"
    text = places.read_text("utf-8")
    assert ",113.873,34.782," in text
    places.write_text(text.replace(",113.873,34.782,", ",108.873,34.782,"), "utf-8")
    assert any(
        row.startswith("places.csv row") and "lies at 108.873 34.782, outside the extent" in row
        for row in findings(geodata)
    )
    found = edit(geodata, "32.0, 117.0, 37.0]", "32.0, 114.5, 37.0]")
    assert any(
        row.startswith("neighbours.geojson row") and "outside the extent" in row for row in found
    )


def test_every_key_is_in_the_dictionary_and_no_other() -> None:
    text = (ROOT / "geodata" / "README.md").read_text("utf-8")
    part = text.split("## city.toml")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\w+) \| (\w+) \|", part, re.M)
    assert [row for row in rows if row != ("table", "key")] == [
        (table, key) for table, keys in KEYS.items() for key in keys
    ]


# -- no module knows the city ------------------------------------------------------

FILES = sorted(path for path in PACKAGE.rglob("*") if path.suffix in TEXT)


def own_words() -> list[str]:
    """What only Zhengzhou's data may say: names, ids, bounds, codes."""
    city = read_city(ROOT / "geodata")
    words = ["郑州", "Zhengzhou", "zhengzhou", "ZHENGZHOU", "Henan", "河南", str(city.metric.epsg)]
    words += [name for theme in city.themes for name in (theme.file, *theme.structures)]
    lines = (ROOT / "geodata" / "structures.csv").read_text("utf-8").splitlines()[1:]
    words += [line.split(",")[0] for line in lines]
    boxes = (city.region, city.view)
    words += [f"{number:g}" for box in boxes for number in box if number != int(number)]
    words += [str(city.metric.crs.meridian)[:3] + "E"]
    return sorted(set(words))


def without_examples(path: Path) -> str:
    """The text of a module, its docstrings apart: these may give examples."""
    text = path.read_text("utf-8")
    return re.sub(r'"""(?:[^"\\]|\\.|"(?!""))*"""', "", text) if path.suffix == ".py" else text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_file_of_the_package_names_the_city(path: Path) -> None:
    text = without_examples(path)
    found = [
        word
        for word in own_words()
        if re.search(rf"(?<![\d.\w-]){re.escape(word)}(?![\d\w])", text)
    ]
    found += [word for word in ("郑州", "Zhengzhou") if word in text]
    assert found == []


def test_the_search_for_the_city_finds_what_it_is_for(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    for line in ('X = "st-sei"', "X = 4547", "X = (112.7, 34.26)", "# 郑州市", 'X = "CM 114E"'):
        path.write_text(f'"""Such as 郑州 and 4547."""\n{line}\n', "utf-8")
        with pytest.raises(AssertionError):
            test_no_file_of_the_package_names_the_city(path)


@pytest.mark.parametrize("module", [zzmap.city, zzmap.crs.metric])
def test_the_examples_run(module: ModuleType) -> None:
    done = doctest.testmod(module)
    assert done.attempted and not done.failed


def test_the_second_city_shares_the_data_dictionary() -> None:
    shared = (ROOT / "geodata" / "datapackage.json").read_bytes()
    assert (CITY2 / "datapackage.json").read_bytes() == shared, "copy geodata/datapackage.json"
