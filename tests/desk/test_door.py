"""Who may ask a desk, and what it does with what is no question."""

from __future__ import annotations

import json
import random
import signal
import string
from pathlib import Path

import httpx
import pytest
from dropped import geojson
from office import HOST, Office, client_of, running
from starlette.testclient import TestClient

import zzmap as zz
from zzmap.desk import Desk
from zzmap.desk.app import create_app


def test_health_needs_no_key_and_says_nothing_else(office: Office) -> None:
    client = TestClient(create_app(office.desk, [HOST]), base_url=f"http://{HOST}")
    found = client.get("/health")
    assert (found.status_code, found.json()) == (200, {"status": "ok"})


def test_the_key_leaves_the_address_at_once(office: Office) -> None:
    client = TestClient(
        create_app(office.desk, [HOST]), base_url=f"http://{HOST}", follow_redirects=False
    )
    opened = client.get(f"/?token={office.desk.token}")
    assert (opened.status_code, opened.headers["location"]) == (303, "/")
    cookie = opened.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize("path", ["/", "/maps/core.html", "/api/parks", "/api/history"])
def test_nobody_without_the_key_is_told_anything(office: Office, path: str) -> None:
    client = TestClient(
        create_app(office.desk, [HOST]), base_url=f"http://{HOST}", follow_redirects=False
    )
    assert client.get(path).status_code == 403
    client.cookies.set("zzmap-desk-8023", "wrong")
    assert client.get(path).status_code == 403
    assert client.get("/?token=wrong").status_code == 403


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("host", "evil.example:8023", 421),
        ("host", "127.0.0.1:8024", 421),
        ("host", "127.0.0.1", 421),
        ("origin", "http://evil.example", 403),
        ("origin", "null", 403),
        ("origin", "https://127.0.0.1:8023", 403),
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("x-zzmap-desk", "", 403),
        ("x-zzmap-desk", "0" * 32, 403),
    ],
)
def test_another_site_changes_nothing(
    office: Office, tmp_path: Path, header: str, value: str, status: int
) -> None:
    upload = office.upload(geojson(tmp_path / "a.geojson"))
    done = office.client.post(f"/api/uploads/{upload}/add", json={}, headers={header: value})
    assert done.status_code == status
    assert not office.store.exists()


def test_pages_may_ask_this_desk_alone(office: Office) -> None:
    first = office.client.get("/").headers["location"]
    page = office.client.get(first)
    assert page.status_code == 200
    policy = page.text.split('http-equiv="Content-Security-Policy" content="', 1)[1].split('"')[0]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'self'"
    assert "'unsafe-inline'" not in rules["script-src"]
    assert page.headers["x-frame-options"] == "DENY"
    assert office.client.get("/api/parks").headers["cache-control"] == "no-store"


def test_a_body_that_is_too_large_is_not_read(office: Office) -> None:
    upload = office.client.post("/api/uploads", json={}).json()["id"]
    told = office.client.put(
        f"/api/uploads/{upload}/a.geojson", content=b"", headers={"content-length": str(10**12)}
    )
    assert told.status_code == 413


