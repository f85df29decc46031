// Small charts of what the plans place in a district: a bar for each pillar, in one order for all.

import * as classes from "./classes.js";
import { el } from "./dom.js";
import { nameOf } from "./i18n.js";
import * as marks from "./marks.js";
import * as style from "./style.js";

const [WIDE, HIGH] = [5, 20]; // of a bar, in pixels

const { ink } = style;
const rect = (x, y, width, height, fill) => marks.node("rect", { x, y, width, height, fill });

const width = () => classes.placements().pillars.length * WIDE;

// Bars on a line, its left end at x, y; the tallest of a district is as high as can be, for the
// district's colour tells how many there are and its bars tell of what.
function bars(id, x, y) {
  const { pillars, byPillar } = classes.placements();
  const counts = byPillar(id);
  const most = Math.max(1, ...counts);
  return marks.node(
    "g",
    {},
    rect(x - 2, y - HIGH - 2, pillars.length * WIDE + 3, HIGH + 4, ink("card")),
    rect(x - 1, y, pillars.length * WIDE + 1, 1, ink("ink")),
    ...counts.map((count, at) =>
      rect(x + at * WIDE, y - (count / most) * HIGH, WIDE - 1, (count / most) * HIGH, ink("ink")),
    ),
  );
}

// The numbers in words, for a tooltip and for a sheet: [name, count] of the pillars that have any.
function told(id) {
  const { pillars, byPillar } = classes.placements();
  return byPillar(id)
    .map((count, at) => [nameOf(pillars[at]), count])
    .filter(([, count]) => count);
}

function table(id) {
  const rows = told(id);
  const most = Math.max(...rows.map(([, count]) => count));
  return el(
    "table",
    { class: "zz-bars" },
    el(
      "tbody",
      {},
      rows.map(([name, count]) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, name),
          el("td", {}, el("span", { style: `width:${Math.round((count / most) * 100)}%` })),
          el("td", { class: "zz-number" }, String(count)),
        ),
      ),
    ),
  );
}

export { HIGH, bars, table, told, width };
