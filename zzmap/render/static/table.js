// The attribute table, below the map: sorted, filtered, its columns picked, tied to the map, saved.

import { data } from "./data.js";
import { el } from "./dom.js";
import * as filter from "./filter.js";
import { go as goTo } from "./go.js";
import { counted, t } from "./i18n.js";
import { say } from "./say.js";
import { state as pageState } from "./state.js";
import * as tablefiles from "./tablefiles.js";
import * as tablekeys from "./tablekeys.js";
import * as tables from "./tables.js";
import * as toolbar from "./toolbar.js";
import * as units from "./units.js";

const FIRST = 300; // rows shown at once; the rest when asked for
let host;
let table = null;
let sort = null; // {column, down}
let filters = [];
let off = new Set(); // columns not shown
let most = FIRST;

const words = (value) =>
  value === null || value === undefined ? "" : typeof value === "number" ? units.plain(value) : String(value);

function kept() {
  const wanted = filters.map((text) => text.trim().toLowerCase());
  const rows = table.rows.filter(({ cells }) =>
    wanted.every((text, at) => !text || words(cells[at]).toLowerCase().includes(text)),
  );
  if (!sort) return rows;
  const order = (a, b) => {
    if (a === b) return 0;
    if (a === null || a === "") return 1; // what is not known comes last, whatever the direction
    if (b === null || b === "") return -1;
    const by =
      typeof a === "number" && typeof b === "number"
        ? a - b
        : String(a).localeCompare(String(b), "zh-CN", { numeric: true });
    return sort.down ? -by : by;
  };
  return rows.slice().sort((a, b) => order(a.cells[sort.column], b.cells[sort.column]));
}

const columns = () => table.columns.map((key, at) => ({ key, at })).filter(({ at }) => !off.has(at));
const titleOf = (key) => (t(`col_${key}`) === `col_${key}` ? t(key) : t(`col_${key}`));

function isChosen({ to }) {
  const { selected } = pageState;
  if (!selected || !to) return false;
  const own = data.entity(to.type, to.id);
  return own.type === selected.type && own.id === selected.id;
}

function go(row) {
  goTo(row.to.type, row.to.id, row.to.lit);
}

function line(row) {
  const [first, ...rest] = columns();
  const value = (at) => words(row.cells[at]);
  return el(
    "tr",
    { class: isChosen(row) ? "zz-chosen" : null },
    first &&
      el(
        "th",
        { scope: "row" },
        row.to
          ? el("button", { type: "button", class: "zz-link", onclick: () => go(row) }, value(first.at) || "–")
          : value(first.at),
      ),
    rest.map(({ at }) => el("td", { class: typeof row.cells[at] === "number" ? "zz-number" : null }, value(at))),
  );
}

function headCell({ key, at }) {
  const state = sort && sort.column === at ? (sort.down ? "descending" : "ascending") : null;
  const turn = () => {
    sort = state === "descending" ? null : { column: at, down: state === "ascending" };
    fill();
  };
  return el(
    "th",
    { scope: "col", "aria-sort": state },
    el(
      "button",
      { type: "button", class: "zz-sortcolumn", "data-column": key, onclick: turn },
      titleOf(key),
      state ? (state === "ascending" ? " ↑" : " ↓") : "",
    ),
    el("input", {
      type: "search",
      class: "zz-columnfilter",
      value: filters[at] || "",
      "data-column": key,
      "aria-label": `${t("filterColumn")} ${titleOf(key)}`,
      placeholder: t("contains"),
      oninput: (event) => {
        filters[at] = event.target.value;
        most = FIRST;
        fill(true);
      },
    }),
  );
}

function count(rows) {
  const shown = rows.length === table.rows.length ? rows.length : `${rows.length} / ${table.rows.length}`;
  const parts = [counted(shown, "rows")];
  if (table.hidden) parts.push(`${table.hidden} ${t("filteredOut")}`);
  return parts.join(" · ");
}

function fill(typing) {
  const rows = kept();
  host.querySelector(".zz-tablecount").textContent = count(rows);
  if (!typing) host.querySelector("thead").replaceChildren(el("tr", {}, columns().map(headCell)));
  const more =
    rows.length > most
      ? el(
          "tr",
          {},
          el(
            "td",
            { colspan: columns().length },
            el(
              "button",
              {
                type: "button",
                class: "zz-link zz-tablemore",
                onclick: () => {
                  most = Infinity;
                  fill(true);
                },
              },
              t("more").replace("{n}", rows.length - most),
            ),
          ),
        )
      : null;
  host.querySelector("tbody").replaceChildren(...[...rows.slice(0, most).map(line), more].filter(Boolean));
}

