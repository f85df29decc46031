"""Of two readings of a sentence what is taken: by how often the rules were right, and where."""

from __future__ import annotations

import sys
from pathlib import Path

from zzmap.extract.clauses import Span
from zzmap.extract.known_names import Mention
from zzmap.extract.merged import Counted, Precisions, Statement, counted, merged
from zzmap.extract.passages import Passage
from zzmap.model import RELIES_ON, ZONE_FOCUS

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from bench_extract import HELD_OUT

PASSAGE = Passage(0, 40, "body", 0, "A·一")
PLACE, ELSEWHERE = Mention(0, 2, "甲园", (), 1.0), Mention(20, 22, "乙园", (), 1.0)
MINE, OTHER = Mention(5, 8, "激光器", (), 1.0), Mention(9, 12, "光模块", (), 1.0)


def row(
    rule: str, industry: Mention = MINE, place: Mention = PLACE, relation: str = RELIES_ON
) -> Statement:
    return Statement(industry, place, relation, Span(0, 40), rule, 0.9, PASSAGE)


def often(rule: str, right: int, wrong: int) -> Precisions:
    kinds = (("form", rule, company, "own") for company in ("beside", "same", "name", "place"))
    return Precisions(Counted("甲", kind, right, wrong) for kind in kinds)


def test_what_a_form_alone_read_is_taken_if_its_rule_was_right() -> None:
    framed, formed = [row("frame-opens-focus", OTHER)], [row("rely")]
    assert [found.industry for found in merged(framed, formed, often("rely", 1, 9))] == [OTHER]
    taken = [*merged(framed, formed, often("rely", 40, 1))]
    assert [found.industry for found in taken] == [OTHER, MINE]


def test_of_two_names_or_two_places_that_of_the_frames_is_taken() -> None:
    sure = often("rely", 400, 1)
    crossing = Mention(6, 10, "光器光模", (), 1.0)
    for other in (
        row("rely", crossing),
        row("rely", MINE, ELSEWHERE),
        row("rely", relation=ZONE_FOCUS),
    ):
        taken = [*merged([row("frame-opens-focus")], [other], sure)]
        assert [(found.industry, found.place, found.relation) for found in taken] == [
            (MINE, PLACE, RELIES_ON)
        ]


def test_what_both_read_bears_the_name_of_the_form_and_is_no_surer_than_that() -> None:
    (found,) = merged([row("frame-opens-focus")], [row("rely")], often("rely", 400, 1))
    assert found.rule == "rely"
    assert 0.5 < found.confidence <= 0.9


def test_of_a_sentence_that_frames_read_nothing_of_the_forms_are_taken() -> None:
    (found,) = merged([], [row("rely")], often("rely", 0, 40))
    assert found.industry == MINE
    heading = PASSAGE._replace(heads=(Span(5, 8),))
    assert not [*merged([], [row("rely")._replace(passage=heading)], often("rely", 0, 40))]


def test_no_plan_that_is_held_out_was_counted_and_none_judges_itself() -> None:
    rows = counted()
    assert rows
    assert not {found.plan for found in rows} & set(HELD_OUT)
    plan = rows[0].plan
    others = [found for found in rows if found.plan != plan]
    assert {Precisions(rows, without=[plan]).of_kind(found.kind) for found in rows} == {
        Precisions(others).of_kind(found.kind) for found in rows
    }
