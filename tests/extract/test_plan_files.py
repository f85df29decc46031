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
    "baoji_cold": (112, 318, 11, 5),
    "bigdata_next": (51, 20, 5, 0),
    "chains": (37, 112, 18, 4),
    "chains_next": (101, 400, 17, 3),
    "chuzhou_cold": (115, 336, 11, 6),
    "cluster_next": (140, 260, 14, 9),
    "consumption_next": (110, 232, 14, 5),
    "counties": (69, 70, 15, 4),
    "digital_next": (59, 49, 15, 3),
    "emerging_next": (49, 108, 5, 3),
    "energy2_next": (105, 306, 9, 6),
    "energy_next": (36, 69, 16, 5),
    "ganzhou_cold": (111, 491, 19, 4),
    "green_next": (40, 56, 5, 3),
    "health2_next": (100, 215, 9, 6),
    "heluo_cold": (78, 334, 11, 3),
    "hengyang_cold": (116, 285, 11, 6),
    "jinhua_cold": (113, 215, 11, 5),
    "jining_cold": (85, 240, 14, 4),
    "kaifeng_cold": (117, 462, 10, 5),
    "lake_cold": (35, 30, 4, 3),
    "logistics2_next": (106, 509, 11, 6),
    "lowalt_next": (140, 333, 14, 9),
    "luoyang2_cold": (140, 449, 15, 6),
    "manufacturing_next": (75, 137, 12, 5),
    "modern_next": (125, 265, 13, 8),
    "mountain_cold": (37, 69, 6, 3),
    "nanyang_cold": (86, 237, 12, 4),
    "next_plan": (149, 46, 11, 10),
    "opinions": (35, 86, 5, 3),
    "other_city": (97, 75, 10, 5),
    "outline2_next": (120, 235, 10, 5),
    "outline_next": (138, 387, 17, 5),
    "parks_next": (93, 213, 16, 3),
    "pingdingshan_cold": (90, 249, 15, 4),
    "report_next": (75, 147, 14, 5),
    "riverport_cold": (108, 180, 18, 4),
    "services_next": (82, 64, 7, 6),
    "shangqiu_cold": (96, 411, 16, 4),
    "tourism_next": (92, 172, 18, 4),
    "weifang_cold": (140, 344, 15, 8),
    "xingyang_next": (86, 319, 17, 6),
    "xinxiang2_cold": (106, 259, 10, 6),
    "xinyang_cold": (120, 233, 10, 5),
    "xuzhou_cold": (90, 166, 15, 3),
    "yibin_cold": (92, 237, 10, 5),
    "zhuzhou_cold": (134, 366, 14, 7),
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