function file(kind) {
  const shown = columns();
  const titles = shown.map(({ key }) => titleOf(key));
  const rows = kept().map(({ cells }) => shown.map(({ at }) => cells[at]));
  const name = `${table.title}.${kind}`;
  if (kind === "csv") tablefiles.save(new Blob([tablefiles.csv(titles, rows)], { type: "text/csv" }), name);
  else tablefiles.save(tablefiles.xlsx(table.title, titles, rows), name);
  say(`${name}: ${counted(rows.length, "rows")}${table.hidden ? ` · ${table.hidden} ${t("filteredOut")}` : ""}`);
}

function picker() {
  const box = (key, at) =>
    el(
      "li",
      {},
      el(
        "label",
        {},
        el("input", {
          type: "checkbox",
          checked: !off.has(at),
          onchange: (event) => {
            if (event.target.checked) off.delete(at);
            else off.add(at);
            fill();
          },
        }),
        " ",
        titleOf(key),
      ),
    );
  return el("details", { class: "zz-columns" }, el("summary", {}, t("columns")), el("ul", {}, table.columns.map(box)));
}

function draw() {
  table = pageState.table && tables.make(pageState.table);
  host.hidden = !table;
  document.getElementById("zz-stage").classList.toggle("zz-tabled", Boolean(table));
  if (!table) return host.replaceChildren();
  const button = (label, act, name) =>
    el("button", { type: "button", class: `zz-button ${name}`, onclick: act }, label);
  const option = (key) => el("option", { value: key, selected: key === pageState.table }, t(`table_${key}`));
  const offered = tablekeys
    .offered()
    .filter(
      (key) =>
        key === pageState.table ||
        !["sheet", "matrix", "compare", "selection", "file"].includes(key) ||
        tables.make(key),
    );
  host.setAttribute("aria-label", t("table"));
  host.replaceChildren(
    el(
      "div",
      { class: "zz-tablehead" },
      el(
        "select",
        { class: "zz-tablekey", "aria-label": t("table"), onchange: (event) => pageState.setTable(event.target.value) },
        offered.map(option),
      ),
      el("b", {}, table.title),
      el("span", { class: "zz-tablecount", role: "status" }),
      el("span", { class: "zz-grow" }),
      picker(),
      button("CSV", () => file("csv"), "zz-csv"),
      button("XLSX", () => file("xlsx"), "zz-xlsx"),
      el(
        "button",
        {
          type: "button",
          class: "zz-button zz-tableclose",
          "aria-label": t("close"),
          onclick: () => pageState.setTable(null),
        },
        "×",
      ),
    ),
    el(
      "div",
      { class: "zz-scroll", tabindex: "0", role: "region", "aria-label": table.title },
      el(
        "table",
        { class: "zz-table" },
        el("caption", { class: "zz-hidden" }, table.title),
        el("thead", {}),
        el("tbody", {}),
      ),
    ),
  );
  return fill();
}

function anew() {
  [sort, filters, off, most] = [null, [], new Set(), FIRST];
  draw();
}

// What was chosen on the map is shown in the table.
function follow() {
  if (!table) return;
  if (pageState.table === "sheet") return draw();
  const rows = kept();
  const at = rows.findIndex(isChosen);
  if (at >= most) most = Infinity;
  fill(true);
  const node = host.querySelector(".zz-chosen");
  if (node) node.scrollIntoView({ block: "nearest" });
}

export function setUp() {
  const chip = el("div", { id: "zz-filterchip", role: "status", hidden: true });
  document.getElementById("zz-stage").append(chip);
  for (const event of ["filter", "lang"]) pageState.on(event, () => filter.chip(chip));
  filter.chip(chip);
  host = el("section", { id: "zz-table", role: "region", hidden: true });
  document.getElementById("zz-stage").append(host);
  L.DomEvent.disableClickPropagation(host);
  L.DomEvent.disableScrollPropagation(host);
  pageState.on("table", anew);
  pageState.on("select", follow);
  for (const event of ["lang", "filter"]) pageState.on(event, () => table && draw());
  toolbar.add(
    "table",
    () => pageState.setTable(pageState.table ? null : "theme"),
    () => Boolean(pageState.table),
  );
  draw();
}
