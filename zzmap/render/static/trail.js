// The browser's history as the reader's trail: each choice is an entry, a move of the map is not.

import * as compare from "./compare.js";
import { TABLES, data, known as isKnown } from "./data.js";
import { el } from "./dom.js";
import { nameOf as nameIn, t } from "./i18n.js";
import * as atlas from "./map.js";
import * as panes from "./panes.js";
import { state } from "./state.js";
import * as zoom from "./zoom.js";

let map;
let here = null; // {n, choice, from}: the entry shown; null before the page is ready
let pending = false;
let following = false;
let before = {}; // what was chosen in the entry shown
const scrolled = new Map(); // how far the sheet of an entry was scrolled

// All of the address but the view.
const choice = () => state.toHash(map).split("&").slice(1).join("&");
const chosen = () => ({ selected: state.selected, view: state.view });
const write = (how) => history[how](here, "", state.toHash(map));

// Something has changed: a choice makes an entry once all that belongs to it is done.
function note() {
  if (!here || following || pending) return;
  if (choice() === here.choice) write("replaceState");
  else {
    pending = true;
    queueMicrotask(step);
  }
}

function step() {
  pending = false;
  if (choice() === here.choice) return write("replaceState");
  here = { n: here.n + 1, choice: choice(), from: origin() };
  before = chosen();
  write("pushState");
  return mark();
}

// What a sheet was reached from: the sheet before it, or a page over the map.
function origin() {
  const { selected, view } = state;
  const same = (a, b) => a && b && a.type === b.type && a.id === b.id;
  if (!selected || view) return null;
  if (before.view) return { view: before.view };
  if (same(selected, before.selected)) return here.from;
  return before.selected ? { selected: before.selected } : null;
}

function nameOf({ selected, view }) {
  if (view) return t(view);
  const row = isKnown(selected) && data.byId[TABLES[selected.type]].get(selected.id);
  return row && row.name ? nameIn(row) : null;
}

// The way back to the list, for the head of a sheet.
function way() {
  const name = here && here.from && nameOf(here.from);
  if (!name) return null;
  return el("button", { type: "button", class: "zz-button zz-wayback", onclick: () => history.back() }, `← ${name}`);
}

function mark() {
  const head = document.querySelector("#zz-sheet header");
  if (!head) return;
  head.querySelectorAll(".zz-wayback").forEach((node) => node.remove());
  const node = way();
  if (node) head.prepend(node);
}

function follow(wanted) {
  const relations = wanted.relations && wanted.relations.length ? wanted.relations : [];
  if (state.lang !== (wanted.lang || "zh")) state.setLang(wanted.lang || "zh");
  const layers = new Set((wanted.layers || []).filter(atlas.has));
  if (wanted.layers) for (const key of [...state.layers, ...layers]) state.setLayer(key, layers.has(key));
  state.setFilter(relations, wanted.document);
  state.setStack(wanted.stack || panes.usual());
  state.setMatrix(wanted.matrix || {});
  state.setCompare(compare.known(wanted.compare || []));
  state.setView(wanted.page || null);
  state.setTable(wanted.table || null);
  const to = isKnown(wanted.selected) ? data.entity(wanted.selected.type, wanted.selected.id) : null;
  state.select(to && to.type, to && to.id, wanted.lit);
  const view = zoom.mended(wanted.view);
  if (view) map.setView([view.lat, view.lng], view.zoom, { animate: false });
  else if (to) atlas.flyTo(to);
  else zoom.whole();
}

// Back, Forward, or an address typed or pasted into the open page.
function walk(event) {
  const known = event.state && Number.isInteger(event.state.n);
  following = true;
  here = known ? event.state : { n: here.n + 1, choice: "", from: null };
  try {
    follow(state.fromHash(location.hash));
  } finally {
    following = false;
  }
  here = { ...here, choice: choice() };
  before = chosen();
  write("replaceState");
  mark();
  document.getElementById("zz-sheet").scrollTop = scrolled.get(here.n) || 0;
}

export function start(leaflet) {
  map = leaflet;
  const old = history.state;
  here = { n: old && Number.isInteger(old.n) ? old.n : 0, choice: choice(), from: (old && old.from) || null };
  before = chosen();
  write("replaceState");
  mark();
  window.addEventListener("popstate", walk);
  const sheet = document.getElementById("zz-sheet");
  sheet.addEventListener("scroll", () => scrolled.set(here.n, sheet.scrollTop));
}

export { note, way };
