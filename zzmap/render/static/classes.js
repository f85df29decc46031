// Classes of a number by district: what the plans place in each, zones rolled up into districts.

import { data } from "./data.js";
import * as filter from "./filter.js";
import * as rollup from "./rollup.js";
import { state } from "./state.js";

const CLASSES = 5;

// The districts of a place, else those of the nearest place it lies in.
function districtsOf(place) {
  if (data.isDistrict(place)) return [place.number, ...place.district_ids];
  const over = [place, ...data.placesAbove(place.number).map((number) => data.places[number])];
  const found = over.find((row) => row.district_ids.length || data.isDistrict(row));
  return found ? (found.district_ids.length ? found.district_ids : [found.number]) : [];
}

// Statements of each district by pillar, of those that the filters keep: Map of id to Map.
function counted() {
  const counts = new Map((data.geo.districts || []).map((row) => [row.id, new Map()]));
  for (const placement of data.placements.filter(filter.keeps)) {
    const pillar = data.pillar(data.industries[placement.industry_id]);
    for (const district of new Set(districtsOf(data.places[placement.place_id]))) {
      const own = counts.get(data.places[district].id);
      if (own) own.set(pillar, (own.get(pillar) || 0) + 1);
    }
  }
  return counts;
}

// Bounds of classes that hold about as many districts each; equal numbers fall in one class.
function breaks(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const cuts = Array.from({ length: CLASSES - 1 }, (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / CLASSES)]);
  return [...new Set(cuts)];
}

const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

// What is filtered is asked each time something is drawn; it is counted once for each choice.
let made = null;
let madeFor = "";
function placements() {
  const now = [...state.relations].sort().join() + state.document;
  if (!made || madeFor !== now) [made, madeFor] = [classed(counted()), now];
  return made;
}

function classed(byDistrict) {
  const counts = new Map([...byDistrict].map(([id, own]) => [id, sum([...own.values()])]));
  const cuts = breaks(counts.values());
  const classOf = (id) => 1 + cuts.filter((cut) => (counts.get(id) || 0) >= cut).length;
  const rows = new Map();
  for (const [id, count] of counts) {
    const range = rows.get(classOf(id)) || [count, count];
    rows.set(classOf(id), [Math.min(range[0], count), Math.max(range[1], count)]);
  }
  const pillars = rollup.treeOrder([...new Set([...byDistrict.values()].flatMap((own) => [...own.keys()]))]);
  const byPillar = (id) => pillars.map((pillar) => (byDistrict.get(id) || new Map()).get(pillar) || 0);
  return { of: (id) => counts.get(id) || 0, classOf, ranges: [...rows].sort((a, b) => a[0] - b[0]), pillars, byPillar };
}

export { placements };
