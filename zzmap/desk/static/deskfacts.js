// A planner's own facts: told, listed, changed, taken out, and their history.

import { data } from "../../render/static/data.js";
import { el } from "../../render/static/dom.js";
import { ask, part, Refused, sentence as clause } from "./deskask.js";
import { both } from "./deskcompare.js";
import * as forms from "./deskfactform.js";
import { sentence } from "./deskfactwords.js";
import { acceptance, button, choice, refuse, signature, signed, text } from "./deskfields.js";
import { goTo } from "./deskgo.js";
import { entries, when } from "./deskhistory.js";
import { reload } from "./deskmemory.js";
import * as point from "./deskpoint.js";
import { w } from "./deskwords.js";

const KINDS = ["placement", "position", "alias", "correction"];
const FEW = 12; // facts that are found without a search
/** @type {Record<string, any>} */
const drafts = {}; // by kind: what is being told outlives a look at another tab
let kind = "placement";
let body = null;
let known = { kinds: [], relations: [] };

// -- telling -----------------------------------------------------------------------------------

function draft() {
  drafts[kind] = drafts[kind] || { values: {}, names: {}, why: "" };
  return Object.assign(drafts[kind], { kind, known, told: false });
}

// What was accepted is what was looked at: other values are doubted anew.
const accepted = (form) => Boolean(form.accept) && form.doubted === JSON.stringify(form.values);

function doubted(form, findings) {
  Object.assign(form, { findings, accept: false, doubted: JSON.stringify(form.values) });
}

// What is doubtful of a fact, and the word that it is meant all the same.
function doubts(form) {
  if (!form.findings || !form.findings.length) return null;
  const item = (row) =>
    el(
      "li",
      { class: `zz-desk-${row.severity}` },
      el("span", {}, el("b", {}, w(`severity_${row.severity}`)), ` ${clause(row)}`),
    );
  const rows = el("ul", { class: "zz-rows zz-deskfound" }, form.findings.map(item));
  const doubtful = form.findings.some((row) => row.severity === "warning");
  return el("div", { role: "alert" }, rows, doubtful ? acceptance(form) : null);
}

function frame(form, send, ...more) {
  return el(
    "form",
    {
      class: "zz-form zz-deskform zz-deskfactform",
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        send();
      },
    },
    forms.fields(form),
    text(w("why"), form.why, (why) => Object.assign(form, { why }), "zz-deskwhy"),
    signature(),
    doubts(form),
    el(
      "div",
      { class: "zz-drawtools" },
      button(w(form.told ? "save" : "factStore"), null, "zz-desksave", "submit"),
      ...more,
    ),
  );
}

async function tell(form, node) {
  try {
    const done = await ask("POST", "/api/facts", {
      kind: form.kind,
      ...form.values,
      accept: accepted(form),
      ...signed(form.why),
    });
    if (!done.stopped) return leave(w("factStored"));
    doubted(form, done.findings);
    return adder(node);
  } catch (error) {
    return refuse(error);
  }
}

function adder(node) {
  const form = draft();
  point.leave();
  point.clear();
  const change = (next) => {
    kind = next;
    adder(node);
  };
  const choices = KINDS.map((key) => [key, w(`fact_${key}`)]);
  node.replaceChildren(
    choice(w("factWhat"), kind, choices, change, "zz-deskfact-kind"),
    el("p", { class: "zz-note" }, w(`factNote_${kind}`)),
    frame(form, () => tell(form, node)),
  );
}

function leave(said) {
  point.leave();
  point.clear();
  reload(said);
}

// -- one that is told --------------------------------------------------------------------------

export async function open(id) {
  const fact = await ask("GET", `/api/facts/${part(id)}`).catch(refuse);
  if (fact && body) edit(fact, { ...forms.of(fact), why: "" });
}

function changed(fact, form) {
  const was = forms.of(fact).values;
  const keys = Object.keys(form.values).filter((key) => form.values[key] !== was[key]);
  return Object.fromEntries(keys.map((key) => [key, form.values[key]]));
}

