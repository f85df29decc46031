// Industries by places: the strongest relation as colour, the number of statements as text.

import { data } from "./data.js";
import { el } from "./dom.js";
import * as filter from "./filter.js";
import { go } from "./go.js";
import { counted, levelName, nameOf, relationName, t } from "./i18n.js";
import * as rollup from "./rollup.js";
import { state } from "./state.js";
import * as style from "./style.js";
import * as toolbar from "./toolbar.js";
import * as view from "./view.js";

let sort = { row: null, column: null }; // industry number, place number, or null for the default

// {rows, columns, at(row, column), totals} under the present filters; `hidden` statements are not in it.
function table() {
  const { level, pillar } = state.matrix;
  const cells = new Map();
  const rows = new Map();
  const columns = new Map();
  let hidden = 0;
  for (const placement of data.placements) {
    const industry = rollup.rollUp(placement.industry_id, level);
    if (pillar && !data.above(industry).some((row) => row.id === pillar)) continue;
    if (!filter.keeps(placement)) {
      hidden += 1;
      continue;
    }
    const key = `${industry.number}/${placement.place_id}`;
    const cell = cells.get(key) || { count: 0, relation: 9 };
    cell.count += 1;
    cell.denied = (cell.denied || 0) + (placement.contested ? 1 : 0);
    cell.relation = Math.min(cell.relation, placement.relation);
    cells.set(key, cell);
    rows.set(industry, (rows.get(industry) || 0) + 1);
    columns.set(placement.place_id, (columns.get(placement.place_id) || 0) + 1);
  }
  const at = (row, column) => cells.get(`${row}/${column}`);
  return { at, hidden, totals: { rows, columns }, rows: orderRows(rows, at), columns: orderColumns(columns, at) };
}

// Strongest relation first, then the most statements, then what the default order says.
const strength = (cell) => (cell ? (9 - cell.relation) * 1000 + cell.count : 0);

function orderRows(rows, at) {
  const list = rollup.treeOrder([...rows.keys()]);
  if (sort.column === null) return list;
  return list.sort((a, b) => strength(at(b.number, sort.column)) - strength(at(a.number, sort.column)));
}

function orderColumns(columns, at) {
  const list = [...columns.keys()].sort((a, b) => columns.get(b) - columns.get(a) || a - b);
  if (sort.row === null) return list;
  return list.sort((a, b) => strength(at(sort.row, b)) - strength(at(sort.row, a)));
}

function choose(axis, number) {
  sort = Object.assign({}, sort, { [axis]: sort[axis] === number ? null : number });
  filter.refocus(`[data-${axis}="${number}"]`, view.redraw);
}

function open(industry, place) {
  go("place", place.id, industry.id);
}

function cellNode(cell, industry, place, most) {
  if (!cell) return el("td", {});
  const strong = Math.round(22 + 33 * Math.sqrt(cell.count / most));
  const denied = cell.denied ? ` (${t("contested")}: ${cell.denied})` : "";
  const label = `${nameOf(industry)} · ${nameOf(place)}: ${relationName(cell.relation)}, ${cell.count}${denied}`;
  return el(
    "td",
    {},
    el(
      "button",
      {
        type: "button",
        class: "zz-cell",
        tabindex: "-1",
        "aria-label": label,
        title: label,
        "data-cell": `${industry.id}/${place.id}`,
        style: `--c:${style.relation(cell.relation)};--s:${strong}%`,
        onclick: () => open(industry, place),
      },
      String(cell.count),
    ),
  );
}

function headCell(number, total) {
  const place = data.places[number];
  const name = nameOf(place);
  return el(
    "th",
    { scope: "col", "aria-sort": sort.column === number ? "descending" : null },
    el(
      "button",
      {
        type: "button",
        class: "zz-column",
        "data-column": number,
        title: name,
        onclick: () => choose("column", number),
      },
      el("span", {}, name),
      el("b", {}, String(total)),
    ),
  );
}

function bodyRow(industry, found, most) {
  const depth = rollup.LEVELS.indexOf(industry.level);
  return el(
    "tr",
    { class: `zz-depth${depth}` },
    el(
      "th",
      { scope: "row", "aria-sort": sort.row === industry.number ? "descending" : null },
      el(
        "button",
        { type: "button", class: "zz-row", "data-row": industry.number, onclick: () => choose("row", industry.number) },
        nameOf(industry),
        el("b", {}, String(found.totals.rows.get(industry))),
      ),
    ),
    found.columns.map((number) => cellNode(found.at(industry.number, number), industry, data.places[number], most)),
  );
}

