"""A planner's words lead to the places the plans name, strongest first, with locators."""

import csv
import io
import json

import pytest

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.model import RELATIONS
from zzmap.query import query


def places(catalogue: Catalogue, text: str) -> list[tuple[str, str]]:
    return [(row.place, row.relation) for row in query(catalogue, text)]


def test_a_segment_is_answered_where_the_plan_places_it(catalogue: Catalogue) -> None:
    answers = query(catalogue, "盾构装备")
    own = [row for row in answers if row.industry == "盾构装备"]
    assert {"郑州经开区", "上街区先进制造业开发区"} <= {row.place for row in own}
    assert {row.document for row in own} == {"郑政〔2022〕10号"}
    assert all(row.locator.startswith("S·五(四)2") for row in own if row.relation == "relies_on")


@pytest.mark.parametrize(
    "typed", ["盾构", "盾构机", "TBM", "dungouzhuangbei", "dungou", "dgzb", "盾够装备", "盾购装备"]
)
def test_aliases_pinyin_initials_and_slips_lead_to_the_same(
    catalogue: Catalogue, typed: str
) -> None:
    assert ("郑州经开区", "relies_on") in places(catalogue, typed)


def test_an_industry_stands_for_its_segments(catalogue: Catalogue) -> None:
    industries = {row.industry for row in query(catalogue, "高端装备制造产业")}
    assert {"盾构装备", "智能机器人"} <= industries


def test_what_the_plans_place_nowhere_is_answered_by_what_it_belongs_to(
    catalogue: Catalogue,
) -> None:
    answers = query(catalogue, "培育钻石")
    assert {row.scope for row in answers if row.kind == "placement"} == {"broader"}
    assert "河南超硬材料产业基地" in {row.place for row in answers}


def test_an_industry_named_whole_comes_before_one_named_in_part(catalogue: Catalogue) -> None:
    # 传感 is a part of names that have stronger relations than 盾构装备 has.
    rows = [row for row in query(catalogue, "盾构装备 传感") if row.kind == "placement"]
    ways = [row.match for row in rows]
    first = ways.index("part")
    assert first > 0 and set(ways[:first]) == {"exact"} and set(ways[first:]) == {"part"}
    assert (rows[0].industry, rows[0].relation) == ("盾构装备", "relies_on")
    assert rows[first].relation == "zone_focus"


def test_stronger_relations_come_first(catalogue: Catalogue) -> None:
    exact = [row for row in query(catalogue, "智能传感器") if row.kind == "placement"]
    ranks = [RELATIONS.index(row.relation) for row in exact]
    assert ranks == sorted(ranks)
    assert (exact[0].place, exact[0].relation) == ("郑州高新区", "zone_focus")


def test_no_answer_offers_near_names(catalogue: Catalogue) -> None:
    with pytest.raises(NotFoundError) as caught:
        query(catalogue, "激光武器")
    assert caught.value.near


def test_a_place_is_answered_by_what_it_hosts_and_what_lies_inside(catalogue: Catalogue) -> None:
    rows = query(catalogue, "郑东新区")
    assert rows.understood == "载体=郑东新区"
    assert {row.kind for row in rows} == {"placement", "contained", "project", "function"}
    own = {row.place for row in rows if row.kind == "placement"}
    inside = {row.place for row in rows if row.kind == "contained"}
    assert own == {"郑东新区"}
    assert "中原科技城" in inside and "郑州高新区" not in inside
    assert {row.scope for row in rows if row.kind == "contained"} == {"inside"}


def test_an_industry_at_a_place_is_nothing_else(catalogue: Catalogue) -> None:
    rows = query(catalogue, "荥阳 生物医药")
    below = set(catalogue.descendants("ind-biomedicine"))
    assert {row.industry_id for row in rows} <= below
    assert {row.place for row in rows if row.kind == "contained"} == {"荥阳健康产业园区"}
    assert {row.place for row in rows if row.kind == "function"} <= {"荥阳市"}


def test_what_is_not_there_is_said_with_where_it_is(catalogue: Catalogue) -> None:
    with pytest.raises(NotFoundError, match=r"产业=盾构装备, 载体=惠济区.*郑州经开区"):
        query(catalogue, "惠济 盾构")


