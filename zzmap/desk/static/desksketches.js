// Sketches that were drawn on the map, to be taken as files are that were dropped.

import { el } from "../../render/static/dom.js";
import * as drafts from "../../render/static/drafts.js";
import { button } from "./deskfields.js";
import { w } from "./deskwords.js";

function asFile(draft) {
  const text = JSON.stringify({ type: "FeatureCollection", features: [drafts.feature(draft)] });
  const name = `${draft.name.replace(/[\\/:*?"<>|]/g, " ").trim() || draft.id}.geojson`;
  return new File([text], name, { type: "application/geo+json" });
}

/**
 * @param {string} label
 * @param {(file: File, draft: any) => unknown} take
 * @param {string} name
 */
export function sketches(label, take, name) {
  const rows = drafts.all();
  if (!rows.length) return null;
  const item = (row) =>
    el(
      "li",
      {},
      el("span", {}, row.name),
      button(label, () => take(asFile(row), row), name),
    );
  return el(
    "div",
    { class: "zz-deskdrafts" },
    el("h3", {}, w("drafts")),
    el("ul", { class: "zz-rows" }, rows.map(item)),
  );
}
