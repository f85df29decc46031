// The form of a fact: what each kind says, for one that is told and one that is changed.

import { el } from "../../render/static/dom.js";
import { kindName, t } from "../../render/static/i18n.js";
import { ask } from "./deskask.js";
import { button, choice, refuse, text } from "./deskfields.js";
import { relation } from "./deskfactwords.js";
import { INDUSTRY, named, PLACE } from "./desknamed.js";
import * as point from "./deskpoint.js";
import { w } from "./deskwords.js";

const SYSTEMS = ["wgs84", "gcj02", "bd09"];
const DIGITS = 6;

/**
 * @typedef {object} Form
 * @property {string} kind
 * @property {Record<string, any>} values what is sent, by the program's words
 * @property {Record<string, string>} names of what `values` has by id
 * @property {{ kinds: string[], relations: string[] }} known kinds of new places, and relations
 * @property {{ industry?: string, place?: string }} [of] what a row to be corrected is looked for by
 * @property {boolean} told whether the fact is in the store
 */

const take = (form, key) => (value) => Object.assign(form.values, { [key]: value });

function byName(form, key, label, kinds) {
  const keep = ({ id, name }) => {
    form.values[key] = id || name;
    form.names[key] = name;
  };
  return named(label, form.names[key] || "", kinds, keep, `zz-deskfact-${key}`);
}

function how(form, empty = "") {
  const rows = form.known.relations.map((id) => [id, relation(id)]);
  return choice(
    t("relation"),
    form.values.relation,
    [["", empty], ...rows],
    take(form, "relation"),
    "zz-deskfact-relation",
  );
}

const place = (form) => byName(form, "place", w("factPlaceName"), PLACE);
const industry = (form) => byName(form, "industry", w("factIndustry"), INDUSTRY);

// A place the plans do not name is made with the fact.
function fresh(form) {
  if (form.told) return null;
  const kinds = form.known.kinds.map((key) => [key, kindName(key)]);
  const within = el("div", {});
  const show = () => within.replaceChildren(form.values.new ? byName(form, "within", w("factWithinName"), PLACE) : "");
  const change = (kind) => {
    form.values.new = kind;
    if (!kind) delete form.values.within;
    show();
  };
  show();
  return el(
    "div",
    {},
    choice(w("factNew"), form.values.new, [["", w("factKnown")], ...kinds], change, "zz-deskfact-new"),
    within,
  );
}

// -- a position --------------------------------------------------------------------------------

const plain = (value) => String(Math.round(value * 10 ** DIGITS) / 10 ** DIGITS);

function read(form) {
  const pair = String(form.values.at || "")
    .split(/[,，\s]+/)
    .map(Number);
  return pair.length === 2 && pair.every(Number.isFinite) ? /** @type {[number, number]} */ (pair) : null;
}

function position(form) {
  const own = el("input", {
    type: "text",
    value: form.values.at || "",
    class: "zz-deskfact-at",
    placeholder: "113.62,34.75",
  });
  const system = choice(
    w("factSystem"),
    form.values.crs || "",
    [["", w("factSystemUnsaid")], ...SYSTEMS.map((key) => [key, w(`system_${key}`)])],
    take(form, "crs"),
    "zz-deskfact-crs",
  );
  const metres = el("input", {
    type: "number",
    min: "1",
    max: "50000",
    step: "1",
    value: form.values.accuracy_m || "",
    class: "zz-deskfact-accuracy",
  });
  const onMap = (at) => {
    own.value = `${plain(at[0])},${plain(at[1])}`;
    Object.assign(form.values, { at: own.value, crs: "wgs84" });
    system.querySelector("select").value = "wgs84";
    draw();
  };
  // On the map stands what is in its own system; of another the program says where it lies.
  const draw = () => {
    const at = read(form);
    if (at && (!form.values.crs || form.values.crs === "wgs84")) point.show(at, form.values.accuracy_m || 0, onMap);
    else point.clear();
  };
  own.addEventListener("input", () => {
    form.values.at = own.value.trim();
    draw();
  });
  system.querySelector("select").addEventListener("change", draw);
  metres.addEventListener("input", () => {
    const value = Math.round(Number(metres.value));
    form.values.accuracy_m = value > 0 ? value : null;
    draw();
  });
  const picker = button(w("factPick"), () => choose(picker, onMap), "zz-deskfact-pick");
  draw();
  return [
    el(
      "div",
      { class: "zz-deskfield" },
      el("label", { for: "zz-deskfact-at" }, w("factPosition_"), " "),
      Object.assign(own, { id: "zz-deskfact-at" }),
    ),
    picker,
    system,
    el(
      "div",
      { class: "zz-deskfield" },
      el("label", { for: "zz-deskfact-accuracy" }, w("factAccuracy")),
      Object.assign(metres, { id: "zz-deskfact-accuracy" }),
    ),
  ];
}

function choose(picker, onMap) {
  picker.setAttribute("aria-pressed", "true");
  picker.textContent = w("factPicking");
  point.pick((at) => {
    picker.setAttribute("aria-pressed", "false");
    picker.textContent = w("factPick");
    if (at) onMap(at);
  });
}

