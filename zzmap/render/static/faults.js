// What is wrong with an outline, as far as a look can tell: the library judges what is doubtful.

import { t } from "./i18n.js";

const MOST_EDGES = 200000;

function within(ring, [x, y]) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [a, b] = [ring[i], ring[j]];
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
  }
  return inside;
}

const side = (a, b, c) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
const cross = ([a, b], [c, d]) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

// Whether any two edges of some rings cross: edges by their western end, each against those still open.
function crossing(rings) {
  const edges = rings
    .flatMap((ring) => ring.map((point, at) => [point, ring[(at + 1) % ring.length]]))
    .map(([a, b]) => ({
      ends: [a, b],
      west: Math.min(a[0], b[0]),
      east: Math.max(a[0], b[0]),
      south: Math.min(a[1], b[1]),
      north: Math.max(a[1], b[1]),
    }))
    .sort((one, two) => one.west - two.west);
  let open = [];
  for (const edge of edges) {
    open = open.filter((other) => other.east >= edge.west);
    if (open.some((other) => other.south <= edge.north && other.north >= edge.south && cross(edge.ends, other.ends)))
      return true;
    open.push(edge);
  }
  return false;
}

const corners = (ring) => new Set(ring.map(([x, y]) => `${x},${y}`)).size;

// The middle of a ring's first edge that has a length: a corner may stand on another ring, a middle hardly.
/** @returns {[number, number]} */
function middle(ring) {
  const at = ring.findIndex(([x, y], number) => {
    const [a, b] = ring[(number + 1) % ring.length];
    return a !== x || b !== y;
  });
  const [[x, y], [a, b]] = [ring[at], ring[(at + 1) % ring.length]];
  return [(x + a) / 2, (y + b) / 2];
}

const holds = ([shell, ...holes], point) => within(shell, point) && !holes.some((hole) => within(hole, point));

// Polygons as lists of rings: a key of words for what is wrong, '' for nothing.
function ofPolygons(parts) {
  const rings = parts.flat();
  if (rings.some((ring) => corners(ring) < 3)) return "faultFew";
  if (rings.reduce((sum, ring) => sum + ring.length, 0) > MOST_EDGES) return "faultMany";
  if (crossing(rings)) return "faultCrosses";
  if (parts.some(([shell, ...holes]) => holes.some((hole) => !within(shell, middle(hole))))) return "faultHole";
  if (parts.some((part, at) => parts.some((other, number) => at !== number && holds(other, middle(part[0])))))
    return "faultOverlap";
  return "";
}

function of(geometry) {
  if (!geometry) return "";
  const { type, coordinates, geometries } = geometry;
  if (type === "GeometryCollection") return geometries.map(of).find(Boolean) || "";
  if (type === "Polygon") return ofPolygons([coordinates]);
  if (type === "MultiPolygon") return ofPolygons(coordinates);
  return type === "LineString" && coordinates.length < 2 ? "faultFew" : "";
}

// Sentences on what is wrong, with the numbers of the features it is wrong with.
function notes(features) {
  const found = new Map();
  features.forEach(({ geometry }, at) => {
    const fault = of(geometry);
    if (fault) found.set(fault, [...(found.get(fault) || []), at + 1]);
  });
  const rows = (numbers) => numbers.slice(0, 5).join("、") + (numbers.length > 5 ? " …" : "");
  return [...found].map(
    ([fault, numbers]) => `${t("faultAt").replace("{n}", rows(numbers))}${t(fault)}${t("askCheck")}`,
  );
}

export { notes, within };
