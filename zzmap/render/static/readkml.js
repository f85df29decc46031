// Read KML as zzmap/io/kml.py does: placemarks with geometry, names and extended data.

import * as filetext from "./filetext.js";
import { t } from "./i18n.js";
import * as resolver from "./names.js";

const DRAWN = ["Polygon", "MultiGeometry", "LineString", "LinearRing", "Point", "Track", "MultiTrack"];
const SAID = ["name", "description", "address", "phoneNumber", "Snippet"];
const TIMES = ["when", "begin", "end"];
const [LON, LAT] = [
  [70, 140],
  [0, 60],
];
const NUMBER = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?";
const PARTED = new RegExp(`^${NUMBER}(?:[\\s,]+${NUMBER})*$`);

const { refuse } = filetext;
const allOf = (node, name) => [...node.getElementsByTagName("*")].filter((child) => child.localName === name);
const childText = (node, name) => {
  const own = [...node.children].find((child) => child.localName === name);
  return own ? own.textContent.trim() : "";
};

const isCorner = (cell) => /^[^,]+,[^,]+(,[^,]+)?$/.test(cell);
/** @type {(value: number, ends: number[]) => boolean} */
const within = (value, [low, high]) => value >= low && value <= high;

// Corners as lists of numbers, however they are parted; null where they have no single meaning.
function corners(text, told) {
  let cells = text.trim().split(/\s+/).filter(Boolean);
  if (!cells.every(isCorner)) {
    told.odd += 1;
    const plain = resolver.folded(text).trim(); // full-width digits and commas
    cells = plain
      .split(/\s+/)
      .map((cell) => cell.replace(/^,+|,+$/g, ""))
      .filter(Boolean);
    if (!cells.every(isCorner)) cells = grouped(plain);
  }
  const points = cells && cells.map((cell) => cell.split(",").map(Number));
  return points && points.every((point) => point.every(Number.isFinite)) ? points.map(([x, y]) => [x, y]) : null;
}

// One row of numbers cut into corners: by its lines, else into twos or threes, whichever alone lies in China.
function grouped(text) {
  const bare = text.replace(/^[,\s]+|[,\s]+$/g, "");
  if (!PARTED.test(bare)) return null;
  const lines = bare
    .split(/\r?\n/)
    .map((line) => line.replace(/^[,\s]+|[,\s]+$/g, ""))
    .filter(Boolean)
    .map((line) => line.split(/[\s,]+/));
  const sizes = new Set(lines.map((line) => line.length));
  if (lines.length > 1 && sizes.size === 1 && (sizes.has(2) || sizes.has(3)))
    return lines.map((line) => line.join(","));
  const numbers = lines.flat();
  const fits = [2, 3].filter(
    (size) =>
      numbers.length % size === 0 &&
      numbers.every((value, at) => (at % size > 1 ? true : within(Number(value), at % size ? LAT : LON))),
  );
  if (fits.length !== 1) return null;
  return Array.from({ length: numbers.length / fits[0] }, (_, at) =>
    numbers.slice(at * fits[0], (at + 1) * fits[0]).join(","),
  );
}

// Prefixes that nobody declared are declared, for browsers read no such file else.
function parsed(text) {
  const read = (words) => new DOMParser().parseFromString(words, "application/xml");
  const page = read(text);
  if (!page.querySelector("parsererror")) return page;
  const used = [...new Set([...text.matchAll(/[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]/g)].map(([, prefix]) => prefix))];
  const missing = used.filter((prefix) => !/^xml/i.test(prefix) && !text.includes(`xmlns:${prefix}=`));
  const again = read(
    text.replace(
      /<[A-Za-z_][\w.:-]*/,
      (root) => root + missing.map((prefix) => ` xmlns:${prefix}="urn:undeclared"`).join(""),
    ),
  );
  return again.querySelector("parsererror") ? refuse("fileBad") : again;
}

// The rows of two cells of a description's tables, as ArcGIS writes attributes.
function table(html) {
  if (!/<t/i.test(html)) return [];
  const page = new DOMParser().parseFromString(html, "text/html");
  const rows = [...page.querySelectorAll("tr")]
    .filter((row) => !row.querySelector("table"))
    .map((row) => [...row.cells].map((cell) => cell.textContent.trim().replace(/\s+/g, " ")));
  const blank = (value) => (/^<(null|空)>$/i.test(value) ? "" : value);
  return rows
    .filter((cells) => cells.length === 2 && cells[0] && cells[0].length <= 60)
    .map(([key, value]) => [key.replace(/[:：]$/, ""), blank(value)]);
}

