// A card of what was dropped: its name, the way off the desk, and how far it has come.

import { el } from "../../render/static/dom.js";
import { sentence } from "./deskask.js";
import { button } from "./deskfields.js";
import { w } from "./deskwords.js";

// What is said of a file that is not taken as it stands.
export const refusal = (told) => el("p", { class: "zz-note zz-warning", role: "alert" }, sentence(told));

// What has just come is looked at: its card may stand below others, or above what was scrolled to.
export const bring = (own) => own.node.isConnected && own.node.scrollIntoView({ block: "start" });

/**
 * The way off the desk. What is a planner's work goes only by a second word.
 * @param {() => unknown} drop
 * @param {string} [warning] what goes with it, '' where that can be dropped once more
 */
export function discard(drop, warning = "") {
  const node = button(
    w("discard"),
    () => {
      if (!warning || node.dataset.sure) return drop();
      node.dataset.sure = "yes";
      node.textContent = warning;
    },
    "zz-deskdrop",
  );
  return node;
}

/**
 * @param {{ node: HTMLElement, id: string, name: string, busy?: string }} own
 * @param {() => unknown} drop
 * @param {() => (Node | null)[]} body what stands on it when nothing is on its way
 * @param {string} [warning] as for `discard`
 */
export function fill(own, drop, body, warning = "") {
  const head = el("header", {}, el("h3", {}, own.name || own.id), discard(drop, warning));
  const waits = () => [el("p", { class: "zz-note", role: "status" }, own.busy)];
  own.node.setAttribute("aria-busy", String(Boolean(own.busy)));
  own.node.replaceChildren(head, ...(own.busy ? waits() : body()).filter(Boolean));
}
