"""The pages: which layers each shows first."""

from __future__ import annotations

from typing import Any, NamedTuple

from zzmap.errors import NotFoundError


class Theme(NamedTuple):
    """A page: its file, its titles, and the structures and layers that are on at first."""

    file: str
    title: str
    title_en: str
    summary: str
    structures: tuple[str, ...]
    layers: tuple[str, ...]

    @property
    def stem(self) -> str:
        """The file's name without its suffix, as a map is asked for."""
        return self.file.rpartition(".")[0]

    def payload(self) -> dict[str, Any]:
        """Return what the page's script needs."""
        return {
            "title": self.title,
            "title_en": self.title_en,
            "structures": self.structures,
            "layers": self.layers,
        }


def find_theme(name: str | None = None) -> Theme:
    """Return a theme by the stem of its file or its title, the first for None.

    Raises
    ------
    NotFoundError
        If there is none of this name; it names those there are.
    """
    if name is None:
        return THEMES[0]
    for theme in THEMES:
        if name in (theme.stem, theme.title, theme.title_en):
            return theme
    raise NotFoundError(f"there is no theme “{name}”", tuple(theme.stem for theme in THEMES))


BASE = ("districts", "ground")

THEMES: tuple[Theme, ...] = (
    Theme(
        "industry_layout.html",
        "郑州市战略性新兴产业空间布局",
        "Strategic emerging industries of Zhengzhou",
        "一核两带五区多点，重点园区，都市圈产业带",
        ("st-sei",),
        (*BASE, "zones"),
    ),
    Theme(
        "services.html",
        "郑州市现代服务业空间布局",
        "Modern services of Zhengzhou",
        "一核一带三极，物流、金融、会展载体",
        ("st-services",),
        (*BASE, "zones"),
    ),
    Theme(
        "culture.html",
        "郑州市文化旅游与健康养老布局",
        "Culture, tourism and health care of Zhengzhou",
        "文旅两带一心与全部遗址、景点；康养一核两极四区",
        ("st-culture", "st-care"),
        (*BASE, "sites"),
    ),
)
