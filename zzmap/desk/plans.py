"""Plans that were dropped: drafted, reviewed, merged into geodata of their own, taken into use."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from zzmap.desk.bodies import BodyError, StaleError
from zzmap.desk.desk import Desk
from zzmap.desk.guard import CSRF
from zzmap.desk.jobs import told_of
from zzmap.desk.routes import Asked, route, told
from zzmap.desk.uploads import Upload
from zzmap.desk.work import Order
from zzmap.errors import FormatError, NotFoundError, ZzmapError
from zzmap.extract.decisions import MARK, OWN_COLUMNS, TAKEN, decisions_of, text_hash
from zzmap.extract.draft import INFO, KNOWN, Draft, read_draft
from zzmap.io.forget import forget, sweep
from zzmap.io.staging import write_text
from zzmap.messages import say
from zzmap.render.review_page import Reviewed, review_map

KIND = "plan"
DRAFT, MERGE = "draft", "merge"
"""Kinds of jobs."""

_DRAFT, _DECISIONS, _MERGED = "draft", "decisions.json", "merged.json"
_CHANGES = "changes"
_SAVED = {"changes.xlsx": ".xlsx", "changes.html": ".html"}


def routes(desk: Desk) -> list[Route]:
    """Return the routes of plans."""
    return [
        route(desk, "GET", "/api/plans", plans),
        route(desk, "POST", "/api/plans/{plan}/draft", draft),
        route(desk, "PUT", "/api/plans/{plan}/decisions", decide),
        route(desk, "POST", "/api/plans/{plan}/merge", merge),
        route(desk, "POST", "/api/plans/{plan}/use", use),
        route(desk, "DELETE", "/api/plans/{plan}", drop),
        route(desk, "POST", "/api/plans/back", back),
        route(desk, "GET", "/plans/{plan}/review", review),
        route(desk, "GET", "/plans/{plan}/changes", changes),
        route(desk, "GET", "/plans/{plan}/{file}", save),
    ]


def plans(desk: Desk, asked: Asked) -> dict[str, Any]:
    """List the plans on the desk, the latest first, and the geodata in use."""
    rows = [row for row in desk.uploads.list() if row.how.get("kind") == KIND and row.files]
    editions = desk.editions
    return {
        "plans": [_told(desk, row) for row in rows[::-1]],
        "geodata": {
            "root": editions.root.name,
            "chain": [_name_of(desk, name) for name in editions.chain],
            "seen": _tip(desk),
            "stale": editions.is_stale,
            "lost": len(editions.lost),
        },
    }


def draft(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Begin to draft a plan; what is drafted already stays."""
    plan = asked.path["plan"]
    path, folder = desk.uploads.path(plan), _folder(desk, plan)
    if not _is_drafted(folder) and not _is_busy(desk, plan):
        folder.mkdir(parents=True, exist_ok=True)
        words = ("--geodata", str(desk.city.folder), "extract", str(path), "-o",
                 str(folder / _DRAFT))  # fmt: skip
        desk.jobs.start(Order(DRAFT, (words,), plan), asked.language)
    return _told(desk, desk.uploads.get(plan))


def review(desk: Desk, asked: Asked) -> Response:
    """Return the page a draft is reviewed on."""
    plan = asked.path["plan"]
    found = _draft(desk, plan)
    document, seen = _kept(desk, plan)
    english = asked.query.get("lang") == "en"
    served = Reviewed(
        path=f"/api/plans/{plan}/decisions",
        headers={CSRF: desk.csrf},
        decisions=document.get("decisions", []),
        seen=seen,
        back="/#lang=en" if english else "/",
        language="en" if english else "zh",
    )
    return HTMLResponse(review_map(found, desk.city.plans, served).page())


