"""Words of a question that name nothing: passed over, or telling what is asked for."""

from __future__ import annotations

import re

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
        "那些企业",
        "哪几家企业",
        "哪些公司",
        "哪家公司",
        "什么公司",
        "哪几家公司",
        "哪些厂家",
        "project",
        "projects",
    ]
)
"""Words that ask for projects only."""

SITING = frozenset(
    [
        "放", "放在", "放到", "放哪", "落", "落在", "落到", "落户", "落地", "落位", "选址",
        "适合", "合适", "适宜", "适于", "宜", "建在", "设在", "摆", "摆在", "布局在", "我想",
        "我们想", "想", "想要", "打算", "准备", "引进", "引入", "招引", "我有", "我们有", "put",
        "site", "suitable", "suit", "best", "good",
    ]
)  # fmt: skip
"""Words that ask where something can go: with them 项目 is the planner's, none of the plans."""

PASSED = frozenset(
    [
        "哪", "哪里", "哪儿", "哪个", "哪些", "哪个区", "哪些区", "哪个园区", "哪些园区",
        "哪个地方", "哪些地方", "哪几个", "哪块", "哪片", "哪家", "哪个开发区", "哪些开发区",
        "哪个区县", "哪些区县", "哪个县", "哪个县市", "几个", "什么", "什么地方", "什么产业",
        "什么样", "怎么", "怎样", "如何", "为什么", "多少", "谁", "是否", "能否", "可否", "请问",
        "我想", "我们", "我", "想", "有", "没有", "有没有", "有哪些", "有什么", "是", "是什么",
        "的", "地", "得", "了", "吗", "呢", "吧", "啊", "在", "于", "到", "去", "和", "与", "及",
        "或", "跟", "以及", "还", "也", "都", "把", "被", "对", "给", "从", "由", "为", "以",
        "要", "可以", "能", "能够", "会", "应该", "应", "该", "最", "更", "比较", "合适", "适合",
        "适宜", "适于", "好", "做", "搞", "干", "放", "放在", "放到", "放哪", "落", "落在",
        "落到", "落户", "落地", "选址", "布局", "布局在", "分布", "分布在", "建", "建在", "建设",
        "建设在", "位于", "设在", "发展", "重点", "重点发展", "主要", "主导", "主攻", "培育",
        "打造", "规划了", "计划", "安排", "承载", "承接", "入驻", "招商", "引进", "投资", "聚集",
        "集聚", "园区", "产业园区", "载体", "片区", "地区", "区域", "地方", "位置", "地点",
        "开发区", "区县", "县市", "这里", "那里", "一下", "查", "查询", "找", "看看", "看",
        "情况", "方面", "相关", "有关", "关于", "一些", "个", "些", "里", "内", "中", "上", "下",
        "里面", "附近", "周边", "境内", "辖区", "全市", "本市", "我市", "市里", "市内", "全省",
        "我省", "省内", "今后", "未来", "目前", "现在", "十四五", "城市", "产业", "行业", "企业",
        "公司", "厂", "厂家", "厂房", "工厂", "单位", "产业园", "基地", "产品", "生产", "制造",
        "加工", "研发", "技术", "领域", "业务", "业", "类", "那些", "那个", "那家", "那儿",
        "那块", "哪几家", "几家", "哪位", "哪条", "哪类", "哪种", "哪几个园区", "哪几个区",
        "哪个片区", "哪些片区", "哪些载体", "哪个载体", "哪个市", "哪些县市", "哪个功能区",
        "包括", "包含", "涵盖", "含", "含有", "囊括", "纳入", "列入", "下面", "底下", "下辖",
        "下属", "管辖", "管", "属于", "属", "归", "归属", "归属于", "隶属", "隶属于", "所属",
        "统筹", "组成", "构成", "由哪些", "分为", "分成", "布置", "摆", "摆放", "摆在", "安置",
        "安排在", "引入", "引入到", "招引", "招商引资", "推荐", "建议", "优先", "首选", "最佳",
        "最好", "最适合", "最合适", "更适合", "比较适合", "能不能", "可不可以", "行不行",
        "适不适合", "合不合适", "是不是", "在不在", "有无", "到底", "究竟", "具体", "分别", "各",
        "各个", "各自", "各区", "每个", "所有", "全部", "一共", "总共", "名单", "清单", "列表",
        "列出", "列一下", "告诉我", "告诉", "介绍", "介绍一下", "说说", "说一下", "讲讲", "了解",
        "了解一下", "请", "请教", "帮我", "帮忙", "麻烦", "我要", "我们要", "我们想", "咱们",
        "咱", "你们", "我有", "我们有", "一家", "一个", "一座", "一处", "一条", "某", "这个",
        "这家", "这些", "这块", "想要", "打算", "准备", "考虑", "拟", "拟建", "新建", "扩建",
        "在建", "建成", "建个", "建一个", "落位", "落点", "选", "选择", "选在", "选哪", "去哪",
        "去哪里", "往哪", "往哪里", "放哪里", "放哪儿", "到哪", "来", "进驻", "入园", "用地",
        "地块", "厂址", "宜", "设立", "设点", "设厂", "办厂", "开办", "何处", "何地",
        "坐落", "坐落在", "坐落于", "处于", "处在", "在哪", "哪边", "主管", "怎么样", "如何布局",
        "怎么布局", "规划有", "规划的", "规划布局", "政策", "要求", "优势", "特色",
        "定位", "功能定位", "主导产业", "重点产业", "优势产业", "特色产业", "支柱产业",
        "发展方向", "产业方向", "产业定位", "产业链", "上下游", "链条", "事务所", "集团", "店",
        "示范", "推广", "应用", "发改委", "管委会", "招商局", "招商办", "招商部门", "工信局",
        "商务局", "科技局", "规划局", "资规局", "自规局", "政府", "市政府", "领导", "局",
        "想知道", "想了解", "想问", "想问问", "知道", "问", "问一下", "问问", "客商", "客户",
        "投资方", "投资商", "我局", "我委", "项目方", "小镇", "集群", "中心",
        "高新技术企业", "一带", "一块", "这边", "那边", "方向", "主要产业", "新兴", "做什么",
        "干什么", "搞什么", "有啥", "啥", "咋样", "在内", "其中", "除了", "谢谢", "您好", "你好",
        "现有的", "目标", "任务", "工作", "牵头", "责任单位", "负责", "谁管", "put", "build",
        "set", "up", "find", "tell", "me", "best", "good", "better", "suitable",
        "suit", "suits", "fit", "fits", "need", "needs", "want", "wants", "factory", "factories",
        "site", "sites", "any", "my", "our", "this", "that", "with", "from", "has", "have",
        "had", "get", "make", "makes", "making", "made", "produce", "produces", "produced",
        "production", "develop", "developing", "development", "invest", "investing",
        "investment", "locate", "location", "locations", "land", "please", "show", "give",
        "list", "all", "let", "us", "you", "your", "looking", "look", "search", "when", "why",
        "into", "near", "around", "inside", "within", "go", "goes", "going", "open", "start",
        "come", "host", "hosts", "hosted", "hosting", "include", "includes",
        "including", "belong", "belongs", "contain", "contains", "manufacturing", "manufacture",
        "manufacturer", "manufacturers", "maker", "makers", "firm", "firms", "business",
        "enterprise", "enterprises", "local", "its", "they", "them", "these",
        "those", "some", "here", "under", "between", "more", "most", "main", "key", "will",
        "may", "might", "did", "been", "being", "also", "lie", "lies", "situated", "which's",
        "where's", "what's", "where", "which", "what", "who", "how", "is", "are", "was", "the",
        "a", "an", "of", "in", "at", "for", "on", "to", "do", "does", "can", "could", "should",
        "would", "i", "we", "be", "there", "place", "places", "located", "plan", "plans",
        "planning", "city", "industry", "industries", "about",
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

GENERIC = frozenset(
    [
        "设备", "示范", "接口", "基地", "平台", "系统", "技术", "服务", "园区", "中心", "工程",
        "装置", "器件", "组件", "部件", "配件", "产品", "材料", "应用", "管理", "制造", "生产",
        "研发", "设计", "检测", "加工", "综合", "智能", "新型", "高端", "先进", "数字", "国家",
        "国际", "现代", "关键", "核心", "科技", "创新", "研究", "集成", "控制", "信息", "装备",
        "机械", "仪器", "专用", "整机", "开发", "利用", "处理", "运营", "建设", "维护", "改造",
        "实验", "试验", "实验室", "产业化", "解决方案", "大厦", "市场", "展示", "体验", "培训",
        "资源", "数据", "社区", "公寓", "医院", "电站", "经济", "回收", "线", "园",
    ]
)  # fmt: skip
"""Words that are parts of too many names: none of them alone is one, or a part of one."""

KINDRED = {"设备": "装备", "装备": "设备", "机械": "装备", "机器": "机械"}
"""Words that planners use for one another where the other makes a name: 环保设备 is 环保装备."""

LOOKS = {"荣": "荥", "莹": "荥", "荧": "荥", "萦": "荥", "营": "荥", "年": "牟"}
"""Characters taken for others that look like them, of places: 荣阳 is 荥阳."""

AROUND = "一带"
"""Behind a name this is the land around it, not an element of a structure."""

ZONE_WORDS = frozenset(["开发区"])
"""What a district's zone is called for short: behind a district no word to be passed over."""

_WHERE_FIRST = "(?:请问|请|到底|具体|究竟|那么|帮我|查一下|查)*"
_WHERE_LIES = (
    "(?:是|具体|到底|位于|坐落于|坐落在|坐落|处于|处在|属于|属|隶属于|隶属|归属于|归属|归|在)+"
)
_WHERE_WHAT = (
    "(?:哪|哪里|哪儿|哪边|何处|何地|哪块|哪片|谁|哪个区|哪个区县|哪个县|哪个县市|哪个市|哪个片区|"
    "哪个园区|哪个开发区|哪个地方|什么地方|哪里的|(?:什么|哪个)(?:地方|位置|区域|片区|地区|区|区县))"
)
WHERE = re.compile(
    f"{_WHERE_FIRST}(?:{_WHERE_LIES}{_WHERE_WHAT}(?:管|管辖|主管|统筹|负责)?|的?(?:位置|地点)|"
    f"的?(?:位置|地点)(?:是|在){_WHERE_WHAT})(?:的|呢|啊|里|了)*|"
    "where(?:is|'s|are)?(?:the)?(?:located|situated)?|where(?:does|do)(?:the)?lie|"
    "(?:in)?(?:what|which)(?:district|county|area|zone)(?:is|does)(?:the)?(?:in|located|lie|belong)*(?:to)?"
)
"""The words of a question on places, put together, that ask where they lie."""

SAME = {
    "machine": "equipment", "machinery": "equipment", "robotics": "robot", "center": "centre",
    "centers": "centre", "fiber": "fibre", "fibers": "fibre", "tire": "tyre", "tires": "tyre",
    "car": "vehicle", "cars": "vehicle", "automobile": "vehicle", "automobiles": "vehicle",
    "aluminum": "aluminium", "color": "colour", "defense": "defence", "program": "programme",
    "intelligent": "smart", "uavs": "drone", "uav": "drone",
}  # fmt: skip
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
    "where": ("问", "asks"),
    "lies": ("所在", "where it lies"),
}
"""What each part of a reading is called when it is said what was understood."""

PASSED |= {word for row in STATUSES.values() for word in (row.id, row.name)}
