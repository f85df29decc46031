"""Any sequence of changes leaves the store where a model in plain Python says it is."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import fiona
import pytest
import shapely
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from shapely import box
from shapely.geometry import Polygon

from zzmap.parks.errors import StoreError
from zzmap.parks.model import ACCURACY_M, BASIS, EXTERNAL, Note, Park
from zzmap.parks.store import ParkStore

NOTE = Note("machine")
NAMES = st.sampled_from(["东园", "西园", "南园", "North park"])
STEPS = st.integers(0, 5)
PICK = st.integers(0, 10_000)


def square(step: int) -> Polygon:
    return box(113.6 + 0.01 * step, 34.7, 113.605 + 0.01 * step, 34.705)


class State(NamedTuple):
    name: str
    step: int
    state: str


class Batch(NamedTuple):
    number: int
    changes: dict[str, tuple[State | None, State | None]]
    undoes: int | None


class StoreMachine(RuleBasedStateMachine):
    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = ParkStore(Path(self.folder.name) / "parks.gpkg")
        self.now: dict[str, State] = {}
        self.used: set[str] = set()
        self.batches: list[Batch] = []
        self.count = 0

    # -- the model -------------------------------------------------------------------

    def record(
        self, after: dict[str, State | None], undoes: int | None = None, count: int | None = None
    ) -> None:
        changes = {key: (self.now.get(key), value) for key, value in after.items()}
        self.batches.append(Batch(self.count + 1, changes, undoes))
        self.count += count or len(after)
        for key, value in after.items():
            if value is None:
                self.now.pop(key, None)
            else:
                self.now[key] = value

    def in_effect(self, number: int) -> bool:
        return not any(row.undoes == number and self.in_effect(row.number) for row in self.batches)

    def batch_of(self, change: int) -> Batch:
        return max(
            (row for row in self.batches if row.number <= change), key=lambda row: row.number
        )

    def pick(self, number: int) -> str:
        return sorted(self.now)[number % len(self.now)]

    @contextmanager
    def refused_unless(self, allowed: bool) -> Iterator[None]:
        if allowed:
            yield
            return
        with pytest.raises(StoreError):
            yield

    # -- rules -----------------------------------------------------------------------

    @rule(parks=st.lists(st.tuples(NAMES, STEPS), min_size=1, max_size=3))
    def add(self, parks: list[tuple[str, int]]) -> None:
        given = [
            Park("", name, "", (), "", 0, BASIS, ACCURACY_M, "", square(step), "park", "live", "")
            for name, step in parks
        ]
        ids = self.store.add(given, NOTE)
        assert len(set(ids)) == len(ids) and self.used.isdisjoint(ids)
        self.used |= set(ids)
        self.record({key: State(*park, "live") for key, park in zip(ids, parks, strict=True)})

    @precondition(lambda self: self.now)
    @rule(number=PICK, name=NAMES)
    def edit(self, number: int, name: str) -> None:
        key = self.pick(number)
        before = self.now[key]
        allowed = before.state != "removed" and before.name != name
        with self.refused_unless(allowed):
            self.store.edit(key, NOTE, name=name)
        if allowed:
            self.record({key: before._replace(name=name)})

    @precondition(lambda self: self.now)
    @rule(number=PICK, step=STEPS)
    def replace(self, number: int, step: int) -> None:
        key = self.pick(number)
        before = self.now[key]
        allowed = before.state != "removed" and before.step != step
        with self.refused_unless(allowed):
            self.store.replace(key, square(step), NOTE)
        if allowed:
            self.record({key: before._replace(step=step)})

    @precondition(lambda self: self.now)
    @rule(number=PICK, state=st.sampled_from(["retired", "removed"]))
    def leave(self, number: int, state: str) -> None:
        key = self.pick(number)
        before = self.now[key]
        allowed = before.state not in ("removed", state)
        with self.refused_unless(allowed):
            (self.store.retire if state == "retired" else self.store.remove)(key, NOTE)
        if allowed:
            self.record({key: before._replace(state=state)})

    @rule()
    def undo_last(self) -> None:
        candidates = [
            row for row in self.batches if row.undoes is None and self.in_effect(row.number)
        ]
        self.undo(candidates[-1] if candidates else None, None)

    @precondition(lambda self: self.count)
    @rule(number=PICK)
    def undo_one(self, number: int) -> None:
        change = number % self.count + 1
        batch = self.batch_of(change)
        self.undo(batch if self.in_effect(batch.number) else None, change)

    def undo(self, batch: Batch | None, change: int | None) -> None:
        allowed = batch is not None and all(
            self.now.get(key) == after for key, (_, after) in batch.changes.items()
        )
        with self.refused_unless(allowed):
            self.store.undo(change, NOTE)
        if allowed and batch is not None:
            self.record({key: before for key, (before, _) in batch.changes.items()}, batch.number)

    @precondition(lambda self: self.count)
    @rule(number=PICK)
    def restore(self, number: int) -> None:
        change = number % self.count + 1
        batch = self.batch_of(change)
        key = sorted(batch.changes)[number % len(batch.changes)]
        after = batch.changes[key][1]
        allowed = after is not None and after != self.now.get(key)
        with self.refused_unless(allowed):
            self.store.restore(key, batch.number, NOTE)
        if allowed:
            self.record({key: after})

    @precondition(lambda self: any(row.state != "removed" for row in self.now.values()))
    @rule(number=PICK, name=NAMES, delete=st.booleans())
    def edit_elsewhere(self, number: int, name: str, delete: bool) -> None:
        there = sorted(key for key, row in self.now.items() if row.state != "removed")
        key = there[number % len(there)]
        connection = sqlite3.connect(self.store.path)
        if delete:
            connection.execute("DELETE FROM parks WHERE id = ?", (key,))
        else:
            connection.execute("UPDATE parks SET name = ? WHERE id = ?", (name, key))
        connection.commit()
        connection.close()
        after = (
            self.now[key]._replace(state="removed") if delete else self.now[key]._replace(name=name)
        )
        if after != self.now[key]:
            self.record({key: after})
            assert self.store.history()[-1].who == EXTERNAL

    # -- what always holds -----------------------------------------------------------

    @invariant()
    def the_store_is_as_the_model(self) -> None:
        if not hasattr(self, "store"):
            return
        found = {
            park.id: (park.name, park.state, shapely.bounds(park.geometry).tolist())
            for park in self.store.parks(("live", "retired", "removed"))
        }
        assert found == {
            key: (row.name, row.state, shapely.bounds(square(row.step)).tolist())
            for key, row in self.now.items()
        }

    @invariant()
    def history_has_all(self) -> None:
        if not hasattr(self, "store"):
            return
        history = self.store.history()
        assert [row.change for row in history] == list(range(1, self.count + 1))
        assert {row.batch for row in history if not row.in_effect} == {
            row.number for row in self.batches if not self.in_effect(row.number)
        }

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        if self.store.path.exists():
            with fiona.open(self.store.path, layer="parks") as layer:
                assert sorted(row.properties["id"] for row in layer) == sorted(
                    key for key, row in self.now.items() if row.state != "removed"
                )
            names = [file.name for file in Path(self.folder.name).iterdir()]
            assert names == ["parks.gpkg"]
        self.folder.cleanup()


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def run(*steps: tuple[str, dict[str, object]]) -> None:
    """Take the machine through given steps, as hypothesis would."""
    machine = StoreMachine()
    machine.start()
    try:
        for name, values in steps:
            getattr(machine, name)(**values)
            machine.the_store_is_as_the_model()
            machine.history_has_all()
    finally:
        machine.teardown()


ADD = ("add", {"parks": [("东园", 0)]})
ADD_OTHER = ("add", {"parks": [("南园", 0)]})
RENAMED = ("edit_elsewhere", {"number": 0, "name": "西园", "delete": False})
BACK = ("edit", {"number": 0, "name": "东园"})
RESTORE = ("restore", {"number": 0})


def test_a_change_is_undone_once_the_park_is_again_what_it_made_of_it() -> None:
    """Found by the machine: a rename elsewhere wrote a source, so the park was another."""
    run(ADD_OTHER, RESTORE, RENAMED, BACK, RESTORE, BACK, ("undo_one", {"number": 6822}))


def test_a_rename_elsewhere_and_back_leaves_nothing_to_restore() -> None:
    """Found by the machine, as the one above."""
    run(ADD, RESTORE, RENAMED, BACK, RESTORE)
