// Files that wait on the workbench: each a card with what was found, the ways out and the way in.

import { data } from "../../render/static/data.js";
import { el } from "../../render/static/dom.js";
import * as drafts from "../../render/static/drafts.js";
import { say } from "../../render/static/say.js";
import * as units from "../../render/static/units.js";
import { ask, Refused, sentence } from "./deskask.js";
import { bring, fill, refusal } from "./deskcard.js";
import {
  acceptance,
  button,
  choice,
  industries,
  labelled,
  refuse,
  signature,
  signed,
  status,
  text,
} from "./deskfields.js";
import { failure, leave, remember, send } from "./deskfiles.js";
import { reload } from "./deskmemory.js";
import * as sketch from "./desksketch.js";
import { askWays, waysList } from "./deskways.js";
import { w } from "./deskwords.js";

const BESIDE = /\.(dbf|shx|prj|cpg|sbn|sbx|qix|qpj|fix|ain|aih|atx|xml)$/i;
const MENDABLE = new Set(["invalid-ring", "duplicate-vertex", "spike", "winding", "zero-area"]);
const MOST_FOUND = 30;
const MOST_NAMED = 6;

/**
 * @typedef {object} Card
 * @property {string} id
 * @property {string} name
 * @property {any} how
 * @property {any} [checked]
 * @property {any} [refused]
 * @property {any[]} [ways]
 * @property {string} [busy]
 * @property {boolean} [accept]
 * @property {HTMLElement} node
 */

/** @type {Card[]} */
const cards = [];
let place = null; // where the cards are shown

const stem = (name) => name.replace(/(\.shp)?\.[^.]+$/i, "").toLowerCase();

// Files that belong together: what says nothing by itself comes with the file of its name.
export function groups(files) {
  const wholes = files.filter((file) => !BESIDE.test(file.name)).map((file) => [file]);
  for (const file of files.filter((one) => BESIDE.test(one.name))) {
    const own = wholes.find(([whole]) => stem(whole.name) === stem(file.name));
    if (own) own.push(file);
    else wholes.push([file]);
  }
  return wholes;
}

function card(upload) {
  const made = { ...upload, how: { ...upload.how }, node: el("section", { class: "zz-deskcard" }) };
  cards.push(made);
  if (place) place.prepend(made.node);
  return made;
}

// Bring files onto the workbench; each whole file is a card of its own.
export async function take(list, how = {}) {
  for (const files of groups([...list])) {
    const made = card({ id: "", name: files[0].name, how });
    made.busy = w("sent");
    show(made);
    bring(made);
    try {
      await send(made, files, how);
      await check(made);
      bring(made);
    } catch (error) {
      made.busy = "";
      made.refused = failure(error);
      show(made);
    }
  }
}

async function check(own, change = {}) {
  Object.assign(own.how, change);
  Object.assign(own, { busy: w("reading"), refused: null, ways: null, checked: null });
  show(own);
  try {
    const done = await ask("POST", `/api/uploads/${own.id}/check`, own.how);
    if (done.refused) return await refusedAs(own, done.refused);
    own.checked = done;
    const faulty = new Set(own.checked.findings.filter((row) => row.severity === "error").map((row) => row.feature));
    const names = own.checked.parcels.map((row) => row.name);
    sketch.clear(own.id);
    sketch.draw(own.id, own.checked.shapes, names, { faulty });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    own.refused = error.told;
  }
  own.busy = "";
  show(own);
  if (own.checked) sketch.look(own.id);
}

async function refusedAs(own, told) {
  own.refused = told;
  if (told.kind === "CrsError") await askWays(own);
  own.busy = "";
  show(own);
  if (own.ways && own.ways.length) sketch.look(own.id);
}

async function drop(own) {
  sketch.clear(own.id);
  await leave(own, cards);
}

async function store(own) {
  try {
    const done = await ask("POST", `/api/uploads/${own.id}/add`, {
      ...own.how,
      accept: Boolean(own.accept),
      ...signed(own.how.why),
    });
    if (done.stopped) return await check(own);
    if (own.how.draft) drafts.remove(own.how.draft);
    return reload(w("added", { count: done.parks.length }), done.parks.length ? done.parks[0].id : "");
  } catch (error) {
    return refuse(error);
  }
}

/**
 * Whose boundary it is to be: of several of a name none is taken.
 * @returns {[string, object] | null}
 */
function meant(name) {
  const parks = data.geo.parks.filter((row) => row.name === name);
  const zones = data.geo.zones.filter((row) => row.name === name);
  const byId = data.byId.parks.get(name);
  if (byId) return ["boundary", { park: byId.id }];
  if (parks.length + zones.length > 1) return null;
  return parks.length ? ["boundary", { park: parks[0].id }] : ["zone", { place: name }];
}

async function bound(own, name) {
  const found = meant(name);
  if (!found) return say(w("severalCalled", { name, ids: idsOf(name) }), 9000);
  const [way, subject] = found;
  try {
    const done = await ask("POST", `/api/uploads/${own.id}/${way}`, {
      ...own.how,
      ...subject,
      seen: data.payload.served.seen,
      accept: Boolean(own.accept),
      ...signed(own.how.why),
    });
    if (!done.stopped) return reload(w("replaced"));
    own.checked = done;
    return show(own);
  } catch (error) {
    return refuse(error);
  }
}

const idsOf = (name) =>
  [...data.geo.parks, ...data.geo.zones]
    .filter((row) => row.name === name)
    .map((row) => row.id)
    .slice(0, MOST_NAMED)
    .join(w("semicolon"));

