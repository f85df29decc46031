// Somebody else was faster: both versions beside each other, nothing written, and the choice.

import { el } from "../../render/static/dom.js";
import { button } from "./deskfields.js";
import { w } from "./deskwords.js";

/**
 * @param {[string, string, string][]} rows what differs: its name, this planner's, as it is now
 * @param {() => void} takeTheirs
 * @param {(() => void) | null} keepMine null where it cannot be
 */
export function both(rows, takeTheirs, keepMine) {
  const line = ([name, mine, theirs]) =>
    el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, mine || "—"), el("td", {}, theirs || "—"));
  const head = el(
    "tr",
    {},
    el("td", {}),
    el("th", { scope: "col" }, w("mine")),
    el("th", { scope: "col" }, w("theirs")),
  );
  return el(
    "section",
    { class: "zz-deskconflict", role: "alert" },
    el("p", { class: "zz-note zz-warning" }, w("conflict")),
    el("table", { class: "zz-table" }, el("thead", {}, head), el("tbody", {}, rows.map(line))),
    button(w("takeTheirs"), takeTheirs, "zz-desktheirs"),
    keepMine ? button(w("keepMine"), keepMine, "zz-deskmine") : null,
  );
}
