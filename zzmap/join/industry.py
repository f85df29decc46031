"""Which industry of the plans a row's business is: by words, by rules, with a score.

1. A word of the plans (name or alias), of `business_words.csv` or a class of GB/T 4754-2017
   stands in a segment of the business.  Of several the one at the segment's end is its head;
   a longer one says more.
2. A code of GB/T 4754-2017 is the industry whose crosswalk row says ``whole``, at the code or
   the nearest level above that has one.
3. Where nothing is found, a short text that differs from a word by one character, or sounds
   like it, is that word, as a guess.

Each piece of evidence counts by its rule, by the verb of its segment, by its place in the list
and by its column; evidence for an industry above or below another supports it.  Under
`THRESHOLD` nothing is said, but what it might be is.  A word the plans have no industry for is
evidence for none, and so is a code without one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from zzmap.catalogue import Catalogue
from zzmap.join.business import Segment, heads_otherwise, segments
from zzmap.join.scan import Scanner
from zzmap.join.words import folded
from zzmap.messages import say
from zzmap.names import INDUSTRIES, INDUSTRY, Names, Record, Way, normalise

THRESHOLD = 0.5
"""Score under which an industry is not said."""

SURE = 0.65
"""Score under which a row is in the review."""

NONE = ""
"""Stands for a business that no plan names."""

_BY_NAME, _BY_WORD, _BY_CLASS, _BY_PART, _BY_SLIP = 1.0, 0.95, 0.8, 0.45, 0.6
_INSIDE = 0.92
"""A word that is not all of a segment's core."""

_GENERAL = 0.75
"""A word that says little inside a longer text, or of a general research."""

_DISPUTED = 0.55
"""A word of business beside one in its segment that the plans know no industry for."""

_HEADLESS = 0.7
"""A word that stands before a head that nothing knows: a frame for 光伏组件 is no 光伏组件."""

_SUPPORT = 0.1
_STEP, _LEAST = 0.07, 0.55
_NEARLY = 0.93
"""Second evidence so near the first that both are told."""

_SLIP_LENGTHS = range(3, 13)
_SLIP_SEGMENTS = 2
_CODE = re.compile(r"\s*([A-Ta-t])?(\d{2,4})(?:\.0)?(?:\D.*)?", re.DOTALL)
_CLASS_NAME = 4
"""A shorter name of a class, as 渔业 or 教育, is a word of too many things."""

_GENERAL_TECH = re.compile(r".*(?:技术|服务|咨询|管理|平台)$")

TOO_GENERAL = frozenset([
    "1", "3", "5", "n", "it", "pc", "ar", "mr", "os", "ic", "fa",
    "ha", "ip", "api", "生物", "创新", "科创", "研发", "研究院", "实验室", "显示",
    "终端", "面板", "消费", "认证", "适配", "咨询", "关键材料", "核心零部件", "系统设计",
    "硬件设计", "方案设计", "安全管理", "座椅", "叶片", "空调系统", "装备", "总部", "中介",
    "信息技术", "互联网", "检修服务", "设计服务", "研发服务", "标准地招商", "产业集群", "服务业",
    "新兴产业", "产业融合", "影视", "社区商业", "商业中心", "购物", "液晶", "制剂", "主轴",
    "护理", "医疗服务", "信息服务", "安全服务", "评估", "检测维修", "功能材料", "复合材料",
    "金属材料", "管理", "系统集成", "图像处理", "综合服务", "合金材料", "平板", "分子诊断服务",
    "环保", "节能", "生命健康", "大健康", "公共服务", "健康服务", "品牌连锁", "舱门", "车体",
    "内装件", "气动", "执行器", "分析", "氢气系统", "空气系统", "齿轮箱", "地方特色", "会计服务",
    "创新平台", "科技信息", "专利", "数据库", "操作系统", "测评", "梯级利用", "热管理系统",
    "联网汽车", "计算机", "储能电池", "身份认证", "称重", "制冷", "面板行业", "5g网络", "网关",
    "第三方服务", "中介服务", "高性能纤维",
])  # fmt: skip
"""Terms of the plans that mean their industry only where they stand alone."""


PLAIN_HEADS = frozenset([
    "软件开发", "软件", "批发", "贸易", "商贸", "检测服务", "检验检测", "专业设计服务",
    "数据处理", "系统集成服务", "信息系统集成", "计算机软件", "互联网销售", "网上销售", "成套设备",
    "机械设备研发", "装备制造", "货物运输", "物流", "配送服务", "机器人", "钢材", "五金",
])  # fmt: skip
"""Heads that say how and not what: a word before them in the segment says more."""


Meaning = tuple[tuple[str, ...], float, str]
"""What a word stands for: the industries it may mean, what it counts, and its rule."""


