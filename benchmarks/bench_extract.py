"""How much of a plan the draft has, and how much of the draft the plan says.

    python benchmarks/bench_extract.py                    plans of tests/extract, as TXT DOCX PDF
    python benchmarks/bench_extract.py FILE               FILE against the catalogue, warm and cold
    python benchmarks/bench_extract.py FILE --list        … and what is missed and what is invented
    python benchmarks/bench_extract.py --precisions       count how often each rule is right
    python benchmarks/bench_extract.py --pages 300        seconds for a PDF of so many pages

Recall is the share of true rows that some drafted row matches, precision the share of drafted
rows that some true row matches.  Rows match so:

- *placements*: those with relation ``existing`` are left out on both sides, derived ones are no
  rows.  The document is the same (by its number).  The industry is the same id, or a name or
  alias of the one is, letters folded, without 产业 at its end, one of the other, in the catalogue
  also without a bracket that tells two of one name apart; so is the place, without the city's name
  before it.  *strict*: the relation is the same.  *class*: it is of the
  same class (zone_focus and key_park; relies_on and supporting).  *pair*: any relation.
- *projects*: folded names without 项目, 工程, 建设 at their ends are the same (*strict*), or one
  holds the other, of four characters or more (*part*).
- *elements*, and *structures* by them: a structure is found where a drafted one has half of its
  elements.  One that the plan gives no name (the 2 of 1+2+N) is found by its members.  *members*:
  element and place; those the catalogue marks as derived count neither way.
- *indicators*: the last value is the same and the names are, or one holds the other, or they
  have two thirds of their characters in common; *strict*: so are the unit and the other years.
- of a plan of tests/extract the precisions of rules are those counted in the others.
- rows that a plan of tests/extract says may be taken or not count neither way; a *decoy* is
  taken where a drafted placement (but ``existing``) comes from its words.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from zzmap.catalogue import Catalogue
from zzmap.extract.draft import NEW, Draft
from zzmap.extract.known_names import Mention
from zzmap.extract.merged import (
    PRECISIONS,
    Candidate,
    Precisions,
    Statement,
    counted,
)
from zzmap.extract.plan import draft_plan
from zzmap.extract.taxonomy import plain
from zzmap.io.documents.characters import normal
from zzmap.names import normalise

TESTS = Path(__file__).resolve().parent.parent / "tests" / "extract"
sys.path.insert(0, str(TESTS))

from plan_file import PLANS, Plan, read_plan  # noqa: E402
from rendered import BODY, Piece, as_docx, as_pdf, as_txt, pieces  # noqa: E402

EXISTING = "existing"
CLASSES = {"zone_focus": 1, "key_park": 1, "relies_on": 2, "supporting": 2, EXISTING: 3}
_ENDS = re.compile("(?:(?:建设)?(?:项目|工程)|建设|等)+$")
_INDUSTRY = re.compile("(?:产业|行业|业务)$")
_OF_COUNTY = re.compile("^.{1,4}[县区市](?=[^县区市]{1,4}(?:镇|乡|街道)$)")


class Said(NamedTuple):
    """A placement, by all the names of its industry and of its place."""

    document: str
    industry: frozenset[str]
    place: frozenset[str]
    relation: str
    shown: str


class Score(NamedTuple):
    """How many true rows are found, how many drafted ones are right."""

    name: str
    truths: int
    found: int
    drafts: int
    right: int
    missed: list[str]
    invented: list[str]

    def __str__(self) -> str:
        recall = self.found / self.truths if self.truths else 1.0
        precision = self.right / self.drafts if self.drafts else 1.0
        return (
            f"  {self.name:<22}{recall:>8.3f} {self.found:>5} of {self.truths:<5}"
            f"{precision:>8.3f} {self.right:>5} of {self.drafts:<5}"
        )


Same = Callable[[Any, Any], bool]


def score(
    name: str, truths: Sequence[Any], drafts: Sequence[Any], same: Same,
    optional: Sequence[Any] = (), shown: Callable[[Any], str] = str,
) -> Score:  # fmt: skip
    """Return the score of drafted rows; those that only match optional ones are left out."""
    found = [truth for truth in truths if any(same(truth, row) for row in drafts)]
    right = [row for row in drafts if any(same(truth, row) for truth in truths)]
    wrong = [
        row for row in drafts
        if row not in right and not any(same(truth, row) for truth in optional)
    ]  # fmt: skip
    missed = [shown(row) for row in truths if row not in found]
    return Score(name, len(truths), len(found), len(right) + len(wrong), len(right), missed,
                 [shown(row) for row in wrong])  # fmt: skip


# Names


def industry_words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(_INDUSTRY.sub("", normalise(name)) or normalise(name) for name in names)


def place_words(names: Iterable[str], city: str) -> frozenset[str]:
    words = {normalise(name) for name in names}
    short = city.removesuffix("市")
    found = {
        word[len(start) :] if word.startswith(start) and len(word) > len(start) + 1 else word
        for word in words
        for start in [city if word.startswith(city) else short]
    }
    # 甲县乙镇 is 乙镇: a town is one place, whether its county is said before it or not.
    return frozenset(found | {_OF_COUNTY.sub("", word) for word in found})


def project_word(name: str) -> str:
    return _ENDS.sub("", normalise(name)) or normalise(name)


def holds(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    return len(short) >= 4 and short in long


def alike(one: str, two: str) -> bool:
    if one == two or holds(one, two):
        return True
    common = sum((Counter(one) & Counter(two)).values())
    return 2 * common >= 2 / 3 * (len(one) + len(two))


# Placements


def same_said(how: str) -> Same:
    def same(one: Said, two: Said) -> bool:
        if one.document != two.document or not one.industry & two.industry:
            return False
        if not one.place & two.place:
            return False
        if how == "strict":
            return one.relation == two.relation
        return how == "pair" or CLASSES[one.relation] == CLASSES[two.relation]

    return same


def drafted_said(draft: Draft, city: str) -> list[Said]:
    """Return the drafted placements, each once."""
    industries = {row.id: row for row in draft.industries}
    places = {row.id: row for row in draft.places}
    numbers = {row.id: row.number for row in draft.documents}
    found = {}
    for row in draft.placements:
        if row.relation == EXISTING:
            continue
        industry, place = industries.get(row.industry_id), places.get(row.place_id)
        ids = _id(industry, row.industry_id), _id(place, row.place_id)
        said = Said(
            numbers.get(row.document_id, ""),
            industry_words(_named(row.industry, industry)) | {ids[0]},
            place_words(_named(row.place, place), city) | {ids[1]},
            row.relation, f"{row.industry} @ {row.place} ({row.relation}, {row.locator})",
        )  # fmt: skip
        found.setdefault((said.document, ids, row.relation), said)
    return list(found.values())


def _id(row: Any, given: str) -> str:
    known = row is not None and row.status != NEW
    return f"id {row.known_id or row.id}" if known else f"new {given}"


def _named(word: str, row: Any) -> list[str]:
    return [word] if row is None else [word, row.name, *row.aliases]


def catalogue_said(catalogue: Catalogue) -> list[Said]:
    found = {}
    for row in catalogue.placements:
        if row.relation == EXISTING:
            continue
        industry, place = catalogue.industries[row.industry_id], catalogue.places[row.place_id]
        names = {industry.name, *industry.aliases}
        said = Said(
            catalogue.documents[row.document_id].number,
            industry_words(names | set(map(plain, names))) | {f"id {industry.id}"},
            place_words((place.name, *place.aliases), catalogue.city.name) | {f"id {place.id}"},
            row.relation, f"{industry.name} @ {place.name} ({row.relation}, {row.locator})",
        )  # fmt: skip
        found.setdefault((row.document_id, industry.id, place.id, row.relation), said)
    return list(found.values())


def placement_scores(
    truths: list[Said], drafts: list[Said], optional: Sequence[Said] = ()
) -> list[Score]:
    return [
        score(f"placements, {how}", truths, drafts, same_said(how), optional, lambda row: row.shown)
        for how in ("strict", "class", "pair")
    ]


# The rest


def project_scores(truths: Iterable[str], drafts: Iterable[str]) -> list[Score]:
    told, made = sorted(set(truths)), sorted(set(drafts))

    def same(one: str, two: str) -> bool:
        return project_word(one) == project_word(two)

    def part(one: str, two: str) -> bool:
        return same(one, two) or holds(project_word(one), project_word(two))

    return [score("projects, strict", told, made, same), score("projects, part", told, made, part)]


class Part(NamedTuple):
    """An element: the structure it is of, its names, those of each of its members.

    `read` are the members of one of the catalogue that the plan does not name: it says 1+2+N, and
    the catalogue reads which places are the 2.
    """

    structure: str
    names: frozenset[str]
    members: tuple[frozenset[str], ...]
    shown: str
    read: tuple[frozenset[str], ...] = ()

    def is_same(self, other: Part) -> bool:
        """Tell a drafted element of this name or, where the plan gives it none, these members."""
        if self.names & other.names:
            return True
        told = len(self.read) == len(other.members) > 0
        return told and all(any(row & own for own in other.members) for row in self.read)


def drafted_parts(draft: Draft, city: str) -> list[Part]:
    places = {row.id: row for row in draft.places}
    structures = {row.id: row.name for row in draft.structures}
    members: dict[str, list[frozenset[str]]] = {}
    for row in draft.members:
        place = places.get(row.place_id)
        words = place_words(_named(row.place or row.place_id, place), city)
        members.setdefault(row.element_id, []).append(words | {_id(place, row.place_id)})
    found = []
    for row in draft.elements:
        place = places.get(row.place_id)
        names = [row.name, *([place.name, *place.aliases] if place else [])]
        names += _label(row.kind, structures.get(row.structure_id, ""))
        told = tuple(members.get(row.id, ()))
        found.append(Part(row.structure_id, place_words(names, city), told, row.name))
    return found


def _label(kind: str, structure: str) -> list[str]:
    """Return what the one core of a structure is called by as well: 一核 of 一核两带."""
    told = re.search("一[核主心]", structure)
    return [told[0]] if told and kind in ("core", "centre") else []


def catalogue_parts(catalogue: Catalogue) -> list[Part]:
    city = catalogue.city.name
    found = []
    for row in catalogue.elements.values():
        place = catalogue.places.get(row.place_id)
        names = [row.name, *((place.name, *place.aliases) if place else ())]
        told: dict[bool, list[frozenset[str]]] = {True: [], False: []}
        for member in catalogue.members_of_element.get(row.id, ()):
            inner = catalogue.places[member.place_id]
            words = place_words((inner.name, *inner.aliases), city) | {f"id {inner.id}"}
            told[bool(member.derived)].append(words)
        members, read = tuple(told[False]), () if told[False] else tuple(told[True])
        found.append(Part(row.structure_id, place_words(names, city), members, row.name, read))
    return found


def part_scores(truths: list[Part], drafts: list[Part]) -> list[Score]:
    def same(one: Part, two: Part) -> bool:
        return one.is_same(two)

    def member(one: tuple[Part, frozenset[str]], two: tuple[Part, frozenset[str]]) -> bool:
        return same(one[0], two[0]) and bool(one[1] & two[1])

    def whole(one: list[Part], two: list[Part]) -> bool:
        found = sum(any(same(part, other) for other in two) for part in one)
        return 2 * found >= len(one)

    def shown(row: tuple[Part, frozenset[str]]) -> str:
        return f"{row[0].shown}: {'/'.join(sorted(row[1])[-2:])}"

    return [
        score("structures", _grouped(truths), _grouped(drafts), whole,
              shown=lambda row: "、".join(part.shown for part in row)),
        score("elements", truths, drafts, same, shown=lambda row: row.shown),
        score("members", [(row, told) for row in truths for told in row.members],
              [(row, told) for row in drafts for told in row.members], member,
              [(row, told) for row in truths for told in row.read], shown),
    ]  # fmt: skip


def _grouped(parts: list[Part]) -> list[list[Part]]:
    groups: dict[str, list[Part]] = {}
    for row in parts:
        groups.setdefault(row.structure, []).append(row)
    return [*groups.values()]


class Goal(NamedTuple):
    """An indicator: its name and unit, its values in the order of their years."""

    name: str
    unit: str
    values: tuple[float, ...]

    def __str__(self) -> str:
        return f"{self.name} {' → '.join(f'{row:g}' for row in self.values)} {self.unit}"


def numbers(cells: Iterable[Any]) -> tuple[float, ...]:
    texts = (str(cell).replace(",", "") for cell in cells if cell is not None)
    found = (re.search(r"-?[\d.]+", text) for text in texts)
    return tuple(float(row[0]) for row in found if row)


def goal_scores(truths: list[Goal], drafts: list[Goal]) -> list[Score]:
    def same(one: Goal, two: Goal) -> bool:
        if not one.values or not two.values or one.values[-1] != two.values[-1]:
            return False
        return alike(normalise(one.name), normalise(two.name))

    def strict(one: Goal, two: Goal) -> bool:
        return same(one, two) and one.values == two.values and one.unit == two.unit

    return [
        score("indicators", truths, drafts, same),
        score("indicators, strict", truths, drafts, strict),
    ]


def drafted_goals(draft: Draft) -> list[Goal]:
    return [Goal(row.name, row.unit, numbers(row.values)) for row in draft.indicators]


def catalogue_goals(catalogue: Catalogue) -> list[Goal]:
    return [
        Goal(row.name, row.unit, numbers((row.value_2020, row.value_2023, row.value_2025)))
        for row in catalogue.indicators
    ]


# What is run


def timed(
    path: Path, catalogue: Catalogue, *, cold: bool, precisions: Precisions | None = None
) -> tuple[Draft, str]:
    clock, worked = time.perf_counter(), worked_s()
    draft = draft_plan(path, catalogue, cold=cold, precisions=precisions)
    seconds = time.perf_counter() - clock
    return draft, f"{seconds:.1f} s ({worked_s() - worked:.1f} s of processor time)"


def worked_s() -> float:
    """Return the processor time of this process and of those that have read files for it."""
    return sum(os.times()[:4])


def told(heading: str, scores: Iterable[Score], listed: bool) -> None:
    print(heading)
    print(f"  {'':<22}{'recall':>8} {'':<14}{'precision':>8}")
    for row in scores:
        print(row)
        if listed:
            for word, rows in (("missed", row.missed), ("invented", row.invented)):
                for line in rows:
                    print(f"      {word}: {line}")


def against_catalogue(path: Path, listed: bool) -> None:
    catalogue = Catalogue()
    for cold in (False, True):
        draft, seconds = timed(path, catalogue, cold=cold)
        city = catalogue.city.name
        numbers_held = {row.number for row in catalogue.documents.values()}
        drafts = [row for row in drafted_said(draft, city) if row.document in numbers_held]
        held = {row.id for row in draft.documents if row.number in numbers_held}
        scores = placement_scores(catalogue_said(catalogue), drafts)
        scores += project_scores(
            (row.name for row in catalogue.projects),
            (row.name for row in draft.projects if row.document_id in held),
        )
        scores += part_scores(catalogue_parts(catalogue), drafted_parts(draft, city))
        scores += goal_scores(
            catalogue_goals(catalogue),
            [Goal(row.name, row.unit, numbers(row.values)) for row in draft.indicators
             if row.document_id in held],
        )  # fmt: skip
        other = len(draft.documents) - len(held)
        told(
            f"{path.name}, {'cold' if cold else 'warm'}, {seconds}; {other} documents that the "
            "catalogue has not are left out", scores, listed,
        )  # fmt: skip


def plan_said(rows: Iterable[Any], catalogue: Catalogue, city: str, document: str) -> list[Said]:
    """Return what a plan says of itself, with the aliases that geodata has for its names."""
    industries = [(row.name, *row.aliases) for row in catalogue.industries.values()]
    places = [(row.name, *row.aliases) for row in catalogue.places.values()]
    found = []
    for row in sorted(rows):
        own = [names for names in industries if row.industry in names]
        at = [names for names in places if row.place in names]
        found.append(Said(
            document,
            industry_words([row.industry, *(name for names in own for name in names)]),
            place_words([row.place, *(name for names in at for name in names)], city),
            row.relation, f"{row.industry} @ {row.place} ({row.relation})",
        ))  # fmt: skip
    return found


def decoys_taken(plan: Plan, draft: Draft) -> list[str]:
    spans = [(row.start, row.end) for row in draft.placements if row.relation != EXISTING]
    taken = []
    for decoy in plan.decoys:
        at = draft.text.find(normal(decoy))
        end = at + len(normal(decoy))
        if at >= 0 and any(start < end and at < stop for start, stop in spans):
            taken.append(decoy)
    return taken


def set_plan(name: str, form: str, folder: Path) -> Path:
    rows = pieces(PLANS / f"{name}.plan")
    path = folder / f"{name}.{form}"
    if form == "txt":
        path.write_text(as_txt(rows), "utf-8")
    elif form == "docx":
        as_docx(rows, path)
    else:
        as_pdf(rows, path, columns=2, spaced=True)
    return path


READ_AS = (
    ("next_plan", False),
    ("next_plan", True),
    ("other_city", True),
    ("services_next", False),
    ("action_plan", True),
    ("bigdata_next", False),
    ("opinions", True),
    ("emerging_next", False),
    ("mountain_cold", True),
    ("green_next", False),
    ("lake_cold", True),
    ("digital_next", False),
    ("energy_next", False),
    ("counties", True),
    ("chains", True),
    ("tourism_next", False),
    ("manufacturing_next", False),
    ("heluo_cold", True),
    ("riverport_cold", True),
    ("outline_next", False),
    ("anyang_cold", True),
    ("xingyang_next", False),
    ("pingdingshan_cold", True),
    ("report_next", False),
    ("jining_cold", True),
    ("chains_next", False),
    ("ganzhou_cold", True),
    ("parks_next", False),
    ("shangqiu_cold", True),
    ("advanced_next", False),
    ("consumption_next", False),
    ("nanyang_cold", True),
    ("xuzhou_cold", True),
    ("baoji_cold", True),
    ("chuzhou_cold", True),
    ("cluster_next", False),
    ("energy2_next", False),
    ("hengyang_cold", True),
    ("jinhua_cold", True),
    ("kaifeng_cold", True),
    ("luoyang2_cold", True),
    ("modern_next", False),
    ("outline2_next", False),
    ("yibin_cold", True),
    ("health2_next", False),
    ("logistics2_next", False),
    ("lowalt_next", False),
    ("weifang_cold", True),
    ("xinxiang2_cold", True),
    ("xinyang_cold", True),
    ("zhuzhou_cold", True),
)
"""Plans, and whether they are read cold.  The rules were written with the first two plans at
hand and mended on the next two; bigdata_next and opinions, written by another, were read when all
was done.  emerging_next and mountain_cold were written, and read, before the rules were mended
again, by the hand that mended them; green_next and lake_cold when they had been.  All that follow
are by others, who have not read the rules.  The first four were read when all was done, and the
rules were then mended on digital_next and counties; the next four are held out of every mending.
Six, longer and in other styles, are to mend by; the four behind them are held out as well.  The
last four, in the usual style of offices, were read once when the rules stood; those on the
sentence of a structure and on targets were then mended on advanced_next and nanyang_cold."""


HELD_OUT = (
    "heluo_cold", "manufacturing_next", "riverport_cold", "tourism_next",
    "chains_next", "ganzhou_cold", "parks_next", "shangqiu_cold", "consumption_next", "xuzhou_cold",
    "health2_next", "logistics2_next", "lowalt_next", "weifang_cold",
    "xinyang_cold", "zhuzhou_cold",
)  # fmt: skip
"""Plans that no rule was mended on: none of them counts in ``precisions.csv``."""


class Recorder(Precisions):
    """Takes every row of both readings, and keeps what it was asked about."""

    def __init__(self) -> None:
        super().__init__(())
        self.asked: dict[tuple[Any, ...], Candidate] = {}

    def of(self, candidate: Candidate) -> float:
        row = candidate.row
        key = (row.industry, row.place, row.relation, row.sentence, candidate.kind)
        self.asked[key] = candidate
        return 1.0


def statement_said(row: Statement, catalogue: Catalogue, city: str) -> Said:
    def named(mention: Mention, rows: Any) -> list[str]:
        known = rows.get(mention.ids[0]) if mention.ids else None
        word = mention.called or mention.name
        return [word, *((known.name, *known.aliases) if known else ())]

    return Said(
        "", industry_words(named(row.industry, catalogue.industries)),
        place_words(named(row.place, catalogue.places), city), row.relation, "",
    )  # fmt: skip


def count_precisions(folder: Path) -> None:
    """Write how often each rule is right in the plans that are not held out."""
    catalogue, same = Catalogue(), same_said("class")
    found: Counter[tuple[str, ...]] = Counter()
    for name, cold in READ_AS:
        if name in HELD_OUT:
            continue
        plan, recorder = read_plan(PLANS / f"{name}.plan"), Recorder()
        path = set_plan(name, "txt", folder)
        draft = draft_plan(path, catalogue, cold=cold, precisions=recorder)
        city = draft.city or catalogue.city.name
        true, either = plan_truths(plan, catalogue, city)
        told: defaultdict[tuple[Any, ...], list[bool]] = defaultdict(list)
        for candidate in recorder.asked.values():
            said = statement_said(candidate.row, catalogue, city)
            right = any(same(row, said) for row in true)
            if right or not any(same(row, said) for row in either):
                told[candidate.row.sentence, candidate.kind].append(right)
        for (_, kind), rights in told.items():
            # Rows of one sentence stand and fall together: it counts once.
            most = 2 * sum(rights) >= len(rights)
            found[(name, *kind, "right" if most else "wrong")] += 1
    with PRECISIONS.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["plan", "reader", "rule", "company", "source", "right", "wrong"])
        for key in sorted({row[:-1] for row in found}):
            table.writerow([*key, *(found[(*key, told)] for told in ("right", "wrong"))])


def plan_truths(plan: Plan, catalogue: Catalogue, city: str) -> list[list[Said]]:
    """Return what a plan says of itself, and what it says may be taken or not."""
    return [
        plan_said((row for row in rows if row.relation != EXISTING), catalogue, city, "")
        for rows in (plan.placements, plan.optional)
    ]


def plan_scores(plan: Plan, draft: Draft, catalogue: Catalogue) -> list[Score]:
    """Return what a draft has of what its plan says of itself."""
    city = draft.city or catalogue.city.name
    said = plan_truths(plan, catalogue, city)
    scores = placement_scores(said[0], drafted_said(draft, city), said[1])
    scores += project_scores(
        (row[0] for row in plan.projects), (row.name for row in draft.projects)
    )
    scores += part_scores(plan_parts(plan, city), drafted_parts(draft, city))
    goals = [Goal(row[0], row[1], numbers(row[2:4])) for row in plan.indicators]
    return scores + goal_scores(goals, drafted_goals(draft))


def against_plans(folder: Path, listed: bool) -> None:
    catalogue = Catalogue()
    for name, cold in READ_AS:
        plan = read_plan(PLANS / f"{name}.plan")
        for form in ("txt", "docx", "pdf"):
            without = Precisions(counted(), without=[name])
            path = set_plan(name, form, folder)
            draft, seconds = timed(path, catalogue, cold=cold, precisions=without)
            scores = plan_scores(plan, draft, catalogue)
            taken = decoys_taken(plan, draft)
            told(
                f"{name} {form}, {'cold' if cold else 'warm'}, {seconds}; decoys taken: "
                f"{len(taken)} of {len(plan.decoys)}", scores, listed and form == "txt",
            )  # fmt: skip
            if listed and form == "txt":
                for row in taken:
                    print(f"      decoy: {row}")


def plan_parts(plan: Plan, city: str) -> list[Part]:
    return [
        Part(row[0], place_words([row[1]], city),
             tuple(place_words([name], city) for name in row[2].split("、") if name), row[1])
        for row in plan.elements
    ]  # fmt: skip


def long_pdf(pages: int, folder: Path) -> None:
    sentence = "支持甲区发展新能源汽车、智能装备，推动乙区建设产业基地，引导丙区布局集成电路设计。"
    path = folder / "long.pdf"
    as_pdf([Piece(BODY, sentence * 30)] * int(pages * 1.45), path, columns=2)
    from zzmap.io.documents.reading import read_document

    clock, worked = time.perf_counter(), worked_s()
    seen: list[int] = []
    document = read_document(path, lambda done, total: seen.append(total))
    seconds = time.perf_counter() - clock
    chars = sum(len(part.text) for part in document.parts)
    told_pages = seen[-1] if seen else "?"
    print(
        f"PDF of {told_pages} pages, {chars:,} characters: read in {seconds:.1f} s "
        f"({worked_s() - worked:.1f} s of processor time)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, help="the plan the catalogue was made of")
    parser.add_argument("--list", action="store_true", help="what is missed and what is invented")
    parser.add_argument("--precisions", action="store_true",
                        help="count how often each rule is right, for zzmap/extract")  # fmt: skip
    parser.add_argument("--pages", type=int, help="read a PDF of so many pages instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.pages:
            long_pdf(options.pages, Path(folder))
        elif options.precisions:
            count_precisions(Path(folder))
        elif options.file:
            against_catalogue(options.file, options.list)
        else:
            against_plans(Path(folder), options.list)


if __name__ == "__main__":
    main()
