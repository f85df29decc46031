"""What a page sends: JSON, taken value by value, so that nothing else reaches the library."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from zzmap.errors import ZzmapError
from zzmap.messages import say
from zzmap.words import join

MOST_TEXT = 2_000
MOST_ROWS = 200


class BodyError(ZzmapError):
    """What a page sent is not what the desk takes."""


class StaleError(ZzmapError):
    """What a page looked at has been changed since; nothing was written over it."""

    def __init__(self) -> None:
        super().__init__(
            say("this was changed since the page looked at it"),
            hint=say("Look at it as it is now, and do it once more."),
        )


class Body:
    """The object a page sent.

    Parameters
    ----------
    values
        As JSON gives it.
    """

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    @classmethod
    def read(cls, raw: bytes) -> Body:
        """Read JSON; raises `BodyError` where it is no object, or cannot be written again."""
        try:
            values = json.loads(raw or b"{}", parse_constant=_no_number)
            json.dumps(values, ensure_ascii=False, allow_nan=False).encode()
        except (ValueError, RecursionError):
            raise BodyError(say("this is no JSON")) from None
        if not isinstance(values, dict):
            raise BodyError(say("this is no JSON object"))
        return cls(values)

    def text(self, name: str, default: str = "") -> str:
        """Return a text of bounded length."""
        found = self.values.get(name, default)
        if not isinstance(found, str) or len(found) > MOST_TEXT or "\x00" in found:
            raise BodyError(say("“{name}” is no text", name=name))
        return found

    def flag(self, name: str) -> bool:
        """Return yes or no; no where it is not said."""
        found = self.values.get(name, False)
        if not isinstance(found, bool):
            raise BodyError(say("“{name}” is neither true nor false", name=name))
        return found

    def number(self, name: str) -> int | None:
        """Return a whole number, None where none is said."""
        found = self.values.get(name)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int) or abs(found) >= 2**53:
            raise BodyError(say("“{name}” is no whole number", name=name))
        return found

    def seen(self) -> int:
        """Return the latest change a page has seen: who has not said it may write over another's.

        Raises `BodyError` where none is said.
        """
        return self.needed("seen")

    def needed(self, name: str) -> int:
        """Return a whole number; raises `BodyError` where none is said."""
        found = self.number(name)
        if found is None:
            raise BodyError(say("“{name}” is no whole number", name=name))
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        found = self.values.get(name, [])
        if not isinstance(found, list) or len(found) > MOST_ROWS:
            raise BodyError(say("“{name}” is no list of texts", name=name))
        return tuple(Body({name: row}).text(name) for row in found)

    def mapping(self, name: str) -> dict[str, str]:
        """Return texts by name; what is empty is left out."""
        found = self.values.get(name, {})
        if not isinstance(found, dict) or len(found) > MOST_ROWS:
            raise BodyError(say("“{name}” is no object of texts", name=name))
        return {key: text for key, row in found.items() if (text := Body({key: row}).text(key))}


class How(NamedTuple):
    """How a file is to be read, and what holds instead of what it says.

    Attributes
    ----------
    crs, trust_crs, mapping, layer, fix, name, industries, status
        As for `zzmap.workspace.parks.Parks.check`.
    """

    crs: str | None
    trust_crs: bool
    mapping: dict[str, str]
    layer: str | None
    fix: bool
    name: str
    industries: str
    status: str

    @classmethod
    def of(cls, body: Body) -> How:
        """Take it from what a page sent."""
        return cls(
            crs=body.text("crs") or None,
            trust_crs=body.flag("trust_crs"),
            mapping=body.mapping("mapping"),
            layer=body.text("layer") or None,
            fix=body.flag("fix"),
            name=body.text("name"),
            industries=join(body.texts("industries")),
            status=body.text("status"),
        )

    def reading(self) -> dict[str, Any]:
        """Return how to read a file, as the library takes it."""
        own = self._asdict()
        return {name: own[name] for name in ("crs", "trust_crs", "mapping", "layer", "fix")}

    def description(self) -> dict[str, Any]:
        """Return what holds instead of what a file says."""
        return {"name": self.name, "industries": self.industries, "status": self.status}


def _no_number(name: str) -> float:
    raise ValueError(name)
