"""Killed at any write, or on a full disk, a draft and a merge are whole or not there at all."""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from drafts import a_draft
from full_disk import fill_up, small_disk, zzmap
from full_kills import count_writes, in_child, quiet

from zzmap.extract.decisions import MARK, OWN_COLUMNS, key_of, text_hash
from zzmap.extract.draft import read_draft, write_draft

CITY = Path(__file__).resolve().parent.parent / "city2"
KILLS = 12
SEED = 20261
Tables = dict[str, bytes]

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")


@pytest.fixture
def reviewed(tmp_path: Path) -> tuple[Path, Path]:
    """A draft folder, and the file of decisions that accepts it all."""
    draft = a_draft()
    write_draft(draft, tmp_path / "draft")
    decisions = [
        {"table": table, "key": key_of(table, row), "decision": "accept"}
        for table in OWN_COLUMNS for row in getattr(draft, table)
    ]  # fmt: skip
    told = {"kind": MARK, "draft": text_hash(draft), "decisions": decisions}
    (tmp_path / "decisions.json").write_text(json.dumps(told), "utf-8")
    return tmp_path / "draft", tmp_path / "decisions.json"


def tables(folder: Path) -> Tables:
    """Return what a folder of geodata holds, without what is hidden and the records of merges."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0][0] != "."
        and path.relative_to(folder).parts[0] != "applied"
    }  # fmt: skip


def kill_often(
    make: Callable[[], None], words: list[str | Path], look: Callable[[int | None], None]
) -> None:
    """Run a command on what `make` makes and kill it at many of its writes; look each time."""
    make()
    writes = count_writes(lambda: quiet(*words))
    assert writes > KILLS
    chance = random.Random(SEED)
    moments = {1, 2, writes - 1, writes, *(chance.randrange(1, writes) for _ in range(KILLS))}
    killed = 0
    for moment in sorted(moments):
        make()
        ended = in_child(lambda: quiet(*words), at_write=moment)
        killed += ended is None
        look(ended)
    assert killed >= KILLS // 2


@needs_fork
@pytest.mark.parametrize("step", ["apply", "undo"])
def test_a_killed_merge_or_undo_leaves_geodata_whole(
    step: str, tmp_path: Path, reviewed: tuple[Path, Path]
) -> None:
    folder = tmp_path / "geodata"
    apply = ["--geodata", folder, "extract", "apply", *reviewed, "--in-place"]
    undo = ["--geodata", folder, "extract", "undo"]
    before = tables(CITY)
    shutil.copytree(CITY, folder)
    assert in_child(lambda: quiet(*apply)) == 0
    merged = tables(folder)
    shutil.copytree(folder, tmp_path / "merged")
    words, start = (apply, CITY) if step == "apply" else (undo, tmp_path / "merged")
    old, new = (before, merged) if step == "apply" else (merged, before)

    def make() -> None:
        shutil.rmtree(folder)
        shutil.copytree(start, folder)

    def look(ended: int | None) -> None:
        assert quiet("--geodata", folder, "check") == 0  # what opens it puts it right
        found = tables(folder)
        assert found in (old, new), "neither as it was nor as it is to be"
        assert ended != 0 or found == new
        assert not list(folder.glob(".zzmap-*.part"))
        if found == merged:
            assert quiet(*undo) == 0 and tables(folder) == before
        else:
            assert quiet(*apply) == 0 and tables(folder) == merged

    kill_often(make, words, look)


@needs_fork
def test_a_killed_draft_or_new_folder_is_made_again(
    tmp_path: Path, reviewed: tuple[Path, Path]
) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("示例市规划\n一、布局\n支持示例高新区发展智能传感器。\n", "utf-8")
    jobs = {
        "draft.json": ["extract", plan, "-o", tmp_path / "draft-new"],
        "datapackage.json": [
            "--geodata", CITY, "extract", "apply", *reviewed, "-o", tmp_path / "new"
        ],
    }  # fmt: skip
    for anchor, words in jobs.items():
        out = Path(words[-1])
        assert in_child(lambda words=words: quiet(*words)) == 0
        whole = tables(out)

        def make(out: Path = out) -> None:
            shutil.rmtree(out, ignore_errors=True)

        def look(
            ended: int | None, out: Path = out, whole: Tables = whole,
            words: list[str | Path] = words, anchor: str = anchor,
        ) -> None:  # fmt: skip
            found = tables(out) if out.exists() else {}
            if found != whole:
                # What tells that a folder is whole comes last, so nobody takes this for one.
                assert anchor not in found
                assert in_child(lambda: quiet(*words)) == 0, "it cannot be made again"
                assert not list(out.glob(".zzmap-*.part"))
            assert tables(out) == whole
            if anchor == "draft.json":
                read_draft(out)

        kill_often(make, words, look)


@pytest.mark.parametrize("step", ["apply", "undo"])
def test_a_full_disk_leaves_geodata_whole(
    step: str, tmp_path: Path, reviewed: tuple[Path, Path]
) -> None:
    with small_disk(tmp_path / "disk", 4) as disk:
        if disk is None:
            pytest.skip("NO SMALL DISK: mounting a tmpfs needs root, so a full disk is not tried")
        folder = disk / "geodata"
        shutil.copytree(CITY, folder)
        apply = ["--geodata", folder, "extract", "apply", *reviewed, "--in-place"]
        if step == "undo":
            assert zzmap(*apply).returncode == 0
        words = apply if step == "apply" else ["--geodata", folder, "extract", "undo"]
        before, refused = tables(folder), 0
        for room in (0, 20_000, 60_000, 120_000, 240_000):
            fill_up(disk / "filler", room)
            done = zzmap(*words)
            assert "Traceback" not in done.stderr, done.stderr
            if done.returncode:
                refused += 1
                assert done.stderr.startswith("zzmap: ") and done.stderr.count("\n") == 1
                assert tables(folder) == before
                assert not list(folder.glob(".zzmap-*.part"))
            else:
                assert tables(folder) != before
                break
            (disk / "filler").unlink()
        (disk / "filler").unlink(missing_ok=True)
        assert refused, "with no room at all it has to refuse"
        assert zzmap("--geodata", folder, "check").returncode == 0
