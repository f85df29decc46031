// The ways a file's coordinates can be read: each drawn in a colour of its own, one to be taken.

import { el } from "../../render/static/dom.js";
import { ask } from "./deskask.js";
import { button } from "./deskfields.js";
import * as sketch from "./desksketch.js";
import { w } from "./deskwords.js";

export async function askWays(own) {
  own.ways = await ask("POST", `/api/uploads/${own.id}/ways`, own.how).catch(() => []);
  sketch.clear(own.id);
  own.ways.forEach((way, at) => {
    way.colour = sketch.COLOURS[at % sketch.COLOURS.length];
    sketch.draw(`${own.id}/${at}`, way.shapes, way.names, { colour: way.colour, dash: at % 2 ? "6 4" : null });
  });
}

/**
 * @param {{ id: string, ways?: any[] }} own
 * @param {(way: any) => unknown} take
 */
export function waysList(own, take) {
  if (!own.ways || !own.ways.length) return null;
  const item = (way, at) =>
    el(
      "li",
      {},
      el("span", { class: "zz-deskswatch", style: `background:${way.colour}` }),
      el("span", { class: "zz-deskway" }, way.label),
      button(w("toWay"), () => sketch.look(`${own.id}/${at}`)),
      button(w("take"), () => take(way), "zz-deskuse"),
    );
  return el(
    "div",
    { class: "zz-deskways" },
    el("p", {}, w("whichWay")),
    el("ul", { class: "zz-rows" }, own.ways.map(item)),
  );
}
