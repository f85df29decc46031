"""Words of a question that name nothing: passed over, or telling what is asked for."""

from __future__ import annotations

from zzmap.model import RELATION, STATUSES

_RELATION_WORDS = (
    ("重点园区", "重点产业园区", "重点产业园", "key park", "key parks"),
    ("布局重点", "重点布局", "focus"),
    ("依托", "relies on"),
    ("支持", "鼓励", "推动", "supports"),
    ("已有", "现有", "已有基础", "已经有", "existing"),
)
_RELATIONS_SAID = [row for row in RELATION if RELATION[row].name in ("重点园区",)] + [
    row for name in ("布局重点", "依托", "支持", "已有基础") for row in RELATION
    if RELATION[row].name == name
]  # fmt: skip
RELATION_OF: dict[str, str] = {
    word: relation
    for relation, words in zip(_RELATIONS_SAID, _RELATION_WORDS, strict=True)
    for word in words
}
"""The relation that a word of a question asks for."""

PROJECT_WORDS = frozenset(
    [
        "项目",
        "工程项目",
        "重点项目",
        "哪些企业",
        "哪家企业",
        "什么企业",
        "哪些公司",
        "project",
        "projects",
    ]
)
"""Words that ask for projects only."""

PASSED = frozenset(
    [
        "哪", "哪里", "哪儿", "哪个", "哪些", "哪个区", "哪些区", "哪个园区", "哪些园区",
        "哪个地方", "哪些地方", "哪几个", "哪块", "哪片", "哪家", "哪个开发区", "哪些开发区",
        "哪个区县", "哪些区县", "哪个县", "哪个县市", "几个", "什么", "什么地方", "什么产业",
        "什么样", "怎么", "怎样", "如何", "为什么", "多少", "谁", "是否", "能否", "可否", "请问",
        "我想", "我们", "我", "想", "有", "没有", "有没有", "有哪些", "有什么", "是", "是什么",
        "的", "地", "得", "了", "吗", "呢", "吧", "啊", "在", "于", "到", "去", "和", "与", "及",
        "或", "跟", "以及", "还", "也", "都", "把", "被", "对", "给", "从", "由", "为", "以", "要",
        "可以", "能", "能够", "会", "应该", "应", "该", "最", "更", "比较", "合适", "适合", "适宜",
        "适于", "好", "做", "搞", "干", "放", "放在", "放到", "放哪", "落", "落在", "落到", "落户",
        "落地", "选址", "布局", "布局在", "分布", "分布在", "建", "建在", "建设", "建设在", "位于",
        "设在", "发展", "重点", "重点发展", "主要", "主导", "主攻", "培育", "打造",
        "规划了", "计划", "安排", "承载", "承接", "入驻", "招商", "引进", "投资", "聚集", "集聚",
        "园区", "产业园区", "载体", "片区", "地区", "区域", "地方", "位置", "地点", "开发区",
        "区县", "县市", "这里", "那里", "一下", "查", "查询", "找", "看看", "看", "情况", "方面",
        "相关", "有关", "关于", "一些", "个", "些", "里", "内", "中", "上", "下", "里面", "附近",
        "周边", "境内", "辖区", "全市", "本市", "我市", "市里", "市内", "全省", "我省", "省内",
        "今后", "未来", "目前", "现在", "十四五", "城市", "产业", "行业", "企业", "公司", "厂",
        "厂家", "厂房", "工厂", "单位", "产业园", "基地", "产品", "生产", "制造", "加工", "研发",
        "技术", "领域", "业务", "业", "类", "where", "which", "what", "who", "how", "is", "are",
        "was", "the", "a", "an", "of", "in", "at", "for", "on", "to", "do", "does", "can", "could",
        "should", "would", "i", "we", "be", "there", "place", "places", "located",
        "plan", "plans", "planning", "city", "industry", "industries", "about",
    ]
)  # fmt: skip
"""Words passed over, Chinese and English."""

SOFT = frozenset(
    [
        "zone", "zones", "park", "parks", "area", "areas", "district", "districts", "base",
        "bases", "sector", "sectors", "company", "companies", "county", "new",
    ]
)  # fmt: skip
"""English words passed over where they are no part of a name."""

SAME = {"machine": "equipment", "machinery": "equipment", "robotics": "robot"}
"""English words that plans and planners use for one thing."""

SAME_THING = ("产业", "行业", "业", "材料", "产品", "技术", "服务", "服务业")
"""What may follow a text in a name of the same thing: 耐火 is 耐火材料, 造纸 no 造纸设备."""

UNDERSTOOD = {
    "industries": ("产业", "industry"),
    "places": ("载体", "place"),
    "elements": ("结构", "structure"),
    "projects": ("项目", "project"),
    "enterprises": ("企业", "enterprise"),
    "relations": ("关系", "relation"),
    "projects_only": ("只要", "only"),
}
"""What each part of a reading is called when it is said what was understood."""

PASSED |= {word for row in STATUSES.values() for word in (row.id, row.name)}
