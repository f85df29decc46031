"""Make a Folium page self-contained: inline what it uses, drop what it does not."""

from __future__ import annotations

import re

from zzmap.errors import OutputError

KEPT = ("leaflet.js", "leaflet.css")
"""File names of the assets of folium's map that our pages use; all others are dropped."""

_SCRIPT = re.compile(r'<script src="(https?://[^"]+)"></script>')
_STYLE = re.compile(r'<link rel="stylesheet" href="(https?://[^"]+)"\s*/?>')
_REQUEST = re.compile(
    r"""<(?:script|link|img|iframe|object|video)[^>]+(?:src|href|data)=["']?(?:https?:)?//"""
    r"""|@import\s|url\(["']?(?:https?:)?//"""
)

CONTENT_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:{tiles}; font-src data:; form-action 'none'; base-uri 'none'"
)
"""The browser itself refuses any request; tiles are let through only if asked for."""


def self_contained(
    html: str, tiles: tuple[str, ...] = (), kept: tuple[str, ...] | None = KEPT
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

    Raises
    ------
    OutputError
        If a script, style, image or frame would still be fetched.
    """
    page = _SCRIPT.sub(lambda match: _inline(match[1], "script", kept), html)
    page = _STYLE.sub(lambda match: _inline(match[1], "style", kept), page)
    left = _REQUEST.search(page)
    if left:
        raise OutputError(
            f"the page would ask the network for something ({left[0][:90]}…)",
            hint="This is a fault of zzmap or of a new folium; please report it.",
        )
    # Folium forbids zooming the page, which people with weak sight need, and names no language.
    page = page.replace(", maximum-scale=1.0, user-scalable=no", "")
    page = page.replace("maximum-scale=1.0, user-scalable=no", "initial-scale=1.0")
    page = page.replace("<html>", '<html lang="zh-CN">', 1)
    policy = CONTENT_POLICY.format(tiles="".join(f" {host}" for host in tiles))
    head = f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">'
    return page.replace("<head>", head, 1)


def _inline(url: str, element: str, kept: tuple[str, ...] | None) -> str:
    if kept is not None and url.rsplit("/", 1)[-1] not in kept:
        return ""
    # folium-offline keeps each asset's text under its URL.
    from offlinefolium.elements import _res as assets

    if url not in assets:
        raise OutputError(
            f"folium-offline does not hold {url}",
            hint="Install the folium and folium-offline of one version line.",
        )
    text = assets[url].replace("</script", "<\\/script")
    # Images and web fonts that a style names by a relative path would be looked for beside
    # the page; Leaflet's own (layer and marker icons) are not used.
    text = re.sub(r"""url\(["']?(?:\.\./|images/)[^)]*\)""", "none", text)
    text = re.sub(r"//# sourceMappingURL=\S+", "", text)
    return f"<{element}>{text}</{element}>"
