"""Read a plan written for judging extraction: the text of a plan, the truth below its paragraphs.

=  title                     [[ … ]]  a box, its name after the brackets
#, ##, ###  headings         | … |    a row of a table
//  a comment                ⟦ … ⟧    a decoy: it looks like a placement and is none

> relation | industries | places             each industry at each place is placed
>? relation | industries | places            may be placed or not
P | name | enterprise | place | investment   a project
S | structure | element | members            an element of a structure
I | name | unit | base year | 2030           an indicator
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

PLANS = Path(__file__).resolve().parent / "plans"
_DECOY = re.compile(r"⟦([^⟦⟧]*)⟧")


class Truth(NamedTuple):
    """One placement that a plan states."""

    relation: str
    industry: str
    place: str


class Plan(NamedTuple):
    """A plan's text, without marks, and what is true of it."""

    title: str
    text: str
    placements: set[Truth]
    optional: set[Truth]
    decoys: list[str]
    projects: list[list[str]]
    elements: list[list[str]]
    indicators: list[list[str]]


def read_plan(path: Path) -> Plan:
    plan = Plan("", "", set(), set(), [], [], [], [])
    title, lines = "", []
    for line in path.read_text("utf-8").splitlines():
        head, _, rest = line.partition(" ")
        if head == "//":
            continue
        if head in (">", ">?"):
            (plan.placements if head == ">" else plan.optional).update(_placed(rest))
        elif head in ("P", "S", "I"):
            rows = {"P": plan.projects, "S": plan.elements, "I": plan.indicators}[head]
            rows.append([cell.strip() for cell in rest.split("|")][1:])
        else:
            plan.decoys.extend(_DECOY.findall(line))
            lines.append(_plain(line))
            title = lines[-1] if head == "=" else title
    # What one sentence says surely another may only suggest.
    optional = plan.optional - plan.placements
    return plan._replace(title=title, text="\n".join(filter(None, lines)), optional=optional)


def _placed(told: str) -> set[Truth]:
    relation, industries, places = (cell.strip() for cell in told.split("|"))
    return {
        Truth(relation, industry, place)
        for industry in industries.split("、")
        for place in places.split("、")
    }


def _plain(line: str) -> str:
    line = re.sub(r"^(=|#+|\[\[)\s*|\]\]$", "", line)
    return re.sub(r"[⟦⟧]", "", line)
