// Files on their way to the workbench and off it, and what was made of them to the browser's folder.

import { el } from "../../render/static/dom.js";
import { ask, part, Refused } from "./deskask.js";
import { refuse } from "./deskfields.js";
import { w } from "./deskwords.js";

// As zzmap/desk/guard.py takes them; what is larger is cut off while it is sent, and nothing is said.
const MOST_BYTES = 100_000_000;

/**
 * @param {{ id: string }} own is given its id at once, so that what comes in part can be dropped
 * @param {Iterable<File>} files
 * @param {object} how
 */
export async function send(own, files, how) {
  const large = [...files].find((file) => file.size > MOST_BYTES);
  if (large) throw new Refused({ kind: "Refused", message: w("tooLarge", { mb: MOST_BYTES / 1e6 }) }, 413);
  own.id = (await ask("POST", "/api/uploads", how)).id;
  try {
    for (const file of files) await ask("PUT", `/api/uploads/${own.id}/${part(file.name)}`, file);
  } catch (error) {
    await ask("DELETE", `/api/uploads/${own.id}`).catch(() => null);
    own.id = "";
    throw error;
  }
  return own.id;
}

// What is said of a file is kept at once, so that a reload or a restart loses none of it.
/**
 * @param {{ id: string, how: any, keeping?: boolean, again?: boolean }} own
 */
export async function remember(own) {
  own.again = true;
  if (own.keeping) return;
  own.keeping = true;
  while (own.again && own.id) {
    own.again = false;
    await keep(own).catch((error) => error.status === 404 || refuse(error));
  }
  own.keeping = false;
}

// Another window may have settled rows of the same table: those come back, and are taken.
export async function keep(own) {
  const kept = await ask("POST", `/api/uploads/${own.id}/how`, own.how);
  if (kept.settled) own.how.settled = { ...kept.settled, ...own.how.settled };
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
