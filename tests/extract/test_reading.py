"""What a plan says is read back the same, whatever it was set as."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from plan_file import PLANS
from rendered import (
    BODY,
    BOX,
    BOX_BODY,
    REST,
    ROW,
    TITLE,
    Piece,
    as_docx,
    as_pdf,
    as_txt,
    paragraphs,
    pieces,
)

from zzmap.extract.outline import OutlinedText, outlined
from zzmap.io.documents.characters import normal
from zzmap.io.documents.model import Part, ReadDocument
from zzmap.io.documents.reading import read_document

Setter = Callable[[list[Piece], Path], Path]


def txt(measure: int, encoding: str) -> Setter:
    def set_plan(rows: list[Piece], folder: Path) -> Path:
        path = folder / "plan.txt"
        path.write_bytes(as_txt(rows, measure).encode(encoding))
        return path

    return set_plan


def docx(**options: bool) -> Setter:
    def set_plan(rows: list[Piece], folder: Path) -> Path:
        as_docx(rows, folder / "plan.docx", **options)
        return folder / "plan.docx"

    return set_plan


def pdf(columns: int, *, spaced: bool = False) -> Setter:
    def set_plan(rows: list[Piece], folder: Path) -> Path:
        as_pdf(rows, folder / "plan.pdf", columns=columns, spaced=spaced)
        return folder / "plan.pdf"

    return set_plan


SETTERS = {
    "a line a paragraph": txt(0, "utf-8"),
    "hard line breaks": txt(30, "utf-8"),
    "GBK with hard line breaks": txt(22, "gb18030"),
    "UTF-16": txt(0, "utf-16"),
    "DOCX with boxes": docx(frames=True),
    "DOCX numbered by Word": docx(frames=False, numbered=True),
    "PDF": pdf(1),
    "PDF of two columns, blanks in words": pdf(2, spaced=True),
}


def told(part: Part) -> str | tuple[str, ...]:
    return tuple(normal(cell) for cell in part.cells) or normal(part.text)


def seen(text: OutlinedText) -> list[tuple[str, int, str, str, str, tuple[str, ...]]]:
    return [
        (row.kind, row.level, row.locator, row.box, text.text[row.start : row.end], row.cells)
        for row in text.blocks
    ]


@pytest.fixture(scope="module")
def plain() -> dict[str, OutlinedText]:
    """The outline of each plan as it is written."""
    found = {}
    for path in PLANS.glob("*.plan"):
        parts = []
        frame = table = 0
        for row in pieces(path):
            frame += row.kind == BOX
            table += row.kind == ROW and not parts[-1].cells
            inside = frame if row.kind in (BOX, BOX_BODY, ROW) else 0
            parts.append(Part(row.text, row.cells, frame=inside, table=table if row.cells else 0))
        found[path.stem] = outlined(ReadDocument("", "", "", tuple(parts)))
    return found


@pytest.mark.parametrize("form", SETTERS)
@pytest.mark.parametrize("name", ["next_plan", "other_city"])
def test_a_plan_is_read_back(
    name: str, form: str, plain: dict[str, OutlinedText], tmp_path: Path
) -> None:
    rows = pieces(PLANS / f"{name}.plan")
    document = read_document(SETTERS[form](rows, tmp_path))
    want = [tuple(map(normal, row)) if isinstance(row, tuple) else normal(row)
            for row in paragraphs(rows)]  # fmt: skip
    got = [told(part) for part in document.parts]
    if document.form == "PDF":  # a title over two lines is two, until the outline
        title = len(got) - len(want)
        got = ["".join(map(str, got[: title + 1])), *got[title + 1 :]]
    assert got == want
    assert seen(outlined(document)) == seen(plain[name])


def test_every_character_of_a_document_is_in_its_text(plain: dict[str, OutlinedText]) -> None:
    for name, text in plain.items():
        rows = pieces(PLANS / f"{name}.plan")
        want = "".join(row.text or "".join(row.cells) for row in rows)
        assert "".join(text.text.split()) == "".join(normal(want).split())
        spans = [(row.start, row.end) for row in text.blocks]
        assert spans == sorted(spans)
        covered = "".join(text.text[start:end] for start, end in spans)
        assert covered == text.text.replace("\n", "")


@pytest.mark.parametrize("after", [REST, BODY])
def test_a_paragraph_that_a_box_cuts_on_a_page_is_whole(after: str, tmp_path: Path) -> None:
    before = "支持甲区发展汽车，推动乙区建设基地，引导丙区布局芯片，鼓励丁区培育机器人，" * 4
    rows = [
        Piece(BODY, before[:131]), Piece(BOX, "专栏1：重点"), Piece(BOX_BODY, "重点园区：甲园。"),
        Piece(after, "建设一批基地。"), Piece(BODY, "支持戊区。" * 20),
    ]  # fmt: skip
    as_pdf(rows, tmp_path / "a.pdf")
    _, *parts = read_document(tmp_path / "a.pdf").parts  # the head of the only page
    texts = [row.text for row in rows]
    if after == REST:
        texts = [texts[0] + texts[3], texts[1], texts[2], texts[4]]
    assert [normal(part.text) for part in parts] == texts
    assert [bool(part.frame) for part in parts][:3] == [False, True, True]


@pytest.mark.parametrize("end", ["年）", "版"])
def test_the_second_line_of_a_title_is_in_no_column(end: str, tmp_path: Path) -> None:
    title = "甲乙市培育壮大特色产业链实施方案（2026—2030"
    body = "支持甲区发展汽车，推动乙区建设基地，引导丙区布局芯片，鼓励丁区培育机器人，" * 40
    rows = [Piece(TITLE, title + end), Piece(BODY, body)]
    as_pdf(rows, tmp_path / "a.pdf", columns=2)
    text = "".join(normal(part.text) for part in read_document(tmp_path / "a.pdf").parts)
    assert normal(body) in text
    assert text.index(normal(end)) < text.index(normal(body))


def test_what_word_shows_besides_the_text(tmp_path: Path) -> None:
    import docx as library
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = library.Document()
    paragraph = document.add_paragraph("甲区")
    paragraph._p.append(parse_xml(
        f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>不</w:delText></w:r></w:del>'
    ))  # fmt: skip
    paragraph._p.append(parse_xml(
        f'<w:ins {nsdecls("w")} w:id="2" w:author="a"><w:r><w:t>发展汽车。</w:t></w:r></w:ins>'
    ))  # fmt: skip
    paragraph._p.append(parse_xml(
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
        "<v:textbox><w:txbxContent><w:p><w:r><w:t>专栏1 重点</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>重点园区：甲园。</w:t></w:r></w:p></w:txbxContent></v:textbox>"
        "</v:shape></w:pict></w:r>"
    ))  # fmt: skip
    table = document.add_table(2, 3)
    for cell, text in zip(table.rows[0].cells, ("类别", "指标", "2030年"), strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1)).text = "产值"
    table.cell(1, 2).text = "50"
    document.save(str(tmp_path / "a.docx"))
    parts = read_document(tmp_path / "a.docx").parts
    assert [(part.text, part.frame > 0) for part in parts[:3]] == [
        ("甲区发展汽车。", False), ("专栏1 重点", True), ("重点园区：甲园。", True)
    ]  # fmt: skip
    assert [part.cells for part in parts[3:]] == [
        ("类别", "指标", "2030年"), ("产值", "产值", "50")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "shape", "shown"),
    [
        ("chineseCounting", "第%1章 ", ["第一章 ", "第二章 "]),
        ("decimal", "%1.", ["1.", "2."]),
        ("chineseLegalSimplified", "%1、", ["壹、", "贰、"]),
        ("upperRoman", "%1．", ["I．", "II．"]),
        ("bullet", "●", ["", ""]),
    ],
)
def test_numbers_of_word(kind: str, shape: str, shown: list[str], tmp_path: Path) -> None:
    import docx as library
    import rendered

    document = library.Document()
    number = rendered._list(document)
    root = document.part.numbering_part.element
    level = root[0][0]
    level[1].set(level[1].keys()[0], kind)
    level[2].set(level[2].keys()[0], shape)
    for text in ("甲", "乙"):
        paragraph = document.add_paragraph(text)
        rendered._numbered(paragraph, number)
    document.save(str(tmp_path / "a.docx"))
    parts = read_document(tmp_path / "a.docx").parts
    assert [part.text for part in parts] == [
        number + text for number, text in zip(shown, ("甲", "乙"), strict=True)
    ]
