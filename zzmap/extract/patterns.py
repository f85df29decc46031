"""The table of rules, ``rules.toml``, as patterns over sentences whose places are marked."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

RULES = Path(__file__).with_name("rules.toml")
_BESIDE = re.compile(r"\(\?<?[!=](?:[^()]|\([^()]*\))*\)")
PLACE = "P"
"""What a list of places is in a marked sentence."""


class Pattern(NamedTuple):
    """A row of the table: how places are spoken of, and what it says of them.

    `verb` tells that the form ends in the verb of which the industries are the object, `shared`
    that what another form in the clause governs is its as well.
    """

    id: str
    form: re.Pattern[str]
    relation: str
    reach: str
    confidence: float
    example: str
    verb: bool
    shared: bool


class RoleForm(NamedTuple):
    """What stands before a place, and behind it, that tells its role in a segment."""

    role: str
    before: re.Pattern[str]
    behind: re.Pattern[str] | None
    example: str


@cache
def role_forms() -> tuple[RoleForm, ...]:
    """Return the forms that tell what a place is in its segment, in the order they are tried."""
    return tuple(
        RoleForm(
            row["role"], re.compile("".join(row["before"])),
            re.compile("".join(row["behind"])) if "behind" in row else None, row["example"],
        )
        for row in _table()["role"]
    )  # fmt: skip


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the forms that place industries, in the order they are tried."""
    return tuple(
        Pattern(
            row["id"], re.compile(row["form"]), row["relation"], row["reach"],
            float(row["confidence"]), row["example"], row.get("verb", False),
            row.get("shared", False),
        )
        for row in _table()["placement"]
    )  # fmt: skip


@cache
def words(name: str) -> re.Pattern[str]:
    """Return a list of words or forms of the table as one pattern."""
    return re.compile("|".join(_table()["words"][name]))


@cache
def longest_first(name: str) -> str:
    """Return a list of the table as alternatives of a pattern, the longest tried first."""
    return "|".join(sorted(_table()["words"][name], key=_width, reverse=True))


def _width(form: str) -> int:
    """Return how long a word is, without what it must not stand beside."""
    return len(_BESIDE.sub("", form))


@cache
def weights() -> dict[str, float]:
    """Return how much each evidence speaks for or against a name's being an industry."""
    return dict(_table()["weights"])


@cache
def examples() -> dict[str, str]:
    """Return the shortest sentence that each rule reads, by the rule's id.

    Examples
    --------
    >>> examples()["rely"], examples()["frame-helped"]
    ('围绕丁,依托甲园发展丙', '支持甲园发展丙')
    """
    found = {f"frame-{row.role}": row.example.replace(PLACE, "甲园") for row in role_forms()[::-1]}
    return found | {row.id: row.example for row in patterns()} | dict(_table()["read"])


def example(rule: str) -> str:
    """Return the shortest sentence that a rule reads; '' for a rule that is not one of ours.

    Examples
    --------
    >>> example("frame-helped-build"), example("no-rule")
    ('支持甲园发展丙', '')
    """
    known = examples()
    # frame-helped-build is the frame of who is helped, led to by a verb of building.
    return known.get(rule, known.get(rule.rpartition("-")[0], ""))


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(RULES.read_text("utf-8"))
    return table
