"""Say which reference system coordinates can be in, with the evidence, and never guess.

A size tells degrees from metres, a leading zone number tells the zone, the region tells the
meridian and the order of columns.  No number tells WGS-84 from GCJ-02 from BD-09, or CGCS2000
from Xi'an 80 from Beijing 54: that takes a claim (what the file says) or anchors
(boundaries or points whose true position is known).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from zzmap.crs.anchors import DEGREE_M, Fit, fit
from zzmap.crs.codes import WEB_MERCATOR, WGS84, Crs, resolve
from zzmap.crs.datum import Box, Floats
from zzmap.crs.readings import Reading, chance_of_packed, readings
from zzmap.crs.transform import same_place
from zzmap.errors import CrsError
from zzmap.messages import both, say

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Basis = Literal["claim", "anchors", "none"]

CHINA = Box(73.0, 3.0, 136.0, 54.0)
"""Where coordinates are looked for if the caller names no region."""

_NAMED = 8
"""Most systems a hint lists; without a region there can be some thirty."""

_SAMPLE = 4000
"""Points looked at; more say nothing new."""

PACKED_CHANCE = 1e-4
"""Chance of looking like packed degrees under which numbers are taken for them."""

_CLEAR_FACTOR, _CLEAR_GAP_M = 2.0, 50.0
_OLD_DATUM_M = 30.0
"""Residual under which a projected reading cannot be Xi'an 80 or Beijing 54, whose numbers
lie some 60 to 130 m from CGCS2000 in the middle of China."""


class Sentence(NamedTuple):
    """The same statement in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True)
class Candidate:
    """A reading the coordinates may be in, and what speaks for it.

    Attributes
    ----------
    reading
        How the numbers are read; `crs`, `swapped`, `packed` and `under` are its own.
    share
        Share of the points that fall into the region, 0 to 1.
    residual_m
        Median distance to the anchors in metres; None without anchors.
    evidence
        What speaks for and against.
    """

    reading: Reading
    share: float
    residual_m: float | None = None
    evidence: tuple[Sentence, ...] = ()

    def locate(self, coords: ArrayLike) -> Floats:
        """Read an (n, 2) array this way: WGS-84 longitude, latitude; NaN where impossible."""
        return self.reading.locate(_rows(coords))

    @property
    def crs(self) -> Crs:
        """See `Reading`."""
        return self.reading.crs

    @property
    def swapped(self) -> bool:
        """See `Reading`."""
        return self.reading.swapped

    @property
    def packed(self) -> bool:
        """See `Reading`."""
        return self.reading.packed

    @property
    def under(self) -> Crs | None:
        """See `Reading`."""
        return self.reading.under

    @property
    def label(self) -> Sentence:
        """The name of the system and, if it hides one, of the shifted system under it."""
        if self.under is None:
            return Sentence(self.crs.label_zh, self.crs.label_en)
        return Sentence(
            f"{self.under.label_zh} 误投影为 {self.crs.label_zh}",
            f"{self.under.label_en} projected as if WGS 84 to {self.crs.label_en}",
        )


@dataclass(frozen=True)
class Detection:
    """What coordinates can be.

    Attributes
    ----------
    candidates
        Possible readings, the likeliest first; empty if none fits the region.
    certain
        Whether the first candidate may be used without asking.
    basis
        What makes it certain: the claim (plausible but unverified) or anchors.
    reason
        Why it is or is not certain.
    claimed
        The claim that was given.
    """

    candidates: tuple[Candidate, ...]
    certain: bool
    basis: Basis
    reason: Sentence
    claimed: Crs | None = None

    @property
    def best(self) -> Candidate | None:
        """The likeliest candidate, certain or not."""
        return self.candidates[0] if self.candidates else None

    @property
    def contradicts_claim(self) -> bool:
        """Whether a claim was given and the best candidate is something else."""
        if self.claimed is None:
            return False
        return self.best is None or not _agrees(self.best, self.claimed)

    @property
    def said(self) -> str:
        """The reason in the reader's language, without its full stop."""
        return both(self.reason.zh.rstrip("。"), self.reason.en.rstrip("."))

    def settled(self) -> Candidate:
        """Return the one candidate that is certain.

        Raises
        ------
        CrsError
            If none is.
        """
        if self.certain:
            return self.candidates[0]
        plain = dict.fromkeys(row.crs.key for row in self.candidates if row.under is None)
        hint = say("Name the system, or check the region.")
        if plain:
            few = len(plain) <= _NAMED
            hint = (
                say("Name the system: {systems}.", systems=", ".join(plain))
                if few
                else say("Name the system, with its zone.")
            )
        raise CrsError(self.said, hint=hint)


