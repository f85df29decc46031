"""Files that the desk has made, to be saved by the browser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from zzmap.desk.desk import Desk
from zzmap.desk.routes import Asked, route
from zzmap.errors import NotFoundError
from zzmap.messages import say


def routes(desk: Desk) -> list[Route]:
    """Return the routes of outputs."""
    return [
        route(desk, "GET", "/api/outputs", outputs),
        route(desk, "GET", "/api/outputs/{file}", save),
    ]


def outputs(desk: Desk, asked: Asked) -> list[dict[str, Any]]:
    """List the files that were made, the latest first."""
    there = [path for path in _files(desk) if path.is_file()]
    return [
        {"file": path.name, "bytes": path.stat().st_size}
        for path in sorted(there, key=lambda path: -path.stat().st_mtime)
    ]


def save(desk: Desk, asked: Asked) -> Response:
    """Hand a file over as a download."""
    for path in _files(desk):
        if path.name == asked.path["file"] and path.is_file():
            return FileResponse(path, filename=path.name)
    raise NotFoundError(say("the desk has made no such file"), hint=say("Make it once more."))


def target(desk: Desk, name: str) -> Path:
    """Return where a file of a name is to be written."""
    desk.outputs.mkdir(parents=True, exist_ok=True)
    return desk.outputs / name


def answer(desk: Desk, files: Sequence[Path], notes: Sequence[str]) -> dict[str, Any]:
    """Return what a page is told of files that were written."""
    return {"files": [path.name for path in files], "notes": list(notes)}


def _files(desk: Desk) -> list[Path]:
    return list(desk.outputs.iterdir()) if desk.outputs.is_dir() else []
