"""Maps, layers and reports made at a click: each a job whose result is a file to save."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.routing import Route

from zzmap.desk.bodies import Body, BodyError
from zzmap.desk.desk import Desk
from zzmap.desk.jobs import told_of
from zzmap.desk.outputs import fresh
from zzmap.desk.routes import Asked, route
from zzmap.desk.work import Order
from zzmap.errors import NotFoundError
from zzmap.messages import Language, say

MAPS, LAYERS, REPORT = "maps", "layers", "report"
"""What can be made: kinds of jobs."""

LAYER_FORMATS = (".gpkg", ".shp", ".geojson", ".kml", ".dxf")
REPORT_FORMATS = (".pdf", ".docx", ".xlsx", ".html")
ABOUT = ("city", "place", "industry")

_HOLDS_SEVERAL = ".gpkg"
_MANY_FILES = ".shp"


def routes(desk: Desk) -> list[Route]:
    """Return the routes of what is made."""
    return [
        route(desk, "GET", "/api/making", making),
        route(desk, "POST", "/api/making/{kind}", make),
    ]


def making(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Tell what can be made."""
    return {
        "layers": desk.city.layers,
        "layer_formats": list(LAYER_FORMATS),
        "report_formats": list(REPORT_FORMATS),
    }


def make(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Begin to make something."""
    orders = {MAPS: _maps, LAYERS: _layers, REPORT: _report}
    kind = asked.path["kind"]
    if kind not in orders:
        raise NotFoundError(say("“{kind}” is nothing that can be made", kind=kind), tuple(orders))
    order = orders[kind](desk, asked.body, asked.language)
    return told_of(desk.jobs.start(order, asked.language))


def _maps(desk: Desk, body: Body, language: Language) -> Order:
    out = fresh(desk, _titled(desk, "地图", "maps", language), "")
    titles = [f"--title={file}={title}" for file, title in desk.titles_given().items()]
    return Order(MAPS, ((*command(desk, "build"), *titles, "--out", str(out)),), files=(out.name,))


def _layers(desk: Desk, body: Body, language: Language) -> Order:
    names, suffix = tuple(dict.fromkeys(body.texts("layers"))), body.text("format")
    if not names or not set(names) <= set(desk.city.layers):
        raise BodyError(say("“{name}” is no list of texts", name="layers"))
    if suffix not in LAYER_FORMATS:
        raise BodyError(say("“{name}” is no format of layers", name=suffix))
    stem = _titled(desk, "图层", "layers", language) if len(names) > 1 else names[0]
    together = suffix == _HOLDS_SEVERAL or (len(names) == 1 and suffix != _MANY_FILES)
    out = fresh(desk, stem, suffix if together else "")
    asked = {"layers": list(names), "format": suffix}
    if together:
        return Order(LAYERS, (_export(desk, names, out),), asked=asked, files=(out.name,))
    commands = tuple(_export(desk, (name,), out / f"{name}{suffix}") for name in names)
    out.mkdir()
    return Order(LAYERS, commands, asked=asked, files=(out.name,))


def _report(desk: Desk, body: Body, language: Language) -> Order:
    about, name, suffix = body.text("about"), body.text("name"), body.text("format")
    if suffix not in REPORT_FORMATS:
        raise BodyError(say("“{name}” is no format of reports", name=suffix))
    if about not in ABOUT or (about == "city") == bool(name):
        raise BodyError(say("say what the report is of"))
    of_what = () if about == "city" else (f"--{about}={name}",)
    stem = f"{name}-" if name else ""
    out = fresh(desk, f"{stem}{_titled(desk, '报告', 'report', language)}", suffix)
    english = ("--english",) if language == "en" else ()
    words = (*command(desk, "report"), *of_what, *english, "-o", str(out))
    asked = {"about": about, "name": name, "format": suffix}
    return Order(REPORT, (words,), asked=asked, files=(out.name,))


def _export(desk: Desk, names: tuple[str, ...], out: Path) -> tuple[str, ...]:
    return (*command(desk, "export"), *names, "-o", str(out))


def command(desk: Desk, name: str) -> tuple[str, ...]:
    """Return a command line's beginning: the command, on the geodata and the store of a desk."""
    return "--geodata", str(desk.city.folder), name, "--store", str(desk.city.store.path)


def _titled(desk: Desk, chinese: str, english: str, language: Language) -> str:
    return f"{desk.city.plans.city.name}-{english if language == 'en' else chinese}"
