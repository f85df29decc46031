"""What a page has besides its text: its number, running heads and feet.

They are left out, and that is said: a text must not lose a line in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from zzmap.io.documents.characters import normal
from zzmap.messages import say

_DASH = "-—–－―·•"
_NUMBER = re.compile(
    rf"[{_DASH}\s]*[{_DASH}]\s*\d{{1,4}}\s*[{_DASH}][{_DASH}\s]*"
    r"|第\s*\d{1,4}\s*页(?:[，,\s/]*共\s*\d{1,4}\s*页)?"
)
_LEAST, _MANY, _SHARE = 2, 3, 1 / 3
_SENTENCE = re.compile("[。，；：、！？]$")
_MOST_TOLD = 5


def is_page_number(text: str) -> bool:
    """Tell a line that is a page's number and nothing else.

    Examples
    --------
    >>> is_page_number("— 12 —"), is_page_number("第 3 页 共 20 页"), is_page_number("12")
    (True, True, False)
    """
    return _NUMBER.fullmatch(text.strip()) is not None


def running(heads: Iterable[str]) -> set[str]:
    """Return which lines at the same edge of pages are running heads, made alike by `alike`.

    One stands on three pages or more, or on two that are a third of them, and ends no sentence.

    Examples
    --------
    >>> sorted(running(["某市公报（2026.1）", "某市公报（2026.2）", "业发展。", "业发展。"]))
    ['某市公报（0.0）']
    """
    told = [alike(head) for head in heads]
    counts = Counter(told)
    return {
        head for head, count in counts.items()
        if count >= _LEAST and (count >= _MANY or count >= _SHARE * len(told))
        and len(head) > 3 and not _SENTENCE.search(head)
    }  # fmt: skip


def alike(text: str) -> str:
    """Return a line with its numbers made one."""
    return re.sub(r"\d+", "0", normal(text))


def left_out(heads: Iterable[str]) -> list[str]:
    """Return a note on the running heads that were left out, as one of the pages has them."""
    told = list(dict.fromkeys(heads))
    if not told:
        return []
    more = " …" if len(told) > _MOST_TOLD else ""
    return [
        say(
            "left out on each page: {told}{more}",
            told="; ".join(f"“{row}”" for row in told[:_MOST_TOLD]),
            more=more,
        )
    ]


def without_furniture(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines of a text without page numbers, running heads and page breaks; a note.

    A running head is looked for beside a page's number or a page break (a form feed); the first
    line of a text may be one too.
    """
    filled = [at for at, line in enumerate(lines) if line.strip()]
    tops, feet = _edges(lines, filled)
    gone = {at for at in filled if is_page_number(lines[at])}
    told: dict[str, str] = {}
    for edge in (tops, feet):
        heads = running(lines[at] for at in edge)
        for at in edge:
            if alike(lines[at]) in heads:
                gone.add(at)
                told.setdefault(alike(lines[at]), normal(lines[at]))
    kept = [line.replace("\f", "") for at, line in enumerate(lines) if at not in gone]
    return kept, left_out(told.values())


def _edges(lines: list[str], filled: list[int]) -> tuple[list[int], list[int]]:
    """Return which lines stand at the top of a page, and which at its foot."""
    tops: list[int] = filled[:1]
    feet: list[int] = []
    for place, at in enumerate(filled):
        if is_page_number(lines[at]):
            feet += filled[max(0, place - 1) : place]
            tops += filled[place + 1 : place + 2]
        elif "\f" in lines[at]:
            feet += filled[max(0, place - 1) : place]
            tops.append(at)
    numbers = {at for at in filled if is_page_number(lines[at])}
    return sorted(set(tops) - numbers), sorted(set(feet) - numbers)
