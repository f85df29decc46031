"""The documents say what is so."""

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from zzmap.cli.parser import build_parser

ROOT = Path(__file__).resolve().parent.parent


def load(name: str) -> ModuleType:
    path = ROOT / "geodata" / "make" / f"{name}.py"
    sys.path.insert(0, str(path.parent))
    try:
        spec = importlib.util.spec_from_file_location(f"make_{name}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.pop(0)
    return module


def test_generated_parts_are_up_to_date() -> None:
    dictionary = load("dictionary")
    for path in dictionary.GENERATED:
        assert path.read_text("utf-8") == dictionary.rendered(path), path.name


def test_pinyin_is_up_to_date(catalogue) -> None:
    pinyin = load("pinyin")
    terms = {t for t in pinyin.terms(catalogue) if any("\u4e00" <= c <= "\u9fff" for c in t)}
    assert terms == catalogue.pinyin.keys()


def test_both_readmes_show_the_same_commands() -> None:
    blocks = [
        [line.split("#")[0].strip() for line in re.findall(r"^(?:zzmap|python3).*$", text, re.M)]
        for text in (
            (ROOT / "README.md").read_text("utf-8"),
            (ROOT / "README.zh-CN.md").read_text("utf-8"),
        )
    ]
    assert blocks[0] == blocks[1]
    assert len(blocks[0]) > 8


def test_every_command_is_in_the_readme() -> None:
    actions = build_parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    text = (ROOT / "README.md").read_text("utf-8")
    for name in actions:
        # ``extract review`` is a command of its own inside.
        assert f"zzmap {name.replace('extract-', 'extract ')}" in text, name


PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_the_dictionary_is_a_data_package() -> None:
    package = json.loads((ROOT / "geodata" / "datapackage.json").read_text("utf-8"))
    assert all((ROOT / "geodata" / row["path"]).is_file() for row in package["resources"])