def decide(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Keep the decisions of a review; those that another window sent meanwhile are told."""
    plan, body = asked.path["plan"], asked.body
    own = _draft(desk, plan)
    rows = decisions_of(body.values, own, _DECISIONS)
    before, seen = _kept(desk, plan)
    if body.text("seen") != seen:
        return {"refused": True, "decisions": before.get("decisions", []), "seen": seen}
    document = {"kind": MARK, "draft": text_hash(own), "decisions": body.values["decisions"]}
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    _check_text(text)
    write_text(_folder(desk, plan) / _DECISIONS, text)
    return {"seen": _hash(text.encode()), "count": len(rows)}


def merge(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Begin to merge what was accepted into geodata of its own, and to compare it with before."""
    plan = asked.path["plan"]
    document, seen = _kept(desk, plan)
    if not document.get("decisions"):
        raise FormatError(say("no row is accepted"), hint=say("Accept rows in the review first."))
    if not _is_busy(desk, plan):
        base, folder = desk.city.folder, _folder(desk, plan)
        made = desk.editions.fresh(plan)
        for path in folder.glob(f"{_CHANGES}.*"):
            path.unlink()
        said = {"edition": made.name, "base": _tip(desk), "decisions": seen}
        write_text(folder / _MERGED, json.dumps(said))
        made.parent.mkdir(parents=True, exist_ok=True)
        outputs = [word for end in (".html", ".xlsx", ".json")
                   for word in ("-o", str(folder / f"{_CHANGES}{end}"))]  # fmt: skip
        commands = (
            ("--geodata", str(base), "extract", "apply", str(folder / _DRAFT),
             str(folder / _DECISIONS), "-o", str(made)),
            ("diff", str(base), str(made), *outputs),
        )  # fmt: skip
        desk.jobs.start(Order(MERGE, commands, plan), asked.language)
    return _told(desk, desk.uploads.get(plan))


def use(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Take what was merged into use: maps, answers and all else speak of it from now on.

    Another merge than the one that was looked at is not taken.
    """
    plan = asked.path["plan"]
    merged = _merged(desk, plan)
    if merged is None:
        raise NotFoundError(say("nothing of this plan is merged yet"))
    if merged["edition"] != asked.body.text("seen") or merged["base"] != _tip(desk):
        raise StaleError
    desk.editions.take(merged["edition"])
    desk.reopen()
    return plans(desk, asked)


def back(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Take the geodata before the last merge into use again."""
    if asked.body.text("seen") != _tip(desk):
        raise StaleError
    desk.editions.back()
    desk.reopen()
    return plans(desk, asked)


def changes(desk: Desk, asked: Asked) -> Response:
    """Return the map of what a merge changes."""
    return HTMLResponse(_file(desk, asked.path["plan"], f"{_CHANGES}.html").read_text("utf-8"))


def save(desk: Desk, asked: Asked) -> Response:
    """Hand over a file of a plan: what a merge changes, or the decisions."""
    plan, name = asked.path["plan"], asked.path["file"]
    if name not in (*_SAVED, _DECISIONS):
        raise NotFoundError(say("the desk has made no such file"))
    stem = Path(desk.uploads.get(plan).name).stem
    return FileResponse(_file(desk, plan, name), filename=f"{stem}-{name}")


def drop(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Forget a plan with its draft and decisions; what of it is in use stays in use.

    Decisions that were made since the page looked at it stop that: they are another's.
    """
    plan = asked.path["plan"]
    folder = _folder(desk, plan)
    if _state(folder) != asked.body.text("seen"):
        raise StaleError
    job = desk.jobs.of(plan)
    if job is not None and job.is_open:
        desk.jobs.cancel(job.id)
    desk.uploads.drop(plan)  # first: what is left without it is on no list
    if folder.is_dir():
        forget(folder)
    return {}


def clear(desk: Desk) -> list[str]:
    """Delete editions that nobody can take into use any more, and return their names.

    The latest merge of a plan that is on the desk can be, whether the plan was taken back or not.
    """
    sweep(desk.folder / "plans")
    wanted = []
    for path in (desk.folder / "plans").glob(f"*/{_MERGED}"):
        try:
            wanted.append(str(json.loads(path.read_text("utf-8"))["edition"]))
        except (OSError, ValueError, KeyError, TypeError):
            return []  # what cannot be read may name one of them
    return desk.editions.clear(wanted, time.time())


# -- what is known of a plan -----------------------------------------------------------------


def _folder(desk: Desk, plan: str) -> Path:
    """Return the folder of a plan on the desk; raises `NotFoundError`."""
    return desk.folder / "plans" / desk.uploads.get(plan).id


def _file(desk: Desk, plan: str, name: str) -> Path:
    path = _folder(desk, plan) / name
    if not path.is_file():
        raise NotFoundError(say("the desk has made no such file"), hint=say("Make it once more."))
    return path


def _draft(desk: Desk, plan: str) -> Draft:
    folder = _folder(desk, plan)
    if not _is_drafted(folder):
        raise NotFoundError(say("this plan is not drafted yet"))
    return read_draft(folder / _DRAFT)


def _is_drafted(folder: Path) -> bool:
    """Whether a plan's draft is whole: what describes it is written last."""
    return (folder / _DRAFT / INFO).is_file()


def _kept(desk: Desk, plan: str) -> tuple[dict[str, Any], str]:
    """Return the decisions that are kept, and what names their state."""
    folder = _folder(desk, plan)
    path = folder / _DECISIONS
    if not path.exists():
        return {}, ""
    try:
        found = json.loads(path.read_bytes())
        _ = [str(row["decision"]) for row in found["decisions"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise FormatError(
            say("the decisions on this plan cannot be read"),
            str(path),
            say("Put the file back from a copy; or remove the plan, and drop it once more."),
        ) from None
    return dict(found), _state(folder)


def _state(folder: Path) -> str:
    """Return what names the state of a plan's decisions, whatever is in them; '' for none."""
    try:
        return _hash((folder / _DECISIONS).read_bytes())
    except OSError:
        return ""


def _merged(desk: Desk, plan: str) -> dict[str, str] | None:
    """Return what was merged last, None where nothing is whole."""
    folder = _folder(desk, plan)
    try:
        found = json.loads((folder / _MERGED).read_text("utf-8"))
        said = {name: str(found[name]) for name in ("edition", "base", "decisions")}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    there = desk.editions.is_there(said["edition"]) and (folder / f"{_CHANGES}.json").exists()
    return said if there else None


def _is_busy(desk: Desk, plan: str) -> bool:
    job = desk.jobs.of(plan)
    return job is not None and job.is_open


def _tip(desk: Desk) -> str:
    """Return the name of the edition in use, '' for the geodata the desk was opened with."""
    chain = desk.editions.chain
    return chain[-1] if chain else ""


def _name_of(desk: Desk, edition: str) -> str:
    """Return the name of the file whose merge an edition is."""
    with suppress(NotFoundError):
        return desk.uploads.get(edition.partition("-")[0]).name
    return edition


def _told(desk: Desk, row: Upload) -> dict[str, Any]:
    job = desk.jobs.of(row.id)
    said: dict[str, Any] = {
        "id": row.id,
        "name": row.name or "、".join(row.files),
        "job": None if job is None else told_of(job),
        "seen": _state(_folder(desk, row.id)),
        "draft": None,
        "merged": None,
        "trouble": None,
    }
    try:
        said["draft"] = _counted(desk, row.id) if _is_drafted(_folder(desk, row.id)) else None
        said["merged"] = _merge_told(desk, row.id)
    except ZzmapError as error:  # what is damaged of one plan hides none of the others
        said["trouble"] = told(error)
    return said


def _merge_told(desk: Desk, plan: str) -> dict[str, Any] | None:
    merged = _merged(desk, plan)
    if merged is None:
        return None
    return {
        "seen": merged["edition"],
        "counts": _changed(_folder(desk, plan) / f"{_CHANGES}.json"),
        "in_use": merged["edition"] in desk.editions.chain,
        "fits": merged["base"] == _tip(desk),
        "fresh": merged["decisions"] == _state(_folder(desk, plan)),
    }


def _counted(desk: Desk, plan: str) -> dict[str, Any]:
    """Count the rows of a draft: all that need a decision, those that have one."""
    found = _draft(desk, plan)
    due = {
        table: sum(getattr(row, "status", "") != KNOWN for row in getattr(found, table))
        for table in OWN_COLUMNS
    }
    rows = _kept(desk, plan)[0].get("decisions", [])
    return {
        "documents": [row.title for row in found.documents if row.title],
        "rows": {table: count for table, count in due.items() if count},
        "due": sum(due.values()),
        "decided": len(rows),
        "taken": sum(row["decision"] in TAKEN for row in rows),
        "notes": [str(note) for note in found.notes],
    }


def _changed(path: Path) -> list[dict[str, Any]]:
    """Count what a merge changes, by subject and kind of change."""
    counts: Counter[tuple[str, str]] = Counter()
    try:
        counts.update(
            (row["subject"], row["change"])
            for row in json.loads(path.read_text("utf-8"))["changes"]
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise FormatError(
            say("what this merge changes cannot be read"), str(path), say("Merge once more.")
        ) from None
    return [
        {"subject": subject, "change": change, "count": count}
        for (subject, change), count in counts.items()
    ]


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BodyError(say("“{name}” is no text", name="decisions")) from None


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]
