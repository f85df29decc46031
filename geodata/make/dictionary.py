"""Write what READMEs say of the data from the data: the dictionary and the counts.

Run after the data or the dictionary change: ``python geodata/make/dictionary.py``.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zzmap.catalogue import Catalogue
from zzmap.model import UNLOCATED, WITHIN

FOLDER = Path(__file__).resolve().parent.parent


def describe(resource: dict[str, Any]) -> str:
    """Return one table of the dictionary as Markdown."""
    keys = {
        key["fields"][0]: key["reference"].get("resource", resource["name"])
        for key in resource["schema"].get("foreignKeys", ())
    }
    lines = [
        f"### {resource['path']}",
        "",
        f"{resource['description']}. Sorted by {', '.join(resource['schema']['primaryKey'])}.",
        "",
        "| column | type | allowed | meaning |",
        "| --- | --- | --- | --- |",
    ]
    for field in resource["schema"]["fields"]:
        allowed = _allowed(field, keys.get(field["name"], ""))
        lines.append(f"| {field['name']} | {field['type']} | {allowed} | {field['description']} |")
    return "\n".join(lines)


def _allowed(field: dict[str, Any], table: str) -> str:
    rules = field.get("constraints", {})
    parts = ["required"] if rules.get("required") else []
    if table:
        parts.append(f"{'code' if table == 'gbt4754' else 'id'} of {table}")
    if "reference" in field:
        parts.append(f"ids of {field['reference']}")
    if field["type"] == "date":
        parts.append("YYYY-MM-DD")
    if "enum" in rules:
        parts.append(", ".join(value or "empty" for value in rules["enum"]))
    if "minimum" in rules:
        parts.append(f"≥ {rules['minimum']}")
    if "maximum" in rules:
        parts.append(f"≤ {rules['maximum']}")
    if "pattern" in rules:
        parts.append(f"`{rules['pattern']}`".replace("|", "\\|"))
    return "; ".join(parts)


def dictionary(_: str) -> str:
    """Return the whole dictionary."""
    resources = json.loads((FOLDER / "datapackage.json").read_text("utf-8"))["resources"]
    return "\n\n".join(describe(resource) for resource in resources)


TITLES = {
    "documents": ("plans", "规划文件"),
    "industries": ("industries and segments", "产业与环节"),
    "places": ("places", "空间载体"),
    "structures": ("structures", "空间结构"),
    "elements": ("structure elements", "结构要素"),
    "placements": ("placements (industry × place)", "产业布局（产业×载体）"),
    "projects": ("key projects", "重点项目"),
    "sites": ("sites of 专栏5", "专栏5遗址与景点"),
    "indicators": ("indicators", "发展指标"),
}


def counts(name: str) -> str:
    """Return the number of rows of each table, as ``zzmap check`` prints them."""
    chinese = name.endswith("zh-CN.md")
    lines = [
        "| 表 | 行数 | 内容 |" if chinese else "| table | rows | what |",
        "| --- | ---: | --- |",
    ]
    for table, titles in TITLES.items():
        with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = sum(1 for _ in csv.reader(file)) - 1
        lines.append(f"| {table} | {rows} | {titles[chinese]} |")
    return "\n".join([*lines, "", _without_position(chinese)])


def _without_position(chinese: bool) -> str:
    """Return how many places have no position, counted as the index and the maps count them."""
    catalogue = Catalogue(FOLDER)
    nowhere, within = (len(catalogue.places_without_position(row)) for row in (UNLOCATED, WITHIN))
    if chinese:
        return f"其中 {nowhere} 个载体未定位，另有 {within} 个已知在某区内、点位未知。"
    return (
        f"{nowhere} places are not located; {within} more are known to lie in a zone or district, "
        "their position unknown."
    )


GENERATED: dict[Path, tuple[str, Callable[[str], str]]] = {
    FOLDER / "README.md": ("dictionary", dictionary),
    FOLDER.parent / "README.md": ("counts", counts),
    FOLDER.parent / "README.zh-CN.md": ("counts", counts),
}
"""The mark in each file between which its text is made."""


def rendered(path: Path) -> str:
    """Return a file with its generated part made anew."""
    mark, make = GENERATED[path]
    start, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, rest = path.read_text("utf-8").split(start)
    return f"{before}{start}\n\n{make(path.name)}\n\n{end}{rest.split(end)[1]}"


def main() -> None:
    """Write the files."""
    for path in GENERATED:
        path.write_text(rendered(path), "utf-8")
        sys.stdout.write(f"{path.name} written\n")


if __name__ == "__main__":
    main()
