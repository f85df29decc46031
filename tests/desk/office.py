"""A desk of its own for each test: the application without a socket, or the program as it runs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from starlette.testclient import TestClient

from zzmap.desk import Desk
from zzmap.desk.app import create_app

HOST = "127.0.0.1:8023"


class Office(NamedTuple):
    """A desk, and a planner's browser that has opened its address."""

    desk: Desk
    client: TestClient

    @property
    def store(self) -> Path:
        return self.desk.city.store.path

    def upload(self, path: Path) -> str:
        upload = self.client.post("/api/uploads", json={}).json()["id"]
        done = self.client.put(f"/api/uploads/{upload}/{path.name}", content=path.read_bytes())
        assert done.status_code == 200, done.text
        return str(upload)


def client_of(desk: Desk, **headers: str) -> TestClient:
    """Return a browser that has the key and sends what the desk's pages send."""
    own = {"x-zzmap-desk": desk.csrf, "x-zzmap-lang": "en", **headers}
    app = create_app(desk, [HOST])
    client = TestClient(app, base_url=f"http://{HOST}", headers=own, follow_redirects=False)
    assert client.get(f"/?token={desk.token}").status_code == 303
    return client


@contextmanager
def running(store: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run ``zzmap desk``; yield the process and the address it printed."""
    command = [sys.executable, "-m", "zzmap", "desk", "--no-open", "--store", str(store), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        if process.stderr is not None:
            process.stderr.close()