// -- a correction ------------------------------------------------------------------------------

// Of which industry and place rows are looked for; it is not sent with the fact.
/** @type {(form: Form) => { industry?: string, place?: string }} */
const sought = (form) => (form.of = form.of || {});

function row(form, one) {
  const radio = el("input", {
    type: "radio",
    name: "zz-deskrow",
    value: one.id,
    checked: one.id === form.values.placement,
  });
  radio.addEventListener("change", () => Object.assign(form.values, { placement: one.id }));
  const said = w("factAt", { industry: one.industry, place: one.place, relation: relation(one.relation) });
  return el("li", {}, el("label", {}, radio, ` ${said}`, el("small", {}, `${one.document} ${one.locator}`)));
}

async function rowsOf(form, node) {
  const { industry: what = "", place: where = "" } = sought(form);
  const asked = new URLSearchParams({ industry: what, place: where });
  const found = await ask("GET", `/api/facts/correctable?${asked}`).catch(refuse);
  if (!found) return;
  const left = found.count - found.rows.length;
  const rows = found.rows.map((one) => row(form, one));
  node.replaceChildren(
    rows.length ? el("ul", { class: "zz-rows zz-deskrows" }, rows) : el("p", { class: "zz-note" }, w("factNoRows")),
    left > 0 ? el("p", { class: "zz-note" }, w("moreFound", { n: left })) : "",
  );
}

function wrong(form) {
  if (form.told) return null;
  const found = el("div", {});
  const part = (key, label, kinds) => {
    const keep = ({ id, name }) => {
      sought(form)[key] = id || name;
      form.names[`of_${key}`] = name;
    };
    return named(label, form.names[`of_${key}`] || "", kinds, keep, `zz-deskfact-of-${key}`);
  };
  if (form.values.placement) rowsOf(form, found);
  return el(
    "fieldset",
    { class: "zz-deskset" },
    el("legend", {}, w("factWhichRow")),
    part("industry", w("factIndustry"), INDUSTRY),
    part("place", w("factPlaceName"), PLACE),
    button(w("factRows"), () => rowsOf(form, found), "zz-deskfact-rows"),
    found,
  );
}

const rather = (form) =>
  el(
    "fieldset",
    { class: "zz-deskset" },
    el("legend", {}, w("factRatherNote")),
    industry(form),
    place(form),
    how(form, w("factAsRow")),
  );

// -- all kinds ---------------------------------------------------------------------------------

function alias(form) {
  const subject = form.told
    ? form.values.place !== undefined
      ? place(form)
      : industry(form)
    : byName(form, "name", w("factAliasOf"), [...INDUSTRY, ...PLACE]);
  return [subject, text(w("factOtherName"), form.values.alias, take(form, "alias"), "zz-deskfact-alias")];
}

const KINDS = {
  placement: (form) => [industry(form), place(form), fresh(form), how(form)],
  position: (form) => [place(form), fresh(form), ...position(form)],
  alias,
  correction: (form) => [wrong(form), rather(form)],
  place: (form) => [
    text(w("name"), form.values.name, take(form, "name"), "zz-deskfact-name"),
    choice(
      w("factKind"),
      form.values.kind,
      form.known.kinds.map((key) => [key, kindName(key)]),
      take(form, "kind"),
    ),
    byName(form, "within", w("factWithinName"), PLACE),
  ],
};

/** @param {Form} form */
export const fields = (form) => [
  ...KINDS[form.kind](form),
  text(w("factSource"), form.values.source, take(form, "source"), "zz-deskfact-source"),
];

// What a fact in the store says, as the form has it.
/**
 * @param {any} fact
 * @returns {{ values: Record<string, any>, names: Record<string, string> }}
 */
export function of(fact) {
  const placed = { place: fact.place_id };
  const both = { ...placed, industry: fact.industry_id, relation: fact.relation };
  const own = {
    placement: both,
    correction: both,
    alias: fact.place_id ? { ...placed, alias: fact.alias } : { industry: fact.industry_id, alias: fact.alias },
    position: { ...placed, at: `${fact.lon},${fact.lat}`, accuracy_m: fact.accuracy_m },
    place: { name: fact.place, kind: fact.place_kind, within: fact.parent_id },
  }[fact.kind];
  const names = { place: fact.place, industry: fact.industry, within: fact.parent };
  return { values: { ...own, source: fact.source }, names };
}

// A value as it is shown beside another planner's.
export function shown(key, form) {
  if (key === "relation") return relation(form.values.relation);
  if (key === "kind") return kindName(form.values.kind);
  if (key in form.names) return form.names[key];
  return String(form.values[key] ?? "");
}

export const LABELS = {
  place: "factPlaceName",
  industry: "factIndustry",
  relation: "factRelation",
  alias: "factOtherName",
  at: "factPosition_",
  crs: "factSystem",
  accuracy_m: "factAccuracy",
  name: "name",
  kind: "factKind",
  within: "factWithinName",
  source: "factSource",
};