function folderOf(mark) {
  const names = [];
  for (let node = mark.parentElement; node; node = node.parentElement)
    if (node.localName === "Folder") names.unshift(childText(node, "name"));
  return names.filter(Boolean).join(" / ");
}

// What a placemark says; a name that is there already with another value gets a mark.
function attributes(mark, folder) {
  const found = {};
  const add = (key, value) => {
    let own = key;
    while (value && own in found && found[own] !== value) own = `${own}_`;
    if (value) found[own] = value;
  };
  const data = allOf(mark, "Data")
    .map((node) => [node.getAttribute("name") || "", childText(node, "value")])
    .concat(allOf(mark, "SimpleData").map((node) => [node.getAttribute("name") || "", node.textContent.trim()]));
  const tabled = data.length ? [] : table(childText(mark, "description"));
  for (const key of SAID) add(key, childText(mark, key));
  for (const span of mark.children)
    if (["TimeStamp", "TimeSpan"].includes(span.localName)) for (const key of TIMES) add(key, childText(span, key));
  add("folder", folder);
  for (const [key, value] of [...data, ...tabled]) add(key, value);
  return found;
}

function points(node, told) {
  if (node.localName === "Track")
    return [...node.children]
      .filter((child) => child.localName === "coord")
      .map((child) => child.textContent.trim().split(/\s+/).slice(0, 2).map(Number));
  return corners(childText(node, "coordinates"), told) || refuse("fileBad");
}

// Simple geometries of an element; collections are taken apart.
function parts(node, told) {
  const kind = node.localName;
  if (kind === "MultiGeometry" || kind === "MultiTrack")
    return [...node.children].filter((child) => DRAWN.includes(child.localName)).flatMap((child) => parts(child, told));
  if (kind === "Polygon") {
    const rings = ["outerBoundaryIs", "innerBoundaryIs"].map((side) =>
      allOf(node, side)
        .flatMap((part) => allOf(part, "LinearRing"))
        .map((ring) => points(ring, told)),
    );
    if (rings[0].length !== 1) refuse("fileBad");
    return [{ type: "Polygon", coordinates: rings.flat() }];
  }
  const line = points(node, told);
  if (!line.length) return [];
  if (kind === "Point") return [{ type: "Point", coordinates: line[0] }];
  return [{ type: "LineString", coordinates: kind === "LinearRing" ? [...line, line[0]] : line }];
}

function joined(found) {
  if (found.length < 2) return found[0] || null;
  const [{ type }] = found;
  if (found.every((part) => part.type === type))
    return { type: `Multi${type}`, coordinates: found.map((part) => part.coordinates) };
  return { type: "GeometryCollection", geometries: found };
}

/** @type {[string[], string][]} */
const LEFT = [
  [["NetworkLink"], "kmlLinks"],
  [["GroundOverlay", "ScreenOverlay", "PhotoOverlay"], "kmlPictures"],
  [["Model"], "kmlModels"],
];

function layerOf(bytes) {
  const notes = [];
  const text = filetext.decoded(bytes, notes).replace(/^[\ufeff\s]+/, "");
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) refuse("fileDoctype");
  const page = parsed(text);
  if (!["kml", "Document", "Folder", "Placemark"].includes(page.documentElement.localName)) refuse("fileBad");
  const marks = allOf(page, "Placemark");
  const many = new Set(marks.map(folderOf)).size > 1;
  const told = { odd: 0 };
  const features = marks.map((mark) => ({
    properties: attributes(mark, many ? folderOf(mark) : ""),
    geometry: joined(
      [...mark.children].filter((child) => DRAWN.includes(child.localName)).flatMap((child) => parts(child, told)),
    ),
  }));
  if (told.odd) notes.push(t("kmlParted"));
  for (const [names, key] of LEFT) {
    const count = names.flatMap((name) => allOf(page, name)).length;
    if (count) notes.push(`${count} ${t(key)}`);
  }
  return { features, claim: "EPSG:4326", notes };
}

export { layerOf as read };
