// Tables that wait on the workbench: what their columns are, the rows to settle, the result.

import { data } from "../../render/static/data.js";
import { el } from "../../render/static/dom.js";
import * as find from "../../render/static/find.js";
import { say } from "../../render/static/say.js";
import { ask, hint, Refused } from "./deskask.js";
import { button, choice, labelled, refuse, text } from "./deskfields.js";
import { bring, fill, refusal } from "./deskcard.js";
import { dropzone } from "./deskdrop.js";
import { follow, isOpen, progress } from "./deskjobs.js";
import { failure, keep, leave, remember, save, send } from "./deskfiles.js";
import { w } from "./deskwords.js";

const KIND = "table";
const FORMATS = [".xlsx", ".csv", ".gpkg"];
const SETTLED = { industry: ["industry"], place: ["place"] };
const cards = [];
let place = null;

function card(upload) {
  const made = {
    ...upload,
    how: { kind: KIND, settled: {}, columns: {}, ...upload.how },
    node: el("section", { class: "zz-deskcard" }),
  };
  cards.push(made);
  if (place) place.prepend(made.node);
  return made;
}

export async function take(files) {
  for (const file of files) {
    const made = card({ id: "", name: file.name, how: {} });
    made.busy = w("sent");
    show(made);
    bring(made);
    try {
      await send(made, [file], { kind: KIND });
      await read(made);
      bring(made);
    } catch (error) {
      made.busy = "";
      made.refused = failure(error);
      show(made);
    }
  }
}

async function read(own) {
  Object.assign(own, { busy: w("joining"), refused: null });
  show(own);
  try {
    await keep(own);
    const done = await ask("POST", `/api/uploads/${own.id}/table`, own.how);
    own.refused = done.refused || null;
    own.told = done.refused ? null : done;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    own.refused = error.told;
  }
  own.busy = "";
  show(own);
}

async function write(own, format) {
  const job = await ask("POST", `/api/uploads/${own.id}/joined`, { ...own.how, format }).catch(refuse);
  if (job) watch(own, job);
}

// An earlier file is not written over: what the new one is called is said.
function watch(own, job) {
  own.job = job;
  const line = own.node.querySelector(".zz-deskjob");
  if (line) line.replaceChildren(progress(job) || "");
  if (isOpen(job)) return follow(job, (now) => watch(own, now));
  if (job.state !== "done") return;
  save(job.files);
  say(w("savedAs", { name: job.files[0] }), 5000);
}

// -- a card ------------------------------------------------------------------------------------

function show(own) {
  const body = () => (own.refused ? [refusal(own.refused), columns(own)] : own.told ? told(own) : []);
  const settled = Object.keys(own.how.settled).length;
  fill(own, () => leave(own, cards), body, settled ? w("tableDiscard", { n: settled }) : "");
}

function told(own) {
  const { counts, rows, notes } = own.told;
  const of = (key) => counts[key] || 0;
  const sums = w("rowsRead", { rows, industry: of("industry"), place: of("place"), point: of("point") });
  return [
    el("p", {}, el("b", {}, sums)),
    remarks(notes),
    columns(own, !of("industry") || !of("place")),
    review(own),
    el(
      "div",
      { class: "zz-drawtools" },
      FORMATS.map((format) =>
        button(
          `${w("saveAs")} ${format.slice(1).toUpperCase()}`,
          () => write(own, format),
          `zz-desksave${format.slice(1)}`,
        ),
      ),
    ),
    el("div", { class: "zz-deskjob" }, own.job ? progress(own.job) : null),
  ];
}

// Of a note, what a planner can do about it here; a choice below stands for an option.
function remarks(notes) {
  const told = notes.flatMap((note) => note.split(/[；;]\s*/)).filter((one) => hint(one));
  return told.length ? el("p", { class: "zz-note" }, told.join(w("semicolon"))) : null;
}

function typed(label, own, key, name) {
  const field = text(label, own.how[key], () => {}, name);
  field.querySelector("input").addEventListener("change", (event) => {
    own.how[key] = event.target.value.trim();
    read(own);
  });
  return field;
}

