"""What a desk prepared is kept for the next start, and taken only where it fits to the digit."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from office import Office, client_of
from shapely import box
from test_parks_on_map import filled, outlines, park

import zzmap as zz
from zzmap.desk import Desk
from zzmap.desk.cache import Cache
from zzmap.parks.model import Note
from zzmap.render import outlines as packing


def again(office: Office) -> Office:
    """Return the desk as it is after a restart."""
    desk = Desk(zz.open(store=office.store))
    return Office(desk, client_of(desk))


def shown(office: Office) -> tuple[bytes, str]:
    """Return outlines and what is said of them."""
    answers = [office.client.get(f"/api/map/{part}") for part in ("outlines", "parks")]
    assert answers[0].headers["x-zzmap-seen"] == answers[1].json()["seen"]
    return answers[0].content, answers[1].text


@pytest.fixture
def packed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many outlines were prepared, each time that some were."""
    counts: list[int] = []

    def pack(wkb: list[bytes]) -> bytes:
        counts.append(len(wkb))
        return packing.pack_outlines(wkb)

    monkeypatch.setattr("zzmap.desk.atlas.pack_outlines", pack)
    return counts


def test_an_unchanged_store_is_not_prepared_again(office: Office, packed: list[int]) -> None:
    filled(office.store)
    before = shown(office)
    assert shown(again(office)) == before
    assert packed == [3]


def test_a_change_since_is_told_beside_what_was_kept(office: Office, packed: list[int]) -> None:
    first, _, third = filled(office.store)
    before, said = shown(office)
    parks = zz.open(store=office.store).parks
    parks.edit(first, name="新甲园")
    parks.retire(third)
    later = again(office)
    assert shown(later) == (before, said)
    assert packed == [3]
    told = later.client.get("/api/map/changes", params={"seen": outlines(later)[2]}).json()
    assert (told["parks"]["name"], told["gone"]) == (["新甲园"], [third])
    rows = later.client.get("/api/parks", params={"q": "园"}).json()["rows"]
    assert [row["name"] for row in rows] == ["新甲园", "重点园"]


def test_a_row_that_no_change_tells_of_has_all_prepared_anew(
    office: Office, packed: list[int]
) -> None:
    first, *_ = filled(office.store)
    before, said = shown(office)
    with sqlite3.connect(office.store) as connection:
        connection.execute(
            "UPDATE parks_seen SET hash = 'x', data = replace(data, '甲园', '它园') WHERE id = ?",
            (first,),
        )
    connection.close()
    after, told = shown(again(office))
    assert (after, packed) == (before, [3, 3])
    assert "甲园" in said
    assert "它园" in told


def test_another_store_in_its_place_takes_nothing_of_the_first(
    office: Office, tmp_path: Path
) -> None:
    filled(office.store)
    first = shown(office)[0]
    other = tmp_path / "other.gpkg"
    zz.open(store=other).store.add([park("它园", box(113, 34, 113.1, 34.1))] * 3, Note.of("test"))
    shutil.copy(other, office.store)
    assert shown(again(office))[0] != first


def test_what_is_damaged_or_of_another_program_is_prepared_anew(
    office: Office, packed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(office.store)
    before = shown(office)
    for path in (office.desk.folder / "cache").iterdir():
        raw = path.read_bytes()
        path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    assert shown(again(office)) == before
    assert packed == [3, 3]
    monkeypatch.setattr("zzmap.desk.atlas.program", lambda: "another")
    assert shown(again(office)) == before
    assert packed == [3, 3, 3]


def test_a_page_that_was_kept_has_the_word_of_its_own_desk(office: Office) -> None:
    filled(office.store)
    path = f"/maps/{office.desk.city.plans.city.themes[0].file}"
    first, later = office.client.get(path).text, again(office)
    second = later.client.get(path).text
    assert second == first.replace(office.desk.csrf, later.desk.csrf)
    assert second.count(later.desk.csrf) == first.count(office.desk.csrf) == 1


def test_where_nothing_is_brought_in_no_folder_is_made(office: Office) -> None:
    office.desk.prepare()
    assert not office.desk.folder.exists()


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", "utf-8")
    cache = Cache(tmp_path / "cache")
    cache.keep("a", "key", b"body")
    assert cache.get("a", "key") is None
