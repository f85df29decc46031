"""``zzmap extract``: from a plan's file to a draft folder that a review reads."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
from plan_file import PLANS, read_plan
from rendered import as_docx, as_pdf, as_txt, pieces

from zzmap.errors import FormatError, OutputError
from zzmap.extract.draft import read_draft
from zzmap.extract.regions import city_of
from zzmap.io.documents.docx import read_docx
from zzmap.io.documents.pdf import read_pdf
from zzmap.workspace import drafts

ROWS = pieces(PLANS / "next_plan.plan")
PLAN = read_plan(PLANS / "next_plan.plan")
CITY2 = Path(__file__).resolve().parents[1] / "city2"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text(as_txt(ROWS), "utf-8")
    return tmp_path / "plan.txt"


def test_a_plan_becomes_a_draft_that_a_review_reads(zzmap, plan: Path, tmp_path: Path) -> None:
    done = zzmap("extract", plan, "-o", tmp_path / "draft")
    assert done.returncode == 0, done.stderr
    draft = read_draft(tmp_path / "draft")
    assert PLAN.title in done.stdout and "none of it reviewed" in done.stdout
    assert f"{len(draft.placements)} placements" in done.stdout
    assert done.stderr == "", "a bar is for a terminal"
    assert (draft.source, draft.city, draft.cold) == ("plan.txt", "郑州市", False)
    assert [row.title for row in draft.documents] == [PLAN.title]
    assert len(draft.outline) > 30
    made = zzmap("extract", "review", tmp_path / "draft", "-o", tmp_path / "review.html")
    assert made.returncode == 0, made.stderr


def test_every_row_points_into_the_text_and_says_where_it_stands(
    plan: Path, tmp_path: Path
) -> None:
    draft = drafts.extract(plan, tmp_path / "draft")
    rows = [*draft.placements, *draft.projects, *draft.indicators]
    assert len(rows) > 100
    for row in rows:
        assert 0 <= row.start < row.end <= len(draft.text)
        assert row.locator.startswith("A·") and row.rule


def test_the_same_plan_in_any_form_gives_the_same_draft(plan: Path, tmp_path: Path) -> None:
    as_docx(ROWS, tmp_path / "plan.docx")
    as_pdf(ROWS, tmp_path / "plan.pdf", columns=2)
    forms = ("txt", "docx", "pdf")
    first, *others = [drafts.extract(tmp_path / f"plan.{row}", tmp_path / row) for row in forms]
    for other in others:
        assert other.text == first.text and other.outline == first.outline
        assert other.placements == first.placements and other.projects == first.projects


def test_cold_knows_no_place_but_districts(plan: Path, tmp_path: Path) -> None:
    from zzmap.catalogue import Catalogue

    draft = drafts.extract(plan, tmp_path / "draft", cold=True)
    assert draft.cold
    catalogue = Catalogue()
    kinds = catalogue.city.district_kinds
    known = [row.known_id or row.id for row in draft.places if row.status != "new"]
    assert known and all(catalogue.places[row].kind in kinds for row in known)
    assert all(row.status == "new" for row in draft.industries)


def test_what_is_there_is_not_replaced(zzmap, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "draft").mkdir()
    (tmp_path / "draft" / "notes.txt").write_text("mine", "utf-8")
    done = zzmap("extract", plan, "-o", tmp_path / "draft")
    assert done.returncode == 1 and "there already" in done.stderr
    assert (tmp_path / "draft" / "notes.txt").read_text("utf-8") == "mine"
    with pytest.raises(OutputError, match="there already"):
        drafts.extract(plan, tmp_path / "draft" / "notes.txt")


def test_a_document_that_cannot_be_read_leaves_nothing(zzmap, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_text("no PDF", "utf-8")
    done = zzmap("extract", tmp_path / "plan.pdf", "-o", tmp_path / "draft")
    assert done.returncode == 1
    assert done.stderr.startswith("zzmap: plan.pdf: the content is not PDF")
    assert done.stderr.count("\n") == 1 and not (tmp_path / "draft").exists()


def test_what_the_reader_has_to_say_is_shown_and_kept(zzmap, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_bytes(as_txt(ROWS).encode("gb18030"))
    done = zzmap("extract", tmp_path / "plan.txt", "-o", tmp_path / "draft")
    assert "the text is in GB18030" in done.stdout
    assert "the text is in GB18030" in read_draft(tmp_path / "draft").notes


@pytest.mark.parametrize(("form", "package"), [("docx", "docx"), ("pdf", "pypdfium2")])
def test_a_reader_that_is_not_installed_is_named(
    form: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"plan.{form}"
    (as_docx if form == "docx" else as_pdf)(ROWS, path)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(FormatError, match=r"which is not installed.*zzmap\[extract\]"):
        if form == "docx":
            read_docx(path)
        else:
            read_pdf(path, tmp_path)


def test_the_next_command_can_be_typed_as_it_is_told(zzmap, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("示例市工业规划\n支持甲乙产业园发展机床。\n", "utf-8")
    done = zzmap("extract", "plan.txt", "-o", "草稿 (一)", "--geodata", CITY2)
    line = next(row for row in done.stdout.splitlines() if "To review" in row)
    words = shlex.split(line.partition("zzmap ")[2])
    assert words[:3] == ["extract", "review", "草稿 (一)"]
    assert zzmap(*words).returncode == 0 and (tmp_path / "review.html").exists()
    assert str(CITY2) in words


def test_a_plan_of_another_city_is_noted(zzmap, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("鹤壁市工业规划\n支持甲乙产业园发展机床。\n", "utf-8")
    done = zzmap("extract", "plan.txt", "-o", "draft")
    assert "the title says 鹤壁市 and this geodata is of 郑州市" in done.stdout
    assert "the title says" not in zzmap("extract", "plan.txt", "-o", "cold", "--cold").stdout
    # What was read with district names only is refused by the geodata of another city.
    assert "鹤壁市" in zzmap("extract", "review", "cold").stderr


@pytest.mark.parametrize(
    ("title", "city"),
    [
        ("河南省鹤壁市工业规划", "鹤壁市"), ("推进新型城市建设方案", ""), ("全市工业规划", ""),
        ("关于印发《鹤壁市规划》的通知", "鹤壁市"), ("云川市工业规划", "云川市"),
    ],
)  # fmt: skip
def test_the_city_of_a_title_is_a_city(title: str, city: str) -> None:
    assert city_of([title]) == city