def detect(
    coords: ArrayLike,
    claimed: Crs | str | None = None,
    anchors: BaseGeometry | Iterable[BaseGeometry] | None = None,
    *,
    region: Box | None = None,
    margin_deg: float = 0.3,
    tolerance_m: float = 150.0,
) -> Detection:
    """Say which reference systems coordinates can be in.

    Parameters
    ----------
    coords
        (n, 2) array of numbers in the order of the file.  Rows with NaN are ignored.
    claimed
        What the file or its giver says; empty for nothing.  ``CGCS2000`` alone also settles
        the datum of coordinates in metres.  A claim is believed if the numbers allow
        it, and only then.
    anchors
        Geometries with their true WGS-84 position that the data should trace: boundaries
        of districts, or points.  They outvote the claim.
    region
        Where the points should lie, degrees, such as `zzmap.city.City.region`.  None takes all of
        China, in which eastings without a zone number can be of any zone: nothing but a claim
        that names the meridian, or anchors, then tells which; the reason says so.
    margin_deg
        Added around the region.
    tolerance_m
        Largest median distance from the anchors, in metres, of a reading that fits; depends
        on how accurate anchors and data are.

    Raises
    ------
    CrsError
        If there are no coordinates, the claim is no usable system, or no anchor is usable.
    """
    points = _sample(_rows(coords))
    claim = resolve(claimed) if isinstance(claimed, str) and claimed.strip() else claimed or None
    assert not isinstance(claim, str)
    wide = _widened(region or CHINA, margin_deg)
    packed_chance = chance_of_packed(points)
    found = readings(points, wide, claim)
    candidates = [
        Candidate(reading, share, evidence=_evidence(reading, share, points, wide, packed_chance))
        for reading, share in found.items()
    ]
    if not candidates:
        return Detection((), False, "none", _nowhere(points, wide), claim)
    packed_likely = packed_chance <= PACKED_CHANCE
    candidates.sort(
        key=lambda row: (row.packed != packed_likely, row.under is not None, -round(row.share, 2))
    )
    measured = None
    if anchors is not None:
        measured = fit([row.locate(points) for row in candidates], anchors)
        candidates = _with_residuals(candidates, measured)
    detection = _decide(candidates, claim, measured, packed_likely, tolerance_m)
    return detection if region else _without_region(detection)


def _widened(region: Box, by: float) -> Box:
    return Box(region.west - by, region.south - by, region.east + by, region.north + by)


def _without_region(detection: Detection) -> Detection:
    """Say what a region would have told, where the answer hangs on it."""
    zones = {row.crs.meridian for row in detection.candidates if row.crs.meridian is not None}
    if detection.certain or len(zones) < 2:
        return detection
    said = Sentence(
        f"未给出区域：不含带号的东坐标在全国可属 {len(zones)} 条中央子午线，请给出区域或分带。",
        f"Without a region, eastings that carry no zone number can be of any of {len(zones)} "
        "central meridians; give the region or the zone.",
    )
    zh, en = detection.reason
    return replace(detection, reason=Sentence(zh + said.zh, f"{en} {said.en}"))


def _rows(coords: ArrayLike) -> Floats:
    try:
        points = np.asarray(coords, dtype=float)
    except (TypeError, ValueError):
        raise CrsError(
            say("the coordinates are not numbers"), hint=say("Read angles with parse_dms first.")
        ) from None
    if points.ndim != 2 or points.shape[1] < 2:
        raise CrsError(say("coordinates of shape {shape} are not x, y rows", shape=points.shape))
    return points[:, :2]


