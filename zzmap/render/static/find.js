// All names of the page, indexed once, and what a text finds among them.

import * as answer from "./answer.js";
import { data } from "./data.js";
import * as names from "./names.js";

let index = null;

// In the order of the catalogue, as zzmap/names.py has them; each record carries its row.
function* records() {
  const { industries, places, sitesAt, elements, projects, enterprises } = data;
  const record = (kind, row, otherIds) => ({
    kind,
    id: row.id,
    name: row.name,
    name_en: row.name_en,
    aliases: row.aliases,
    otherIds,
    row,
  });
  for (const row of industries) yield record("industry", row);
  const short = data.payload.question.short_names; // of places, as zzmap/_short_names.py makes them
  for (const row of places) {
    const sites = sitesAt.get(row.number) || [];
    const kind = row.kind === "user_park" ? "park" : sites.length ? "site" : "place";
    const aliases = short[row.number] ? [...(row.aliases || []), ...short[row.number]] : row.aliases;
    yield {
      ...record(
        kind,
        row,
        sites.map((site) => site.id),
      ),
      aliases,
    };
  }
  for (const row of elements) yield { kind: "element", id: row.id, name: row.name, name_en: row.name_en, row };
  for (const row of projects) yield { kind: "project", id: row.id, name: row.name, row };
  for (const row of enterprises)
    yield { kind: "enterprise", id: row.id, name: row.name, aliases: row.aliases, row, rows: row.projects };
}

function find(text, kinds) {
  prepare();
  return names.find(index, text, kinds);
}

function exact(text, kinds) {
  prepare();
  return names.exact(index, text, kinds);
}

// What `zzmap query` answers, less what `keeps` leaves out: {reading, rows, leftOut, hidden, refused}.
function ask(text, keeps) {
  prepare();
  return answer.ask(text, index, keeps);
}

// Fifty thousand parks take a moment to index: do it before the first letter is typed.
const prepare = () => (index = index || names.build([...records()], data.payload.pinyin, data.payload.question));

// What it was made of has changed.
const forget = () => (index = null);

export { ask, exact, find, forget, prepare };
