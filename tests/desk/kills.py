"""Kill the program of a desk at random moments of a planner's work and look at what is left.

``python tests/desk/kills.py [KILLS] [SEED]`` prints how many kills came during which request and
exits 1 at the first store, upload or file that is not whole, and at the first change that was
acknowledged and is not there.  What is left is read by sqlite3 and openpyxl, not by zzmap.
"""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import httpx
import openpyxl

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))

from dropped import geojson, plan, workbook
from office import running

from zzmap.extract.decisions import MARK, OWN_COLUMNS, key_of, text_hash
from zzmap.extract.draft import read_draft

AIMS = ("any", "check", "add", "edit", "undo", "put", "draft", "decide", "merge", "make", "join")
"""Requests that a kill is aimed at, in turn; with "any" it comes whenever it comes."""

AIM_S = 25.0
"""A kill comes after so long, whatever is asked then."""


class Told(NamedTuple):
    """What the program acknowledged: parks that are there, files that were made, decisions.

    Plans in `left` were to be taken off the desk, whether or not that was acknowledged.
    """

    added: list[str]
    made: list[str]
    decided: dict[str, int]
    left: set[str]


class Planner:
    """A planner who works as fast as the desk answers.

    Parameters
    ----------
    address
        Of the desk, with its key.
    folder
        Of the files that are dropped.
    dice
        What is done next.
    aim
        The request it works towards.
    """

    def __init__(self, address: str, folder: Path, dice: random.Random, aim: str = AIMS[0]) -> None:
        base, _, self.token = address.partition("/?token=")
        self.client = httpx.Client(base_url=base, timeout=60)
        self.folder, self.dice, self.aim = folder, dice, aim
        self.now = "open"
        self.told = Told([], [], {}, set())
        self.number = 0

    def work(self) -> None:
        """Work until the desk is gone."""
        try:
            self.open()
            steps = (self.plan, self.make, self.edit, self.undo, self.add, self.join)
            towards = {step.__name__: step for step in steps}
            towards |= dict.fromkeys(("draft", "decide", "merge"), self.plan)
            towards |= dict.fromkeys(("put", "check"), self.add)
            while True:
                aimed = towards.get(self.aim, self.dice.choice(steps))
                self.dice.choice((aimed, aimed, self.dice.choice(steps)))()
        except httpx.HTTPError:
            return

    def open(self) -> None:
        """Have the key as a cookie and the word that pages send, without drawing a page."""
        self.client.get(f"/?token={self.token}")
        word = hashlib.sha256(f"change {self.token}".encode()).hexdigest()[:32]
        self.client.headers.update({"x-zzmap-desk": word, "x-zzmap-lang": "en"})

    def ask(self, what: str, method: str, path: str, **more: object) -> httpx.Response:
        self.now = what
        return self.client.request(method, path, **more)  # type: ignore[arg-type]

    def upload(self, path: Path) -> str:
        upload = self.ask("begin", "POST", "/api/uploads", json={}).json()["id"]
        raw = path.read_bytes()
        self.ask("put", "PUT", f"/api/uploads/{upload}/{path.name}", content=raw)
        return str(upload)

    def add(self) -> None:
        self.number += 1
        name = f"园{self.dice.randrange(10**9)}"
        west = 113.4 + self.dice.random() * 0.4
        upload = self.upload(geojson(self.folder / f"{self.number}.geojson", name, west))
        self.ask("check", "POST", f"/api/uploads/{upload}/check", json={"name": name})
        done = self.ask("add", "POST", f"/api/uploads/{upload}/add", json={"accept": True})
        if done.json().get("parks"):
            self.told.added.append(name)

    def edit(self) -> None:
        rows = self.ask("list", "GET", "/api/parks").json()["rows"]
        if rows:
            status = self.dice.choice(("active", "planned", "operating", ""))
            park = self.dice.choice(rows)["id"]
            self.ask("edit", "PATCH", f"/api/parks/{park}", json={"status": status})

    def undo(self) -> None:
        rows = self.ask("history", "GET", "/api/history").json()
        edits = [row["batch"] for row in rows if row["action"] == "edit" and row["in_effect"]]
        if edits:
            self.ask("undo", "POST", "/api/undo", json={"change": edits[0]})

    def join(self) -> None:
        upload = self.upload(workbook(self.folder / "企业.xlsx"))
        self.ask("join", "POST", f"/api/uploads/{upload}/joined", json={"format": ".xlsx"})

    def make(self) -> None:
        """Have layers made, as a job, and look whether an earlier one is done."""
        rows = self.ask("jobs", "GET", "/api/jobs").json()
        done = [row for row in rows if row["state"] == "done"]
        self.told.made.extend(name for row in done for name in row["files"])
        if not any(row["state"] in ("waiting", "running") for row in rows):
            body = {"layers": ["city"], "format": ".geojson"}
            self.ask("make", "POST", "/api/making/layers", json=body)

    def plan(self) -> None:
        """Go one step on with a plan: drop it, draft it, decide on one more row, merge it."""
        rows = self.ask("plans", "GET", "/api/plans").json()["plans"]
        if not rows:
            upload = self.ask("begin", "POST", "/api/uploads", json={"kind": "plan"}).json()["id"]
            raw = plan(self.folder / "规划.txt").read_bytes()
            self.ask("put", "PUT", f"/api/uploads/{upload}/规划.txt", content=raw)
            return
        row = rows[0]
        address = f"/api/plans/{row['id']}"
        if row["job"] is not None and row["job"]["state"] in ("waiting", "running"):
            return
        if row["draft"] is not None and self.aim == "draft":
            self.told.left.add(row["id"])
            self.ask("drop", "DELETE", address, json={"seen": row["seen"]})
        elif row["draft"] is None:
            self.ask("draft", "POST", f"{address}/draft", json={})
        elif row["draft"]["decided"] < row["draft"]["due"]:
            self.decide(row["id"])
        else:
            self.ask("merge", "POST", f"{address}/merge", json={})

    def decide(self, upload: str) -> None:
        draft = read_draft(self.folder / "parks.desk" / "plans" / upload / "draft")
        body = {"kind": MARK, "draft": text_hash(draft), "decisions": [], "seen": "?"}
        address = f"/api/plans/{upload}/decisions"
        before = self.ask("look", "PUT", address, json=body).json()
        known = {row["key"] for row in before["decisions"]}
        more = [
            {"table": table, "key": key_of(table, row), "decision": "reject"}
            for table in OWN_COLUMNS
            for row in getattr(draft, table)
            if key_of(table, row) not in known
        ]
        body |= {"decisions": [*before["decisions"], *more[:1]], "seen": before["seen"]}
        done = self.ask("decide", "PUT", address, json=body).json()
        if "count" in done:
            self.told.decided[upload] = len(known) + 1


