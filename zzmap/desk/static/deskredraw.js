// A park's boundary drawn anew: its vertices moved on the map, looked at, and put in its place.

import { el } from "../../render/static/dom.js";
import * as draw from "../../render/static/draw.js";
import * as measure from "../../render/static/measure.js";
import { sidepanel } from "../../render/static/sidepanel.js";
import { state } from "../../render/static/state.js";
import * as units from "../../render/static/units.js";
import * as zoom from "../../render/static/zoom.js";
import { ask, part, Refused, sentence } from "./deskask.js";
import { fill, refusal } from "./deskcard.js";
import { both } from "./deskcompare.js";
import { acceptance, button, refuse, signature, signed, text } from "./deskfields.js";
import { failure, leave, send } from "./deskfiles.js";
import { reload } from "./deskmemory.js";
import * as sketch from "./desksketch.js";
import { w } from "./deskwords.js";

export const KIND = "redraw";

/**
 * @typedef {object} Card
 * @property {string} id
 * @property {string} name
 * @property {{ kind: string, park: string, called: string, seen: number, was: number }} how
 * @property {any} [checked]
 * @property {any} [refused]
 * @property {Node} [others] both versions, where somebody else was faster
 * @property {string} [busy]
 * @property {boolean} [accept]
 * @property {string} [why]
 * @property {HTMLElement} node
 */

/** @type {Card[]} */
const cards = [];
let place = null;

// -- drawing -----------------------------------------------------------------------------------

const pairs = (ring) => ring.slice(0, -1).map(([lng, lat]) => [lat, lng]);

// The geometry with one of its rings drawn anew; all others are as they were, to the last digit.
function withRing(geometry, polygon, at, ring) {
  const closed = [...ring, ring[0]].map(([lat, lng]) => [lng, lat]);
  const coordinates = geometry.coordinates.map((rings, one) =>
    one === polygon ? rings.map((old, other) => (other === at ? closed : old)) : rings,
  );
  return { ...geometry, coordinates };
}

function asFile(park, geometry) {
  const feature = { type: "Feature", properties: { name: park.name }, geometry };
  const collection = JSON.stringify({ type: "FeatureCollection", features: [feature] });
  const name = `${park.name.replace(/[\\/:*?"<>|]/g, " ").trim() || park.id}.geojson`;
  return new File([collection], name, { type: "application/geo+json" });
}

const ringsOf = (geometry) =>
  geometry.coordinates.flatMap((rings, polygon) => rings.map((ring, at) => ({ polygon, at, ring: pairs(ring) })));

const named = ({ at, polygon, ring }) =>
  `${w(at ? "redrawHole" : "redrawOutline", { n: polygon + 1 })} · ${units.areaOfMetres(measure.area(ring))}`;

/**
 * Draw a park's boundary anew.
 * @param {any} park as the program tells it
 * @param {HTMLElement} node where the tools stand
 * @param {() => void} back what is shown when it is left
 */
export function begin(park, node, back) {
  const rings = ringsOf(park.geometry);
  if (rings.length === 1) return edit(park, rings[0], node, back);
  const item = (row) =>
    el(
      "li",
      {},
      button(named(row), () => edit(park, row, node, back), "zz-deskring"),
    );
  return node.replaceChildren(
    button(w("back"), back, "zz-deskback"),
    el("h3", {}, park.name),
    el("p", { class: "zz-note" }, w("redrawWhich")),
    el("ul", { class: "zz-rows" }, rings.map(item)),
  );
}

// A page that is left while vertices are moved asks first.
const stay = (event) => event.preventDefault();

function edit(park, row, node, back) {
  const line = el("p", { class: "zz-measure", role: "status" });
  const told = sidepanel.status;
  let done = false;
  sidepanel.status = (words) => {
    line.textContent = words;
    told(words);
  };
  tools = [
    el("h3", {}, park.name),
    el("p", { class: "zz-note" }, w("redrawHint")),
    el("p", {}, w("redrawWas", { area: units.area(park.area_km2) })),
    line,
    el(
      "div",
      { class: "zz-drawtools" },
      button(w("redrawDone"), () => draw.done(), "zz-desksave zz-deskredrawn"),
      button(w("redrawBack"), () => draw.back(), "zz-deskstepback"),
      button(w("cancel"), () => draw.leave(), "zz-deskleave"),
    ),
  ];
  node.replaceChildren(...tools);
  zoom.fit(L.latLngBounds(row.ring), { padding: [40, 40], maxZoom: 15 });
  window.addEventListener("beforeunload", stay);
  draw.edit(row.ring, (ring) => {
    done = true;
    keep(park, withRing(park.geometry, row.polygon, row.at, ring), back);
  });
  left = () => {
    tools = null;
    sidepanel.status = told;
    window.removeEventListener("beforeunload", stay);
    setTimeout(() => done || back(), 0); // what is finished is told of after it is left
  };
}

/** @type {Node[] | null} */
let tools = null; // of what is being drawn: another tab may be looked at meanwhile

