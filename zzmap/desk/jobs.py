"""Long work as routes: what is under way, how far it is, and its end."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from zzmap.desk.desk import Desk
from zzmap.desk.outputs import scrap
from zzmap.desk.routes import Asked, route
from zzmap.desk.work import Job

_LINES = 6
"""So many of the lines a job has printed are told, the last ones."""


def routes(desk: Desk) -> list[Route]:
    """Return the routes of jobs."""
    return [
        route(desk, "GET", "/api/jobs", jobs, storeless=True),
        route(desk, "POST", "/api/jobs/{job}/cancel", cancel, storeless=True),
        route(desk, "DELETE", "/api/jobs/{job}", forget, storeless=True),
    ]


def jobs(desk: Desk, asked: Asked) -> list[dict[str, Any]]:
    """List the jobs, the latest first."""
    return [told_of(job) for job in desk.jobs.list()]


def cancel(desk: Desk, asked: Asked) -> dict[str, Any]:
    """End a job; what it was making is not there, and all else is as it was."""
    return told_of(desk.jobs.cancel(asked.path["job"]))


def forget(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Take a job that has ended off the list; what it has made stays, what it left half goes."""
    job = desk.jobs.get(asked.path["job"])
    if not job.is_open:
        scrap(desk, job)
        desk.jobs.forget(job.id)
    return {}


def told_of(job: Job) -> dict[str, Any]:
    """Return what a page is told of a job."""
    return {
        "id": job.id,
        "kind": job.kind,
        "subject": job.subject,
        "asked": job.asked,
        "files": list(job.files),
        "at": job.at,
        "state": job.state,
        "said": list(job.said[-_LINES:]),
        "done": job.done,
        "total": job.total,
    }
