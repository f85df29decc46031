// Sites on the workbench: what the plans and the ground say of each, what it is held against, sheets.

import { el } from "../../render/static/dom.js";
import { say } from "../../render/static/say.js";
import { sidepanel } from "../../render/static/sidepanel.js";
import { ask, Refused } from "./deskask.js";
import { bring, fill, refusal } from "./deskcard.js";
import { dropzone } from "./deskdrop.js";
import { button, choice, refuse, text } from "./deskfields.js";
import { failure, leave, save, send } from "./deskfiles.js";
import { groups } from "./deskimport.js";
import * as sketch from "./desksketch.js";
import { sketches } from "./desksketches.js";
import { askWays, waysList } from "./deskways.js";
import { w } from "./deskwords.js";

const KIND = "site";
const CONSTRAINT = "constraint";
const NEAR_KM = ["1", "3", "5", "10", "20"];
const USUAL = ["城镇开发边界", "永久基本农田", "生态保护红线", "产业用地"];
const cards = [];
let place = null;
let against = null;

function card(upload) {
  const made = {
    ...upload,
    how: { kind: KIND, ...upload.how },
    node: el("section", { class: "zz-deskcard zz-desksite" }),
  };
  cards.push(made);
  if (place) place.prepend(made.node);
  return made;
}

export async function take(list) {
  for (const files of groups([...list])) {
    const made = card({ id: "", name: files[0].name, how: {} });
    made.busy = w("sent");
    show(made);
    bring(made);
    try {
      await send(made, files, { kind: KIND });
      await look(made);
      bring(made);
    } catch (error) {
      made.busy = "";
      made.refused = failure(error);
      show(made);
    }
  }
}

async function look(own, change = {}) {
  Object.assign(own.how, change);
  Object.assign(own, { busy: w("siteReading"), refused: null, told: null, ways: [] });
  show(own);
  try {
    const done = await ask("POST", `/api/uploads/${own.id}/site`, own.how);
    own.refused = done.refused || null;
    own.told = done.refused ? null : done;
    if (own.refused && !own.how.trust_crs) await askWays(own);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    own.refused = error.told;
  }
  own.busy = "";
  if (own.told) {
    sketch.clear(own.id);
    sketch.draw(own.id, own.told.shapes, [own.how.name || own.name]);
  }
  show(own);
  sketch.look(own.id);
}

async function drop(own) {
  sketch.clear(own.id);
  await leave(own, cards);
}

async function sheet(own, format) {
  say(w("saving"));
  const done = await ask("POST", `/api/uploads/${own.id}/sheet`, { ...own.how, format }).catch(refuse);
  if (done) save(done.files);
}

// -- a card ------------------------------------------------------------------------------------

function block(one) {
  if (one.facts)
    return el(
      "dl",
      { class: "zz-deskfacts" },
      one.facts.map(([label, told]) => [el("dt", {}, label), el("dd", {}, told)]),
    );
  if (one.notes)
    return el(
      "ul",
      { class: "zz-note" },
      one.notes.map((row) => el("li", {}, row)),
    );
  if (!one.rows.length) return el("p", { class: "zz-note" }, one.empty);
  // A table has no room here: each row is an entry, its first cell the head.
  const entry = ([head, ...cells]) => {
    const told = cells.map((cell, at) => (cell && cell !== "—" ? `${one.columns[at + 1]} ${cell}` : ""));
    return el("li", {}, el("b", {}, head), el("small", {}, told.filter(Boolean).join(" · ")));
  };
  return el(
    "div",
    {},
    el("ul", { class: "zz-rows" }, one.rows.map(entry)),
    one.more ? el("p", { class: "zz-note" }, w("moreRows", { n: one.more })) : null,
  );
}

function sections(own) {
  return own.told.sections.map((section, at) =>
    el("details", { open: at < 2 }, el("summary", {}, section.title), section.blocks.map(block)),
  );
}

function refused(own) {
  return [
    refusal(own.refused),
    waysList(own, (way) => look(own, { crs: way.crs, trust_crs: true, accept: true })),
    own.how.fix ? null : button(w("mend"), () => look(own, { fix: true }), "zz-deskmend"),
  ];
}

function told(own) {
  const near = choice(
    w("siteNear"),
    String(own.how.near_km || 5),
    NEAR_KM.map((km) => [km, `${km} km`]),
    (km) => look(own, { near_km: Number(km) }),
    "zz-desknear",
  );
  return [
    el("p", {}, el("b", {}, own.told.title)),
    el("p", { class: "zz-note" }, own.told.subtitle),
    button(w("toIt"), () => sketch.look(own.id)),
    ...sections(own),
    near,
    el(
      "div",
      { class: "zz-drawtools" },
      own.told.formats.map((format) =>
        button(
          `${w("saveAs")} ${format.slice(1).toUpperCase()}`,
          () => sheet(own, format),
          `zz-desksheet${format.slice(1)}`,
        ),
      ),
    ),
  ];
}

function show(own) {
  const body = () => (own.refused ? refused(own) : own.told ? told(own) : []);
  fill(own, () => drop(own), body);
}

// -- what every site is held against -----------------------------------------------------------

async function takeConstraints(list) {
  for (const files of groups([...list])) {
    try {
      await send({ id: "" }, files, { kind: CONSTRAINT });
    } catch (error) {
      refuse(error);
    }
  }
  await afresh();
}

// Each site is held against what there is now.
async function afresh() {
  await constraints();
  for (const own of cards) await look(own);
}

function constraint(row) {
  const field = text(w("constraintName"), row.how.name, () => {}, "zz-deskconstraint");
  const input = field.querySelector("input");
  input.setAttribute("list", "zz-deskusual");
  input.placeholder = row.name.replace(/\.[^.]+$/, "");
  input.addEventListener("change", async () => {
    await ask("POST", `/api/uploads/${row.id}/named`, { name: input.value.trim() }).catch(refuse);
    await afresh();
  });
  const remove = () => ask("DELETE", `/api/uploads/${row.id}`).then(afresh, refuse);
  return el("li", {}, el("span", {}, row.name), button(w("discard"), remove), field);
}

async function constraints() {
  const there = await ask("GET", "/api/uploads").catch(() => []);
  const rows = there.filter((row) => row.how.kind === CONSTRAINT && row.files.length);
  if (!against) return;
  against.replaceChildren(
    el("summary", {}, w("constraints", { n: rows.length })),
    el("p", { class: "zz-note" }, w("constraintsNote")),
    el("ul", { class: "zz-rows zz-deskconstraints" }, rows.map(constraint)),
    el(
      "datalist",
      { id: "zz-deskusual" },
      USUAL.map((name) => el("option", { value: name })),
    ),
    dropzone(w("dropConstraint"), "", takeConstraints),
  );
}

export function draw(body) {
  place = el("div", {}, cards.map((own) => own.node).reverse());
  against = el("details", { class: "zz-deskagainst" });
  const drawing = button(w("drawOne"), () => sidepanel.show(), "zz-deskdraw");
  body.replaceChildren(
    ...[
      dropzone(w("dropSite"), w("formats"), take, null, drawing),
      sketches(w("siteOf"), (file) => take([file]), "zz-desksiteof"),
      place,
      against,
    ].filter(Boolean),
  );
  cards.forEach(show);
  constraints();
  waiting();
}

async function waiting() {
  const there = await ask("GET", "/api/uploads").catch(() => []);
  const known = new Set(cards.map((own) => own.id));
  const rows = there.filter((row) => row.how.kind === KIND && row.files.length && !known.has(row.id));
  const made = rows.map(card);
  for (const own of made) await look(own);
}