/**
 * Show the tools of what is being drawn; false where nothing is.
 * @param {HTMLElement} node
 */
export function resume(node) {
  if (tools) node.replaceChildren(...tools);
  return Boolean(tools);
}

let left = null; // what is done when the vertices are let go
state.on("drawing", (busy) => {
  const leaving = busy ? null : left;
  if (!leaving) return;
  left = null;
  leaving();
});

async function keep(park, geometry, back) {
  const how = { kind: KIND, park: park.id, called: park.name, seen: park.seen, was: park.area_km2 };
  const own = card({ id: "", name: park.name, how });
  own.busy = w("sent");
  back();
  try {
    await send(own, [asFile(park, geometry)], how);
    await check(own);
  } catch (error) {
    Object.assign(own, { busy: "", refused: failure(error) });
    show(own);
  }
}

// -- what was drawn ----------------------------------------------------------------------------

function card(upload) {
  const own = { ...upload, how: { ...upload.how }, node: el("section", { class: "zz-deskcard zz-deskredraw" }) };
  cards.push(own);
  if (place) place.append(own.node);
  return own;
}

async function check(own) {
  own.busy = w("reading");
  show(own);
  try {
    const done = await ask("POST", `/api/uploads/${own.id}/check`, own.how);
    if (done.refused) own.refused = done.refused;
    else own.checked = done;
  } catch (error) {
    own.refused = failure(error);
  }
  own.busy = "";
  show(own);
  if (!own.checked) return;
  sketch.draw(own.id, own.checked.shapes, [own.how.called]);
  sketch.look(own.id);
}

async function drop(own) {
  sketch.clear(own.id);
  await leave(own, cards);
}

async function store(own) {
  try {
    const { park, seen } = own.how;
    const done = await ask("POST", `/api/uploads/${own.id}/boundary`, {
      park,
      seen,
      accept: Boolean(own.accept),
      ...signed(own.why),
    });
    if (!done.stopped)
      return reload(w("redrawKept", { was: units.area(done.before_km2), is: units.area(done.after_km2) }), park);
    own.checked = done;
    return show(own);
  } catch (error) {
    return error instanceof Refused && error.status === 409 ? conflict(own) : refuse(error);
  }
}

// Somebody else has changed the park: what was drawn, and the park as it is now.
async function conflict(own) {
  const now = await ask("GET", `/api/parks/${part(own.how.park)}`).catch(refuse);
  if (!now) return;
  const mine = () => {
    Object.assign(own, { others: null });
    Object.assign(own.how, { seen: now.seen, was: now.area_km2 });
    check(own);
  };
  /** @type {[string, string, string][]} */
  const rows = [
    [w("name"), own.how.called, now.name],
    [w("area"), units.area(area(own)), units.area(now.area_km2)],
    [w("redrawState"), "", w(`redraw_${now.state}`)],
  ];
  own.others = both(rows, () => drop(own), now.state === "live" ? mine : null);
  show(own);
}

const area = (own) => own.checked.parcels.reduce((sum, row) => sum + row.area_km2, 0);

function found(own) {
  const rows = own.checked.findings.filter((row) => row.severity !== "info");
  const item = (row) =>
    el(
      "li",
      { class: `zz-desk-${row.severity}` },
      el("span", {}, el("b", {}, w(`severity_${row.severity}`)), ` ${sentence(row)}`),
    );
  return rows.length ? el("ul", { class: "zz-rows zz-deskfound" }, rows.map(item)) : null;
}

function ending(own) {
  const { errors, warnings } = own.checked;
  const storing = button(w("replace"), () => store(own), "zz-deskadd");
  const ready = () => {
    storing.disabled = errors > 0 || (warnings > 0 && !own.accept);
  };
  ready();
  return el(
    "div",
    {},
    warnings && !errors ? acceptance(own, ready) : null,
    text(w("why"), own.why, (why) => Object.assign(own, { why }), "zz-deskwhy"),
    signature(),
    el("div", { class: "zz-drawtools" }, storing),
  );
}

function show(own) {
  const areas = () =>
    el("p", { class: "zz-deskareas" }, w("redrawAreas", { was: units.area(own.how.was), is: units.area(area(own)) }));
  const checked = () => [own.others || null, areas(), found(own), own.others ? null : ending(own)];
  fill(
    own,
    () => drop(own),
    () => (own.refused ? [refusal(own.refused)] : own.checked ? checked() : []),
  );
}

// What was drawn and is not in the store yet, from before a restart too.
export function section() {
  place = el("div", { class: "zz-deskredraws" });
  place.append(...cards.map((one) => one.node));
  cards.forEach(show);
  return place;
}

export async function waiting() {
  const there = await ask("GET", "/api/uploads").catch(() => []);
  const known = new Set(cards.map((one) => one.id));
  const rows = there.filter((row) => row.how.kind === KIND && !known.has(row.id) && row.files.length);
  await Promise.all(rows.map((row) => check(card({ ...row, name: row.how.called }))));
}
