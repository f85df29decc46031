"""Messages: both languages whole, the reader's language found, nothing lost on its way."""

from __future__ import annotations

import ast
import gettext
import os
import pickle
import re
import string
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import zzmap as zz
from zzmap.cli.language import language_of, taken
from zzmap.messages import both, say, speaking, spoken

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "zzmap"
CATALOGUE = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "zzmap"

BARE = {"StoreError", "ZzmapError", "FormatError", "CrsError", "UnfitCrsError", "OldDatumError",
        "GeodataError", "NotFoundError", "OutputError"}  # fmt: skip
"""Errors whose words a reader sees."""


def templates() -> dict[str, str]:
    """Return the templates that stand in the code, each with a file it stands in."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text("utf-8")
        if "from zzmap.messages import" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                first = node.args[0]
                assert isinstance(first, ast.Constant), f"{path.name}:{node.lineno} is no literal"
                parts = {row.arg for row in node.keywords}
                assert parts == fields(first.value), f"{path.name}:{node.lineno}"
                found[first.value] = path.name
    return found


def fields(template: str) -> set[str | None]:
    """Return the names of a template's parts, those within a format too."""
    found: set[str | None] = set()
    for _, name, spec, _ in string.Formatter().parse(template):
        if name:
            found.add(name)
        if spec:
            found |= fields(spec)
    return found


def chinese() -> dict[str, str]:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    return {key: value for key, value in catalogue._catalog.items() if key}  # type: ignore[attr-defined]


TEMPLATES, CHINESE = templates(), chinese()


def test_every_message_has_its_chinese_and_no_chinese_is_left_over() -> None:
    assert TEMPLATES.keys() - CHINESE.keys() == set()
    assert CHINESE.keys() - TEMPLATES.keys() == set()


@pytest.mark.parametrize("template", sorted(CHINESE))
def test_the_chinese_holds_the_same_parts_in_the_same_form(template: str) -> None:
    def parts(text: str) -> list[str]:
        return sorted(re.findall(r"\{[^{}]*\}|%\(\w+\)\w|%[sr]", text))

    assert set(parts(template)) == set(parts(CHINESE[template]))


def test_the_chinese_is_chinese() -> None:
    bare = {
        template
        for template, told in CHINESE.items()
        if re.search("[A-Za-z]{2}", re.sub(r"\{[^}]*\}|%\(\w+\)", "", template))
        and not re.search("[\u4e00-\u9fff]", told)
    }
    allowed = {row for row in bare if not re.search(r"[a-z]{2,} [a-z]{2,}", row)}
    assert bare == allowed
    assert len(bare) < 20, bare


def test_the_chinese_is_shown_whole_on_a_gbk_console() -> None:
    for told in CHINESE.values():
        assert told.encode("gbk").decode("gbk") == told


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    pofile = pytest.importorskip("babel.messages.pofile")
    with CATALOGUE.with_suffix(".po").open("rb") as file:
        text = {row.id: row.string for row in pofile.read_po(file, locale="zh_CN") if row.id}
    assert text == CHINESE


def words_of(node: ast.expr) -> bool:
    """Tell whether an expression is text with English in it that no catalogue has."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(re.search("[A-Za-z]{3}", node.value))
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(row, ast.Constant) and words_of(row) for row in node.values)
    if isinstance(node, ast.IfExp):
        return words_of(node.body) or words_of(node.orelse)
    return isinstance(node, ast.BinOp) and (words_of(node.left) or words_of(node.right))


def raised() -> list[tuple[str, ast.expr]]:
    """Return what errors and helps are made of, and where that stands."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            where = f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}"
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            said = {"hint", "help", "description", "what"} | ({"where"} if name in BARE else set())
            found += [(where, row.value) for row in node.keywords if row.arg in said]
            if name in BARE:
                found += [(where, row) for row in node.args]
    return found


def test_no_error_and_no_help_is_said_but_by_the_catalogue() -> None:
    rows = raised()
    assert len(rows) > 1000
    assert [where for where, node in rows if words_of(node)] == []


# -- templates ---------------------------------------------------------------------------


def test_an_error_is_had_in_either_language_whichever_it_was_raised_in() -> None:
    for language in ("en", "zh"):
        with speaking(language), pytest.raises(zz.FormatError) as caught:
            zz.read("none.geojson")
        error = caught.value
        assert error.text("en") == "none.geojson: there is no such file. Check the path."
        assert error.text("zh") == "none.geojson：没有这个文件。请检查路径。"


def test_a_message_within_a_message_is_said_in_the_same_language() -> None:
    inner = say("this is a folder")
    told = say("{what}; nothing was written", what=inner)
    assert told == "this is a folder; nothing was written"
    with speaking("zh"):
        assert f"{told}" == "这是文件夹；什么也没有写"
        assert str(told) == f"{inner}；什么也没有写"
    assert str(pickle.loads(pickle.dumps(told))) == told


