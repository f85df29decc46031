// A field for something that has a name: what is typed is looked up, and what is only like it is offered.

import { data } from "../../render/static/data.js";
import { el } from "../../render/static/dom.js";
import * as find from "../../render/static/find.js";
import { button, labelled } from "./deskfields.js";
import { w } from "./deskwords.js";

const MOST = 6;
export const INDUSTRY = ["industry"];
export const PLACE = ["place", "site"];

const listed = (kinds) => [
  ...(kinds.includes("industry") ? data.industries : []),
  ...(kinds.includes("place") ? data.places.filter((row) => !data.byId.parks.has(row.id)) : []),
];

// The names to choose among, once for all fields that take the same.
function names(kinds) {
  const id = `zz-desknames-${kinds.join("-")}`;
  const rows = () => listed(kinds).map((row) => el("option", { value: row.name }));
  if (!document.getElementById(id)) document.body.append(el("datalist", { id }, rows()));
  return id;
}

/**
 * @param {string} label
 * @param {string} value the name there is
 * @param {string[]} kinds as `find` has them
 * @param {(told: { id: string, name: string }) => void} take of what is not known the id is ''
 * @param {string} [name]
 */
export function named(label, value, kinds, take, name = "") {
  const field = el("input", { type: "text", value, list: names(kinds), class: name, autocomplete: "off" });
  const near = el("div", { class: "zz-desknear", role: "status" });
  const settle = (record) => {
    field.value = record.name;
    take({ id: record.id, name: record.name });
    near.replaceChildren();
  };
  const offer = (hits) => {
    const one = ({ record }) => button(record.name, () => settle(record));
    near.replaceChildren(
      el("p", { class: "zz-note" }, hits.length ? w("nearName") : `${w("unknownName")}${field.value}`),
      ...hits.slice(0, MOST).map(one),
    );
  };
  field.addEventListener("input", () => take({ id: "", name: field.value.trim() }));
  field.addEventListener("change", () => {
    const typed = field.value.trim();
    const sure = typed ? find.exact(typed, kinds) : [];
    near.replaceChildren();
    if (sure.length === 1) settle(sure[0].record);
    else if (typed) offer(sure.length ? sure : find.find(typed, kinds));
  });
  return el("div", {}, labelled(label, field), near);
}
