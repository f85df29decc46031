// Small charts of what the plans place in a district: a bar for each pillar, in one order for all.
(function (zz) {
  "use strict";

  const [WIDE, HIGH] = [5, 20]; // of a bar, in pixels

  const { ink } = zz.style;
  const rect = (x, y, width, height, fill) => zz.marks.node("rect", { x, y, width, height, fill });

  const width = () => zz.classes.placements().pillars.length * WIDE;

  // Bars on a line, its left end at x, y; the tallest of a district is as high as can be, for the
  // district's colour tells how many there are and its bars tell of what.
  function bars(id, x, y) {
    const { pillars, byPillar } = zz.classes.placements();
    const counts = byPillar(id);
    const most = Math.max(1, ...counts);
    return zz.marks.node("g", {}, rect(x - 2, y - HIGH - 2, pillars.length * WIDE + 3, HIGH + 4, ink("card")), rect(x - 1, y, pillars.length * WIDE + 1, 1, ink("ink")),
      ...counts.map((count, at) => rect(x + at * WIDE, y - (count / most) * HIGH, WIDE - 1, (count / most) * HIGH, ink("ink"))));
  }

  // The numbers in words, for a tooltip and for a sheet: [name, count] of the pillars that have any.
  function told(id) {
    const { pillars, byPillar } = zz.classes.placements();
    return byPillar(id).map((count, at) => [zz.nameOf(pillars[at]), count]).filter(([, count]) => count);
  }

  function table(id) {
    const { el } = zz.dom;
    const rows = told(id);
    const most = Math.max(...rows.map(([, count]) => count));
    return el("table", { class: "zz-bars" }, el("tbody", {}, rows.map(([name, count]) => el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, el("span", { style: `width:${Math.round((count / most) * 100)}%` })), el("td", { class: "zz-number" }, String(count))))));
  }

  zz.charts = { bars, width, told, table, HIGH };
})((window.zzmap = window.zzmap || {}));
