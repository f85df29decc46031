// Tables to objects that point at each other; features by layer.

import * as codec from "./codec.js";
import * as containment from "./containment.js";
import * as parkrows from "./parkrows.js";

// Filled once, when the page starts.
/** @type {Data} */
const data = /** @type {any} */ ({});

function objects(table) {
  return table.r.map((cells, number) => {
    const row = { number };
    table.c.forEach((column, index) => (row[column] = cells[index]));
    return row;
  });
}

function group(rows, key) {
  const groups = new Map();
  for (const row of rows) {
    for (const value of [].concat(row[key])) {
      if (value === null || value === undefined) continue;
      if (!groups.has(value)) groups.set(value, []);
      groups.get(value).push(row);
    }
  }
  return groups;
}

function features(rows, data) {
  return rows.map(([id, name, name_en, kind, basis, accuracy, source, geometry, own]) => {
    const feature = Object.assign(
      { id, name, name_en, kind, basis, accuracy, source: data.payload.strings[source], shape: codec.decode(geometry) },
      own,
    );
    if (name === 0) {
      // said once, by the table of places
      const place = data.byId.places.get(feature.place_id || id);
      feature.name = place.name;
      feature.name_en = place.name_en;
    }
    return feature;
  });
}

// Numbers of the industries that are the same thing in another plan, by number.
function twins(industries) {
  const groups = new Map();
  for (const row of industries) {
    if (row.same_as === null || row.same_as === undefined) continue;
    if (!groups.has(row.same_as)) groups.set(row.same_as, [row.same_as]);
    groups.get(row.same_as).push(row.number);
  }
  return new Map(
    [...groups.values()].flatMap((group) => group.map((one) => [one, group.filter((other) => other !== one)])),
  );
}

// Who has projects, with all its names, in the order of the projects.
function enterprises(projects) {
  const found = group(
    projects.filter((row) => row.enterprise),
    "enterprise",
  );
  return [...found].map(([name, rows]) => ({
    id: name,
    name,
    aliases: [...new Set(rows.flatMap((row) => row.enterprise_aliases))],
    projects: rows,
  }));
}

// Puts what is said against a row on the row: the payload has it by the row's number.
function contest(data) {
  for (const [number, text] of Object.entries(data.payload.contested)) data.placements[number].contested = text;
  data.contestedLast = (a, b) => Number(Boolean(a.contested)) - Number(Boolean(b.contested));
}

// What is found by id, or by what it belongs to: rows of tables, …
function indexRows() {
  for (const name of ["industries", "places", "elements", "structures", "projects", "sites", "enterprises"]) {
    data.byId[name] = new Map(data[name].map((row) => [row.id, row]));
  }
  data.placementsAt = group(data.placements, "place_id");
  data.placementsOf = group(data.placements, "industry_id");
  data.childrenOf = group(data.industries, "parent_id");
  data.projectsAt = group(data.projects, "place_ids");
  data.projectsOf = group(data.projects, "industry_id");
  data.membersOf = group(data.members, "element_id");
  data.elementsWith = group(data.members, "place_id");
  data.elementsAt = group(data.elements, "place_id"); // the elements that a place is itself
  data.sitesAt = group(data.sites, "place_id");
  data.twinsOf = twins(data.industries);
}

// … and features.
function indexFeatures() {
  data.featureOf = new Map();
  for (const name of ["places", "districts", "zones"]) {
    for (const feature of data.geo[name] || []) data.featureOf.set(feature.id, feature);
  }
  data.byId.parks = new Map(data.geo.parks.map((park) => [park.id, park]));
}

// Of a page that came without parks: what it had in each table then, and what parks add now, each
// {park, place, point, industries, placements}, by id, a placement with the id of its industry. All of
// it, for what they added before goes.
/** @type {Record<string, number> | null} */
let first = null;

