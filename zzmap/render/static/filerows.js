// Rows of opened files as things of the map: each has a name, a place, a sheet of its own.

import * as coords from "./coords.js";
import { TABLES, data } from "./data.js";
import { el } from "./dom.js";
import { go } from "./go.js";
import { nameOf as nameIn, t } from "./i18n.js";
import * as measure from "./measure.js";
import * as overlap from "./overlap.js";
import * as picked from "./picked.js";
import { state } from "./state.js";

const NAMES = ["名称", "name", "企业名称", "园区名称", "项目名称", "地块名称", "单位名称", "title"];
const POPUP_CELLS = 4;
// Columns as `zzmap join` writes them, which lead to the sheets of what they name.
const LINKS = { industry_id: "industry", place_id: "place" };

const words = (value) => (value !== null && typeof value === "object" ? JSON.stringify(value) : String(value ?? ""));

function nameOf(properties) {
  const keys = Object.keys(properties);
  const key = NAMES.map((wanted) => keys.find((one) => one.trim().toLowerCase() === wanted)).find(
    (one) => one && words(properties[one]).trim(),
  );
  return key ? words(properties[key]).trim() : "";
}

const turned = (value) => (typeof value[0] === "number" ? [value[1], value[0]] : value.map(turned));
const SHAPES = {
  Point: (at) => [{ type: "point", coords: at }],
  MultiPoint: (all) => all.map((at) => ({ type: "point", coords: at })),
  LineString: (line) => [{ type: "line", coords: [line] }],
  MultiLineString: (lines) => [{ type: "line", coords: lines }],
  Polygon: (rings) => [{ type: "polygon", coords: [rings] }],
  MultiPolygon: (parts) => [{ type: "polygon", coords: parts }],
};

// GeoJSON as the map draws it: latitude first, collections taken apart.
function shapes(geometry) {
  if (!geometry) return [];
  if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(shapes);
  return SHAPES[geometry.type](turned(geometry.coordinates));
}

// The rows of a file, once more after its datum has changed.
function take(file) {
  file.rows = file.shown.map(({ properties, geometry }, at) => {
    const id = `${file.number}-${at + 1}`;
    const own = nameOf(properties);
    const row = { id, name: own || `${file.name} ${at + 1}`, named: Boolean(own), file, number: at + 1, properties };
    row.features = shapes(geometry).map((shape) => ({
      id,
      name: row.name,
      kind: "opened",
      basis: "",
      accuracy: 0,
      source: file.name,
      shape,
    }));
    data.byId.opened.set(id, row);
    return row;
  });
}

function drop(file) {
  for (const row of file.rows) data.byId.opened.delete(row.id);
  const { selected } = state;
  if (selected && selected.type === "opened" && !data.byId.opened.has(selected.id)) state.select(null);
}

// Districts, zones and parks a row's first shape lies in: of an area its shares, of a point what covers it.
/** @returns {[string, string, string, string][]} */
function below(row) {
  const [feature] = row.features;
  if (!feature || feature.shape.type === "line") return [];
  if (feature.shape.type === "polygon")
    return overlap
      .below(feature.shape.coords[0][0])
      .map(({ kind, id, name, share }) => [kind, id, name, `${(share * 100).toFixed(1)}%`]);
  const at = L.latLng(feature.shape.coords);
  return ["districts", "zones", "parks"].flatMap((kind) =>
    (data.geo[kind] || [])
      .filter((one) => one.shape.type === "polygon" && picked.covers(one, at))
      .map((one) => /** @type {[string, string, string, string]} */ ([kind, one.id, nameIn(one), ""])),
  );
}

function measured({ shape }) {
  if (shape.type === "point")
    return coords.told(L.latLng(shape.coords)).map(([name, at]) => el("span", { class: "zz-toldat" }, `${name} ${at}`));
  if (shape.type === "line") return measure.words(shape.coords[0], false);
  return shape.coords.map(([ring]) => measure.words(ring, true)).join("；");
}

function linked(key, value) {
  const type = LINKS[key];
  const known = type && data.byId[TABLES[type]].get(value);
  return known
    ? el("button", { type: "button", class: "zz-link", onclick: () => go(type, known.id) }, nameIn(known))
    : words(value);
}

// Facts of a row's sheet: where it lies first, then its cells.
function facts(row) {
  const link = ([kind, id, name, share]) =>
    el(
      "span",
      {},
      kind === "parks"
        ? name
        : el("button", { type: "button", class: "zz-link", onclick: () => go("place", id) }, name),
      share ? ` ${share}` : "",
    );
  const inside = below(row);
  return [
    [t("position"), row.features.length ? measured(row.features[0]) : t("noPosition")],
    [t("liesIn"), inside.length ? el("span", { class: "zz-chips" }, inside.map(link)) : ""],
    [t("assumptions"), row.file.notes.join("；")],
    ...Object.entries(row.properties).map(([key, value]) => [key, linked(key, value)]),
  ];
}

// What a popup tells: the first cells.
const brief = (row) =>
  Object.entries(row.properties)
    .filter(([, value]) => words(value).trim() && words(value) !== row.name)
    .slice(0, POPUP_CELLS)
    .map(([key, value]) => `${key}：${words(value)}`);

export { brief, drop, facts, take, words };
