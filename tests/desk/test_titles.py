"""A map's title is the planner's to give, and is kept."""

from __future__ import annotations

import pytest
from office import Office, client_of

import zzmap as zz
from zzmap.desk import Desk
from zzmap.errors import NotFoundError

FILE, OTHER = "industry_layout.html", "parks.html"
TITLE = '高新区 "园区" <图>'


def test_a_title_is_given_kept_and_taken_back(office: Office) -> None:
    own = office.client.get(f"/maps/{FILE}").text
    done = office.client.put(f"/api/titles/{FILE}", json={"title": f" {TITLE} "})
    assert done.json() == {FILE: TITLE}
    for one in (office, Office(office.desk, client_of(Desk(zz.open(store=office.store))))):
        page = one.client.get(f"/maps/{FILE}").text
        assert '<title>高新区 "园区" &lt;图&gt;</title>' in page
        assert "\\u003c图\\u003e" in one.client.get(f"/maps/{OTHER}").text, "among its tabs"
    assert office.client.put(f"/api/titles/{FILE}", json={"title": ""}).json() == {}
    assert office.client.get(f"/maps/{FILE}").text == own


@pytest.mark.parametrize(
    ("file", "title", "status"),
    [
        ("none.html", "图", 404),
        ("..%2Fparks.html", "图", 404),
        (FILE, "图" * 61, 400),
        (FILE, "图\n图", 400),
        (FILE, ["图"], 400),
    ],
)
def test_what_is_no_title_is_refused(office: Office, file: str, title: object, status: int) -> None:
    assert office.client.put(f"/api/titles/{file}", json={"title": title}).status_code == status
    assert not (office.desk.folder / "titles.json").exists()


def test_titles_that_somebody_has_damaged_are_none(office: Office) -> None:
    office.client.put(f"/api/titles/{FILE}", json={"title": "图"})
    for said in ("{", "[]", '{"industry_layout.html": 1}', '{"gone.html": "图"}'):
        (office.desk.folder / "titles.json").write_text(said, "utf-8")
        assert office.desk.titles_given() == {}


def test_a_city_is_titled_in_both_languages_and_no_other_theme_is() -> None:
    city = zz.open().plans.city
    first, second = city.titled({"parks": "园"}).theme("parks"), city.theme("industry_layout")
    assert (first.file, first.title, first.title_en) == (OTHER, "园", "园")
    assert city.titled({"parks": "园"}).theme("industry_layout") == second
    with pytest.raises(NotFoundError):
        city.titled({"none": "园"})
