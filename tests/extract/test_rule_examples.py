"""What a rule is told by on the page of the review: a sentence of its kind."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from plan_file import PLANS, read_plan
from plans_in_lines import placed

from zzmap.catalogue import Catalogue
from zzmap.extract.known_names import gazetteer, zones
from zzmap.extract.merged import PRECISIONS
from zzmap.extract.patterns import example
from zzmap.extract.plan import draft_plan


@pytest.mark.parametrize("name", ["counties", "next_plan", "xingyang_next"])
def test_a_reviewer_is_shown_a_sentence_of_each_rule(name: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(read_plan(PLANS / f"{name}.plan").text, "utf-8")
    draft = draft_plan(path, Catalogue())
    told = (draft.placements, draft.structures, draft.members, draft.projects, draft.indicators)
    rules = {row.rule for rows in told for row in rows}
    assert len(rules) >= 6
    assert {rule for rule in rules if not example(rule)} == set()


def test_every_rule_that_was_counted_has_its_sentence_and_no_other_has() -> None:
    with PRECISIONS.open(encoding="utf-8") as file:
        counted = {row["rule"] for row in csv.DictReader(file)}
    assert {rule for rule in counted if not example(rule)} == set()
    assert example("no-such-rule") == ""
    assert "P" not in "".join(map(example, counted))


def test_a_name_that_begins_with_a_development_zone_is_a_place() -> None:
    names = gazetteer(Catalogue())
    assert {"郑州经开区", "经开区"} <= set(zones(names))
    assert zones(gazetteer(Catalogue(), cold=True)) == ()
    found = placed("一、重点任务", "支持经开区青石汽车城发展激光器。", names=names)
    assert found == {("supporting", "激光器", "经开区青石汽车城")}
