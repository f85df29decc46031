"""The documentation site: built without a warning, opened from a disk, searched in Chinese too."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent.parent
pytest.importorskip("sphinx", reason="the extra docs is not installed")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, in both languages."""
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, str(ROOT / "docs" / "build.py"), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return out


def test_each_page_is_in_it(site: Path) -> None:
    english = {path.stem for path in (ROOT / "docs").glob("*.md")}
    chinese = {path.stem for path in (ROOT / "docs" / "zh-CN").glob("*.md")}
    assert english <= {path.stem for path in (site / "en").glob("*.html")}
    assert chinese <= {path.stem for path in (site / "zh-CN" / "zh-CN").glob("*.html")}
    assert chinese <= english, "each Chinese page has an English twin"


def test_nothing_is_asked_of_a_network(site: Path) -> None:
    """No page, script or style names a file of another host."""
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        loaded = re.findall(r'<(?:script|img|iframe)[^>]*\bsrc="([^"]+)"', text)
        loaded += re.findall(r'<link[^>]*rel="(?:stylesheet|preload)"[^>]*href="([^"]+)"', text)
        assert not [name for name in loaded if "//" in name], path.name
    for path in site.rglob("*.css"):
        assert not re.findall(r"url\(['\"]?(?:https?:)?//", path.read_text("utf-8")), path.name


def test_each_public_name_is_described(site: Path) -> None:
    from test_doctests import FUNCTIONS, OWNERS

    text = (site / "en" / "api.html").read_text("utf-8")
    described = set(re.findall(r'<dt[^>]* id="([\w.]+)"', text))
    names = {name.rpartition(".")[2] for name in described}
    missing = {found.__name__ for found in (*OWNERS, *FUNCTIONS)} - names - {"open_city"}
    assert missing == set()
    assert {"zzmap.open", "zzmap.City.query", "zzmap.Layer.records"} <= described


@pytest.fixture(scope="module")
def conf() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_conf", ROOT / "docs" / "conf.py")
    assert spec is not None and spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_a_page_the_front_does_not_name_is_listed_all_the_same(conf: ModuleType) -> None:
    app = SimpleNamespace(env=SimpleNamespace(found_docs={"index", "ask", "join", "in"}))
    listed = conf.rest(app, "index", "ask\nJoin a table <join>\n")
    assert listed.splitlines()[-2:] == ["in", "```"]
    assert conf.rest(app, "index", "ask\nJoin <join>\nin\n") == ""


def test_what_is_split_in_python_is_split_so_in_the_browser(site: Path, conf: ModuleType) -> None:
    split = conf.EnglishAndChinese({}).split
    assert split("产业同构系数 of two") == [
        *"产业同构系数", "产业", "业同", "同构", "构系", "系数", "of", "two",
    ]  # fmt: skip
    assert split("区") == ["区"]
    script = (site / "en" / "_static" / "language_data.js").read_text("utf-8")
    assert conf.EnglishAndChinese.js_splitter_code.strip() in script


QUESTIONS = [
    ("en", "datum shift", "formats.html"),
    ("en", "产业同构系数", "analysis.html"),
    ("en", "herfindahl", "analysis.html"),
    ("zh-CN", "产业同构系数", "zh-CN/analysis.html"),
    ("zh-CN", "生态保护红线", "zh-CN/site.html"),
    ("zh-CN", "撤销", "zh-CN/parks.html"),
    ("zh-CN", "依托", "zh-CN/ask.html"),
]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    """A page without a network; what goes wrong on it, or is asked of a host, fails the test."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(("file:", "data:")) else wrong.append(asked.url),
    )
    yield page
    context.close()
    assert wrong == []


@pytest.mark.browser
@pytest.mark.parametrize(("language", "asked", "page"), QUESTIONS)
def test_a_search_from_the_disk_finds(
    site: Path, opened: Page, language: str, asked: str, page: str
) -> None:
    opened.goto((site / language / "search.html").as_uri() + f"?q={asked}")
    results = opened.locator("#search-results ul.search a")
    opened.get_by_text(re.compile("Search finished|搜索完成")).wait_for()
    targets = {str(row.get_attribute("href")).partition("#")[0] for row in results.all()}
    assert page in targets


@pytest.mark.browser
def test_a_phrase_that_stands_nowhere_is_not_found(site: Path, opened: Page) -> None:
    """Its characters stand everywhere, side by side they do not."""
    opened.goto((site / "zh-CN" / "search.html").as_uri() + "?q=系产同业数")
    opened.get_by_text("您的搜索没有匹配到文档").wait_for()
    assert opened.locator("#search-results ul.search a").count() == 0


def test_a_chinese_line_end_is_no_blank(site: Path) -> None:
    text = (site / "zh-CN" / "zh-CN" / "tutorial.html").read_text("utf-8")
    assert not re.findall(r"[\u4e00-\u9fff，。；][ \n]+[\u4e00-\u9fff]{3}", visible(text))


def visible(html: str) -> str:
    """The paragraphs of a page, without their tags and what is typed."""
    paragraphs = re.findall(r"<p>(.*?)</p>", re.sub(r"<code.*?</code>", "`", html), re.S)
    return "\0".join(re.sub(r"<[^>]*>", "", row) for row in paragraphs)


@pytest.mark.browser
def test_the_other_language_is_a_step_away(site: Path, opened: Page) -> None:
    opened.goto((site / "index.html").as_uri())
    opened.get_by_role("link", name="中文").click()
    opened.get_by_role("link", name="查询", exact=True).first.click()
    assert opened.locator("h1").inner_text().startswith("查询")
    opened.locator(".zz-language").click()
    assert opened.locator("h1").inner_text().startswith("Ask")
    opened.locator(".zz-language").click()
    assert opened.locator("h1").inner_text().startswith("查询")
    opened.get_by_role("link", name="文件格式", exact=True).first.click()
    opened.locator(".zz-language").click()
    assert opened.url.endswith("/en/formats.html")