def kill_one(folder: Path, dice: random.Random, after_s: float, aim: str) -> tuple[str, Told]:
    """Run a desk, work, kill it; return which request was on its way and what was acknowledged."""
    with running(folder / "parks.gpkg") as (process, address):
        planner = Planner(address, folder, dice, aim)
        working = threading.Thread(target=planner.work)
        working.start()
        latest = time.monotonic() + AIM_S
        while planner.now == "open" or (
            aim not in (AIMS[0], planner.now) and time.monotonic() < latest
        ):
            time.sleep(0.002)
        time.sleep(after_s)
        process.kill()
        process.wait()
        working.join()
        return planner.now, planner.told


def check_whole(folder: Path, told: Told) -> None:
    """Assert that nothing is half done and nothing acknowledged is lost."""
    store = folder / "parks.gpkg"
    if store.exists():
        with sqlite3.connect(store) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            kept = {row[0] for row in connection.execute("SELECT name FROM parks")}
            shown = {
                json.loads(row[0])["name"]
                for row in connection.execute("SELECT data FROM parks_seen")
            }
        connection.close()
        assert kept == shown
        assert set(told.added) <= kept, "an import that was acknowledged is gone"
    else:
        assert not told.added
    outputs = folder / "parks.desk" / "outputs"
    assert {name for name in told.made if not (outputs / name).exists()} == set()
    for path in outputs.glob("*.xlsx"):
        book = openpyxl.load_workbook(path, read_only=True)
        assert book.sheetnames == ["rows", "review"]
        book.close()
    for path in outputs.glob("*.geojson"):
        assert json.loads(path.read_text("utf-8"))["features"]
    check_plans(folder / "parks.desk", told.decided)


def check_plans(desk: Path, decided: dict[str, int]) -> None:
    """Assert that drafts, decisions, records of work and merged geodata are whole or not there."""
    for record in desk.glob("jobs/*/job.json"):
        assert json.loads(record.read_text("utf-8"))["state"]
    for info in desk.glob("plans/*/draft/draft.json"):
        json.loads(info.read_text("utf-8"))
        assert "placements.csv" in {path.name for path in info.parent.iterdir()}
    for upload, count in decided.items():
        kept = json.loads((desk / "plans" / upload / "decisions.json").read_text("utf-8"))
        assert len(kept["decisions"]) >= count, "a decision that was acknowledged is gone"
    for package in desk.glob("geodata/*/datapackage.json"):
        tables = json.loads(package.read_text("utf-8"))["resources"]
        assert {
            row["path"] for row in tables if not (package.parent / row["path"]).exists()
        } == set()


def check_goes_on(folder: Path) -> None:
    """Assert that the desk opens again, lists what waits, and takes another park."""
    with running(folder / "parks.gpkg") as (_, address):
        planner = Planner(address, folder, random.Random(0))
        planner.open()
        assert planner.client.get("/api/uploads").status_code == 200
        planner.add()
        assert len(planner.told.added) == 1


def under_way(desk: Path, known: set[str]) -> list[str]:
    """Return the kinds of jobs that the last kill fell on; those of earlier ones are known."""
    fresh = [path for path in desk.glob("jobs/*/job.json") if path.parent.name not in known]
    known.update(path.parent.name for path in fresh)
    rows = [json.loads(path.read_text("utf-8")) for path in fresh]
    return [str(row["kind"]) for row in rows if row["state"] in ("waiting", "running")]


def kill_many(folder: Path, kills: int, seed: int) -> Counter[str]:
    """Kill that many times on one store, which grows; return what the kills came during."""
    dice = random.Random(seed)
    during: Counter[str] = Counter()
    added: list[str] = []
    decided: dict[str, int] = {}
    known: set[str] = set()
    for number in range(kills):
        aim = AIMS[number % len(AIMS)]
        now, told = kill_one(folder, dice, dice.random() * (4 if aim == AIMS[0] else 1), aim)
        during[now] += 1
        during.update(f"a job: {kind}" for kind in under_way(folder / "parks.desk", known))
        added += told.added
        decided |= told.decided
        decided = {plan: count for plan, count in decided.items() if plan not in told.left}
        check_whole(folder, Told(added, told.made, decided, told.left))
    check_goes_on(folder)
    return during


if __name__ == "__main__":
    count, start = (int(word) for word in (*sys.argv[1:], "100", "1")[:2])
    with tempfile.TemporaryDirectory() as place:
        for name, times in kill_many(Path(place), count, start).most_common():
            print(f"{times:4} during {name}")
    print(f"{count} kills, all whole")
