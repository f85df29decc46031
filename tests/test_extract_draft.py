"""The draft folder is written whole and read back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from zzmap.errors import FormatError
from zzmap.extract.draft import (
    TEXT,
    Draft,
    DraftIndicator,
    DraftPlacement,
    Head,
    read_draft,
    sentence_hash,
    write_draft,
)


def a_draft() -> Draft:
    text = "一、布局\n支持甲园发展“乙,丙”产业。\n"
    placement = DraftPlacement(
        "pl-draft-0001", "ind-yi", "park-jia", "supporting", "doc-draft", "一", "乙,丙",
        "甲园", 5, 19, sentence_hash(text[5:19]), "support", 0.8,
    )  # fmt: skip
    indicator = DraftIndicator(
        "in-draft-1", "产值", "", "亿元", None, None, None, "", "expected", "", "doc-draft", "一",
        ("2024", "2030"), ("41.5", "50"), ">=", 5, 19, sentence_hash(text[5:19]), "target", 0.9,
    )  # fmt: skip
    return Draft(
        "a.txt", "0" * 64, "0.1", True, "甲市", text, [Head(1, "一", "布局", 0, 4)],
        placements=[placement], indicators=[indicator], notes=["一句。"],
    )  # fmt: skip


def test_a_draft_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_draft(a_draft(), tmp_path / "d")
    assert read_draft(tmp_path / "d") == a_draft()


def test_a_text_that_was_changed_is_refused(tmp_path: Path) -> None:
    write_draft(a_draft(), tmp_path)
    (tmp_path / TEXT).write_text("别的")
    with pytest.raises(FormatError, match="not the text this draft was made from"):
        read_draft(tmp_path)


def test_a_folder_that_is_no_draft_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no draft"):
        read_draft(tmp_path)
