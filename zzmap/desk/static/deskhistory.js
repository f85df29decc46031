// What was done to the store, the latest first, and the way back.

import { el } from "../../render/static/dom.js";
import { state } from "../../render/static/state.js";
import { ask } from "./deskask.js";
import { button, refuse, signed } from "./deskfields.js";
import { reload } from "./deskmemory.js";
import { w } from "./deskwords.js";

const when = (at) => new Date(at).toLocaleString(state.lang === "en" ? "en-GB" : "zh-CN", { hour12: false });

function told(row) {
  const names = row.parks.map((park) => park.name).join("、");
  const many = row.count > row.parks.length ? ` … ${w("of", { n: row.count })}` : "";
  const fields = row.fields.map((one) => `${w(one.field)}：${one.before || "—"} → ${one.after || "—"}`);
  const notes = [row.why, row.file, row.undoes ? w("undoes", { n: row.undoes }) : "", ...fields];
  return el(
    "div",
    {},
    el("b", {}, `${row.batch}. ${w(`act_${row.action}`)} `),
    `${names}${many}`,
    el("small", {}, `${when(row.at)} · ${row.who}${row.in_effect ? "" : ` · ${w("notInEffect")}`}`),
    notes.filter(Boolean).map((note) => el("small", {}, note)),
  );
}

async function undo(row) {
  try {
    await ask("POST", "/api/undo", { change: row.batch, ...signed() });
    reload(w("undone"));
  } catch (error) {
    refuse(error);
  }
}

export async function draw(body) {
  const rows = await ask("GET", "/api/history").catch(refuse);
  if (!rows) return;
  const item = (row) =>
    el(
      "li",
      { class: row.in_effect ? "" : "zz-deskundone" },
      told(row),
      row.in_effect ? button(w(row.undoes ? "redo" : "undo"), () => undo(row), "zz-deskundo") : null,
    );
  body.replaceChildren(
    rows.length
      ? el("ol", { class: "zz-rows zz-deskhistory" }, rows.map(item))
      : el("p", { class: "zz-note" }, w("noHistory")),
  );
}
