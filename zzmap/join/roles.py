"""What each column of a table is: by its name first, by what it holds where the name is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from zzmap.errors import FormatError
from zzmap.io.rows import Cell
from zzmap.join.coordinates import system_in
from zzmap.join.words import NOT_ROLE, ROLES, Role, folded
from zzmap.messages import say

SAMPLE = 400
"""Rows looked at to say what a column holds."""

_SEVERAL: tuple[Role, ...] = ("main", "scope", "industry", "address")
"""Roles that several columns may have; the first counts most."""

_ENOUGH = 0.6
_SHORT = 30
"""What names a reference system is no longer: a business may be of GPS devices."""

_GBT = re.compile(r"[A-Ta-t]?\d{2,4}(?:\.0)?")
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_PAIR = re.compile(r"\D{0,4}\d{2,3}\.\d+\D{1,6}\d{2,3}\.\d+\D{0,4}")
_COMPANY = re.compile(r".{3,}(?:公司|厂|店|合作社|研究院|中心|医院|学校|集团|企业|经营部|商行)")
_DIGITS = re.compile(r"\d{2,3}\D{0,3}\d")
_PLACE = re.compile(r".*(?:区|县|市|路|街|镇|乡|大道|园)")


_HOW = {
    "by its name": say("by its name"),
    "by what it holds": say("by what it holds"),
    "as told": say("as told"),
    "by its name, and it holds codes": say("by its name, and it holds codes"),
    "by its name, and it names systems": say("by its name, and it names systems"),
}
"""How a column was recognised, in the reader's language."""


class Column(NamedTuple):
    """A column that has a role: where it stands, its name and how it was recognised."""

    at: int
    name: str
    role: Role
    how: str


class Roles(NamedTuple):
    """The columns that count, by role, and those a planner gave a role."""

    columns: tuple[Column, ...]

    def all(self, role: Role) -> tuple[int, ...]:
        """Return where the columns of a role stand, best first."""
        return tuple(column.at for column in self.columns if column.role == role)

    def first(self, role: Role) -> int | None:
        """Return where the column of a role stands."""
        return next(iter(self.all(role)), None)

    def told(self) -> list[str]:
        """Return a line for each column: its role, its name, and how it was recognised."""
        return [f"{row.role}: {row.name} ({_HOW[row.how]})" for row in self.columns]


def find_roles(
    names: Sequence[str],
    sample: Sequence[Sequence[Cell]],
    given: Mapping[str, str] | None = None,
    where: str = "",
) -> Roles:
    """Say what the columns are.

    Parameters
    ----------
    names
        Of the columns.
    sample
        Some rows of the table.
    given
        Column by role, which a planner named; '' says that no column has the role.
    where
        The table, for an error.

    Raises
    ------
    FormatError
        If `given` names a role or a column there is none of.
    """
    found = _given(names, given or {}, where)
    closed = {role for role in ROLES if role in (given or {})}
    taken = {column.at for column in found}
    for _, at, role in sorted(_scores(names), key=lambda row: (-row[0], row[1])):
        single = role not in _SEVERAL and any(row.role == role for row in found)
        if at in taken or role in closed or single:
            continue
        taken.add(at)
        found.append(Column(at, names[at], role, "by its name"))
    found = _corrected(found, sample)
    taken = {column.at for column in found}
    for role, test in _CONTENTS.items():
        if role not in closed and not any(row.role == role for row in found):
            by_content = _holding(names, sample, taken, test)
            if by_content is not None:
                taken.add(by_content)
                found.append(Column(by_content, names[by_content], role, "by what it holds"))
    return Roles(tuple(found))


def _given(names: Sequence[str], given: Mapping[str, str], where: str) -> list[Column]:
    found = []
    for role, name in given.items():
        if role not in ROLES:
            raise FormatError(
                say("“{role}” is no role of a column", role=role),
                where,
                say("Roles are {roles}.", roles=", ".join(ROLES)),
            )
        if name and name not in names:
            raise FormatError(
                say("the table has no column “{name}”", name=name),
                where,
                say("It has {names}.", names=", ".join(names)[:400]),
            )
        if name:
            found.append(Column(names.index(name), name, role, "as told"))
    return found


def _scores(names: Sequence[str]) -> list[tuple[float, int, Role]]:
    scores: list[tuple[float, int, Role]] = []
    for at, name in enumerate(names):
        key = re.sub(r"[(（\[【].*?[)）\]】]|[*＊:：]", "", folded(name)) or folded(name)
        # 所属县（市、区） is read with what its brackets hold.
        whole = re.sub(r"[()（）\[\]【】、/*＊:：]", "", folded(name))
        for role, words in ROLES.items():
            if any(word in key and word not in words for word in NOT_ROLE.get(role, ())):
                continue
            said = (key, whole) if role == "district" else (key,)
            fits = [(100.0 if word == one else float(len(word)), -order)
                    for order, word in enumerate(words) for one in said
                    if _stands(word, one)]  # fmt: skip
            if fits:
                score, order = max(fits)
                scores.append((score + order / 100, at, role))
    return scores


def _stands(word: str, key: str) -> bool:
    """Tell whether a word is a column's name or, unless it is a letter or two, stands in it."""
    if word.isascii():
        return word == key or (
            len(word) > 2 and re.search(rf"\b{re.escape(word)}\b", key) is not None
        )
    return word in key


def _texts(sample: Sequence[Sequence[Cell]], at: int) -> list[str]:
    cells = (row[at] if at < len(row) else None for row in sample)
    return [text for text in (str(cell).strip() for cell in cells if cell is not None) if text]


def _holding(
    names: Sequence[str],
    sample: Sequence[Sequence[Cell]],
    taken: set[int],
    test: Callable[[str], bool],
) -> int | None:
    """Return the column most of whose cells pass a test."""
    best: tuple[float, int] | None = None
    for at in range(len(names)):
        texts = [] if at in taken else _texts(sample, at)
        if len(texts) < max(1, len(sample) // 10):
            continue
        share = sum(map(test, texts)) / len(texts)
        if share >= _ENOUGH and (best is None or share > best[0]):
            best = (share, at)
    return None if best is None else best[1]


_CONTENTS: dict[Role, Callable[[str], bool]] = {
    "code": lambda text: _USCC.fullmatch(text) is not None,
    "name": lambda text: _COMPANY.fullmatch(text) is not None and len(text) < 40,
    "address": lambda text: _PLACE.match(text) is not None and 6 <= len(text) < 80,
    "point": lambda text: _PAIR.fullmatch(text) is not None,
    "crs": lambda text: len(text) < _SHORT and bool(system_in(text)),
}


def _corrected(found: list[Column], sample: Sequence[Sequence[Cell]]) -> list[Column]:
    """Mend roles whose columns hold something else.

    An industry may be a code; a column called after coordinates may say their system, or what is
    to be said of them.
    """
    columns = []
    roles = {column.role for column in found}
    for column in found:
        texts = _texts(sample, column.at)
        if column.how == "by its name" and texts:
            coded = sum(_GBT.fullmatch(text) is not None for text in texts) >= _ENOUGH * len(texts)
            if column.role == "industry" and coded and "gbt" not in roles:
                columns.append(column._replace(role="gbt", how="by its name, and it holds codes"))
                continue
            if column.role == "point" and not any(map(_DIGITS.search, texts)):
                named = sum(bool(system_in(text)) for text in texts)
                if "crs" not in roles and named >= _ENOUGH * len(texts):
                    how = "by its name, and it names systems"
                    columns.append(column._replace(role="crs", how=how))
                continue
        columns.append(column)
    return columns