function edit(fact, form, more = null) {
  Object.assign(form, { kind: fact.kind, known, told: true });
  point.leave();
  point.clear();
  const act = async (method, said, values) => {
    try {
      const done = await ask(method, `/api/facts/${part(fact.id)}`, {
        ...values,
        ...signed(form.why),
        seen: fact.seen,
      });
      if (!done.stopped) return leave(said);
      doubted(form, done.findings);
      return edit(fact, form);
    } catch (error) {
      return error instanceof Refused && error.status === 409 ? conflict(fact, form) : refuse(error);
    }
  };
  const save = () => act("PATCH", w("saved"), { ...changed(fact, form), accept: accepted(form) });
  const remove = button(w("remove"), () => act("DELETE", w("factRemoved"), {}), "zz-deskremove");
  body.replaceChildren(
    ...[
      button(w("back"), back, "zz-deskback"),
      el("h3", {}, sentence(fact)),
      by(fact),
      more,
      frame(form, save, remove),
    ].filter(Boolean),
  );
}

function back() {
  point.leave();
  point.clear();
  draw(body);
}

async function conflict(fact, form) {
  const now = await ask("GET", `/api/facts/${part(fact.id)}`).catch(refuse);
  if (!now) return;
  const theirs = forms.of(now);
  const keys = Object.keys(theirs.values).filter((key) => theirs.values[key] !== form.values[key]);
  /** @type {[string, string, string][]} */
  const rows = keys.map((key) => [w(forms.LABELS[key]), forms.shown(key, form), forms.shown(key, theirs)]);
  const gone = now.state === "removed";
  if (gone) rows.unshift([sentence(now), w("factIsThere"), `${w("act_remove")} · ${now.who}`]);
  const mine = gone ? null : () => edit(now, form);
  body.prepend(both(rows, () => (gone ? back() : edit(now, { ...theirs, why: form.why })), mine));
}

// -- all of them -------------------------------------------------------------------------------

const by = (fact) =>
  el("p", { class: "zz-note" }, [`${fact.who} ${when(fact.at)}`, fact.why, fact.source].filter(Boolean).join(" · "));

function item(fact) {
  const there = data.byId.places.has(fact.place_id);
  const show = () => {
    if (fact.kind === "position") point.look([fact.lon, fact.lat]);
    goTo("place", fact.place_id);
  };
  return el(
    "li",
    { "data-fact": fact.id },
    el("button", { type: "button", class: "zz-link zz-deskfact", onclick: () => open(fact.id) }, sentence(fact)),
    by(fact),
    there ? button(w("toIt"), show) : null,
  );
}

function list(rows) {
  const place = el("ul", { class: "zz-rows zz-deskfactlist" });
  const show = (word) => place.replaceChildren(...rows.filter((row) => sentence(row).includes(word)).map(item));
  show("");
  if (!rows.length) return el("p", { class: "zz-note" }, w("factNone"));
  const field = el("input", {
    type: "search",
    class: "zz-deskfind",
    "aria-label": w("factFind"),
    placeholder: w("factFind"),
  });
  field.addEventListener("input", () => show(field.value.trim()));
  return el("div", {}, rows.length > FEW ? field : null, place);
}

function troubled(rows) {
  const one = (row) =>
    el("li", { class: `zz-desk-${row.severity}` }, el("span", {}, `${row.where}${w("colon")}${clause(row)}`));
  return rows.length ? el("ul", { class: "zz-rows zz-deskfound" }, rows.map(one)) : null;
}

function said(row) {
  const one = ({ before, after }) => {
    const [was, now] = [before, after].map((fact) => (fact ? sentence(fact) : ""));
    return was && now && was !== now ? `${was} → ${now}` : now || was;
  };
  return { what: row.facts.map(one).join(w("semicolon")), notes: [row.why] };
}

export async function draw(node) {
  body = node;
  const [there, past] = await Promise.all([ask("GET", "/api/facts"), ask("GET", "/api/facts/history")]).catch(
    (error) => {
      refuse(error);
      return [null, null];
    },
  );
  if (!there || body !== node) return;
  known = there;
  const telling = el("div", {});
  body.replaceChildren(
    ...[
      el("h3", {}, w("factTell")),
      telling,
      el("h3", {}, w("factList", { n: there.rows.length })),
      troubled(there.findings),
      list(there.rows),
      el("h3", {}, w("tab_history")),
      entries(past, said, "/api/facts/undo"),
    ].filter(Boolean),
  );
  adder(telling);
}