function grid(found) {
  if (!found.rows.length) return el("p", { class: "zz-note" }, t("noCells"));
  const cells = found.rows
    .flatMap((row) => found.columns.map((column) => found.at(row.number, column)))
    .filter(Boolean);
  const most = Math.max(...cells.map((cell) => cell.count));
  const node = el(
    "table",
    { class: "zz-matrix", onkeydown: move },
    el("caption", { class: "zz-hidden" }, t("matrixTitle")),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("td", {}, `${found.rows.length} × ${found.columns.length}`),
        found.columns.map((number) => headCell(number, found.totals.columns.get(number))),
      ),
    ),
    el(
      "tbody",
      {},
      found.rows.map((row) => bodyRow(row, found, most)),
    ),
  );
  const first = node.querySelector(".zz-cell");
  if (first) first.tabIndex = 0;
  return node;
}

const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

// One cell is a tab stop; arrows go on to the next filled cell in their direction.
function move(event) {
  const step = STEPS[event.key];
  const cell = event.target.closest("td");
  if (!step || !cell) return;
  event.preventDefault();
  const rows = [...event.currentTarget.tBodies[0].rows];
  let [row, column] = [rows.indexOf(cell.parentNode), cell.cellIndex];
  for (;;) {
    row += step[0];
    column += step[1];
    const next = rows[row] && column > 0 && rows[row].cells[column];
    if (!next) return;
    if (!next.firstChild) continue;
    event.target.tabIndex = -1;
    next.firstChild.tabIndex = 0;
    next.firstChild.focus();
    return;
  }
}

function choice(label, key, options) {
  const change = (event) =>
    filter.refocus(`[data-filter=${key}]`, () => state.setMatrix({ [key]: event.target.value }));
  return el(
    "label",
    { class: "zz-field" },
    label,
    " ",
    el(
      "select",
      { "data-filter": key, onchange: change },
      options.map(([value, text]) => el("option", { value, selected: state.matrix[key] === value }, text)),
    ),
  );
}

function draw(host) {
  const pillars = data.industries.filter((row) => row.level === "pillar");
  const found = table();
  const old = host.querySelector(".zz-scroll");
  const at = old ? [old.scrollLeft, old.scrollTop] : [0, 0];
  const scroll = el(
    "div",
    { class: "zz-scroll", tabindex: "0", role: "region", "aria-label": t("matrixTitle") },
    grid(found),
  );
  host.replaceChildren(
    view.heading(
      t("matrixTitle"),
      el(
        "button",
        { type: "button", class: "zz-button zz-totable", onclick: () => state.overTable("matrix") },
        t("toTable"),
      ),
    ),
    el(
      "div",
      { class: "zz-filters" },
      choice(
        t("level"),
        "level",
        rollup.LEVELS.slice(1).map((level) => [level, levelName(level)]),
      ),
      choice(t("pillar"), "pillar", [["", t("all")], ...pillars.map((row) => [row.id, nameOf(row)])]),
      filter.bar(),
      sort.row === null && sort.column === null
        ? null
        : el(
            "button",
            {
              type: "button",
              class: "zz-button",
              onclick: () => {
                sort = { row: null, column: null };
                view.redraw();
              },
            },
            t("reset"),
          ),
    ),
    el(
      "p",
      { class: "zz-note" },
      `${counted(
        [...found.totals.rows.values()].reduce((sum, count) => sum + count, 0),
        "statements",
      )} · ${t("matrixHelp")}`,
    ),
    ...[filter.note(found.hidden)].filter(Boolean),
    scroll,
  );
  [scroll.scrollLeft, scroll.scrollTop] = at;
}

view.add("matrix", { title: "matrixTitle", draw });
export function setUp() {
  state.on("matrix", () => {
    sort = { row: null, column: null };
    view.redraw();
  });
  toolbar.add(
    "matrix",
    () => state.setView(state.view === "matrix" ? null : "matrix"),
    () => state.view === "matrix",
  );
}

export { table };
