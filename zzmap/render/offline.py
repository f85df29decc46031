"""Make a Folium page self-contained: inline what it uses, drop what it does not."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

from zzmap.errors import OutputError
from zzmap.messages import say

KEPT = ("leaflet.js", "leaflet.css")
"""File names of the assets of folium's map that our pages use; all others are dropped."""

_SCRIPT = re.compile(r'<script src="(https?://[^"]+)"></script>')
_STYLE = re.compile(r'<link rel="stylesheet" href="(https?://[^"]+)"\s*/?>')
_ADDRESS = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
_STYLE_REQUEST = re.compile(r"""@import\s|url\(["']?\s*(?:https?:)?//""", re.IGNORECASE)
_FETCHING = ("src", "href", "data", "srcset", "poster", "background")

CONTENT_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; "
    "img-src data: blob:{tiles}; font-src data:; form-action 'none'; base-uri 'none'{server}"
)
"""The browser itself refuses any request; tiles are let through only if asked for.  It runs the
scripts that were there when the page was made, told by their hashes, and no others; styles are
let be, for folium and what is added to its maps write them into attributes."""


class _Page(HTMLParser):
    """The tags of a page: what they would fetch, and the text of scripts.

    Only tags are looked at: a name that reads ``url(//x`` is data, and asks for nothing.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.asks = ""
        self.scripts: list[str] = []
        self._inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in ("script", "style") else ""
        if self._inside == "script":
            self.scripts.append("")
        for name, value in attributes:
            fetched = name in _FETCHING and tag != "a" and _ADDRESS.match(value or "")
            if fetched or (name == "style" and _STYLE_REQUEST.search(value or "")):
                self.asks = self.asks or str(self.get_starttag_text())

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside == "style" and (found := _STYLE_REQUEST.search(data)):
            self.asks = self.asks or data[found.start() :]


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def self_contained(
    html: str,
    tiles: tuple[str, ...] = (),
    kept: tuple[str, ...] | None = KEPT,
    *,
    asks: bool = False,
) -> str:
    """Return a page that makes no request, but for the tile hosts named.

    Parameters
    ----------
    html
        A page as folium renders it.
    tiles
        Hosts the page may ask for tiles.
    kept
        File names of the scripts and styles the page uses; None inlines all it names.
    asks
        Whether its scripts may ask the server it comes from.

    Raises
    ------
    OutputError
        If a script, style, image or frame would still be fetched.
    """
    page = _SCRIPT.sub(lambda match: _inline(match[1], "script", kept), html)
    page = _STYLE.sub(lambda match: _inline(match[1], "style", kept), page)
    page = page.replace("\r\n", "\n").replace("\r", "\n")  # as a browser reads, and hashes, it
    tags = _Page(page)
    if tags.asks:
        raise OutputError(
            say("the page would ask the network for something ({asks}…)", asks=tags.asks[:90]),
            hint=say("This is a fault of zzmap or of a new folium; please report it."),
        )
    # Folium forbids zooming the page, which people with weak sight need, and names no language.
    page = page.replace(", maximum-scale=1.0, user-scalable=no", "")
    page = page.replace("maximum-scale=1.0, user-scalable=no", "initial-scale=1.0")
    page = page.replace("<html>", '<html lang="zh-CN">', 1)
    policy = CONTENT_POLICY.format(
        scripts=" ".join(dict.fromkeys(map(_hash, tags.scripts))) or "'none'",
        tiles="".join(f" {host}" for host in tiles),
        server="; connect-src 'self'" if asks else "",
    )
    head = f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">'
    return page.replace("<head>", head, 1)


def _inline(url: str, element: str, kept: tuple[str, ...] | None) -> str:
    if kept is not None and url.rsplit("/", 1)[-1] not in kept:
        return ""
    # folium-offline keeps each asset's text under its URL.
    from offlinefolium.elements import _res as assets

    if url not in assets:
        raise OutputError(
            say("folium-offline does not hold {url}", url=url),
            hint=say("Install the folium and folium-offline of one version line."),
        )
    text = assets[url].replace("</script", "<\\/script")
    # Images and web fonts that a style names by a relative path would be looked for beside
    # the page; Leaflet's own (layer and marker icons) are not used.
    text = re.sub(r"""url\(["']?(?:\.\./|images/)[^)]*\)""", "none", text)
    text = re.sub(r"//# sourceMappingURL=\S+", "", text)
    return f"<{element}>{text}</{element}>"
