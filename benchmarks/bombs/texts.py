"""GeoJSON, WKT, tables and lists of corners."""

from __future__ import annotations

import json

from bombs.build import HUGE, POINTS, RING, Build, text, wkb

_SURVEY = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=38\n计量单位=米\n[地块坐标]\n"
_FEATURE = '{{"type":"Feature","properties":{},"geometry":{}}}'
_SQUARE = json.dumps({"type": "Polygon", "coordinates": [POINTS]})


def _features(rows: list[str]) -> str:
    return f'{{"type":"FeatureCollection","features":[{",".join(rows)}]}}'


TEXTS: dict[str, Build] = {
    "geojson-collections": text(
        "collections.geojson",
        lambda: '{"type":"GeometryCollection","geometries":[' * 60_000 + "]}" * 60_000,
    ),
    "geojson-number": text(
        "number.geojson",
        lambda: _features([_FEATURE.format('{"a":' + "9" * 1_500_000 + "}", _SQUARE)]),
    ),
    "geojson-coordinate": text(
        "coordinate.geojson",
        lambda: _features([_FEATURE.format("{}", _SQUARE.replace("113.5,", "9" * 10**6 + ","))]),
    ),
    "geojson-rings": text(
        "rings.geojson",
        lambda: json.dumps({"type": "Polygon", "coordinates": [POINTS] * 30_000}),
    ),
    "geojson-parts": text(
        "parts.geojson",
        lambda: json.dumps({"type": "MultiPolygon", "coordinates": [[POINTS]] * 30_000}),
    ),
    "geojson-empty": text(
        "empty.geojson", lambda: _features([_FEATURE.format("null", "null")] * 60_000)
    ),
    "geojson-deep-value": text(
        "value.geojson",
        lambda: _features([_FEATURE.format('{"a":' + "[" * 90_000 + "]" * 90_000 + "}", _SQUARE)]),
    ),
    "geojson-crs": text(
        "crs.geojson",
        lambda: (
            '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"'
            + "+proj=pipeline " * 50_000
            + '"}},"features":['
            + _FEATURE.format("{}", _SQUARE)
            + "]}"
        ),
    ),
    "geojsonl-lines": text(
        "lines.geojsonl", lambda: (_FEATURE.format("{}", "null") + "\n") * 60_000
    ),
    "geojsonl-deep": text("deep.geojsonl", lambda: '{"a":' * 200_000 + "1" + "}" * 200_000),
    "wkt-deep": text(
        "deep.wkt", lambda: "GEOMETRYCOLLECTION(" * 90_000 + "POINT(1 1)" + ")" * 90_000
    ),
    "wkt-rings": text("rings.wkt", lambda: f"POLYGON({','.join([f'({RING})'] * 30_000)})"),
    "wkt-parts": text("parts.wkt", lambda: f"MULTIPOLYGON({','.join([f'(({RING}))'] * 30_000)})"),
    "wkt-blanks": text("blanks.wkt", lambda: f"POLYGON{' ' * 2_000_000}(({RING}))"),
    "wkt-lines": text("lines.wkt", lambda: "POINT(1 1)\n" * 250_000),
    "csv-commas": text("commas.csv", lambda: f"lon,lat\n{',' * 3_000_000}\n"),
    "csv-header": text("header.csv", lambda: ",".join(f"c{n}" for n in range(300_000))),
    "csv-cell-digits": text("long.csv", lambda: f"X,Y\n{'1' * 120_000},{'1.' * 60_000}\n" * 9),
    "csv-cell-degrees": text(
        "dms.csv", lambda: f"经度,纬度\n{'113°' * 30_000},{'34′ ' * 30_000}\n"
    ),
    "csv-cell-brackets": text("header2.csv", lambda: f"X{'(' * 120_000},Y{'（米' * 60_000}\n1,2\n"),
    "csv-cell-wkt": text(
        "cells.csv", lambda: f"名称,WKT\na,{'GEOMETRYCOLLECTION(' * 6_000}{')' * 6_000}\n"
    ),
    "csv-cell-wkb": text("binary.csv", lambda: f"名称,wkb\na,{(wkb(7, 1) * 7_000).hex()}\n"),
    "csv-cell-json": text("object.csv", lambda: f"名称,geojson\na,{'[' * 120_000}\n"),
    "csv-cell-pairs": text(
        "pairs2.csv", lambda: f'名称,polyline\na,"{"113.5,34.7;" * 10_000}"\n' * 9
    ),
    "csv-cell": text("cell.csv", lambda: f"lon,lat,名称\n113.5,34.7,{'园' * 1_000_000}\n"),
    "csv-quote": text("quote.csv", lambda: 'lon,lat\n"' + "1,2\n" * 600_000),
    "csv-digits": text("digits.csv", lambda: f"lon,lat\n{'1' * 1_000_000},{'1.' * 500_000}\n"),
    "csv-degrees": text(
        "degrees.csv", lambda: f"经度,纬度\n{'113°' * 300_000},{'34′ ' * 300_000}\n"
    ),
    "csv-brackets": text("brackets.csv", lambda: f"X{'(' * 400_000},Y{'（米' * 200_000}\n1,2\n"),
    "csv-blank-lines": text("blank.csv", lambda: "lon,lat\n" + "\n" * 2_100_000),
    "csv-names": text(
        "names.csv",
        lambda: (
            "地块,点号,X,Y\n"
            + "".join(f"园{n},J1,{3841000 + n},{462000 + n}\n" for n in range(60_000))
        ),
    ),
    "csv-one-ring": text(
        "ring.csv",
        lambda: (
            "点号,X,Y\n"
            + "".join(
                f"J{n},{3841000 + n * 7919 % 5000},{462000 + n * 104729 % 5000}\n"
                for n in range(60_000)
            )
        ),
    ),
    "csv-wkt-deep": text(
        "wkt.csv", lambda: f"名称,WKT\na,{'GEOMETRYCOLLECTION(' * 50_000}{')' * 50_000}\n"
    ),
    "csv-wkb": text("wkb.csv", f"名称,wkb\na,{wkb(3, 0xFFFFFFFF).hex()}\nb,{wkb(6, HUGE).hex()}\n"),
    "csv-wkb-deep": text("deep.csv", lambda: f"名称,wkb\na,{(wkb(7, 1) * 100_000).hex()}\n"),
    "csv-json-deep": text("json.csv", lambda: f"名称,geojson\na,{'[' * 500_000}\n"),
    "csv-pairs": text("pairs.csv", lambda: f'名称,polyline\na,"{"113.5,34.7;" * 200_000}"\n'),
    "txt-promise": text("promise.txt", f"{_SURVEY}{HUGE},1,1,a,面,,,,@\nJ1,1,3841000,38462000\n"),
    "txt-parcels": text("parcels.txt", lambda: _SURVEY + "1,1,1,a,面,,,,@\n" * 120_000),
    "txt-fields": text("fields.txt", lambda: f"{_SURVEY}{',' * 2_000_000}@\n"),
    "txt-brackets": text("brackets.txt", lambda: "[" * 1_000_000 + _SURVEY),
    "txt-rings": text(
        "rings.txt",
        lambda: (
            f"{_SURVEY}4,1,1,a,面,,,,@\n"
            + "".join(
                f"J1,{n},3841000,38462000\nJ2,{n},3841500,38462000\nJ3,{n},3841500,38462500\n"
                for n in range(1, 20_000)
            )
        ),
    ),
    "txt-blanks": text("blanks.txt", lambda: " " * 3_000_000 + "1"),
    "txt-commas": text("commas.txt", lambda: "J1," * 900_000),
    "dat-points": text("points.dat", lambda: "".join(f"{n},,1,2,0\n" for n in range(150_000))),
    "dat-commas": text("commas.dat", lambda: "1,J1," + "," * 2_000_000),
}
