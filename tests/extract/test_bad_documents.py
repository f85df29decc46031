"""A document that cannot be read is refused in a sentence that says what it is and what to do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from rendered import BODY, Piece, as_docx, as_pdf

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.io.documents.reading import read_document

ROWS = [Piece(BODY, "支持甲区发展汽车。")]
Maker = Callable[[Path], Path]


def pdf(folder: Path) -> Path:
    as_pdf(ROWS, folder / "plan.pdf")
    return folder / "plan.pdf"


def docx(folder: Path) -> Path:
    as_docx(ROWS, folder / "plan.docx")
    return folder / "plan.docx"


def scan(folder: Path) -> Path:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    pixel = io.BytesIO(b"P6 1 1 255 " + b"\x10\x20\x30")
    canvas = Canvas(str(folder / "scan.pdf"))
    canvas.drawImage(ImageReader(pixel), 0, 0, 500, 700)
    canvas.save()
    return folder / "scan.pdf"


def nothing(folder: Path) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(folder / "nothing.pdf"))
    for _ in range(1000):
        canvas.showPage()
    canvas.save()
    return folder / "nothing.pdf"


def too_many(folder: Path) -> Path:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _ in range(settings.MAX_PAGES + 1):
        writer.add_blank_page(10, 10)
    writer.write(folder / "many.pdf")
    return folder / "many.pdf"


def locked(folder: Path) -> Path:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(pdf(folder)))
    writer.encrypt("secret")
    writer.write(folder / "locked.pdf")
    return folder / "locked.pdf"


def cut_pdf(folder: Path) -> Path:
    path = pdf(folder)
    path.write_bytes(path.read_bytes()[:-700])
    return path


def garbage_pdf(folder: Path) -> Path:
    path = folder / "plan.pdf"
    path.write_bytes(b"%PDF-1.4\n" + bytes(range(256)) * 20 + b"%%EOF")
    return path


def meaningless(folder: Path) -> Path:
    """Write a PDF whose letters stand in the private area of Unicode, as broken fonts do."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    canvas = Canvas(str(folder / "odd.pdf"))
    canvas.setFont("Vera", 12)
    canvas.drawString(100, 700, "".join(chr(0xE000 + at) for at in range(60)) + "plan")
    canvas.save()
    return folder / "odd.pdf"


def cut_docx(folder: Path) -> Path:
    path = docx(folder)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def named(source: Maker, name: str) -> Maker:
    return lambda folder: source(folder).rename(folder / name)


def old_office(folder: Path) -> Path:
    path = folder / "plan.docx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))
    return path


def with_part(name: str, raw: bytes, *, after: Maker = docx) -> Maker:
    """Return a DOCX with a part added or replaced."""

    def make(folder: Path) -> Path:
        path = after(folder)
        with zipfile.ZipFile(path) as archive:
            parts = {row: archive.read(row) for row in archive.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for row, old in (parts | {name: raw}).items():
                archive.writestr(row, old)
        return path

    return make


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>
<w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"""
LAUGHS = ENTITIES.replace(b'SYSTEM "file:///etc/passwd"', b'"ha"')
WIDE = ENTITIES.decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")
BOMB = b"<w:document>" + b" " * 400_000_000


def text(raw: bytes, name: str = "plan.txt") -> Maker:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(raw)
        return folder / name

    return make


BAD: dict[str, tuple[Maker, str]] = {
    "a scan": (scan, "hold only pictures of text: it is a scan.*recognised"),
    "a thousand pages of nothing": (nothing, "1,000 pages of this PDF hold no text"),
    "too many pages": (too_many, "3,001 pages, more than the 3,000"),
    "a PDF with a password": (locked, "asks for a password"),
    "a PDF cut off": (cut_pdf, "cut off"),
    "a PDF of garbage": (garbage_pdf, "damaged"),
    "letters without meaning": (meaningless, "60 of the PDF's 64 letters do not say what"),
    "a PDF that is a DOCX": (named(docx, "plan2.pdf"), "not PDF; it looks like a zip"),
    "a DOCX that is a PDF": (named(pdf, "plan2.docx"), "not DOCX; it looks like a PDF"),
    "a text that is a PDF": (named(pdf, "plan2.txt"), "not a plain text; it looks like a PDF"),
    "a text that is a DOCX": (named(docx, "plan2.txt"), "not a plain text; it looks like a zip"),
    "a DOCX with a password": (old_office, "password.*without a password"),
    "a DOCX cut off": (cut_docx, "cut off or damaged"),
    "a zip that is no DOCX": (
        with_part("word/document.xml", b"<a/>"),
        "no sound DOCX|holds no text",
    ),
    "macros": (with_part("word/vbaProject.bin", b"x"), "holds macros.*Save it as .docx"),
    "a name for macros": (named(docx, "plan2.docm"), "with macros.*Save it as .docx"),
    "outer entities": (with_part("word/document.xml", ENTITIES), "declares entities"),
    "inner entities": (with_part("word/document.xml", LAUGHS), "declares entities"),
    "entities in UTF-16": (with_part("word/document.xml", WIDE), "declares entities"),
    "entities in a part besides": (with_part("word/styles.xml", ENTITIES), "declares entities"),
    "a zip bomb": (with_part("word/document.xml", BOMB), "unpacks to .* more than documents need"),
    "old Word": (text(b"x", "plan.doc"), "old Word, which is not read.*save it as .docx"),
    "a picture": (text(b"x", "plan.jpg"), "a picture, which is not read.*recognised"),
    "another kind": (text(b"x", "plan.xyz"), "no document zzmap reads.*.txt, .docx, .pdf"),
    "an empty file": (text(b""), "empty"),
    "a text of blanks": (text(b" \n\t\n"), "holds no text"),
    "bytes": (text(bytes(range(256)) * 9), "no text in UTF-8 or GBK"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_document_is_a_sentence(kind: str, tmp_path: Path) -> None:
    make, sentence = BAD[kind]
    path = make(tmp_path)
    with pytest.raises(FormatError, match=sentence) as caught:
        read_document(path)
    assert path.name in str(caught.value) and caught.value.hint
    assert "\n" not in str(caught.value) and str(tmp_path) not in str(caught.value)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no such file"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(FormatError, match="this is a folder"):
        read_document(tmp_path)


def test_what_is_missing_of_a_mixed_document_is_noted(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for path in (pdf(tmp_path), scan(tmp_path)):
        writer.append(PdfReader(path))
    writer.write(tmp_path / "mixed.pdf")
    document = read_document(tmp_path / "mixed.pdf")
    assert document.notes == ("page 2: only pictures, whose text is not read",)


def test_how_far_it_is_is_told(tmp_path: Path) -> None:
    as_pdf([Piece(BODY, "支持甲区发展汽车，推动乙区建设基地。" * 60)] * 120, tmp_path / "long.pdf")
    told: list[tuple[int, int]] = []
    read_document(tmp_path / "long.pdf", lambda done, total: told.append((done, total)))
    assert told and told == sorted(told)
    assert {total for _, total in told} == {told[0][1]} and told[-1] == (told[0][1],) * 2


def test_hardly_any_chinese_is_noted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("All that is here is in English. 甲\n", "utf-8")
    (note,) = read_document(tmp_path / "a.txt").notes
    assert note.startswith("only 3% of its letters are Chinese")