def test_a_word_that_names_nothing_is_not_left_out(catalogue: Catalogue) -> None:
    with pytest.raises(NotFoundError, match=r"“核电站”.*zzmap query 中牟"):
        query(catalogue, "中牟核电站")


def test_a_project_says_its_enterprise_industry_and_place(catalogue: Catalogue) -> None:
    (row,) = query(catalogue, "比亚迪")
    assert (row.kind, row.project, row.enterprise) == ("project", "比亚迪乘用车项目", "比亚迪")
    assert (row.industry, row.place) == ("电动乘用汽车", "郑州航空港区")


def test_a_relation_asked_for_is_the_only_one(catalogue: Catalogue) -> None:
    rows = query(catalogue, "智能传感器有哪些重点园区")
    assert {row.relation for row in rows} == {"key_park"}
    assert "郑州高新区" in {row.place for row in rows}


def test_the_order_of_words_does_not_matter(catalogue: Catalogue) -> None:
    assert query(catalogue, "上街 无人机") == query(catalogue, "无人机上街")


def test_what_is_left_out_is_counted(catalogue: Catalogue, zzmap) -> None:
    rows = query(catalogue, "战略性新兴产业")
    assert rows.left_out > 0
    assert f"{rows.left_out} more rows" in zzmap("query", "战略性新兴产业").stderr


def test_what_is_shown_and_what_is_left_out_are_all_there_is(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert query(catalogue, "比亚迪").left_out == 0
    some = query(catalogue, "战略性新兴产业")
    monkeypatch.setattr("zzmap.query.MOST", 100_000)
    whole = query(catalogue, "战略性新兴产业")
    assert whole.left_out == 0
    assert set(some) < set(whole)
    assert len(some) + some.left_out == len(whole)


@pytest.mark.parametrize(
    ("text", "wider"),
    [
        ("财务会计咨询服务", "中介服务"),
        ("区块链（大数据规划）", "大数据关键技术"),
        ("财务会计咨询服务 建筑设计", "中介服务"),  # of two the first
        ("建筑设计", "新兴服务业"),  # nothing is placed at or below 时尚创意产业, which it is of
    ],
)
def test_what_is_placed_nowhere_offers_the_nearest_that_is(
    catalogue: Catalogue, text: str, wider: str
) -> None:
    with pytest.raises(NotFoundError, match=f"zzmap query {wider}” answers"):
        query(catalogue, text)


def test_what_is_not_at_a_place_is_said_with_the_wider_that_is(catalogue: Catalogue) -> None:
    with pytest.raises(NotFoundError, match="belongs to 新能源汽车产业, which is at 郑州航空港区"):
        query(catalogue, "航空港区 巡航控制系统")


def test_words_need_no_quotes(zzmap) -> None:
    done = zzmap("query", "荥阳", "生物医药")
    assert done.stdout.startswith("产业=生物医药, 载体=荥阳市\n")
    assert "inside:" in done.stdout


def test_the_command_speaks_json_csv_and_text(zzmap) -> None:
    rows = json.loads(zzmap("query", "培育钻石", "--format", "json").stdout)
    required = {"industry_id", "industry", "place_id", "place", "relation", "document", "locator"}
    assert rows
    assert all(required <= row.keys() for row in rows)
    table = list(csv.DictReader(io.StringIO(zzmap("query", "培育钻石", "--format", "csv").stdout)))
    assert [row["place"] for row in table] == [row["place"] for row in rows]
    assert rows[0]["place"] in zzmap("query", "培育钻石").stdout


def test_the_command_fails_plainly(zzmap) -> None:
    done = zzmap("query", "没有的产业")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("zzmap: ")
    assert "Traceback" not in done.stderr


def test_missing_or_broken_geodata_is_one_sentence(zzmap, geodata, tmp_path) -> None:
    gone = zzmap("query", "盾构", "--geodata", tmp_path / "nowhere")
    assert gone.returncode == 1
    assert "no geodata here" in gone.stderr
    table = geodata / "placements.csv"
    table.write_text(table.read_text("utf-8") + "pl-x,only two\n", "utf-8")
    broken = zzmap("--geodata", geodata, "query", "盾构")
    assert broken.returncode == 1
    assert "placements.csv row" in broken.stderr
    assert "Traceback" not in gone.stderr + broken.stderr
