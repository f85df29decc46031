"""Files that the desk has made, to be saved by the browser."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from zzmap.desk.desk import Desk
from zzmap.desk.routes import Asked, route
from zzmap.desk.work import DONE, Job
from zzmap.errors import NotFoundError
from zzmap.io.staging import make_folder
from zzmap.messages import say


def routes(desk: Desk) -> list[Route]:
    """Return the routes of outputs."""
    return [
        route(desk, "GET", "/api/outputs", outputs, storeless=True),
        route(desk, "GET", "/api/outputs/{file}", save, storeless=True),
        route(desk, "DELETE", "/api/outputs/{file}", drop, storeless=True),
    ]


def outputs(desk: Desk, asked: Asked) -> list[dict[str, Any]]:
    """List what was made, the latest first; a folder is saved as an archive."""
    found = []
    for path in _made(desk):
        with suppress(OSError):  # it may just be replaced
            files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
            sizes = [one.stat() for one in files]
            if sizes:
                at = max(size.st_mtime for size in sizes)
                found.append((at, _shown(path), sum(size.st_size for size in sizes)))
    return [{"file": name, "bytes": size} for _, name, size in sorted(found, reverse=True)]


def save(desk: Desk, asked: Asked) -> Response:
    """Hand over what was made as a download."""
    path = _of(desk, asked.path["file"])
    if path.is_file():
        return FileResponse(path, filename=path.name)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in sorted(path.rglob("*")):
            if one.is_file() and not one.name.startswith("."):
                archive.write(one, f"{path.name}/{one.relative_to(path).as_posix()}")
    kept = "attachment; filename*=UTF-8''" + quote(_shown(path))
    headers = {"content-disposition": kept}
    return Response(packed.getvalue(), media_type="application/zip", headers=headers)


def drop(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Delete what was made; it can be made again."""
    path = _of(desk, asked.path["file"])
    if path.is_file():
        path.unlink()
    else:
        shutil.rmtree(path)
    return {}


def scrap(desk: Desk, job: Job) -> None:
    """Delete what a job that was not done has left."""
    names = {name for name in job.files if job.state != DONE}
    for path in _files(desk):
        if path.name in names and path.is_file():
            path.unlink()
        elif path.name in names:
            shutil.rmtree(path)


def fresh(desk: Desk, stem: str, suffix: str, *beside: str) -> Path:
    """Return where something new is to be made: nothing made before, or being made, is there.

    Parameters
    ----------
    desk
        Whose outputs it is one of.
    stem, suffix
        What it is called, if nothing else is; else a number comes between.
    beside
        Suffixes of what is made beside it.

    Examples
    --------
    >>> import zzmap as zz
    >>> fresh(Desk(zz.open(store="my.gpkg")), "高新区/报告", ".pdf").name
    '高新区-报告.pdf'
    """
    make_folder(desk.outputs)
    plain = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', "-", stem)[:60].strip(" .-") or "zzmap"
    taken = {path.name for path in _files(desk)}
    taken |= {name for job in desk.jobs.list() if job.state != DONE for name in job.files}
    number, name = 2, plain
    while taken & {f"{name}{one}" for one in (suffix, *beside)}:
        number, name = number + 1, f"{plain}-{number}"
    return desk.outputs / f"{name}{suffix}"


def target(desk: Desk, name: str) -> Path:
    """Return where a file of a name is to be written."""
    make_folder(desk.outputs)
    return desk.outputs / name


def answer(desk: Desk, files: Sequence[Path], notes: Sequence[str]) -> dict[str, Any]:
    """Return what a page is told of files that were written."""
    return {"files": [path.name for path in files], "notes": list(notes)}


def _files(desk: Desk) -> list[Path]:
    return list(desk.outputs.iterdir()) if desk.outputs.is_dir() else []


def _made(desk: Desk) -> list[Path]:
    """Return what is whole: nothing that is being written, or whose making broke off."""
    partial = {name for job in desk.jobs.list() if job.state != DONE for name in job.files}
    return [path for path in _files(desk) if path.name[0] != "." and path.name not in partial]


def _of(desk: Desk, name: str) -> Path:
    for path in _made(desk):
        if _shown(path) == name:
            return path
    raise NotFoundError(say("the desk has made no such file"), hint=say("Make it once more."))


def _shown(path: Path) -> str:
    return path.name if path.is_file() else f"{path.name}.zip"
