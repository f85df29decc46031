// Fields that several forms of the workbench have.

import { data } from "../../render/static/data.js";
import { el } from "../../render/static/dom.js";
import * as find from "../../render/static/find.js";
import { statusName } from "../../render/static/i18n.js";
import { say } from "../../render/static/say.js";
import { Refused, sentence } from "./deskask.js";
import { setWho, who } from "./deskmemory.js";
import { w } from "./deskwords.js";

let count = 0;

export const button = (label, act, name = "", type = "button") =>
  el("button", { type, class: `zz-button ${name}`, onclick: act }, label);

export function labelled(label, field) {
  count += 1;
  field.id = field.id || `zz-deskfield-${count}`;
  return el("div", { class: "zz-deskfield" }, el("label", { for: field.id }, label), field);
}

export function text(label, value, take, name = "") {
  const field = el("input", { type: "text", value: value || "", class: name });
  field.addEventListener("input", () => take(field.value.trim()));
  return labelled(label, field);
}

export function choice(label, value, choices, take, name = "") {
  const field = el(
    "select",
    { class: name, onchange: (event) => take(event.target.value) },
    choices.map(([key, shown]) => el("option", { value: key, selected: key === (value || "") }, shown)),
  );
  return labelled(label, field);
}

export const status = (value, take) =>
  choice(
    w("status"),
    value,
    ["", ...data.payload.statuses.map((row) => row.id)].map((key) => [key, statusName(key)]),
    take,
    "zz-deskstatus",
  );

// Industries of the taxonomy, one after the other; what it does not know is kept as it is written.
export function industries(chosen, take) {
  const rows = [...chosen];
  const chips = el("p", { class: "zz-chips" });
  const field = el("input", { type: "text", list: "zz-deskindustries", class: "zz-deskindustry" });
  const show = () =>
    chips.replaceChildren(
      ...rows.map((name, at) =>
        el(
          "span",
          {},
          name,
          " ",
          el(
            "button",
            { type: "button", class: "zz-link", "aria-label": `${w("discard")} ${name}`, onclick: () => drop(at) },
            "×",
          ),
        ),
      ),
    );
  const drop = (at) => {
    rows.splice(at, 1);
    show();
    take([...rows]);
  };
  const add = () => {
    const wanted = field.value.trim();
    if (!wanted) return;
    const [found] = find.find(wanted, ["industry"]);
    const name = found ? found.record.name : wanted;
    if (!rows.includes(name)) rows.push(name);
    field.value = "";
    show();
    take([...rows]);
  };
  field.addEventListener("change", add);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  });
  show();
  const names = el(
    "datalist",
    { id: "zz-deskindustries" },
    data.industries.map((row) => el("option", { value: row.name })),
  );
  return el("div", {}, labelled(w("industries"), field), document.getElementById(names.id) ? null : names, chips);
}

// That doubts are known and it is meant all the same.
export function acceptance(own, changed = () => {}) {
  const accepted = el("input", { type: "checkbox", class: "zz-deskaccept" });
  accepted.checked = Boolean(own.accept);
  accepted.addEventListener("change", () => {
    own.accept = accepted.checked;
    changed();
  });
  const box = labelled(w("accept"), accepted);
  box.classList.add("zz-deskcheck");
  return box;
}

export const signed = (why = "") => ({ who: who(data.payload.served.who), why });

export function signature() {
  return text(w("who"), who(data.payload.served.who), setWho, "zz-deskwho");
}

// What a refusal says, long enough to be read; what it is about stays as it is.
export function refuse(error) {
  say(error instanceof Refused ? sentence(error.told) : error.message, 9000);
}
