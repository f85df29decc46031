// Two or three places, or two or three industries, side by side.

import { data } from "./data.js";
import { el } from "./dom.js";
import * as userFacts from "./facts.js";
import * as filter from "./filter.js";
import { go } from "./go.js";
import { hostsOf } from "./hosts.js";
import { basisName, kindName, levelName, nameOf, relationName, t } from "./i18n.js";
import * as locators from "./locators.js";
import * as atlas from "./map.js";
import { say } from "./say.js";
import { state } from "./state.js";
import * as style from "./style.js";
import * as units from "./units.js";
import * as view from "./view.js";

const MOST = 3;
const TABLE = { place: "places", industry: "industries" };
const same = (a) => (b) => a.type === b.type && a.id === b.id;
const rowOf = ({ type, id }) => data.byId[TABLE[type]].get(id);

function toggle(type, id) {
  const item = { type, id };
  const list = state.compare;
  if (list.some(same(item))) return state.setCompare(list.filter((other) => !same(item)(other)));
  const kin = list.filter((other) => other.type === type);
  if (kin.length >= MOST) return say(t("compareFull"));
  if (kin.length < list.length) say(t("compareKind"));
  return state.setCompare([...kin, item]);
}

// Of what an address names, only what there is, of one type.
function known(list) {
  const found = list.filter((item) => TABLE[item.type] && rowOf(item));
  return found.filter((item) => item.type === found[0].type).slice(0, MOST);
}

function button(type, id) {
  const label = () => t(state.compare.some(same({ type, id })) ? "removeCompare" : "addCompare");
  const node = el(
    "button",
    {
      type: "button",
      class: "zz-button zz-addcompare",
      onclick: () => {
        toggle(type, id);
        node.textContent = label();
      },
    },
    label(),
  );
  return node;
}

// Statements of one side, by the number of what stands at the other end.
function partners(item) {
  const row = rowOf(item);
  const found = new Map();
  const add = (number, placement) => {
    const now = found.get(number) || { relation: 9, placements: [] };
    now.relation = Math.min(now.relation, placement.relation);
    now.placements.push(placement);
    found.set(number, now);
  };
  if (item.type === "place")
    (data.placementsAt.get(row.number) || [])
      .filter(filter.keeps)
      .forEach((placement) => add(placement.industry_id, placement));
  else hostsOf(row).rows.forEach((placement) => add(placement.place_id, placement));
  return found;
}

// How many statements of one side the filters hide.
function hiddenOf(item) {
  const row = rowOf(item);
  if (item.type === "industry") return hostsOf(row).hidden;
  return (data.placementsAt.get(row.number) || []).filter((placement) => !filter.keeps(placement)).length;
}

function facts(items) {
  const places = items[0].type === "place";
  const rows = items.map(rowOf);
  const features = rows.map((row) => (places ? atlas.featureFor("place", row.id) : null));
  const km2 = (value) => (value ? units.area(value) : "–");
  const line = (key, cell) => [t(key), rows.map(cell)];
  if (!places) {
    return [
      line("level", (row) => levelName(row.level)),
      line("pillar", (row) => nameOf(data.pillar(row))),
      line("projects", (row) =>
        String(
          data
            .descendants(row.number)
            .flatMap((number) => data.projectsOf.get(number) || [])
            .filter(filter.keepsDocument).length,
        ),
      ),
    ];
  }
  return [
    line("place", (row) => kindName(row.kind)),
    line("districts", (row) => row.district_ids.map((number) => nameOf(data.places[number])).join("、") || "–"),
    line("area", (row, at) => km2(features[at] && features[at].area_km2)),
    line("official", (row) => km2(row.area_km2)),
    line("basis", (row, at) => basisName(features[at] ? features[at].basis : row.basis)),
    line("accuracy", (row, at) => {
      const metres = features[at] ? features[at].accuracy : row.accuracy_m;
      return metres ? `± ${metres.toLocaleString("en")} m` : "–";
    }),
    line("projects", (row) => String((data.projectsAt.get(row.number) || []).filter(filter.keepsDocument).length)),
  ];
}

function statement(entry, name) {
  if (!entry) return el("td", {}, el("span", { class: "zz-hidden" }, "–"));
  const sources = [...new Set(entry.placements.map((row) => row.locator))].flatMap((locator, at) => [
    at ? "；" : "",
    locators.node(locator),
  ]);
  return el(
    "td",
    {},
    el("span", { class: "zz-tag", style: `--c:${style.relation(entry.relation)}` }, relationName(entry.relation)),
    userFacts.marksOfAll(entry.placements),
    el("small", { title: name }, sources),
  );
}

