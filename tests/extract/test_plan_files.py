"""The plans that extraction is judged by say themselves what is held to be true of them."""

from __future__ import annotations

import pytest
from plan_file import PLANS, read_plan

from zzmap.model import RELATIONS

SHORT = {"智能机器人", "封丘县应举镇", "长垣市满村镇", "郑州中兴产业园", "郑州唐达机器人产业园",
         "郑州宇通客车节能与新能源客车生产基地", "金融业", "郑州经开区"}  # fmt: skip
"""Names that the texts have in parts or in another form."""

COUNTS = {
    "action_plan": (96, 28, 7, 4),
    "advanced_next": (101, 136, 12, 5),
    "anyang_cold": (81, 253, 19, 4),
    "bigdata_next": (51, 20, 5, 0),
    "chains": (37, 112, 18, 4),
    "chains_next": (101, 400, 17, 3),
    "consumption_next": (110, 232, 14, 5),
    "counties": (69, 70, 15, 4),
    "digital_next": (59, 49, 15, 3),
    "emerging_next": (49, 108, 5, 3),
    "energy_next": (36, 69, 16, 5),
    "ganzhou_cold": (111, 491, 19, 4),
    "green_next": (40, 56, 5, 3),
    "heluo_cold": (78, 334, 11, 3),
    "jining_cold": (85, 240, 14, 4),
    "lake_cold": (35, 30, 4, 3),
    "manufacturing_next": (75, 137, 12, 5),
    "mountain_cold": (37, 69, 6, 3),
    "nanyang_cold": (86, 237, 12, 4),
    "next_plan": (149, 46, 11, 10),
    "opinions": (35, 86, 5, 3),
    "other_city": (97, 75, 10, 5),
    "outline_next": (138, 387, 17, 5),
    "parks_next": (93, 213, 16, 3),
    "pingdingshan_cold": (90, 249, 15, 4),
    "report_next": (75, 147, 14, 5),
    "riverport_cold": (108, 180, 18, 4),
    "services_next": (82, 64, 7, 6),
    "shangqiu_cold": (96, 411, 16, 4),
    "tourism_next": (92, 172, 18, 4),
    "xingyang_next": (86, 319, 17, 6),
    "xuzhou_cold": (90, 166, 15, 3),
}


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_what_is_true_of_a_plan_stands_in_it(name: str) -> None:
    plan = read_plan(PLANS / f"{name}.plan")
    counts = tuple(map(len, (plan.placements, plan.optional, plan.decoys, plan.projects)))
    assert counts == COUNTS[name]
    assert plan.title and not set("⟦⟧>") & set(plan.text)
    named = {row.industry for row in plan.placements} | {row.place for row in plan.placements}
    named |= {row[0] for row in plan.projects}
    assert {word for word in named if word not in plan.text} <= SHORT
    assert all(decoy and decoy in plan.text for decoy in plan.decoys)
    assert {row.relation for row in plan.placements | plan.optional} <= {*RELATIONS}
