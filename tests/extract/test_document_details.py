"""What is easily read twice or at the wrong place: merged cells, tables over pages, bold, lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zzmap.io.documents.reading import read_document

SIZE = 10


def canvas(path: Path) -> Any:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = Canvas(str(path), pagesize=(595, 842))
    page.setFont("STSong-Light", SIZE)
    return page


def ruled(page: Any, rows: list[list[str]], top: float) -> None:
    """Draw a table with rules."""
    for at in range(len(rows) + 1):
        page.line(100, top - at * 30, 100 + 100 * len(rows[0]), top - at * 30)
    for at in range(len(rows[0]) + 1):
        page.line(100 + at * 100, top, 100 + at * 100, top - 30 * len(rows))
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            page.drawString(105 + at * 100, top - 20 - number * 30, text)


def test_a_cell_over_two_rows_is_in_both(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    for x in (100, 200, 300):
        page.line(x, 700, x, 610)
    for y in (700, 670, 610):
        page.line(100, y, 300, y)
    page.line(200, 640, 300, 640)  # not across the first column
    for x, y, text in ((105, 680, "类别"), (205, 680, "指标"), (105, 636, "产业规模"),
                       (205, 650, "产值"), (205, 620, "比重")):  # fmt: skip
        page.drawString(x, y, text)
    page.save()
    parts = read_document(tmp_path / "a.pdf").parts
    assert [part.cells for part in parts] == [
        ("类别", "指标"), ("产业规模", "产值"), ("产业规模", "比重")
    ]  # fmt: skip


def test_a_table_over_two_pages_is_one_with_one_head(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    ruled(page, [["指标", "单位"], ["产值", "亿元"]], 300)
    page.showPage()
    page.setFont("STSong-Light", SIZE)
    ruled(page, [["指标", "单位"], ["比重", "百分比"]], 700)
    page.save()
    parts = read_document(tmp_path / "a.pdf").parts
    assert [(part.table, part.cells) for part in parts] == [
        (1, ("指标", "单位")), (1, ("产值", "亿元")), (1, ("比重", "百分比"))
    ]  # fmt: skip


def test_characters_set_twice_to_look_bold_are_read_once(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    page.drawString(100, 600, "一、发展基础多多")
    for start in (0, 4):  # in other pieces than before
        page.drawString(100.4 + start * SIZE, 600, "一、发展基础多多"[start : start + 4])
    page.save()
    assert [part.text for part in read_document(tmp_path / "a.pdf").parts] == ["一、发展基础多多"]


def numbered(path: Path, paragraphs: list[tuple[int, int]], override: int = 0) -> list[str]:
    """Return how paragraphs of (list, level) are read; list 2 begins anew at `override`."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    root = document.part.numbering_part.element
    w = nsdecls("w")
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="{shape}"/></w:lvl>' for at, shape in enumerate(("%1.", "%1.%2 "))
    )  # fmt: skip
    root.insert(0, parse_xml(f'<w:abstractNum {w} w:abstractNumId="77">{levels}</w:abstractNum>'))
    begin = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{override}"/></w:lvlOverride>'
    for number, tail in ((71, ""), (72, begin if override else "")):
        root.append(parse_xml(
            f'<w:num {w} w:numId="{number}"><w:abstractNumId w:val="77"/>{tail}</w:num>'
        ))  # fmt: skip
    for which, level in paragraphs:
        paragraph = document.add_paragraph("甲")
        paragraph._p.get_or_add_pPr().append(parse_xml(
            f'<w:numPr {w}><w:ilvl w:val="{level}"/><w:numId w:val="{70 + which}"/></w:numPr>'
        ))  # fmt: skip
    document.save(str(path))
    return [part.text.removesuffix("甲") for part in read_document(path).parts]


def test_lower_levels_of_a_list_begin_anew_below_each_higher_one(tmp_path: Path) -> None:
    rows = [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)]
    assert numbered(tmp_path / "a.docx", rows) == ["1.", "1.1 ", "1.2 ", "2.", "2.1 "]


def test_a_list_goes_on_or_begins_anew_as_word_shows_it(tmp_path: Path) -> None:
    rows = [(1, 0), (1, 0), (2, 0), (2, 0)]
    assert numbered(tmp_path / "a.docx", rows) == ["1.", "2.", "3.", "4."]
    assert numbered(tmp_path / "b.docx", rows, override=1) == ["1.", "2.", "1.", "2."]


def test_a_text_box_in_two_forms_and_moved_words_are_read_once(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    w = nsdecls("w")
    inside = "<w:txbxContent><w:p><w:r><w:t>重点园区：甲园。</w:t></w:r></w:p></w:txbxContent>"
    paragraph = document.add_paragraph("支持甲区。")
    paragraph._p.append(parse_xml(
        f'<w:moveFrom {w} w:id="1" w:author="a"><w:r><w:t>旧处</w:t></w:r></w:moveFrom>'
    ))  # fmt: skip
    paragraph._p.append(parse_xml(
        f'<w:r {w} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:AlternateContent><mc:Choice Requires="wps">{inside}</mc:Choice>'
        f"<mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent></w:r>"
    ))  # fmt: skip
    document.save(str(tmp_path / "a.docx"))
    parts = read_document(tmp_path / "a.docx").parts
    told = [(part.text, part.frame) for part in parts]
    assert told == [("支持甲区。", 0), ("重点园区：甲园。", 1)]


def worded(path: Path, *paragraphs: str) -> Path:
    """Write a DOCX of paragraphs as Word's markup has them."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    body = document.element.body
    for text in paragraphs:
        body.insert(len(body) - 1, parse_xml(f"<w:p {nsdecls('w')}>{text}</w:p>"))
    document.save(str(path))
    return path


def test_hidden_words_and_pinyin_above_words_are_not_read(tmp_path: Path) -> None:
    def run(text: str, how: str = "") -> str:
        return f"<w:r><w:rPr>{how}</w:rPr><w:t>{text}</w:t></w:r>"

    path = worded(
        tmp_path / "a.docx",
        run("支持甲县发展")
        + run("煤炭", "<w:vanish/>")
        + run("液压装备。", '<w:vanish w:val="0"/>'),
        f"<w:r><w:ruby><w:rt>{run('yǐ xiàn')}</w:rt><w:rubyBase>{run('乙县')}</w:rubyBase></w:ruby>"
        f"</w:r>{run('发展汽车。')}",
    )
    found = read_document(path)
    assert [part.text for part in found.parts] == ["支持甲县发展液压装备。", "乙县发展汽车。"]
    assert [note for note in found.notes if "hidden words" in note]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    gone = '<w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
    path = worded(
        tmp_path / "a.docx",
        f"{gone}<w:r><w:t>支持甲县</w:t></w:r>",
        f"{gone}<w:r><w:t>发展</w:t></w:r>",
        "<w:r><w:t>汽车。</w:t></w:r>",
        f"{gone}<w:r><w:t>支持乙县发展煤炭。</w:t></w:r>",
    )
    assert [part.text for part in read_document(path).parts] == [
        "支持甲县发展汽车。", "支持乙县发展煤炭。",
    ]  # fmt: skip


def test_lines_may_end_as_word_processors_end_them(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "甲市工业规划\v一、布局\u2028支持甲县发展汽车。\u2029支持乙县发展煤炭。", "utf-8"
    )
    assert [part.text for part in read_document(path).parts] == [
        "甲市工业规划", "一、布局", "支持甲县发展汽车。", "支持乙县发展煤炭。",
    ]  # fmt: skip
