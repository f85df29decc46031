"""The documents that a text holds: number, date, issuer and title of each.

A gazette holds several, each with a line such as 郑政〔2022〕10号; before it stand the issuer and
关于印发…的通知, after it a letter to whom it goes, then the plan with its own title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from zzmap.extract.draft import DraftDocument
from zzmap.io.documents.characters import normal, plain
from zzmap.io.documents.marks import box, mark
from zzmap.io.documents.model import Part
from zzmap.model import Document

_LETTERS = "ABCDEFGHIJKLMNOPQRSTVWXYZ"
"""U is the user's data."""

_NUMBER = re.compile(
    r"((?:[\u4e00-\u9fff]{2,8}))\s*[〔\[【（(]\s*(20\d\d)\s*[〕\]】）)]\s*第?(\d{1,4})\s*号"
    r"(?:\s+(?P<date>20\d\d年\d{1,2}月\d{1,2}日))?\s*"
)
_DATE = re.compile(r"（?(20\d\d)年(\d{1,2})月(\d{1,2})日(?:印发|发布)?）?")
_ISSUED = re.compile(r"(.{2,30}?)关于(?:印发|公布|发布)?")
_SENT = re.compile("印发给你们|现予(?:印发|公布)|请.{0,12}(?:实施|执行)")
_NAMED = re.compile(r"《([^》]{4,80})》")
_MASTHEAD = re.compile(r"(?:.{2,12}人民)?.{0,4}政府(?:公报|文件)(?:[（(].{1,16}[）)])?")
"""The head of a gazette or of its part, which a short file keeps: it is no line of a title."""

_LONGEST_TITLE, _LONGEST_FRONT = 60, 40


class Front(NamedTuple):
    """A document: the index of its first part, its titles, and its row.

    `titles` has the indexes of the parts whose lines make a title, and its text at the first.
    """

    start: int
    titles: dict[int, str]
    row: DraftDocument


def fronts(parts: Sequence[Part], known: Iterable[Document] = ()) -> list[Front]:
    """Return the documents of a text in their order; at least one."""
    texts = [normal(part.text) for part in parts]
    numbered = [at for at, part in enumerate(parts) if _NUMBER.fullmatch(plain(part.text).strip())]
    starts = [_first(texts, at) for at in numbered] or [0]
    starts[0] = 0
    held = {row.number: row for row in known}
    return [
        _front(parts, texts, start, end, index, held)
        for index, (start, end) in enumerate(zip(starts, [*starts[1:], len(parts)], strict=True))
    ]


def _first(texts: list[str], at: int) -> int:
    """Return where the document begins whose number stands at `at`: with its issuer or title."""
    while at > 0 and _is_title(texts[at - 1]):
        at -= 1
    return at


def _is_title(text: str) -> bool:
    return (
        bool(text) and len(text) <= _LONGEST_TITLE and not _MASTHEAD.fullmatch(text)
        and not text.endswith(tuple("。；：，"))
        and not mark(text) and not box(text, whole=True) and not re.match(r"\d{1,2}[^\d年月]", text)
    )  # fmt: skip


def _front(
    parts: Sequence[Part], texts: list[str], start: int, end: int, index: int,
    held: dict[str, Document],
) -> Front:  # fmt: skip
    runs, number, date = _runs(parts, texts, start, end)
    whole = ["".join(texts[at] for at in run) for run in runs]
    notice = next((row for row in whole if "关于" in row and row.endswith("通知")), "")
    title = next((row for row in whole[::-1] if row != notice), "")
    named = _NAMED.search(notice)
    if not title and notice:
        title = named[1] if named else notice
    issued = _ISSUED.match(notice or title)
    known = held.get(number)
    row = DraftDocument(
        known.id if known else f"doc-{index + 1}",
        known.letter if known else _LETTERS[index % len(_LETTERS)],
        number, date or (known.date if known else ""), title or (known.title if known else ""),
        known.title_en if known else "", issued[1] if issued else known.issuer if known else "",
        known.gazette if known else "", 0, 0,
    )  # fmt: skip
    lines = {at: "" for run in runs for at in run}
    return Front(start, lines | {run[0]: told for run, told in zip(runs, whole, strict=True)}, row)


def _runs(
    parts: Sequence[Part], texts: list[str], start: int, end: int
) -> tuple[list[list[int]], str, str]:
    """Return the runs of title lines before the plan's text begins, its number and its date."""
    runs: list[list[int]] = [[]]
    number = date = ""
    for at in range(start, min(end, start + _LONGEST_FRONT)):
        if parts[at].cells or (parts[at].level and any(runs)):
            break
        told = _NUMBER.fullmatch(plain(parts[at].text).strip())
        dated = _DATE.fullmatch(texts[at])
        if told:
            number = f"{told[1]}〔{told[2]}〕{told[3]}号"
            date = _iso(told["date"]) if told["date"] else date
            runs.append([])
        elif dated:
            date = _iso(texts[at])
        elif _is_title(texts[at]):
            runs[-1].append(at)
        elif not (_is_letter(texts[at]) or _MASTHEAD.fullmatch(texts[at])):
            break
        else:
            runs.append([])
    return [run for run in runs if run], number, date


def _is_letter(text: str) -> bool:
    """Tell the words of a notice to whom it goes, before the plan itself."""
    return text.endswith("：") or _SENT.search(text) is not None


def _iso(told: str) -> str:
    found = _DATE.search(told)
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else ""
