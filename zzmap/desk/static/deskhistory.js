// What was done to the store, the latest first, and the way back.

import { el } from "../../render/static/dom.js";
import { state } from "../../render/static/state.js";
import { ask } from "./deskask.js";
import { button, refuse, signed } from "./deskfields.js";
import { reload } from "./deskmemory.js";
import { w } from "./deskwords.js";

export const when = (at) => new Date(at).toLocaleString(state.lang === "en" ? "en-GB" : "zh-CN", { hour12: false });

function told(row) {
  const names = row.parks.map((park) => park.name).join("、");
  const many = row.count > row.parks.length ? ` … ${w("of", { n: row.count })}` : "";
  const fields = row.fields.map((one) => `${w(one.field)}：${one.before || "—"} → ${one.after || "—"}`);
  return { what: `${names}${many}`, notes: [row.why, row.file, ...fields] };
}

async function undo(row, path) {
  try {
    await ask("POST", path, { change: row.batch, ...signed() });
    reload(w("undone"));
  } catch (error) {
    refuse(error);
  }
}

/**
 * Entries of a history, each with the way back.
 * @param {any[]} rows
 * @param {(row: any) => { what: string, notes: string[] }} say what an entry is of
 * @param {string} path that takes one back
 */
export function entries(rows, say, path) {
  const entry = (row) => {
    const { what, notes } = say(row);
    const all = [...notes, row.undoes ? w("undoes", { n: row.undoes }) : ""].filter(Boolean);
    return el(
      "li",
      { class: row.in_effect ? "" : "zz-deskundone" },
      el(
        "div",
        {},
        el("b", {}, `${row.batch}. ${w(`act_${row.action}`)} `),
        what,
        el("small", {}, `${when(row.at)} · ${row.who}${row.in_effect ? "" : ` · ${w("notInEffect")}`}`),
        all.map((note) => el("small", {}, note)),
      ),
      row.in_effect ? button(w(row.undoes ? "redo" : "undo"), () => undo(row, path), "zz-deskundo") : null,
    );
  };
  return rows.length
    ? el("ol", { class: "zz-rows zz-deskhistory" }, rows.map(entry))
    : el("p", { class: "zz-note" }, w("noHistory"));
}

export async function draw(body) {
  const rows = await ask("GET", "/api/history").catch(refuse);
  if (rows) body.replaceChildren(entries(rows, told, "/api/undo"));
}
