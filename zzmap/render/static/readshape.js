// Read a Shapefile: geometries, attributes in the encoding they are in; one that is not whole is refused.

import * as faults from "./faults.js";
import * as filetext from "./filetext.js";
import { t } from "./i18n.js";

const { refuse } = filetext;
const [MAGIC, HEAD, WORD] = [9994, 100, 2];
const KINDS = {
  1: "point",
  11: "point",
  21: "point",
  3: "lines",
  13: "lines",
  23: "lines",
  5: "rings",
  15: "rings",
  25: "rings",
  8: "points",
  18: "points",
  28: "points",
};

const signed = (ring) =>
  ring.reduce((sum, [x, y], at) => {
    const [a, b] = ring[(at + 1) % ring.length];
    return sum + (x - ring[0][0]) * (b - ring[0][1]) - (a - ring[0][0]) * (y - ring[0][1]);
  }, 0);

// Outer rings turn clockwise; a hole belongs to the smallest outer ring round it.
function polygon(rings) {
  const outer = rings.filter((ring) => signed(ring) <= 0).map((ring) => [ring]);
  for (const hole of rings.filter((ring) => signed(ring) > 0)) {
    const round = outer.filter(
      ([ring]) => hole.every((point) => faults.within(ring, point)) || faults.within(ring, hole[0]),
    );
    if (round.length) round.sort((a, b) => Math.abs(signed(a[0])) - Math.abs(signed(b[0])))[0].push(hole);
    else outer.push([hole]);
  }
  return outer.length === 1 ? { type: "Polygon", coordinates: outer[0] } : { type: "MultiPolygon", coordinates: outer };
}

// Geometries of a .shp, heights and measures left aside; null where a record has none.
function shapes(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD || view.getInt32(0) !== MAGIC) refuse("fileBad");
  if (view.getInt32(24) * WORD > bytes.length) refuse("fileCut");
  const found = [];
  for (let at = HEAD; at + 12 <= bytes.length;) {
    const length = view.getInt32(at + 4) * WORD;
    if (length < 4 || at + 8 + length > bytes.length) refuse("fileCut");
    found.push(shape(view, at + 8));
    at += 8 + length;
  }
  return found;
}

function shape(view, at) {
  const number = view.getInt32(at, true);
  if (!number) return null;
  const kind = KINDS[number] || refuse("fileSurface");
  const point = (from) => [view.getFloat64(from, true), view.getFloat64(from + 8, true)];
  if (kind === "point") return { type: "Point", coordinates: point(at + 4) };
  if (kind === "points")
    return {
      type: "MultiPoint",
      coordinates: Array.from({ length: view.getInt32(at + 36, true) }, (_, step) => point(at + 40 + 16 * step)),
    };
  const [parts, points] = [view.getInt32(at + 36, true), view.getInt32(at + 40, true)];
  const starts = Array.from({ length: parts }, (_, part) => view.getInt32(at + 44 + 4 * part, true));
  const first = at + 44 + 4 * parts;
  const lines = starts.map((start, part) =>
    Array.from({ length: (part + 1 < parts ? starts[part + 1] : points) - start }, (_, step) =>
      point(first + 16 * (start + step)),
    ),
  );
  if (kind === "rings") return polygon(lines);
  return lines.length === 1
    ? { type: "LineString", coordinates: lines[0] }
    : { type: "MultiLineString", coordinates: lines };
}

const DELETED = 42;
const END = 13;

// Attributes of a .dbf, null for a row that is marked as deleted.
function attributes(bytes, cpg, notes) {
  if (bytes.length < 32) refuse("fileCut");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [count, head, size] = [view.getUint32(4, true), view.getUint16(8, true), view.getUint16(10, true)];
  if (head + count * size > bytes.length) refuse("fileCut");
  const fields = fieldsOf(bytes, head);
  const cell = (row, field) => {
    const from = head + row * size + field.at;
    return bytes.subarray(from, from + field.length);
  };
  const rows = Array.from({ length: count }, (_, row) => row);
  const texts = fields
    .filter((field) => field.kind === "C")
    .flatMap((field) => rows.map((row) => trimmed(cell(row, field))));
  const read = filetext.ofCells([...fields.map((field) => field.name), ...texts], cpg, notes);
  const names = named(fields.map((field) => read(field.name).trim()));
  return rows.map((row) =>
    bytes[head + row * size] === DELETED
      ? null
      : Object.fromEntries(fields.map((field, at) => [names[at], valueOf(field, read(trimmed(cell(row, field))))])),
  );
}

function fieldsOf(bytes, head) {
  const fields = [];
  let at = 1;
  for (let from = 32; from + 32 <= head && bytes[from] !== END; from += 32) {
    const name = bytes.subarray(from, from + 11);
    const end = name.indexOf(0);
    fields.push({
      name: name.subarray(0, end < 0 ? 11 : end),
      kind: String.fromCharCode(bytes[from + 11]),
      at,
      length: bytes[from + 16],
    });
    at += bytes[from + 16];
  }
  return fields;
}

// Two columns of one name are two columns.
function named(names) {
  const seen = new Set();
  return names.map((name) => {
    let own = name;
    while (seen.has(own)) own = `${own}_`;
    seen.add(own);
    return own;
  });
}

function trimmed(bytes) {
  let end = bytes.length;
  while (end && (bytes[end - 1] === 0 || bytes[end - 1] === 32)) end -= 1;
  return bytes.subarray(0, end);
}

// A number is one only where it says the same digits: a code of twenty digits stays a text.
function valueOf(field, words) {
  const text = words.trim();
  const number = "NF".includes(field.kind) && text ? Number(text) : NaN;
  return Number.isFinite(number) && (Number.isSafeInteger(number) || !Number.isInteger(number)) ? number : text;
}

// The parts of a Shapefile, from {name: bytes}; `stem` is its name without ".shp".
function layerOf(files, stem) {
  const notes = [];
  const part = (suffix) => {
    const found = [...files].find(([name]) => name.toLowerCase() === `${stem}.${suffix}`.toLowerCase());
    return found && found[1];
  };
  const text = (suffix) => (part(suffix) ? filetext.decoded(part(suffix)) : "");
  const all = shapes(part("shp"));
  const index = part("shx");
  if (index && (index.length - HEAD) / 8 !== all.length) refuse("fileCut");
  if (!part("dbf")) notes.push(t("fileNoDbf"));
  const rows = part("dbf") ? attributes(part("dbf"), text("cpg"), notes) : all.map(() => ({}));
  if (rows.length !== all.length) refuse("fileCut");
  const features = all.map((geometry, at) => ({ properties: rows[at], geometry })).filter((row) => row.properties);
  if (features.length < all.length) notes.push(`${all.length - features.length} ${t("fileDeleted")}`);
  return { features, claim: text("prj").trim(), notes };
}

export { layerOf as read };
