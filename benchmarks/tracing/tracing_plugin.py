"""What pytest adds to a traced run: the name of the test that is running, and its seconds."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sitecustomize

FOLDER = Path(os.environ["ZZMAP_TRACE"])
seconds: dict[str, float] = {}
unfit: set[str] = set()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    (FOLDER / "now").write_text(item.nodeid, "utf-8")
    sitecustomize.running[0].switch_context(item.nodeid)
    yield


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    seconds[report.nodeid] = seconds.get(report.nodeid, 0.0) + report.duration
    if not report.passed:
        unfit.add(report.nodeid)


def pytest_sessionfinish() -> None:
    fit = {test: took for test, took in seconds.items() if test not in unfit}
    (FOLDER / "seconds.json").write_text(json.dumps(fit), "utf-8")