@pytest.mark.parametrize(
    "name",
    ["..", "../a.geojson", "..%2Fa.geojson", "a%00.geojson", ".how.json", "C%3A%5Ca.shp", "%F0%9F",
     "a" * 300, "%20", "a%0Ab.geojson"],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(office: Office, tmp_path: Path, name: str) -> None:
    upload = office.client.post("/api/uploads", json={}).json()["id"]
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    done = office.client.put(f"/api/uploads/{upload}/{name}", content=b"{}")
    assert done.status_code in (200, 404, 405, 422)
    own = office.desk.folder / "uploads" / upload
    made = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert all(path.parent == own for path in made)
    assert not (own / ".how.json").exists()


CHANGING = (
    ("POST", "/api/uploads/{upload}/add"),
    ("POST", "/api/uploads/{upload}/boundary"),
    ("POST", "/api/uploads/{upload}/zone"),
    ("PATCH", "/api/parks/{park}"),
    ("POST", "/api/parks/{park}/retire"),
    ("POST", "/api/parks/{park}/restore"),
    ("DELETE", "/api/parks/{park}"),
    ("POST", "/api/undo"),
)
LOOKING = (
    ("POST", "/api/uploads"),
    ("POST", "/api/uploads/{upload}/check"),
    ("POST", "/api/uploads/{upload}/ways"),
    ("POST", "/api/uploads/{upload}/table"),
    ("POST", "/api/uploads/{upload}/joined"),
    ("POST", "/api/uploads/{upload}/site"),
    ("POST", "/api/uploads/{upload}/sheet"),
    ("POST", "/api/uploads/{upload}/named"),
    ("PUT", "/api/plans/{upload}/decisions"),
    ("POST", "/api/plans/{upload}/draft"),
    ("POST", "/api/plans/{upload}/merge"),
    ("DELETE", "/api/plans/{upload}"),
    ("POST", "/api/plans/{upload}/use"),
    ("POST", "/api/plans/back"),
    ("POST", "/api/facts/undo"),
    ("PUT", "/api/titles/parks.html"),
    ("POST", "/api/making/nothing"),
    ("POST", "/api/jobs/{upload}/cancel"),
    ("DELETE", "/api/jobs/{upload}"),
    ("DELETE", "/api/outputs/{park}"),
)
"""None of these changes the store, whatever it is sent."""

WORDS = (
    "crs", "trust_crs", "mapping", "layer", "fix", "name", "industries", "status", "accept", "who",
    "why", "seen", "change", "park", "place", "code", "columns", "settled", "format", "sheet",
    "kind", "decisions", "constraints", "theme", "layers", "language",
)  # fmt: skip


def _value(dice: random.Random, depth: int = 0) -> object:
    kinds = [
        lambda: None,
        lambda: dice.choice([True, False]),
        lambda: dice.choice([0, -1, 2**63, 10**400, 1e308, -0.0, 3]),
        lambda: "".join(
            dice.choices(string.printable + "郑\ud800\u202e\x00", k=dice.randint(0, 9))
        ),
        lambda: "x" * 5_000,
        lambda: [_value(dice, depth + 1) for _ in range(dice.randint(0, 4))],
        lambda: {dice.choice(WORDS): _value(dice, depth + 1) for _ in range(dice.randint(0, 4))},
    ]
    return dice.choice(kinds[: 5 if depth > 2 else 7])()


def bad_body(dice: random.Random, *, changing: bool) -> bytes:
    way = dice.randrange(4)
    if way == 0:
        return bytes(dice.randrange(256) for _ in range(dice.randint(1, 60)))
    if way == 1:
        return b"[" * 100_000
    body = {dice.choice(WORDS): _value(dice) for _ in range(dice.randint(0, 6))}
    # A flag that is no flag stops every change, whatever else is sound.
    wrong = {"accept": "yes", "seen": "1", "who": 3} if changing else {}
    text = json.dumps(body | wrong)
    return (text[: dice.randint(1, len(text))] if way == 2 else text).encode(
        "utf-8", "surrogatepass"
    )


def bad_bodies(folder: Path, count: int, seed: int) -> None:
    """Send bodies that mean nothing; the store keeps its bytes, and no answer is a fault."""
    desk = Desk(zz.open(store=folder / "parks.gpkg"))
    office = Office(desk, client_of(desk))
    done = office.client.post(
        f"/api/uploads/{office.upload(geojson(folder / 'a.geojson'))}/add", json={"accept": True}
    ).json()
    park, upload = done["parks"][0]["id"], office.upload(geojson(folder / "b.geojson"))
    before = office.store.read_bytes()
    dice = random.Random(seed)
    for _ in range(count):
        method, path = dice.choice(CHANGING + LOOKING)
        raw = bad_body(dice, changing=(method, path) in CHANGING)
        told = office.client.request(
            method, path.format(upload=upload, park=park), content=raw,
            headers={"content-type": "application/json"},
        )  # fmt: skip
        assert told.status_code < 500, (method, path, raw)
        assert office.store.read_bytes() == before, (method, path, raw)


def test_bad_bodies_leave_the_store_as_it_was(tmp_path: Path) -> None:
    bad_bodies(tmp_path, 120, seed=1)


def test_the_program_prints_its_address_and_answers(tmp_path: Path) -> None:
    with running(tmp_path / "parks.gpkg") as (process, address):
        base, _, token = address.partition("/?token=")
        assert httpx.get(f"{base}/health").json() == {"status": "ok"}
        assert httpx.get(f"{base}/api/parks").status_code == 403
        with httpx.Client(base_url=base, follow_redirects=True, timeout=60) as client:
            page = client.get(f"/?token={token}")
            assert page.status_code == 200
            assert token not in page.text
            assert client.get("/api/parks").json()["count"] == 0
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert process.stderr is not None
        assert process.stderr.read() == "", "to end a desk is no failure"


def test_a_page_ends_the_program(tmp_path: Path) -> None:
    with running(tmp_path / "parks.gpkg") as (process, address):
        base, _, token = address.partition("/?token=")
        with httpx.Client(base_url=base, timeout=60) as client:
            client.get(f"/?token={token}")
            assert client.post("/api/quit", json={}).status_code == 403
            word = Desk(zz.open(store=tmp_path / "parks.gpkg"), token).csrf
            assert client.post("/api/quit", json={}, headers={"x-zzmap-desk": word}).json() == {}
        assert process.wait(20) == 0


if __name__ == "__main__":  # python tests/desk/test_door.py 2000 9
    import sys
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        bad_bodies(Path(place), *map(int, sys.argv[1:]))
    print("no fault, and no byte of the store changed")