// Open where nothing was found: a column may have a name of its own.
function columns(own, open = true) {
  const { header = [], roles = [], columns: lines = [] } = own.told || {};
  const set = (role) => (name) => {
    if (name === "auto") delete own.how.columns[role];
    else own.how.columns[role] = name;
    read(own);
  };
  const one = (role) => {
    const said = own.how.columns[role];
    const choices = [["auto", w("byItself")], ["", w("noColumn")], ...header.map((name) => [name, name])];
    return choice(w(`role_${role}`), said === undefined ? "auto" : said, choices, set(role), `zz-deskrole-${role}`);
  };
  return el(
    "details",
    { class: "zz-deskcolumns", open },
    el("summary", {}, w("columnsRead")),
    el(
      "ul",
      { class: "zz-note" },
      lines.map((line) => el("li", {}, line)),
    ),
    roles.map(one),
    /\.xls\w?$/i.test(own.name) ? typed(w("sheet"), own, "sheet", "zz-desksheet") : null,
    typed(w("crsOfTable"), own, "crs", "zz-deskcrs"),
  );
}

const idOf = (what, name) => {
  const rows = what === "industry" ? data.industries : data.places;
  const exact = rows.find((row) => row.name === name);
  if (exact) return exact;
  const [found] = find.exact(name, SETTLED[what]);
  return found ? found.record.row : null;
};

function settle(own, row, value, name) {
  const said = own.how.settled[row.row] || {};
  own.how.settled[row.row] = { ...said, [row.what]: value };
  row.settled = name;
  remember(own);
  show(own);
  const next = own.node.querySelector(`[data-doubt="${row.row}-${row.what}"] ~ li:not(.zz-desksettled) button`);
  if (next instanceof HTMLElement) next.focus();
}

function doubt(own, row) {
  const said = own.how.settled[row.row];
  const head = el(
    "p",
    {},
    el("b", {}, `${w("rowNumber", { row: row.row })} ${row.name}`),
    ` · ${w(`what_${row.what}`)}${w("colon")}${row.why}`,
  );
  if (!(row.what in SETTLED)) return el("li", {}, head, row.text ? el("small", {}, row.text) : null);
  const field = el("input", { type: "text", list: `zz-desk${row.what}names`, class: "zz-desksettle" });
  const choose = () => {
    const wanted = field.value.trim();
    if (!wanted) return;
    const found = idOf(row.what, wanted);
    if (found) settle(own, row, found.id, found.name);
    else say(`${w("unknownName")}${wanted}`);
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    choose();
  });
  const candidates = row.candidates.split(/[|、]/).filter((name) => name && idOf(row.what, name));
  const done = row.settled !== undefined && said && row.what in said;
  return el(
    "li",
    { class: done ? "zz-desksettled" : "", "data-doubt": `${row.row}-${row.what}` },
    head,
    row.text ? el("small", {}, row.text) : null,
    done
      ? el("p", {}, w("settleAs", { name: row.settled || w("settleNone") }))
      : [
          el(
            "div",
            { class: "zz-drawtools" },
            candidates.map((name) =>
              button(name, () => settle(own, row, idOf(row.what, name).id, name), "zz-deskcandidate"),
            ),
            button(w("settleNone"), () => settle(own, row, "", ""), "zz-desknone"),
          ),
          labelled(w(`what_${row.what}`), field),
          button(w("settle"), choose, "zz-desktake"),
        ],
  );
}

const names = (id, rows) =>
  el(
    "datalist",
    { id },
    rows.map((row) => el("option", { value: row.name })),
  );

function review(own) {
  const { review: rows, doubts } = own.told;
  if (!rows.length) return el("p", {}, w("allSettled"));
  const settled = rows.filter((row) => row.settled !== undefined).length;
  return el(
    "details",
    { class: "zz-deskreview", open: true },
    el("summary", {}, w("toSettle", { n: doubts - settled })),
    names("zz-deskindustrynames", data.industries),
    names("zz-deskplacenames", data.places),
    settled ? button(w("apply"), () => read(own), "zz-deskapply") : null,
    el(
      "ol",
      { class: "zz-rows zz-deskdoubts" },
      rows.map((row) => doubt(own, row)),
    ),
  );
}

export function draw(body) {
  place = el("div", { class: "zz-deskcards" });
  place.append(...cards.map((one) => one.node).reverse());
  cards.forEach(show);
  body.replaceChildren(dropzone(w("dropTable"), w("tableFormats"), take, ".xlsx,.csv,.txt"), place);
}

export async function waiting() {
  const there = await ask("GET", "/api/uploads").catch(() => []);
  const known = new Set(cards.map((one) => one.id));
  const rows = there.filter((one) => one.how.kind === KIND && !known.has(one.id) && one.files.length);
  const made = rows.map(card);
  for (const own of made) await read(own);
  await goOn(made);
}

// What was being written when the page was left is followed on.
async function goOn(made) {
  const jobs = made.length ? await ask("GET", "/api/jobs").catch(() => []) : [];
  for (const own of made) {
    const job = jobs.find((row) => row.subject === own.id && isOpen(row));
    if (job) watch(own, job);
  }
}
