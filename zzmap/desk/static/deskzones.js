// Boundaries that stand in place of shipped ones, and the way back.

import { el } from "../../render/static/dom.js";
import * as units from "../../render/static/units.js";
import { ask, part, Refused } from "./deskask.js";
import { button, refuse, signed } from "./deskfields.js";
import { goTo } from "./deskgo.js";
import { when } from "./deskhistory.js";
import { reload } from "./deskmemory.js";
import { w } from "./deskwords.js";

async function restore(row, node) {
  try {
    await ask("POST", `/api/zones/${part(row.place)}/restore`, { seen: row.seen, ...signed() });
    reload(w("zoneRestored"));
  } catch (error) {
    refuse(error);
    // Somebody else was faster: the boundary as it is now stands in the list, to be looked at.
    if (error instanceof Refused && error.status === 409) list(node, row);
  }
}

function item(row, node, was) {
  const since = was && was.place === row.place ? w("zoneChanged", { area: units.area(was.area_km2) }) : "";
  const told = [units.area(row.area_km2), row.source, `${row.who} ${when(row.at)}`, row.why]
    .filter(Boolean)
    .join(" · ");
  return el(
    "li",
    { "data-zone": row.place },
    el("button", { type: "button", class: "zz-link", onclick: () => goTo("place", row.place) }, row.name),
    el("small", {}, told),
    since ? el("p", { class: "zz-note zz-warning", role: "alert" }, since) : null,
    button(w("zoneRestore"), () => restore(row, node), "zz-deskrestore"),
  );
}

async function list(node, was = null) {
  const rows = await ask("GET", "/api/zones").catch(refuse);
  if (!rows) return;
  const shown = el(
    "ul",
    { class: "zz-rows zz-deskzones" },
    rows.map((row) => item(row, node, was)),
  );
  node.replaceChildren(...(rows.length ? [el("h3", {}, w("zonesReplaced")), shown] : []));
}

// Nothing where all boundaries are the shipped ones.
export function section() {
  const node = el("div", {});
  list(node);
  return node;
}
