// Where an industry is placed, under the filters.

import { data } from "./data.js";
import * as filter from "./filter.js";

// Places that host an industry or a segment of it, strongest relation first; else what it belongs to;
// the filters leave out rows, they do not move an industry to a broader one.
export function hostsOf(industry) {
  const collect = (numbers) => numbers.flatMap((number) => data.placementsOf.get(number) || []);
  const placed = (row) => data.payload.relations[row.relation].plan; // what is there already does not count as placed
  let rows = collect(data.descendants(industry.number));
  let broader = false;
  if (!rows.some(placed)) {
    // A root is no answer: it is everything.
    const wider = data
      .above(industry)
      .slice(1, -1)
      .map((row) => collect([row.number]))
      .find((found) => found.some(placed));
    broader = Boolean(wider);
    rows = [...(wider || []), ...rows];
  }
  const kept = rows.filter(filter.keeps).sort((a, b) => data.contestedLast(a, b) || a.relation - b.relation);
  return { rows: kept, all: rows, broader, hidden: rows.length - kept.length };
}