class Evidence(NamedTuple):
    """What speaks for an industry: '' is none of the plans."""

    industry_id: str
    score: float
    word: str
    rule: str


class IndustryFound(NamedTuple):
    """The industry of a row.

    Attributes
    ----------
    id
        Industry; '' where none is said.
    score
        From 0 to 1.
    how
        Which words, by which rule, in words.
    why
        Why it is in the review; '' where it is certain.
    candidates
        Ids that it might be, best first.
    """

    id: str
    score: float
    how: str
    why: str = ""
    candidates: tuple[str, ...] = ()


class Business(NamedTuple):
    """What a row says of its business: texts and codes by column, the first counting most."""

    main: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    industry: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    name: str = ""


class IndustryReader:
    """Reads the industry of a business.

    Parameters
    ----------
    catalogue
        Its industries, words of business and crosswalk.
    names
        The resolver of the catalogue's names.

    Examples
    --------
    >>> catalogue = Catalogue()
    >>> reader = IndustryReader(catalogue, Names.of(catalogue))
    >>> reader.read(Business(main=("盾构机研发、制造",))).id
    'ind-shield-machine'
    >>> reader.read(Business(main=("白酒酿造",))).how
    'none: “白酒” (规划未列酒、饮料)'
    """

    def __init__(self, catalogue: Catalogue, names: Names) -> None:
        self.catalogue = catalogue
        self._codes = _by_code(catalogue)
        self._reasons = {
            normalise(row.word): row.reason
            for row in catalogue.business_words
            if not row.industry_id
        }
        self._scanner = Scanner(self._words(names))
        self._guesser = Names.over(self._records(), catalogue.pinyin)
        self._related = lru_cache(100_000)(self._related_now)
        self._read = lru_cache(20_000)(self._read_now)
        self._segment = lru_cache(50_000)(self._segment_now)
        self._slip = lru_cache(50_000)(self._slip_now)

    def read(self, business: Business) -> IndustryFound:
        """Return the industry of a business, or that none is known or certain."""
        return self._read(business)

    # -- words ---------------------------------------------------------------------------

    def _words(self, names: Names) -> Iterator[tuple[str, Meaning]]:
        """Yield each word with the industries it may mean, what it counts, and its rule."""
        owners: dict[str, list[str]] = {}
        for key, hit in names.terms(INDUSTRIES):
            owners.setdefault(key, []).append(hit.id)
        for row in self.catalogue.business_words:
            ids = tuple(owners.get(normalise(row.word), ()))
            if not ids:
                yield normalise(row.word), ((row.industry_id,), _BY_WORD, "word")
        for key, found in owners.items():
            yield key, (tuple(dict.fromkeys(found)), _BY_NAME, "plan")
        for known in self.catalogue.gbt4754.values():
            key = normalise(known.name)
            if len(key) >= _CLASS_NAME:
                row_id, counts = self._of_code(known.code)
                yield key, ((row_id,), counts, f"GB/T {known.code}")

    def _records(self) -> Iterator[Record]:
        words: dict[str, list[str]] = {}
        for row in self.catalogue.business_words:
            words.setdefault(row.industry_id or "none", []).append(row.word)
        for industry in self.catalogue.industries.values():
            others = (*industry.aliases, *words.pop(industry.id, ()))
            yield Record(INDUSTRY, industry.id, industry.name, aliases=others)
        for row_id, rest in words.items():
            yield Record(INDUSTRY, row_id, rest[0], aliases=tuple(rest[1:]))

    def _of_code(self, code: str) -> tuple[str, float]:
        """Return the industry of a code and what it counts: whole, in part, or none at all.

        What is whole of an industry at a level above is so below it too, whatever narrower
        industries the code holds in part.
        """
        for length in range(len(code), 2, -1):
            whole = [row for fit, row in self._codes.get(code[:length], ()) if fit == "whole"]
            if whole:
                return whole[0], _BY_CLASS
        rows = self._parts(code)
        return (rows[0], _BY_PART) if rows else (NONE, _BY_CLASS)

    def _parts(self, code: str) -> tuple[str, ...]:
        """Return the industries that a code is in part; of a division or group, what is in it."""
        here = self._codes.get(code, ())
        if not here and len(code) > 1:
            below = (one for one in self._codes if one.startswith(code))
            here = tuple(row for one in sorted(below) for row in self._codes[one])
        return tuple(dict.fromkeys(row_id for _, row_id in here))

    # -- evidence ------------------------------------------------------------------------

    def _read_now(self, business: Business) -> IndustryFound:
        evidence: list[Evidence] = []
        for weight, texts in (
            (1.0, business.main),
            (0.9, business.scope),
            (0.95, business.industry),
        ):
            for order, text in enumerate(texts):
                evidence += self._in_text(text, weight * (1 - 0.1 * order))
        for code in business.code:
            evidence += self._in_code(code)
        if not evidence:
            texts = (*business.main, *business.industry, *business.scope)
            evidence = [row for text in texts for row in self._guessed(text)]
        if not evidence and business.name:
            found = self._in_text(business.name, THRESHOLD - 0.05)
            evidence = [row._replace(rule="the enterprise's name alone") for row in found]
        return self._judged(evidence, bool(any((*business.main, *business.scope, *business.industry,
                                                *business.code))))  # fmt: skip

    def _in_text(self, text: str, weight: float) -> list[Evidence]:
        coded = self._in_code(text) if text[:1].isalnum() and _CODE.fullmatch(text) else []
        found: list[Evidence] = []
        order = 0
        for segment in segments(text):
            best = self._segment(segment)
            if best is not None:
                counts = weight * max(_LEAST, 1 - _STEP * order)
                found.append(best._replace(score=best.score * counts))
                order += 1
        return coded + found

    def _segment_now(self, segment: Segment) -> Evidence | None:
        """Return what a segment says: the word at its end, or a longer one before."""
        text = normalise(segment.text)
        core = normalise(segment.core)
        spots = self._scanner.find(text, self._fits(text, core))
        if not spots:
            return None
        last = next(
            (spot for spot in reversed(spots) if text[spot.start : spot.end] not in PLAIN_HEADS),
            spots[-1],
        )
        best = max(spots, key=lambda spot: (spot.end - spot.start) / 2 + (2 if spot is last else 0))
        ids, counts, rule = best.thing
        word = text[best.start : best.end]
        score = counts * segment.verb * (1.0 if word in (core, text) else _INSIDE)
        if word in TOO_GENERAL and word not in PLAIN_HEADS:
            score *= _GENERAL
        if ids[0] and rule == "word" and any(NONE in spot.thing[0] for spot in spots):
            score *= _DISPUTED
        if ids[0] and best is spots[-1] and heads_otherwise(core, best.end):
            guess = self._slip(core)
            if guess is not None:
                return guess._replace(score=guess.score * segment.verb)
            score *= _HEADLESS
        if _GENERAL_TECH.fullmatch(word) and word != core and rule == "word":
            score *= _GENERAL
        return Evidence(self._one_of(ids, word), score, word, rule)

    def _fits(self, text: str, core: str) -> Callable[[str, int, int], bool]:
        """Return what tells whether a word counts where it stands in a segment.

        A word that does not is passed over, so that it hides no shorter one inside it.
        """

        def fits(_: str, start: int, end: int) -> bool:
            word = text[start:end]
            if word in (text, core):
                return True
            if self._scanner.words[word][2].startswith("GB/T"):
                return False
            return word not in TOO_GENERAL and not (word.isascii() and len(word) < 3)

        return fits

    def _one_of(self, ids: Sequence[str], word: str) -> str:
        """Return the industry of a word that several have: the one of this name, else the first."""
        for row_id in ids:
            row = self.catalogue.industries.get(row_id)
            if row is not None and normalise(row.name) == word:
                return row_id
        return ids[0]

    def _in_code(self, text: str) -> list[Evidence]:
        found = _CODE.fullmatch(folded(text))
        if found is None:
            return []
        code = self._known_code((found[1] or "").upper(), found[2])
        if not code:
            return []
        row_id, counts = self._of_code(code)
        named = f"{code} {self.catalogue.gbt4754[code].name}"
        ids = self._parts(code) if counts == _BY_PART else (row_id,)
        return [Evidence(one, counts, named, "GB/T 4754") for one in ids]

    def _known_code(self, letter: str, digits: str) -> str:
        letters = (letter,) if letter else "ABCDEFGHIJKLMNOPQRST"
        found = (f"{row}{digits}" for row in letters)
        return next((code for code in found if code in self.catalogue.gbt4754), "")

    def _guessed(self, text: str) -> list[Evidence]:
        found = []
        for segment in segments(text)[:_SLIP_SEGMENTS]:
            guess = self._slip(segment.core)
            if guess is not None:
                found.append(guess._replace(score=guess.score * segment.verb))
        return found

    def _slip_now(self, core: str) -> Evidence | None:
        if len(core) not in _SLIP_LENGTHS or any(map(str.isdigit, core)):
            return None
        ranked = self._guesser.ranked(core, INDUSTRIES)
        if not ranked or ranked[0][1].way not in (Way.SLIP, Way.SOUND):
            return None
        meant = {hit.id for _, hit in ranked if hit.way == ranked[0][1].way}
        if len(meant) > 1 and len({self._top(row_id) for row_id in meant}) > 1:
            return None
        hit = ranked[0][1]
        row_id = NONE if hit.id == "none" else hit.id
        way = "slip" if hit.way == Way.SLIP else "sounds like"
        return Evidence(row_id, _BY_SLIP, core, f"{way} of “{hit.term}”")

    def _top(self, row_id: str) -> str:
        if row_id not in self.catalogue.industries:
            return row_id
        return [row_id, *self.catalogue.ancestors(row_id)][-1]

    # -- the judgement -------------------------------------------------------------------

    def _judged(self, evidence: Sequence[Evidence], said: bool) -> IndustryFound:
        if not evidence:
            what = (
                say("no word of it is known") if said else say("the row says nothing of a business")
            )
            return IndustryFound(NONE, 0.0, f"none: {what}", "" if said else what)
        best: dict[str, Evidence] = {}
        for row in evidence:
            if row.industry_id not in best or row.score > best[row.industry_id].score:
                best[row.industry_id] = row
        totals = {row_id: self._total(row_id, best) for row_id in best}
        order = sorted(best, key=lambda row_id: -totals[row_id])
        first = best[order[0]]
        score = round(min(totals[order[0]], 1.0), 2)
        candidates = tuple(row_id for row_id in order if row_id)[:6]
        if score < THRESHOLD:
            what = say("not sure enough: {told}", told=self._told(first))
            return IndustryFound(NONE, score, f"review: {self._told(first)}", what, candidates)
        rivals = [row_id for row_id in order[1:] if not self._related(order[0], row_id)]
        near = [row_id for row_id in rivals if totals[row_id] >= _NEARLY * totals[order[0]]]
        how = self._told(first)
        if near:
            how += "; also " + ", ".join(
                f"{self._name(row)} (“{best[row].word}”)" for row in near[:2]
            )
        why = self._why(first, score, near)
        if first.industry_id == NONE:
            reason = self._reasons.get(first.word, "no industry of the plans")
            return IndustryFound(NONE, score, f"none: “{first.word}” ({reason})", why, candidates)
        return IndustryFound(first.industry_id, score, how, why, candidates)

    def _why(self, first: Evidence, score: float, near: Sequence[str]) -> str:
        if " of “" in first.rule:
            if "slip" in first.rule:
                return say("a guess: “{word}” is a {rule}", word=first.word, rule=first.rule)
            return say("a guess: “{words}” {rule}", words=first.word, rule=first.rule)
        if near:
            names = ", ".join(map(self._name, near[:2]))
            return say("two businesses at once: also {names}", names=names)
        return "" if score >= SURE else say("weak evidence")

    def _total(self, row_id: str, best: dict[str, Evidence]) -> float:
        others = (
            row.score for other, row in best.items()
            if other != row_id and row_id and other and row.score >= THRESHOLD
            and self._related(row_id, other)
        )  # fmt: skip
        return best[row_id].score + _SUPPORT * sum(others)

    def _related_now(self, one: str, other: str) -> bool:
        """Tell whether two industries are the same thing, or one lies above the other."""
        if not one or not other:
            return one == other
        family = {one, *self.catalogue.twins.get(one, ())}
        kin = {other, *self.catalogue.twins.get(other, ())}
        return any(
            row in kin or bool(kin & set(self.catalogue.ancestors(row))) for row in family
        ) or any(bool(family & set(self.catalogue.ancestors(row))) for row in kin)

    def _told(self, row: Evidence) -> str:
        rules = {"plan": "a name of the plans", "word": "a word of business"}
        return f"“{row.word}”: {rules.get(row.rule, row.rule)}"

    def _name(self, row_id: str) -> str:
        return self.catalogue.industries[row_id].name if row_id else "none of the plans"


def _by_code(catalogue: Catalogue) -> dict[str, tuple[tuple[str, str], ...]]:
    codes: dict[str, list[tuple[str, str]]] = {}
    for row in catalogue.crosswalk:
        codes.setdefault(row.code, []).append((row.fit, row.industry_id))
    return {code: tuple(sorted(rows, reverse=True)) for code, rows in codes.items()}


def business_of(texts: Iterable[tuple[str, str]]) -> Business:
    """Return a business of texts by role.

    Parameters
    ----------
    texts
        Role (main, scope, industry, gbt or name) and text.
    """
    found: dict[str, list[str]] = {}
    for role, text in texts:
        found.setdefault(role, []).append(text)
    name = found.get("name", [""])
    return Business(
        tuple(found.get("main", ())),
        tuple(found.get("scope", ())),
        tuple(found.get("industry", ())),
        tuple(found.get("gbt", ())),
        name[0],
    )
