"""Ideas that had several homes have one: a second one fails here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "zzmap"

WRITES = {
    "write_text", "write_bytes", "to_file", "mkstemp", "mkdtemp", "TemporaryDirectory",
    "NamedTemporaryFile", "rename", "copyfile", "copy2", "move", "fsync", "writerecords",
    "write_dataframe",
}  # fmt: skip
"""Calls that put bytes on a disk or rename a file."""

HOMES = {
    "io/staging.py": "the one way anything is written",
    "io/write_ogr.py": "Fiona writes into the staged file",
    "io/child.py": "a folder of its own for a child process",
    "io/worker.py": "a folder of its own for a child process",
    "io/wire.py": "a series gets a name, no file",
    "io/rows.py": "a child spools rows into the folder it was given",
    "io/write_table.py": "writes a batch at a time into the staged files",
    "io/write_batches.py": "writes a batch at a time into the staged file",
    "io/archive.py": "unpacks into a folder that is thrown away",
    "io/forget.py": "a folder that goes is renamed, so that it goes as a whole",
    "io/scratch.py": "copies in a folder of a child process that is thrown away",
    "parks/geopackage.py": "a store is linked to its place so that of two who make it one wins",
}
FORMATS = "io/formats.py"
GDAL_DRIVERS = {"GPKG", "ESRI Shapefile", "LIBKML"}


def _files() -> Iterator[tuple[str, ast.Module]]:
    for path in PACKAGE.rglob("*.py"):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def _calls(tree: ast.Module) -> Iterator[tuple[str, int, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield name, node.lineno, node


def _opens_to_write(name: str, node: ast.Call) -> bool:
    words = [row.value for row in node.args if isinstance(row, ast.Constant)]
    words += [row.value.value for row in node.keywords if isinstance(row.value, ast.Constant)]
    modes = {"w", "wb", "w+", "a", "ab", "x", "xb", "r+", "rb+"}
    return name == "open" and any(isinstance(word, str) and word in modes for word in words)


def _puts(name: str, node: ast.Call) -> bool:
    """Tell a call that writes or renames a file; a function of staging is called by its name."""
    if isinstance(node.func, ast.Name):
        return _opens_to_write(name, node)
    # A path is replaced by one other; a part of a text by another, which makes two arguments.
    renames = name == "replace" and len(node.args) == 1 and not node.keywords
    return name in WRITES or renames or _opens_to_write(name, node)


def test_files_are_written_in_one_place() -> None:
    second = [
        f"{file}:{line} {name}"
        for file, tree in _files()
        for name, line, node in _calls(tree)
        if file not in HOMES and _puts(name, node)
    ]
    assert second == []


def test_suffixes_and_drivers_are_in_the_table_of_formats() -> None:
    second = [
        f"{file}:{node.lineno} {node.value}"
        for file, tree in _files()
        if file != FORMATS
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in GDAL_DRIVERS
    ]
    assert second == []


def test_colours_of_kinds_are_in_the_palette() -> None:
    style = (PACKAGE / "render/static/style.js").read_text("utf-8")
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b", style) == []
    assert [file for file, tree in _files() if "#009E73" in ast.dump(tree)] in ([], ["palette.py"])
