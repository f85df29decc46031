"""A draft of an invented plan for the invented second city, as an extraction leaves it."""

from __future__ import annotations

from zzmap.extract.draft import (
    Draft,
    DraftDocument,
    DraftElement,
    DraftIndicator,
    DraftIndustry,
    DraftMember,
    DraftPlace,
    DraftPlacement,
    DraftProject,
    DraftStructure,
    sentence_hash,
)

TEXT = """示例市低空经济发展规划（虚构）
一、布局
支持云栖产业园发展低空制造和智能传感器。
高新技术区已有人工智能企业。
构建一核：云栖产业园。
二、项目
云栖试飞场，示例航空，总投资12亿元。
低空经济规模2025年达到50亿元。
"""


def a_draft() -> Draft:
    """Return it: a new place, a new industry, an alias, a known industry, and all else."""

    def said(words: str, rule: str, sure: float) -> tuple[int, int, str, str, float]:
        start = TEXT.index(words)
        return start, start + len(words), sentence_hash(words), rule, sure

    first = said("支持云栖产业园发展低空制造和智能传感器。", "support", 0.9)
    second = said("高新技术区已有人工智能企业。", "existing", 0.6)
    core = said("构建一核：云栖产业园。", "structure", 0.8)
    project = said("云栖试飞场，示例航空，总投资12亿元。", "box", 0.95)
    target = said("低空经济规模2025年达到50亿元。", "target", 0.7)
    doc, at = "doc-low", "一"
    return Draft(
        "虚构.txt", "0" * 64, "0.1", False, "示例市", TEXT,
        documents=[DraftDocument(
            doc, "A", "示政〔2026〕9号", "2026-01-05", "示例市低空经济发展规划", "",
            "示例市人民政府", "虚构公报", 0, len(TEXT))],
        industries=[
            DraftIndustry("ind-low", "", "", "pillar", "低空制造", "", (), doc, at, "new", "",
                          *first),
            DraftIndustry("ind-sensor", "", "", "industry", "智能传感器", "", (), doc, at, "known",
                          "ind-sensor", *first),
            DraftIndustry("ind-ai", "", "", "industry", "人工智能", "", (), doc, at, "known",
                          "ind-ai", *second),
        ],
        places=[
            DraftPlace("park-yunqi", "云栖产业园", "", (), "park", "", (), None, None, None, "",
                       "unlocated", None, "示政〔2026〕9号", "new", "", *first),
            DraftPlace("place-gx", "高新技术区", "", (), "park", "", (), None, None, None, "",
                       "unlocated", None, "", "alias", "zone-gaoxin", *second),
        ],
        placements=[
            DraftPlacement("pl-draft-1", "ind-low", "park-yunqi", "supporting", doc, at, "低空制造",
                           "云栖产业园", *first),
            DraftPlacement("pl-draft-2", "ind-sensor", "park-yunqi", "supporting", doc, at,
                           "智能传感器", "云栖产业园", *first),
            DraftPlacement("pl-draft-3", "ind-ai", "place-gx", "existing", doc, at, "人工智能",
                           "高新技术区", *second),
        ],
        structures=[DraftStructure("st-low", "一核", "", "industry", doc, at, "new", "", *core)],
        elements=[DraftElement("el-low-core", "st-low", "", 1, "core", "一核：云栖", "", (), "", at,
                               "new", "", *core)],
        members=[DraftMember("el-low-core", 1, "park-yunqi", "", "云栖产业园", *core)],
        projects=[DraftProject("prj-draft-1", "云栖试飞场", "ind-low", "示例航空", (),
                               ("park-yunqi",), "in_name", doc, "", "二", "", "", "12亿元",
                               *project)],
        indicators=[DraftIndicator("in-draft-1", "低空经济规模", "", "亿元", None, None, 50.0, ">=",
                                   "expected", "", doc, "二", ("2025",), ("50",), ">=", *target)],
    )  # fmt: skip