// The partners by how many of the compared have them: all, some, one.
function groups(items) {
  const maps = items.map(partners);
  const table = items[0].type === "place" ? "industries" : "places";
  const other = items[0].type === "place" ? "industry" : "place";
  const numbers = [...new Set(maps.flatMap((map) => [...map.keys()]))];
  const shares = (number) => maps.filter((map) => map.has(number)).length;
  const strongest = (number) => Math.min(...maps.map((map) => (map.get(number) || { relation: 9 }).relation));
  const titles = { [items.length]: "sharedAll", 1: "onlyOne" };
  return items
    .map((_, at) => items.length - at)
    .map((share) => {
      const own = numbers
        .filter((number) => shares(number) === share)
        .sort((a, b) => strongest(a) - strongest(b) || a - b);
      return el(
        "tbody",
        { "data-share": share },
        el(
          "tr",
          { class: "zz-sharehead" },
          el(
            "th",
            { colspan: items.length + 1, scope: "rowgroup" },
            `${t(titles[share] || "sharedSome")} (${own.length})`,
          ),
        ),
        own.map((number) =>
          el(
            "tr",
            {},
            el(
              "th",
              { scope: "row" },
              el(
                "button",
                { type: "button", class: "zz-link", onclick: () => go(other, data[table][number].id) },
                nameOf(data[table][number]),
              ),
            ),
            maps.map((map) => statement(map.get(number), "")),
          ),
        ),
      );
    });
}

function grid(items) {
  const heads = items.map((item) =>
    el(
      "th",
      { scope: "col" },
      el("button", { type: "button", class: "zz-link", onclick: () => go(item.type, item.id) }, nameOf(rowOf(item))),
      " ",
      el(
        "button",
        {
          type: "button",
          class: "zz-drop",
          "aria-label": `${t("removeCompare")}: ${nameOf(rowOf(item))}`,
          onclick: () => toggle(item.type, item.id),
        },
        "×",
      ),
    ),
  );
  return el(
    "table",
    { class: "zz-compare" },
    el("caption", { class: "zz-hidden" }, t("compare")),
    el("thead", {}, el("tr", {}, el("td", {}), heads)),
    el(
      "tbody",
      {},
      facts(items).map(([name, cells]) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, name),
          cells.map((cell) => el("td", {}, cell)),
        ),
      ),
      el(
        "tr",
        {},
        el("th", { scope: "row" }, t("count")),
        items.map((item) =>
          el("td", {}, String([...partners(item).values()].reduce((sum, entry) => sum + entry.placements.length, 0))),
        ),
      ),
    ),
    groups(items),
  );
}

function draw(host) {
  const items = state.compare;
  host.replaceChildren(
    ...[
      view.heading(
        t("compare"),
        items.length
          ? el(
              "button",
              { type: "button", class: "zz-button zz-totable", onclick: () => state.overTable("compare") },
              t("toTable"),
            )
          : null,
      ),
      el("div", { class: "zz-filters" }, filter.bar()),
      filter.note(items.reduce((sum, item) => sum + hiddenOf(item), 0)),
      items.length < 2 && el("p", { class: "zz-note" }, t("compareHelp")),
      items.length &&
        el("div", { class: "zz-scroll", tabindex: "0", role: "region", "aria-label": t("compare") }, grid(items)),
    ].filter(Boolean),
  );
}

function tray(host) {
  const items = state.compare;
  host.hidden = !items.length;
  host.setAttribute("aria-label", t("compare"));
  host.replaceChildren(
    ...items.map((item) =>
      el(
        "span",
        { class: "zz-chip" },
        nameOf(rowOf(item)),
        el(
          "button",
          {
            type: "button",
            class: "zz-drop",
            "aria-label": `${t("removeCompare")}: ${nameOf(rowOf(item))}`,
            onclick: () => toggle(item.type, item.id),
          },
          "×",
        ),
      ),
    ),
    el(
      "button",
      {
        type: "button",
        class: "zz-button zz-opencompare",
        disabled: items.length < 2,
        onclick: () => state.setView("compare"),
      },
      t("compare"),
    ),
    el("button", { type: "button", class: "zz-button", onclick: () => state.setCompare([]) }, t("clear")),
  );
}

view.add("compare", { title: "compare", draw });
export function setUp(map, parts) {
  const host = el("div", { id: "zz-tray", role: "group", hidden: true });
  document.getElementById("zz-stage").append(host);
  const redraw = () => tray(host);
  state.on("lang", redraw);
  state.on("compare", () => {
    redraw();
    if (state.view === "compare") view.redraw();
    const mark = parts.sheet.querySelector(".zz-addcompare");
    if (mark) mark.replaceWith(button(state.selected.type, state.selected.id));
  });
  redraw();
}

export { button, known, toggle };