def test_braces_in_a_part_are_text() -> None:
    told = say("there is no layer “{layer}”", layer="{layer.__class__}")
    assert told == "there is no layer “{layer.__class__}”"


def test_what_has_both_languages_is_said_in_the_readers() -> None:
    label = both("高斯", "Gauss")
    told = say("coordinates are {system}", system=label)
    assert told == "coordinates are Gauss"
    with speaking("zh"):
        assert str(told) == "坐标为高斯"
    assert str(pickle.loads(pickle.dumps(label))) == "Gauss"


def test_two_readers_are_answered_at_once_each_in_theirs() -> None:
    found = say("this is a folder")

    def answer(language: str) -> str:
        with speaking(language):  # type: ignore[arg-type]
            return "".join(str(found) for _ in range(200))

    with ThreadPoolExecutor(2) as pool:
        english, told = pool.map(answer, ("en", "zh"))
    assert english == "this is a folder" * 200
    assert told == "这是文件夹" * 200
    assert spoken() == "en"


# -- the reader's language ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "environ", "language"),
    [
        (None, {}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LANG": "zh_CN.GBK"}, "zh"),
        (None, {"LANG": "zh_TW"}, "zh"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        (None, {"LANG": "en_US", "LC_MESSAGES": "en_GB", "LC_ALL": "zh_CN"}, "zh"),
        (None, {"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        (None, {"LANG": "zh_CN.UTF-8", "ZZMAP_LANG": "en"}, "en"),
        (None, {"ZZMAP_LANG": "zh-Hans"}, "zh"),
        ("en", {"LANG": "zh_CN.UTF-8", "ZZMAP_LANG": "zh"}, "en"),
        ("zh", {}, "zh"),
    ],
)
def test_the_language_is_found(asked: str | None, environ: dict[str, str], language: str) -> None:
    assert language_of(asked, environ) == language


@pytest.mark.parametrize(("asked", "environ"), [("fr", {}), (None, {"ZZMAP_LANG": "chinese"})])
def test_a_language_zzmap_does_not_speak_is_refused(
    asked: str | None, environ: dict[str, str]
) -> None:
    with pytest.raises(zz.FormatError, match=r"Use en, zh\."):
        language_of(asked, environ)


def test_the_option_is_taken_wherever_it_stands_but_behind_the_end_of_options() -> None:
    assert taken(["a", "--lang", "zh", "b"]) == ("zh", ["a", "b"])
    assert taken(["query", "--", "--lang", "zh"]) == (None, ["query", "--", "--lang", "zh"])


def run(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    kept = {key: row for key, row in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    kept.pop("ZZMAP_LANG", None)
    environment = {**kept, "PYTHONPATH": str(ROOT), **more}
    return subprocess.run(
        [sys.executable, "-m", "zzmap", *command],
        env=environment, cwd=folder, capture_output=True, check=False,
    )  # fmt: skip


FAULTY = "地块,点号,X,Y\n甲,1,3850000,467000\n甲,2,3850100,467000\n甲,3,abc,467100\n"


def test_a_faulty_file_is_refused_in_chinese_by_the_child_that_reads_it(tmp_path: Path) -> None:
    (tmp_path / "红线.csv").write_text(FAULTY, "utf-8")
    done = run(tmp_path, "parks", "add", "红线.csv", LANG="zh_CN.UTF-8", PYTHONUTF8="1")
    assert done.returncode == 1
    assert done.stderr.decode() == "zzmap: 红线.csv 第 4 行：“abc”不是坐标。请改正。\n"
    done = run(
        tmp_path, "parks", "add", "红线.csv", "--lang=en", LANG="zh_CN.UTF-8", PYTHONUTF8="1"
    )
    assert done.stderr.decode() == "zzmap: 红线.csv row 4: “abc” is no coordinate. Correct it.\n"


def test_help_and_a_wrong_option_are_in_chinese(tmp_path: Path) -> None:
    done = run(tmp_path, "parks", "add", "--help", ZZMAP_LANG="zh", PYTHONUTF8="1")
    told = done.stdout.decode()
    assert told.startswith("用法：zzmap parks add")
    assert "添加文件中的园区" in told
    assert not re.search(r"show this|default:|options", told)
    done = run(tmp_path, "parks", "add", "--lang", "zh", PYTHONUTF8="1")
    assert "缺少以下参数：FILE" in done.stderr.decode()


def test_a_gbk_console_has_the_chinese_whole(tmp_path: Path) -> None:
    done = run(tmp_path, "parks", "--help", "--lang", "zh", PYTHONIOENCODING="gbk")
    assert "导入、列出、修改、撤销和导出园区。" in done.stdout.decode("gbk")
    assert b"\\u" not in done.stdout


def test_a_language_that_is_not_spoken_ends_the_command(tmp_path: Path) -> None:
    done = run(tmp_path, "list", "places", "--lang", "fr")
    assert done.returncode == 1
    assert done.stderr == b"zzmap: --lang fr is no language that zzmap speaks. Use en, zh.\n"
