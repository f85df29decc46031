"""The documentation site: one source, built once in English and once in Chinese.

``python docs/build.py outputs/docs`` builds both; docs/documentation.md says why it is made so.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.search.en import SearchEnglish

from zzmap import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

project = "zzmap"
release = version = __version__
copyright = "the zzmap authors, MIT licence"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["walk", "_templates"]

default_role = "py:obj"
add_module_names = False
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_google_docstring = False
myst_heading_anchors = 3

html_theme = "furo"
html_title = "zzmap"
html_static_path = ["_static"]
html_css_files = ["zzmap.css"]
html_copy_source = False
html_show_sphinx = False
# A page that lies on a disk may not fetch the others, which summaries are made of.
html_show_search_summary = False
html_search_language = "zzmap"

html_sidebars = {
    "**": [
        "sidebar/brand.html", "sidebar/search.html", "language.html",
        "sidebar/scroll-start.html", "sidebar/navigation.html", "sidebar/scroll-end.html",
    ]
}  # fmt: skip
templates_path = ["_templates"]

WIDE = r"[\u3001-\u9fff\uff01-\uff60“”]"
CHINESE, CHINESE_PAGES = "zh_CN", "zh-CN"
WHOLLY_IN_CHINESE = ("index", "tutorial", "ask", "parks", "numbers")
"""Pages of which the Chinese one says all; the others are the details behind it."""


class Other(NamedTuple):
    """The same page in the other language."""

    href: str
    code: str
    name: str


class EnglishAndChinese(SearchEnglish):
    """English words as Sphinx splits and stems them; Chinese as its characters and their pairs.

    Chinese has no blanks, and a dictionary's words are not those a reader types. Every two
    characters that stand side by side are a term, here and in the reader's question, so any
    stretch of a text is found, in the browser and without a dictionary.
    """

    lang = "zzmap"
    js_splitter_code = r"""
var splitQuery = function (query) {
  var found = [];
  (query.match(/[\u3400-\u9fff]+|[^\u3400-\u9fff]+/g) || []).forEach(function (run) {
    if (!/[\u3400-\u9fff]/.test(run)) {
      found = found.concat(run.split(/[^\p{Letter}\p{Number}_]+/u).filter(Boolean));
    } else if (run.length === 1) {
      found.push(run);
    } else {
      for (var i = 0; i < run.length - 1; i++) found.push(run.slice(i, i + 2));
    }
  });
  return found;
};
"""

    def split(self, input: str) -> list[str]:
        """Return the terms of a text."""
        found = []
        for run in re.findall(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+", input):
            if not "\u3400" <= run[0] <= "\u9fff":
                found += super().split(run)
                continue
            found += run
            found += [run[at : at + 2] for at in range(len(run) - 1)]
        return found


def choose_language(app: Sphinx, config: Config) -> None:
    """Let the front page, and what is left out, follow the language."""
    if config.language != CHINESE:
        config.exclude_patterns += [CHINESE_PAGES]
        return
    config.root_doc = f"{CHINESE_PAGES}/index"
    config.exclude_patterns += [f"{name}.md" for name in WHOLLY_IN_CHINESE]
    config.html_additional_pages = {"index": "front.html"}


def name_other_language(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Tell a page where its twin is, or the other language's front page."""
    root = "../" * (page.count("/") + 1)
    pages = Path(app.confdir) / CHINESE_PAGES
    if app.config.language == CHINESE:
        own = page.startswith(f"{CHINESE_PAGES}/")
        twin = page.removeprefix(f"{CHINESE_PAGES}/") if own else page
        known = (Path(app.confdir) / f"{twin}.md").exists()
        other = Other(f"{root}en/{twin if known else 'index'}.html", "en", "English")
    else:
        twin = page if (pages / f"{page}.md").exists() else "index"
        other = Other(f"{root}{CHINESE_PAGES}/{CHINESE_PAGES}/{twin}.html", "zh-CN", "中文")
    context["other_language"] = other


def mend(app: Sphinx, page: str, source: list[str]) -> None:
    """Join Chinese lines, and lead what pages say of geodata's README to where it stands here."""
    text = source[0].replace("](../geodata/README.md)", "](dictionary.md)")
    if page.startswith(CHINESE_PAGES):
        # A line end is a blank in HTML, and Chinese has none; code keeps its lines.
        parts = text.split("```")
        parts[::2] = [re.sub(rf"(?<={WIDE})\n *(?={WIDE})", "", part) for part in parts[::2]]
        text = "```".join(parts)
    if page == app.config.root_doc:
        text += rest(app, page, text)
    source[0] = text


def rest(app: Sphinx, front: str, text: str) -> str:
    """Return a list of the pages that the front page does not name, so that none is lost."""
    base = f"{CHINESE_PAGES}/" if front != "index" else ""
    found = sorted(app.env.found_docs - {front})
    wanted = {name.removeprefix(base) if name.startswith(base) else f"../{name}" for name in found}
    lines = [name for name in sorted(wanted) if not re.search(rf"^(.* <)?{name}>?$", text, re.M)]
    caption = "其他" if base else "More"
    listed = "\n".join(lines)
    return f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{listed}\n```\n" if lines else ""


def setup(app: Sphinx) -> None:
    """Tell Sphinx of the search and of the languages."""
    app.add_search_language(EnglishAndChinese)
    app.connect("config-inited", choose_language, priority=100)
    app.connect("html-page-context", name_other_language)
    app.connect("source-read", mend)