def _sample(points: Floats) -> Floats:
    finite = points[np.isfinite(points).all(axis=1)]
    if not len(finite):
        raise CrsError(say("there is no coordinate to judge"), hint=say("Check the columns."))
    return finite[:: -(-len(finite) // _SAMPLE)]


def _decide(
    candidates: list[Candidate],
    claim: Crs | None,
    measured: Fit | None,
    packed_likely: bool,
    tolerance_m: float,
) -> Detection:
    """Let anchors decide if they can, else the claim, else nothing."""
    if measured is not None:
        best = candidates[0].residual_m or 0.0
        if measured.enough and best <= tolerance_m:
            certain, reason = _judge_residuals(candidates, claim)
            return _detection(candidates, certain, "anchors", reason, claim)
        # The data does not trace the anchors, so these say nothing of it.
    if claim is None:
        return _detection(candidates, False, "none", _open_question(candidates), None)
    agreeing = [
        row for row in candidates if _agrees(row, claim) and (packed_likely or not row.packed)
    ]
    candidates.sort(key=lambda row: row not in agreeing)
    reason = _judge_claim(agreeing, candidates, claim)
    return _detection(candidates, len(agreeing) == 1, "claim", reason, claim)


def _detection(
    candidates: list[Candidate], certain: bool, basis: Basis, reason: Sentence, claim: Crs | None
) -> Detection:
    named = tuple(
        replace(row, reading=row.reading._replace(crs=claim))
        if claim and same_place(row.crs, claim)
        else row
        for row in candidates
    )
    return Detection(named, certain, basis if certain else "none", reason, claim)


def _agrees(candidate: Candidate, claim: Crs) -> bool:
    """Whether a reading is what the claim says, in datum and, if it names one, meridian."""
    crs = candidate.crs
    if candidate.under is not None:
        return False
    if same_place(crs, claim):
        return True
    if not crs.projected or claim.shifted or crs.datum != claim.datum:
        return False
    if not claim.projected:
        return claim.datum == "cgcs2000"
    return crs.meridian is not None and crs.meridian == claim.meridian


def _judge_residuals(candidates: list[Candidate], claim: Crs | None) -> tuple[bool, Sentence]:
    best, second = candidates[0], candidates[1] if len(candidates) > 1 else None
    near = best.residual_m or 0.0
    far = (second.residual_m if second else None) or float("inf")
    name_zh, name_en = best.label
    if far < _CLEAR_FACTOR * near or far - near < _CLEAR_GAP_M:
        assert second is not None
        return False, Sentence(
            f"{name_zh} 距锚点 {near:.0f} 米，{second.label.zh} 距 {far:.0f} 米，差别不够明显。",
            f"{name_en} lies {near:.0f} m from the anchors and {second.label.en} "
            f"{far:.0f} m: not clearly different.",
        )
    if (
        best.crs.datum == "cgcs2000"
        and not best.under
        and near > _OLD_DATUM_M
        and not (claim and claim.datum == "cgcs2000")
    ):
        return False, Sentence(
            f"{name_zh} 距锚点 {near:.0f} 米，不足以排除西安80和北京54。",
            f"{name_en} lies {near:.0f} m from the anchors, too far to rule out Xi'an 80 and "
            "Beijing 54.",
        )
    rest_zh = f"，其他读法至少 {far:.0f} 米" if second else ""
    rest_en = f", every other reading at least {far:.0f} m" if second else ""
    doubt = claim is not None and not _agrees(best, claim)
    return True, Sentence(
        f"{name_zh} 距锚点中位 {near:.0f} 米{rest_zh}。" + ("与文件声明不符。" if doubt else ""),
        f"{name_en} lies {near:.0f} m (median) from the anchors{rest_en}."
        + (" The claim is wrong." if doubt else ""),
    )


def _judge_claim(agreeing: list[Candidate], candidates: list[Candidate], claim: Crs) -> Sentence:
    zh, en = f"声明为 {claim.label_zh}", f"Claimed as {claim.label_en}"
    if not agreeing:
        look = candidates[0].label
        return Sentence(
            f"{zh}，但数值像 {look.zh}。", f"{en}, but the numbers look like {look.en}."
        )
    if len(agreeing) > 1:
        ways = len(agreeing)
        return Sentence(
            f"{zh}，但数值有 {ways} 种读法。", f"{en}, but the numbers allow {ways} readings of it."
        )
    if same_place(agreeing[0].crs, claim):
        fits = Sentence("数值与之相符", "which the numbers allow")
    else:
        look = agreeing[0].label
        fits = Sentence(f"按数值是 {look.zh}", f"which the numbers allow as {look.en}")
    return Sentence(
        f"{zh}，{fits.zh}；未经锚点核对。", f"{en}, {fits.en}; not verified by anchors."
    )


def _open_question(candidates: list[Candidate]) -> Sentence:
    crs, (zh, en) = candidates[0].crs, candidates[0].label
    if not crs.projected:
        return Sentence(
            "单凭数值无法区分 WGS-84、GCJ-02 和 BD-09（相差数百米）；请说明坐标系或提供锚点。",
            "Numbers alone cannot tell WGS-84, GCJ-02 and BD-09 apart (hundreds of metres); "
            "name the system or give anchors.",
        )
    rivals_zh = "西安80、北京54（相差约100米）或加偏坐标" if crs.meridian else "由加偏坐标投影而来"
    rivals_en = (
        "Xi'an 80 and Beijing 54 (some 100 m away) or shifted degrees under them"
        if crs.meridian
        else "shifted degrees (GCJ-02, BD-09) under them"
    )
    return Sentence(
        f"数值像 {zh}，但单凭数值无法排除{rivals_zh}；请说明坐标系或提供锚点。",
        f"The numbers look like {en}, but alone cannot rule out {rivals_en}; name the system "
        "or give anchors.",
    )


def _nowhere(points: Floats, region: Box) -> Sentence:
    x, y = np.median(points, axis=0)
    box = f"{region.west:g}–{region.east:g}°E, {region.south:g}–{region.north:g}°N"
    return Sentence(
        f"没有一种读法使半数以上的点落在 {box} 内（中位数 {x:.8g}, {y:.8g}）。",
        f"No reading puts half of the points into {box} (median {x:.8g}, {y:.8g}).",
    )


def _with_residuals(candidates: list[Candidate], measured: Fit) -> list[Candidate]:
    rows = []
    for row, metres in zip(candidates, measured.residuals_m, strict=True):
        if not np.isfinite(metres):
            said = Sentence("附近没有锚点。", "No anchor is near.")
        else:
            said = Sentence(
                f"{measured.used} 个顶点距锚点中位 {metres:.0f} 米。",
                f"Median distance of {measured.used} vertices to the anchors: {metres:.0f} m.",
            )
        rows.append(replace(row, residual_m=metres, evidence=(*row.evidence, said)))
    return sorted(rows, key=lambda row: row.residual_m or 0.0)


def _evidence(
    reading: Reading, share: float, points: Floats, region: Box, packed_chance: float
) -> tuple[Sentence, ...]:
    said = [_size_evidence(reading, points)]
    if reading.swapped:
        said.append(Sentence("第一列是北坐标或纬度。", "The first column is north or latitude."))
    if reading.packed:
        said.append(_packed_evidence(packed_chance))
    if reading.crs.shifted or reading.under:
        said.append(_shift_evidence(reading, points))
    said.append(
        Sentence(
            f"{share:.0%} 的点落在 {region.west:g}–{region.east:g}°E、"
            f"{region.south:g}–{region.north:g}°N 内。",
            f"{share:.0%} of the points fall into {region.west:g}–{region.east:g}°E, "
            f"{region.south:g}–{region.north:g}°N.",
        )
    )
    return tuple(said)


def _size_evidence(reading: Reading, points: Floats) -> Sentence:
    crs = reading.crs
    if not crs.projected:
        return Sentence("数值是经纬度的大小。", "The numbers have the size of degrees.")
    if crs.false_easting is None and crs != WEB_MERCATOR:
        return Sentence("数值是米制坐标的大小。", "The numbers have the size of metres.")
    if crs.false_easting is None:
        return Sentence(
            "数值是 Web 墨卡托米制坐标的大小。", "The numbers have the size of Web Mercator metres."
        )
    zone = int(crs.false_easting // 1e6)
    if zone:
        return Sentence(
            f"东坐标以带号 {zone} 开头。", f"Eastings begin with the zone number {zone}."
        )
    return Sentence(
        f"东坐标不含带号，按中央子午线 {crs.meridian:g}° 落在本区域。",
        f"Eastings carry no zone number; with the meridian {crs.meridian:g}° they fall here.",
    )


def _packed_evidence(chance: float) -> Sentence:
    if chance > PACKED_CHANCE:
        return Sentence(
            "所有数值也可读作度.分秒，但十进制度碰巧如此并不罕见。",
            "All numbers can be read as DD.MMSS, but decimal degrees often can by chance.",
        )
    return Sentence(
        f"所有数值都可读作度.分秒，十进制度碰巧如此的概率不到 {PACKED_CHANCE:g}。",
        f"All numbers can be read as DD.MMSS, which decimal degrees would be with a chance "
        f"under {PACKED_CHANCE:g}.",
    )


def _shift_evidence(reading: Reading, points: Floats) -> Sentence:
    plain = reading._replace(under=None) if reading.under else reading._replace(crs=WGS84)
    step = (plain.locate(points) - reading.locate(points)) * DEGREE_M
    step[:, 0] *= np.cos(np.radians(np.median(plain.locate(points)[:, 1])))
    lengths = np.hypot(step[:, 0], step[:, 1])
    lengths = lengths[np.isfinite(lengths)]
    metres = float(np.median(lengths)) if len(lengths) else float("nan")
    if reading.under:
        name = reading.under.key.upper()
        return Sentence(
            f"若由 {name} 经纬度直接投影而来，按投影坐标使用会偏 {metres:.0f} 米。",
            f"If projected from {name} degrees, using the numbers as they are would be "
            f"{metres:.0f} m off.",
        )
    return Sentence(
        f"若如此，按 WGS-84 使用会偏 {metres:.0f} 米。",
        f"If so, using the numbers as WGS-84 would be {metres:.0f} m off.",
    )
