// Files on their way to the workbench and off it, and what was made of them to the browser's folder.

import { el } from "../../render/static/dom.js";
import { ask, part, Refused } from "./deskask.js";

/**
 * @param {{ id: string }} own is given its id at once, so that what comes in part can be dropped
 * @param {Iterable<File>} files
 * @param {object} how
 */
export async function send(own, files, how) {
  own.id = (await ask("POST", "/api/uploads", how)).id;
  for (const file of files) await ask("PUT", `/api/uploads/${own.id}/${part(file.name)}`, file);
  return own.id;
}

// What is said of a failure, as the program says it or as the browser does.
export const failure = (error) => (error instanceof Refused ? error.told : { what: String(error), hint: "" });

// A card and its files leave the workbench.
export async function leave(own, cards) {
  if (own.id) await ask("DELETE", `/api/uploads/${own.id}`).catch(() => null);
  cards.splice(cards.indexOf(own), 1);
  own.node.remove();
}

export function save(files) {
  for (const file of files) {
    const link = el("a", { href: `/api/outputs/${part(file)}`, download: file });
    document.body.append(link);
    link.click();
    link.remove();
  }
}
