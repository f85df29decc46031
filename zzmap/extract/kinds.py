"""What kind of place a name is of, by how it ends."""

from __future__ import annotations

_KINDS = (
    ("development_zone", ("开发区", "高新区", "经开区", "经济区", "航空港区", "港区")),
    ("area", ("示范区", "实验区", "试验区", "片区", "组团", "板块", "功能区", "保税区", "度假区",
              "新城", "新区", "科技城", "科创城", "智慧岛", "科学谷", "传感谷", "核心区")),
        ("software_park", ("软件园", "软件小镇")),
    ("park", ("园区", "园", "集聚区", "物流港", "小镇")),
    ("belt", ("带", "走廊", "廊道", "轴")),
    ("lab", ("实验室", "研究院", "研究所", "研究中心", "创新中心", "工程中心", "测评中心")),
    ("campus", ("大学", "学院", "大学城")),
    ("base", ("基地",)),
    ("town", ("街道", "镇", "乡")),
    ("county_city", ("县", "市")),
    ("district", ("区",)),
)  # fmt: skip
"""Kinds of places.csv and how names of each end; the first that fits is taken."""

FACILITY = "facility"


def kind_of(name: str) -> str:
    """Return the kind of a place by its name.

    Examples
    --------
    >>> kind_of("甲软件园"), kind_of("甲高新区"), kind_of("甲区"), kind_of("甲站")
    ('software_park', 'development_zone', 'district', 'facility')
    """
    for kind, ends in _KINDS:
        if name.endswith(ends):
            return kind
    return FACILITY
