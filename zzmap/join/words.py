"""Words of bureaus' tables: what columns are called, and texts folded to compare them."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Role = Literal[
    "name", "code", "main", "scope", "industry", "gbt", "address", "district", "zone",
    "lon", "lat", "point", "x", "y", "crs",
]  # fmt: skip
"""What a column is to the join; `--map` gives a column its role."""

ROLES: dict[Role, tuple[str, ...]] = {
    "name": (
        "企业名称",
        "单位名称",
        "公司名称",
        "项目名称",
        "市场主体名称",
        "纳税人名称",
        "名称",
        "企业",
        "单位",
        "公司",
        "商户名称",
        "主体名称",
        "单位详细名称",
        "企业全称",
        "name",
        "company",
    ),
    "code": (
        "统一社会信用代码",
        "社会信用代码",
        "信用代码",
        "组织机构代码",
        "注册号",
        "纳税人识别号",
        "uscc",
    ),
    "main": (
        "主营业务",
        "主要业务活动",
        "主要业务",
        "主营产品",
        "主要产品",
        "主营",
        "产品",
        "主要经营",
        "项目内容",
        "建设内容",
        "业务活动",
        "主导产品",
        "主要建设内容",
        "business",
    ),
    "scope": ("经营范围", "许可经营项目", "一般经营项目", "营业范围", "业务范围", "scope"),
    "industry": (
        "行业名称",
        "所属行业",
        "行业类别",
        "行业分类",
        "国民经济行业",
        "所属产业",
        "产业类别",
        "行业",
        "产业",
        "产业链",
        "行业门类",
        "行业小类",
        "行业大类",
        "industry",
    ),
    "gbt": ("行业代码", "国民经济行业代码", "行业小类代码", "行业分类代码", "gb/t4754", "行业编码"),
    "address": (
        "地址",
        "住所",
        "经营地址",
        "注册地址",
        "生产地址",
        "详细地址",
        "经营场所",
        "企业地址",
        "通讯地址",
        "项目地点",
        "建设地点",
        "位置",
        "地点",
        "所在地",
        "单位地址",
        "选址",
        "address",
    ),
    "district": (
        "区县",
        "所属区县",
        "所在区县",
        "区（县）",
        "县区",
        "行政区",
        "辖区",
        "所属区",
        "区划",
        "县市区",
        "区县市",
        "行政区划",
        "所属县区",
        "县市",
        "属地",
        "所属地区",
        "所属区域",
        "所在区域",
        "district",
    ),
    "zone": (
        "园区",
        "所在园区",
        "所属园区",
        "开发区",
        "所属开发区",
        "产业集聚区",
        "功能区",
        "片区",
        "街道",
        "乡镇",
        "乡镇街道",
        "所属街道",
        "镇街",
        "zone",
        "park",
    ),
    "lon": ("经度", "lon", "longitude", "lng", "东经"),
    "lat": ("纬度", "lat", "latitude", "北纬"),
    "point": (
        "经纬度",
        "坐标",
        "地理坐标",
        "坐标点",
        "定位",
        "地图坐标",
        "coordinates",
        "location",
    ),
    "x": ("x坐标", "纵坐标", "北坐标", "x", "northing"),
    "y": ("y坐标", "横坐标", "东坐标", "y", "easting"),
    "crs": (
        "坐标系",
        "坐标系统",
        "坐标类型",
        "坐标来源",
        "参考系",
        "坐标系类型",
        "定位来源",
        "坐标基准",
        "坐标说明",
        "坐标体系",
        "采集方式",
        "定位方式",
        "crs",
        "datum",
    ),
}
"""Names of columns by role; the whole name counts most, then the longest part of it."""

OTHER_WORDS = (
    "序号", "编号", "日期", "时间", "投资", "产值", "金额", "营业收入", "收入", "税收",
    "人数", "从业",
    "面积", "电话", "联系", "法定代表人", "法人", "备注", "状态", "注册资本", "类型",
    "年份", "利润", "性质",
    "负责人", "规模", "等级", "邮编", "no", "date", "amount",
)  # fmt: skip
"""Words of other columns, which say that a row is a header."""

HEADER_WORDS = (*dict.fromkeys(word for words in ROLES.values() for word in words), *OTHER_WORDS)

NOT_ROLE: dict[Role, tuple[str, ...]] = {
    "name": (
        "园区名称",
        "行业名称",
        "街道名称",
        "产品名称",
        "开发区名称",
        "法人",
        "性质",
        "类型",
        "地址",
        "负责人",
        "状态",
        "规模",
        "等级",
        "电话",
        "代码",
        "编码",
        "产业",
        "行业",
        "数",
    ),
    "industry": ("代码", "编码", "年", "值", "园区", "集聚区", "开发区"),
    "address": ("代码", "邮编", "经度", "纬度", "坐标", "区划", "电话"),
    "main": ("收入", "产值", "产量", "数量", "销售额", "代码"),
    "code": (),
    "district": ("代码", "编码", "面积"),
    "zone": ("代码", "编码", "面积"),
    "point": ("系", "来源", "类型", "说明", "方式", "基准", "备注", "状态", "精度"),
    "x": ("系",),
    "y": ("系",),
}
"""Words of a column's name that rule a role out."""

_SPACE = re.compile(r"\s+")


def folded(text: str) -> str:
    """Fold width, case and spaces of a text.

    Examples
    --------
    >>> folded(" 合　计 "), folded("ＷＧＳ－84")
    ('合计', 'wgs-84')
    """
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).lower()
