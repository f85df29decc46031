// Maps, layers and reports at a click; what was made, to be saved.

import { data } from "../../render/static/data.js";
import { el } from "../../render/static/dom.js";
import { ask, part } from "./deskask.js";
import { button, choice, refuse, text } from "./deskfields.js";
import { keep } from "./deskmemory.js";
import { state } from "../../render/static/state.js";
import { follow, isOpen, progress } from "./deskjobs.js";
import { w } from "./deskwords.js";

const KINDS = ["maps", "layers", "report", "joined"];
const ELSEWHERE = "joined"; // asked for where its table is
const LISTS = { place: "zz-deskoutplaces", industry: "zz-deskoutindustries" };
const wanted = { layers: new Set(["zones", "parks"]), format: ".gpkg", about: "city", name: "", report: ".pdf" };
let place = null;

const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

async function make(kind, asked = {}) {
  const job = await ask("POST", `/api/making/${kind}`, asked).catch(refuse);
  if (job) await list();
}

// -- what can be made --------------------------------------------------------------------------

const formats = (rows) => rows.map((row) => [row, row.slice(1).toUpperCase()]);

function maps() {
  return el(
    "section",
    { class: "zz-deskcard" },
    el("h3", {}, w("make_maps")),
    el("p", { class: "zz-note" }, w("mapsNote")),
    button(w("make"), () => make("maps"), "zz-desksave zz-deskmaps"),
    titled(),
  );
}

// What the map that is open is called, on its page, on paper and in the maps that are made.
function titled() {
  const { theme } = data.payload;
  const own = state.lang === "en" ? theme.title_en : theme.title;
  let title = own;
  const give = async () => {
    if (title === own) return; // what it is called already, and in this language alone
    const done = await ask("PUT", `/api/titles/${part(theme.file)}`, { title }).catch(refuse);
    if (!done) return;
    keep({ said: w("titled") });
    location.reload();
  };
  const form = el(
    "form",
    { class: "zz-desktitling" },
    text(w("titleOfMap"), own, (value) => (title = value), "zz-desktitle"),
    el("small", {}, w("titleNote")),
    button(w("callIt"), () => {}, "zz-deskcallit", "submit"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    give();
  });
  return form;
}

function layers({ layers: names, layer_formats: suffixes }) {
  const boxes = names.map((name) => {
    const box = el("input", { type: "checkbox", value: name, checked: wanted.layers.has(name) });
    box.addEventListener("change", () => (box.checked ? wanted.layers.add(name) : wanted.layers.delete(name)));
    return el("label", {}, box, ` ${w(`layer_${name}`)}`);
  });
  const begin = () =>
    make("layers", { layers: names.filter((name) => wanted.layers.has(name)), format: wanted.format });
  return el(
    "section",
    { class: "zz-deskcard" },
    el("h3", {}, w("make_layers")),
    el("fieldset", { class: "zz-desklayers" }, el("legend", { class: "zz-note" }, w("whichLayers")), boxes),
    choice(
      w("format"),
      wanted.format,
      formats(suffixes),
      (value) => Object.assign(wanted, { format: value }),
      "zz-desklayerformat",
    ),
    button(w("make"), begin, "zz-desksave zz-deskexport"),
  );
}

function named() {
  if (wanted.about === "city") return null;
  const rows = wanted.about === "place" ? data.places : data.industries;
  const field = text(
    w(`about_${wanted.about}`),
    wanted.name,
    (name) => Object.assign(wanted, { name }),
    "zz-deskabout",
  );
  field.querySelector("input").setAttribute("list", LISTS[wanted.about]);
  const names = el(
    "datalist",
    { id: LISTS[wanted.about] },
    rows.map((row) => el("option", { value: row.name })),
  );
  return el("div", {}, field, names);
}

function report({ report_formats: suffixes }) {
  const begin = () =>
    make("report", { about: wanted.about, name: wanted.about === "city" ? "" : wanted.name, format: wanted.report });
  const subject = el("div", {}, named());
  const abouts = ["city", "place", "industry"].map((key) => [key, w(`about_${key}`)]);
  const change = (about) => {
    Object.assign(wanted, { about, name: "" });
    subject.replaceChildren(named() || "");
  };
  return el(
    "section",
    { class: "zz-deskcard" },
    el("h3", {}, w("make_report")),
    choice(w("aboutWhat"), wanted.about, abouts, change, "zz-deskaboutwhat"),
    subject,
    choice(
      w("format"),
      wanted.report,
      formats(suffixes),
      (value) => Object.assign(wanted, { report: value }),
      "zz-deskreportformat",
    ),
    button(w("make"), begin, "zz-desksave zz-deskreport"),
  );
}

// -- what is made ------------------------------------------------------------------------------

function job(row) {
  if (isOpen(row)) follow(row, (now) => (isOpen(now) ? step(now) : list()));
  const again = async () => {
    await ask("DELETE", `/api/jobs/${row.id}`).catch(refuse);
    await make(row.kind, row.asked);
  };
  const forget = () => ask("DELETE", `/api/jobs/${row.id}`).then(list, refuse);
  return el(
    "li",
    { "data-job": row.id, "data-state": row.state },
    el("b", {}, row.files.join("、") || w(`make_${row.kind}`)),
    progress(row),
    isOpen(row)
      ? null
      : el(
          "div",
          { class: "zz-drawtools" },
          row.kind === ELSEWHERE ? null : button(w("makeAgain"), again),
          button(w("discard"), forget),
        ),
  );
}

function step(row) {
  const old = place && place.querySelector(`[data-job="${row.id}"] .zz-deskprogress`);
  if (old) old.replaceWith(progress(row));
}

function file(row) {
  const drop = () => ask("DELETE", `/api/outputs/${part(row.file)}`).then(list, refuse);
  return el(
    "li",
    { class: "zz-deskfile" },
    el("a", { href: `/api/outputs/${part(row.file)}`, download: row.file }, row.file),
    el("small", {}, size(row.bytes)),
    button(w("discard"), drop),
  );
}

async function list() {
  const [jobs, files] = await Promise.all([ask("GET", "/api/jobs"), ask("GET", "/api/outputs")]).catch((error) => {
    refuse(error);
    return [null, null];
  });
  if (!jobs || !place) return;
  const open = jobs.filter((row) => KINDS.includes(row.kind) && row.state !== "done");
  place.replaceChildren(
    ...[
      open.length ? el("ul", { class: "zz-rows zz-deskjobs" }, open.map(job)) : null,
      el("h3", {}, w("madeFiles")),
      files.length
        ? el("ul", { class: "zz-rows zz-deskfiles" }, files.map(file))
        : el("p", { class: "zz-note" }, w("noFiles")),
    ].filter(Boolean),
  );
}

export async function draw(body) {
  place = el("div", {});
  body.replaceChildren(place);
  // What was made can be saved where nothing more can be made: the store may be gone.
  const [can] = await Promise.all([ask("GET", "/api/making").catch(refuse), list()]);
  if (can) body.append(maps(), layers(can), report(can));
}
