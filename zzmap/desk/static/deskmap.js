// The parks on the map of a page that came without them: their outlines first, then what is said of
// them; after a change only those it changed.

import { bring, data } from "../../render/static/data.js";
import * as page from "../../render/static/page.js";
import * as parkrows from "../../render/static/parkrows.js";
import { ask, part, receive } from "./deskask.js";

const TRIES = 4; // of a store that others change all the time
const SEEN = "x-zzmap-seen";

/** @type {Map<string, any>} */
let parks = new Map();
let seen = "";

// A column of a table is one value where all rows agree.
function rows({ count, same, each }) {
  const found = [];
  for (let at = 0; at < count; at += 1) {
    const row = { ...same };
    for (const column of Object.keys(each)) row[column] = each[column][at];
    found.push(row);
  }
  return found;
}

const point = (row, [lon, lat]) => ({
  id: row.id,
  name: row.name,
  name_en: row.name_en,
  kind: row.kind,
  basis: row.basis,
  accuracy: row.accuracy_m,
  source: row.source,
  shape: { type: "point", coords: [lat, lon] },
});

// What the program told, park by park; numbers of its tables are counted from those of the page.
function told({ first, tables, at, parks: packed, strings }, outlines) {
  const [industries, places, placements] = ["industries", "places", "placements"].map((name) => rows(tables[name]));
  for (const row of [...industries, ...places, ...placements])
    for (const key of data.payload.shared) if (key in row) row[key] = strings[row[key]];
  const idOf = (number) =>
    number < first.industries ? data.industries[number].id : industries[number - first.industries].id;
  const found = parkrows.unpack(packed, strings).map((park, index) => {
    const place = places[index];
    // What is drawn already is told who it is.
    const known = outlines ? Object.assign(outlines[index], park, { packed: outlines[index].packed }) : park;
    return { park: known, place, point: point(place, at[index]), industries: [], placements: [] };
  });
  for (const row of placements) {
    const one = found[row.place_id - first.places];
    one.placements.push([idOf(row.industry_id), row]);
    if (row.industry_id >= first.industries) one.industries.push({ ...industries[row.industry_id - first.industries] });
  }
  return found;
}

const byId = (a, b) => (a[0] < b[0] ? -1 : 1);

// Let the page show what is known now. A page made of other geodata, facts or boundaries is another.
function show(answer, drawn) {
  data.payload.served.seen = Number(answer.seen.split(".")[0]);
  seen = answer.seen;
  bring([...parks.values()]);
  page.bring(drawn);
}

const another = (answer) => answer.page !== data.payload.served.page;

async function whole() {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const response = await receive("/api/map/outlines");
    const coming = ask("GET", "/api/map/parks"); // is made while the outlines are drawn
    coming.catch(() => null); // told below, where it is waited for
    const outlines = parkrows.outlined(await response.arrayBuffer());
    page.outlined(outlines);
    const answer = await coming;
    if (another(answer)) return false;
    if (answer.seen !== response.headers.get(SEEN)) continue;
    data.payload.pinyin = answer.pinyin;
    data.payload.question.readings = answer.readings;
    parks = new Map(told(answer, outlines).map((one) => [one.park.id, one]));
    show(answer, true);
    return update();
  }
  return false;
}

// Take in what has changed since; false where the page has to be asked for anew.
export async function update() {
  const answer = await ask("GET", `/api/map/changes?seen=${part(seen)}`);
  if (another(answer)) return false;
  if (answer.whole) return whole();
  if (answer.seen === seen) return true;
  const changed = told(answer, null);
  for (const id of answer.gone) parks.delete(id);
  for (const one of changed) parks.set(one.park.id, one);
  if (changed.length) parks = new Map([...parks].sort(byId));
  Object.assign(data.payload.pinyin.terms, answer.spoken);
  show(answer, false);
  return true;
}

export const start = whole;
