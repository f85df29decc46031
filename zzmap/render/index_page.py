"""The page that links the maps and tables and says what data they hold."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from zzmap import __version__
from zzmap.catalogue import Catalogue
from zzmap.city import City
from zzmap.model import UNLOCATED, WITHIN

TABLE_TITLES = {
    "documents": "规划文件",
    "industries": "产业目录",
    "places": "空间载体",
    "structures": "空间结构",
    "placements": "产业布局",
    "projects": "重点项目",
    "sites": "遗址与景点",
    "indicators": "发展指标",
}


def index_page(catalogue: Catalogue, city: City, rows: dict[str, int], built: str) -> str:
    """Return the HTML of the index.

    Parameters
    ----------
    catalogue
        What the pages hold.
    city
        What they are called.
    rows
        Number of rows of each table written.
    built
        Date of the build, ISO 8601.
    """
    maps = "".join(
        f'<li><a href="{theme.file}"><b>{escape(theme.title)}</b>'
        f"<span>{escape(theme.summary)}</span><small>{escape(theme.title_en)}</small></a></li>"
        for theme in city.themes
    )
    documents = "".join(
        f"<tr><td>{escape(row.number)}</td><td>{escape(row.title)}</td><td>{row.date}</td></tr>"
        for row in catalogue.documents.values()
        if row.date
    )
    tables = "".join(
        f'<tr><td><a href="tables/{name}.csv">{title}</a></td><td>{rows[name]}</td>'
        f"<td>{name}.csv</td></tr>"
        for name, title in TABLE_TITLES.items()
    )
    template = (files("zzmap.render") / "static" / "index.html").read_text("utf-8")
    nowhere = catalogue.places_without_position(UNLOCATED)
    within = catalogue.places_without_position(WITHIN)
    names = "、".join(escape(row.name) for row in (*nowhere, *within))
    return (
        template.replace("{{title}}", escape(city.title))
        .replace("{{title_en}}", escape(city.title_en))
        .replace("{{first}}", city.themes[0].file)
        .replace("{{maps}}", maps)
        .replace("{{documents}}", documents)
        .replace("{{tables}}", tables)
        .replace("{{built}}", built)
        .replace("{{version}}", __version__)
        .replace("{{unlocated}}", str(len(nowhere)))
        .replace("{{within}}", str(len(within)))
        .replace("{{names}}", names)
    )
