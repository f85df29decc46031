"""What a join, a count, a ranking and a comparison say of themselves, in the reader's language.

They speak English; a sentence that is not known here stays as it is, never lost.
"""

from __future__ import annotations

from zzmap.source_words import reworded
from zzmap.wording import Say

_ROLES = {
    "name": "名称", "code": "信用代码", "main": "主营业务", "scope": "经营范围", "industry": "行业",
    "gbt": "行业代码", "address": "地址", "district": "区县", "zone": "开发区", "lon": "经度",
    "lat": "纬度", "point": "坐标", "x": "东坐标", "y": "北坐标", "crs": "坐标系",
}  # fmt: skip
"""What each role of a column is called; the role itself is what --map takes."""

_SENTENCES = (
    # a count
    (
        r"^([\d,]+) (?:statements|rows) are of a place that lies in no zone",
        r"\1 条的载体不在任何开发区内",
    ),
    (
        r"^([\d,]+) (?:statements|rows) are of a place that lies in no district",
        r"\1 条的载体不在任何区县内",
    ),
    (
        r"^([\d,]+) (?:statements|rows) are of what is there already, no plan",
        r"\1 条是已有基础，不是规划",
    ),
    (r"^([\d,]+) (?:statements|rows) are denied by a planner", r"\1 条用户有异议"),
    (
        r"^([\d,]+) (?:statements|rows) are of a place in several districts and are counted in "
        r"each",
        r"\1 条的载体跨区县，各区县都计",
    ),
    (
        r"^([\d,]+) (?:statements|rows) are of an industry above the level \w+",
        r"\1 条的产业高于所选层级",
    ),
    (r"^([\d,]+) rows are of an enterprise that stands above", r"\1 行的企业前面已有"),
    (r"^([\d,]+) rows say no amount in (.*?)(?=; they are not counted$|$)", r"\1 行的“\2”没有金额"),
    (r"; they are not counted$", "；未计入"),
    # gaps, targets
    (r"^projects, no key park$", "有项目，无重点园区"),
    (r"^key park, no project$", "有重点园区，无项目"),
    (r"^at or past the line$", "达到或超过直线"),
    (r"^short of the line$", "未达直线"),
    (r"^no actual value$", "没有实际值"),
    (r"^yearly or average: no line to stand on$", "年均或每年的指标：没有可比的直线"),
    (r"^no first value: no line$", "没有起始值：没有直线"),
    (r"^the year is outside the plan's$", "年份不在规划期内"),
    (r"^the plan does not say whether less is better$", "规划没有说明是否越少越好"),
    # the register beside the plans
    (r"^no row that says anything$", "没有任何内容"),
    (r"^(\d+) statements$", r"\1 条布局"),
    (r", (\d+) statements\)", r"，\1 条布局)"),
    (r"^is (?=[^\x00-\x7f])", "是"),
    (r"^no name of it in the plans$", "规划中没有此名称"),
    (r"^no industry \(", "不是规划中的产业 ("),
    (r"^not placed here$", "规划未布局于此"),
    (r"^no leading industries known$", "主导产业不明"),
    (r"^not leading$", "不是主导产业"),
    (r"^shipped register: ", "随附目录："),
    (r"\(none: ", "(无："),
    # a ranking
    (r"(\d+) plans agree", r"\1 个规划一致"),
    (r"(\d+) projects: ", r"\1 个项目："),
    (r"(\d+) beside it: ", r"\1 个同级产业："),
    # an industry of a row
    (r"^none: no word of it is known$", "无：没有认识的词"),
    (r"^none: the row says nothing of a business$", "无：没有说经营什么"),
    (r"the row says nothing of a business", "没有说经营什么"),
    (r"^none: ", "无："),
    (r"^review: ", "待复核："),
    (r"not sure enough: ", "不够确定："),
    (r"weak evidence", "依据不足"),
    (r"two businesses at once: also ", "同时有两种经营：另有 "),
    (r"; also ", "；另有 "),
    (r"a name of the plans", "规划用语"),
    (r"a word of business", "经营用语"),
    (r"no industry of the plans", "规划中没有此产业"),
    (r"the enterprise's name alone", "仅凭企业名称"),
    (r"a guess: ", "推测："),
    (r"is a slip of “([^”]*)”", r"疑为“\1”之误"),
    (r"slip of “([^”]*)”", r"疑为“\1”之误"),
    (r"sounds like “([^”]*)”", r"与“\1”同音"),
    # a place of a row
    (r"no place of the plans is named", "没有说到规划中的载体"),
    (r"the row says no place", "没有说在哪里"),
    (r"the address is in (\S+)", r"地址在\1"),
    (r"outside the city: ", "市外："),
    (r"(\S+) lies in (\S+), the row says (\S+)", r"\1位于\2，表中写\3"),
    (r" is named too", " 也被提到"),
    (r"; its position lies in ", "；坐标位于"),
    (r"^its position lies in ", "坐标位于"),
    # a position of a row
    (r"it lies ([\d.]+) km beyond where (\S+) can reach", r"在\2可及范围之外 \1 km"),
    (r"it lies outside the city's districts", "在本市区县之外"),
    (r"(\S+, \S+) lies outside the region", r"\1 在本市范围之外"),
    (r"it has two decimals at most: a kilometre", "最多两位小数，只准到公里"),
    (r"“([^”]*)” is no position", r"“\1”不是坐标"),
    (r"“([^”]*)” lies far from the city", r"“\1”远离本市"),
    (r"0, 0 stands for no position", "0, 0 表示没有坐标"),
    (
        r"a remark says “([^”]*)”, no column does; .*",
        r"备注写有“\1”，没有坐标系列说明（--map crs=列名）",
    ),
    # a table
    (r"the enterprise of row (\d+)", r"与第 \1 行是同一企业"),
    (r"the project of row (\d+)", r"与第 \1 行是同一项目"),
    (r"no row of the table but a heading", "不是数据行，是小标题"),
    (r"no row of the table but a header", "不是数据行，是重复的表头"),
    (r"no row of the table but a total", "不是数据行，是合计"),
    (r"no row of the table but a note", "不是数据行，是注"),
    (
        r"no column says the business of a row; --map main=COLUMN names one",
        "没有一列说明经营什么，未判断产业；用 --map main=列名 指明",
    ),
    (
        r"no column says the place of a row; --map address=COLUMN names one",
        "没有一列说明在哪里，未判断载体；用 --map address=列名 指明",
    ),
    *((rf"^{role}: ", f"{name}（{role}）：") for role, name in _ROLES.items()),
    (r" \(by its name\)$", "（按列名）"),
    (r" \(by its name, and it holds codes\)$", "（按列名，内容是代码）"),
    (r" \(by its name, and it names systems\)$", "（按列名，内容是坐标系）"),
    (r" \(by what it holds\)$", "（按内容）"),
    (r" \(as told\)$", "（用户指定）"),
    (r"^the header is row (\d+)$", r"表头在第 \1 行"),
    (r"^the header is rows (\d+) and (\d+)$", r"表头在第 \1、\2 行"),
    (r"^above the header: ", "表头之上："),
    (
        r"^(\d+) merged cells: their text stands in every row they span, numbers once$",
        r"\1 处合并单元格：文字写入所跨各行，数字只计一次",
    ),
    (
        r"^(\d+) positions say no reference system: .*",
        r"\1 个坐标没有说明坐标系：度按 WGS-84、米按 CGCS2000；若实为 GCJ-02 会偏约 500 米，"
        "用 --crs 说明",
    ),
    (r"^coordinates are in ", "坐标系："),
    # the outline of a site
    (
        r"^warning coarse: coordinates are given to ([\d,]+ m) only\. .*",
        r"注意：坐标只写到 \1，请索取写全的坐标。",
    ),
    (r"^coordinates are WGS 84 longitude/latitude$", "坐标为 WGS-84 经纬度"),
    (r"^coordinates are CGCS2000 longitude/latitude$", "坐标为 2000国家大地坐标系经纬度"),
    (r"^coordinates are ", "坐标为 "),
    (r"; ", "；"),
)


def said(say: Say, told: str) -> str:
    """Say what was told in English.

    Examples
    --------
    >>> from zzmap.wording import words
    >>> said(words(False), "3 statements are denied by a planner; they are not counted")
    '3 条用户有异议；未计入'
    >>> said(words(False), "+5 布局重点 S·三; +1 2 plans agree")
    '+5 布局重点 S·三；+1 2 个规划一致'
    """
    return say(reworded(told, _SENTENCES), told)