function said(own, change) {
  Object.assign(own.how, change);
  remember(own);
}

// -- a card ------------------------------------------------------------------------------------

function show(own) {
  const body = () => (own.refused ? refused(own) : own.checked ? checked(own) : []);
  fill(own, () => drop(own), body);
}

function refused(own) {
  return [refusal(own.refused), waysList(own, (way) => read(own, way))];
}

const read = (own, way) => check(own, { crs: way.crs, trust_crs: true });

function checked(own) {
  const { count, parcels, errors, warnings, notes } = own.checked;
  const area = units.area(parcels.reduce((sum, row) => sum + row.area_km2, 0));
  const sums = errors + warnings ? w("sums", { errors, warnings }) : w("sound");
  return [
    el("p", {}, el("b", {}, w("counted", { count, area })), ` · ${sums}`),
    el("p", { class: "zz-note" }, notes.join(w("semicolon"))),
    button(w("otherWay"), () => otherWay(own), "zz-deskotherway"),
    found(own),
    describe(own),
    ending(own),
  ];
}

async function otherWay(own) {
  await askWays(own);
  own.node.querySelector(".zz-deskotherway").after(waysList(own, (way) => read(own, way)) || el("p", {}, w("sound")));
}

function found(own) {
  const rows = own.checked.findings.filter((row) => row.severity !== "info" || row.code === "fixed");
  const mendable = !own.how.fix && rows.some((row) => MENDABLE.has(row.code));
  const named = ({ feature }) => {
    const parcel = feature && own.checked.parcels[feature - 1];
    return feature ? `${parcel && parcel.name ? parcel.name : `#${feature}`}${w("colon")}` : "";
  };
  const item = (row) =>
    el(
      "li",
      { class: `zz-desk-${row.severity}` },
      el("span", {}, el("b", {}, w(`severity_${row.severity}`)), ` ${named(row)}${sentence(row)}`),
      row.feature ? button(w("toIt"), () => sketch.lookAt(own.id, row.feature)) : null,
      mendable && MENDABLE.has(row.code) ? button(w("mend"), () => check(own, { fix: true }), "zz-deskmend") : null,
    );
  const left = rows.length - MOST_FOUND;
  return el(
    "div",
    {},
    own.how.fix
      ? el(
          "p",
          { class: "zz-note" },
          w("mended"),
          " ",
          button(w("unmend"), () => check(own, { fix: false })),
        )
      : null,
    rows.length ? el("ul", { class: "zz-rows zz-deskfound" }, rows.slice(0, MOST_FOUND).map(item)) : null,
    left > 0 ? el("p", { class: "zz-note" }, w("moreFound", { n: left })) : null,
  );
}

function column(own, field, label) {
  const { columns } = own.checked;
  const mapping = own.how.mapping || {};
  const choices = [["", w("byItself")], ...columns.map((name) => [name, name])];
  return choice(label, mapping[field], choices, (name) => check(own, { mapping: { ...mapping, [field]: name } }));
}

function describe(own) {
  const { columns, parcels, unnamed } = own.checked;
  const nameless = unnamed > 0 && columns.length > 0;
  const one = parcels.length === 1 ? parcels[0] : null;
  return el(
    "details",
    { class: "zz-deskdescribe", open: nameless || (one ? !one.industries.length : false) },
    el("summary", {}, `${w("name")} · ${w("industries")} · ${w("status")}`),
    nameless ? el("p", { class: "zz-note zz-warning zz-deskunnamed" }, w("unnamed", { n: unnamed })) : null,
    columns.length ? column(own, "name", w("nameFrom")) : null,
    columns.length > 1 ? column(own, "industries", w("industriesFrom")) : null,
    el("p", { class: "zz-note" }, w("instead")),
    text(w("name"), own.how.name || (one ? one.name : ""), (name) => said(own, { name }), "zz-deskname"),
    industries(own.how.industries || (one ? one.industries : []), (rows) => said(own, { industries: rows })),
    status(own.how.status || (one ? one.status : ""), (value) => said(own, { status: value })),
  );
}

function ending(own) {
  const { errors, warnings } = own.checked;
  const storing = button(w("add"), () => store(own), "zz-deskadd");
  const ready = () => {
    storing.disabled = errors > 0 || (warnings > 0 && !own.accept);
  };
  ready();
  return el(
    "div",
    {},
    warnings && !errors ? acceptance(own, ready) : null,
    text(w("why"), own.how.why, (why) => said(own, { why })),
    signature(),
    el("div", { class: "zz-drawtools" }, storing),
    boundary(own),
  );
}

function boundary(own) {
  const field = el("input", { type: "text", list: "zz-deskplaces", class: "zz-deskplace" });
  const names = el(
    "datalist",
    { id: "zz-deskplaces" },
    [...data.geo.zones, ...data.geo.parks].map((row) => el("option", { value: row.name })),
  );
  return el(
    "details",
    {},
    el("summary", {}, w("asBoundary")),
    labelled(w("boundaryOf"), field),
    names,
    button(w("replace"), () => field.value.trim() && bound(own, field.value.trim()), "zz-deskreplace"),
  );
}

// The cards, those that waited from before among them.
export function section() {
  place = el("div", { class: "zz-deskcards" });
  place.append(...cards.map((one) => one.node).reverse());
  cards.forEach(show);
  return place;
}

export async function waiting() {
  const there = await ask("GET", "/api/uploads").catch(() => []);
  const known = new Set(cards.map((one) => one.id));
  await Promise.all(
    there.filter((row) => !row.how.kind && !known.has(row.id) && row.files.length).map((row) => check(card(row))),
  );
}