function bring(parks) {
  const points = (data.geo.places = data.geo.places || []);
  const { industries, places, placements } = data;
  first = first || {
    industries: industries.length,
    places: places.length,
    placements: placements.length,
    points: points.length,
  };
  [industries.length, places.length, placements.length] = [first.industries, first.places, first.placements];
  points.length = first.points;
  const add = (rows, row) => (rows.push(row), (row.number = rows.length - 1));
  const numbers = new Map(industries.map((row) => [row.id, row.number]));
  for (const one of parks) {
    for (const row of one.industries) if (!numbers.has(row.id)) numbers.set(row.id, add(industries, row));
    const number = add(places, one.place);
    for (const [industry, row] of one.placements)
      add(placements, Object.assign(row, { place_id: number, industry_id: numbers.get(industry) }));
    points.push(one.point);
  }
  data.geo.parks = parks.map(({ park }) => park);
  indexRows();
  indexFeatures();
  containment.link(data);
}

export function load(payload) {
  data.payload = payload;
  for (const name of Object.keys(payload.tables)) data[name] = objects(payload.tables[name]);
  for (const name of Object.keys(payload.tables))
    for (const row of data[name])
      for (const key of payload.shared) if (key in row) row[key] = payload.strings[row[key]];
  data.placeBases = new Map(
    Object.entries(payload.place_bases).map(([number, words]) => [payload.strings[Number(number)], words]),
  );
  contest(data);
  data.holds = new Map(
    Object.entries(payload.holds).map(([over, held]) => [Number(over), held.map((number) => data.places[number])]),
  );
  data.containerOf = new Map(
    [...data.holds].flatMap(([over, held]) => held.map((row) => [row.number, data.places[over]])),
  );
  data.enterprises = enterprises(data.projects);
  data.byId = /** @type {any} */ ({ opened: new Map() });
  indexRows();
  data.geo = {};
  for (const name of Object.keys(payload.geo)) data.geo[name] = features(payload.geo[name], data);
  data.geo.parks = parkrows.unpack(payload.parks, payload.strings);
  indexFeatures();
  data.elementFeature = new Map((data.geo.elements || []).map((row) => [row.id, row]));
  // An element and the place of its name are one: a place that has no shape but the element's is that.
  data.entity = function (type, id) {
    const place = type === "place" && !data.featureOf.has(id) ? data.byId.places.get(id) : null;
    const [element] = (place && data.elementsAt.get(place.number)) || [];
    return element ? { type: "element", id: element.id } : { type, id };
  };
  data.isDistrict = (place) => payload.city.district_kinds.includes(place.kind);
  const up = (row) => (row.parent_id === null || row.parent_id === undefined ? null : data.industries[row.parent_id]);
  data.above = (industry) => (industry ? [industry, ...data.above(up(industry))] : []);
  data.pillar = (industry) => data.above(industry).find((row) => row.level === "pillar") || data.above(industry).pop();
  // What lies below an industry, itself first, each once with its distance; the same thing in
  // another plan counts as itself.
  data.below = function (number) {
    const seen = new Map();
    const rows = [[0, number]];
    while (rows.length) {
      const [distance, found] = rows.pop();
      if (seen.has(found)) continue;
      seen.set(found, distance);
      rows.push(...(data.childrenOf.get(found) || []).map((row) => [distance + 1, row.number]).reverse());
      rows.push(...(data.twinsOf.get(found) || []).map((row) => [distance, row]).reverse());
    }
    return seen;
  };
  data.descendants = (number) => [...data.below(number).keys()];
  containment.link(data);
}

export const TABLES = {
  place: "places",
  industry: "industries",
  element: "elements",
  project: "projects",
  site: "sites",
  park: "parks",
  enterprise: "enterprises",
  opened: "opened",
};

// Whether an address names something this page has.
export function known(selected) {
  const table = selected && data.byId[TABLES[selected.type]];
  return Boolean(table && table.has(selected.id));
}

export { bring, data };
