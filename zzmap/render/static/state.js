// What the reader has chosen, kept in one place and in the page's address.

import { data } from "./data.js";
import * as panes from "./panes.js";
import * as tablekeys from "./tablekeys.js";

/** @type {Record<string, ((detail?: any) => unknown)[]>} */
const listeners = {};
// Numbers of all relations, strongest first; addresses name them so.
const allRelations = () => data.payload.relations.map((_, number) => number);
/** @type {Choice} */
const chosen = {
  lang: "zh",
  layers: new Set(),
  selected: null,
  lit: null, // industry whose places stay lit while the sheet tells of one of them
  relations: new Set(), // all of them once the data is there
  document: null, // id of the only document to count, or null
  view: null, // null is the map; else "matrix" or "compare"
  table: null, // key of the attribute table that is open, see tables.js
  compare: [], // up to three {type, id}, all of one type
  matrix: { level: "industry", pillar: "" },
  stack: [], // {pane, opacity} from the top down, see stack.js
};

function on(event, listener) {
  (listeners[event] = listeners[event] || []).push(listener);
}

function emit(event, detail) {
  (listeners[event] || []).forEach((listener) => listener(detail));
}

function setLayer(key, visible) {
  if (chosen.layers.has(key) === visible) return;
  if (visible) chosen.layers.add(key);
  else chosen.layers.delete(key);
  emit("layers", key);
}

function select(type, id, lit) {
  chosen.selected = type ? { type, id } : null;
  chosen.lit = type === "industry" ? id : (chosen.selected && lit) || null;
  emit("select", chosen.selected);
}

function setFilter(relations, document_) {
  chosen.relations = new Set(relations.length ? relations : allRelations());
  chosen.document = document_ || null;
  emit("filter");
}

function setView(view) {
  if (chosen.view === view) return;
  chosen.view = view;
  emit("view", view);
}

function setTable(table) {
  if (chosen.table === table) return;
  chosen.table = table;
  emit("table", table);
}

// From a page over the map to its table below the map.
function overTable(key) {
  setView(null);
  setTable(key);
}

function setMatrix(choice) {
  Object.assign(chosen.matrix, choice);
  emit("matrix");
}

function setCompare(list) {
  chosen.compare = list;
  emit("compare");
}

function setStack(stack) {
  chosen.stack = stack;
  emit("stack");
}

function setLang(lang) {
  chosen.lang = lang;
  emit("lang", lang);
}

const pair = ({ type, id }) => `${type}:${encodeURIComponent(id)}`;

// A link made with an earlier catalogue may name an id that another stands for now.
const current = (id) => data.payload.renamed[id] || id;

function unpair(text) {
  const colon = text.indexOf(":");
  return { type: text.slice(0, colon), id: current(decoded(text.slice(colon + 1))) };
}

// An address may have been cut off in a mail; what cannot be read is taken as it stands.
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// #map=zoom/lat/lon&layers=a,b&sel=place:zone-hkg&lit=…&view=matrix&mx=level:pillar&cmp=…&stack=…&rel=0,1&doc=…&lang=en
function toHash(map) {
  const centre = map.getCenter();
  const parts = [`map=${Number(map.getZoom().toFixed(3))}/${centre.lat.toFixed(5)}/${centre.lng.toFixed(5)}`];
  parts.push(`layers=${[...state.layers].sort().join(",")}`);
  if (chosen.selected) parts.push(`sel=${pair(chosen.selected)}`);
  if (chosen.lit && chosen.selected.type !== "industry") parts.push(`lit=${encodeURIComponent(chosen.lit)}`);
  if (chosen.view) parts.push(`view=${chosen.view}`);
  if (chosen.view === "matrix") parts.push(`mx=${chosen.matrix.level}:${chosen.matrix.pillar}`);
  if (chosen.table) parts.push(`table=${chosen.table}`);
  if (!panes.isUsual(chosen.stack)) parts.push(`stack=${panes.toText(chosen.stack)}`);
  if (chosen.compare.length) parts.push(`cmp=${chosen.compare.map(pair).join(",")}`);
  if (chosen.relations.size < allRelations().length) parts.push(`rel=${[...state.relations].sort().join(",")}`);
  if (chosen.document) parts.push(`doc=${chosen.document}`);
  if (chosen.lang !== "zh") parts.push(`lang=${chosen.lang}`);
  return "#" + parts.join("&");
}

function fromHash(hash) {
  const found = {};
  for (const part of hash.replace(/^#/, "").split("&")) {
    const [key, value] = [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)];
    if (key === "map") {
      const [zoom, lat, lng] = value.split("/").map(Number);
      if ([zoom, lat, lng].every(Number.isFinite)) found.view = { zoom, lat, lng };
    } else if (key === "layers") {
      found.layers = value ? value.split(",") : [];
    } else if (key === "sel") {
      found.selected = unpair(value);
    } else if (key === "lit") {
      found.lit = current(decoded(value));
    } else if (key === "view" && ["matrix", "compare"].includes(value)) {
      found.page = value;
    } else if (key === "table" && tablekeys.offered().includes(value)) {
      found.table = value;
    } else if (key === "stack") {
      found.stack = panes.fromText(value);
    } else if (key === "mx") {
      const [level, pillar] = value.split(":");
      if (["industry", "subindustry", "segment"].includes(level))
        found.matrix = { level, pillar: current(pillar || "") };
    } else if (key === "cmp") {
      found.compare = value.split(",").filter(Boolean).map(unpair);
    } else if (key === "rel") {
      found.relations = value
        .split(",")
        .map(Number)
        .filter((number) => allRelations().includes(number));
    } else if (key === "doc") {
      if (data.documents.some((row) => row.id === value)) found.document = value;
    } else if (key === "lang" && (value === "zh" || value === "en")) {
      found.lang = value;
    }
  }
  return found;
}

const state = Object.assign(chosen, {
  on,
  emit,
  allRelations,
  setLayer,
  select,
  setLang,
  setFilter,
  setView,
  setTable,
  overTable,
  setMatrix,
  setCompare,
  setStack,
  toHash,
  fromHash,
});

export { state };
