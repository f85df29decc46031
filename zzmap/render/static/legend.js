// The legend says what is drawn now, and nothing else.

import * as carriers from "./carriers.js";
import * as classes from "./classes.js";
import * as composition from "./composition.js";
import { data } from "./data.js";
import { el } from "./dom.js";
import * as facts from "./facts.js";
import { go } from "./go.js";
import { hostsOf } from "./hosts.js";
import { basisName, briefName, kindName, nameOf, relationLetter, relationName, shortName, t } from "./i18n.js";
import * as labels from "./labels.js";
import * as map from "./map.js";
import * as projects from "./projects.js";
import { state } from "./state.js";
import * as style from "./style.js";

// A mark is SVG of 34 by 16, in the map's own strokes and fills; paper and image draw it as well.
const { ink } = style;
const area = (fill, line) =>
  `<rect x="1.5" y="2" width="31" height="12" rx="2" fill="${fill}" ` +
  `stroke="${line || ink("district")}" stroke-width="1"/>`;
const stroke = (colour, weight) => `<line x1="1" y1="8" x2="33" y2="8" stroke="${colour}" stroke-width="${weight}"/>`;
const ribbon = () =>
  `<line x1="7" y1="8" x2="27" y2="8" stroke="${ink("belt")}" stroke-width="11" stroke-linecap="round"/>`;
const dot = (fill, colour, weight = 1.6) =>
  `<circle cx="17" cy="8" r="5" fill="${fill}" stroke="${colour}" stroke-width="${weight}"/>`;
const strip = (orders) =>
  orders
    .map(
      (order, at) =>
        `<rect x="${1 + (at * 32) / orders.length}" y="2" width="${32 / orders.length}" height="12" ` +
        `fill="${style.zoneInk(order)}"/>`,
    )
    .join("");
const bar = (share, full) =>
  `<rect x="1" y="4" width="${Math.max(2, 32 * share)}" height="8" fill="${ink(full ? "zone-1" : "area-line")}"/>`;
const square = () =>
  `<rect x="9.5" y="1" width="14" height="14" rx="3" fill="${ink("card")}" ` +
  `stroke="${ink("disc")}" stroke-width="1.4"/>` +
  `<text x="16.5" y="12" text-anchor="middle" font-size="10" font-weight="700" fill="${ink("ink")}">1</text>`;
const letter = (number) =>
  `<rect x="1.5" y="1" width="31" height="14" rx="3" fill="${style.relationFill(number)}"/>` +
  `<rect x="10" y="1.5" width="14" height="13" rx="2.5" fill="${style.relationInk(number)}"/>` +
  `<text x="17" y="12" text-anchor="middle" font-size="10.5" font-weight="700" ` +
  `fill="${style.letterInk(number)}">${relationLetter(number)}</text>`;

function svg(mark) {
  const node = el("span", { class: "zz-swatch" });
  node.innerHTML = `<svg width="34" height="16" viewBox="0 0 34 16" aria-hidden="true">${mark}</svg>`;
  return node;
}

const SIGNS = {
  core: ["核心", "core", "centre"],
  belt: ["带廊", "belt", "corridor"],
  pole: ["极", "pole"],
  area: ["区", "area", "zone"],
  zone: ["区", "zone"],
  centre: ["心", "centre"],
  points: ["点", "points"],
};

// What a structure's name calls its elements of one kind (两带), or the elements' own, else the kind's.
function groupName(parts, kind, rows) {
  const english = state.lang === "en";
  const [signs] = SIGNS[kind] || [""];
  const called = !english && signs && parts.structure.name.match(new RegExp(`[一二两三四五六七八九十多][${signs}]`));
  if (called) return called[0];
  const heads = rows.map(
    ({ element }) => ((english ? element.name_en : element.name).match(/^([^：:]{1,8})[：:]/) || [])[1],
  );
  if (heads[0] && heads.every((head) => head === heads[0])) return heads[0];
  if (rows.length === 1) return shortName(rows[0].feature);
  return parts.belt.length === parts.elements.length ? briefName(nameOf(parts.structure)) : kindName(kind);
}

// Rows of one kind, kind after kind in the structure's own order: [kind, rows].
const byKind = (rows) =>
  [...new Set(rows.map(({ element }) => element.kind))].map((kind) => [
    kind,
    rows.filter(({ element }) => element.kind === kind),
  ]);
const numbered = (rows) =>
  rows.length > 1 ? ` ${rows[0].number}–${rows[rows.length - 1].number}` : ` ${rows[0].number}`;

function structureItems(parts, add) {
  for (const [kind, rows] of byKind(parts.core)) add(area(ink("core"), ink("core")), groupName(parts, kind, rows));
  for (const [kind, rows] of byKind(parts.belt)) add(ribbon(), groupName(parts, kind, rows));
  for (const [kind, rows] of byKind(parts.zone))
    add(
      strip(rows.map(({ order }) => order)),
      `${groupName(parts, kind, rows)}${parts.zone.length > 1 ? numbered(rows) : ""}`,
    );
  if (parts.points.length) add(square(), `${groupName(parts, "points", [])} 1–${parts.points.length}`);
  if (parts.belt.some((part) => composition.ties(part).length)) add(stroke(ink("belt"), 1.25), t("ties"));
  if (parts.ends.length) add(dot(ink("disc"), ink("casing"), 2), t("ends"));
  if (parts.joined.length) add(area(ink("zone-2"), ink("area-line")), t("joined"));
}

// On a page of projects: how many there are at a place, and of each pillar, which can be lit.
function projectItems(list, add) {
  const lit = projects.lit();
  const words = lit
    ? `${t("projects")}：${nameOf(data.byId.industries.get(state.lit))} (${lit.size})`
    : `${t("projects")} (${data.projects.length})`;
  add(dot(ink("zone-1"), ink("disc")), projects.alone() ? words : t("projects"));
  if (projects.counted().length)
    add(
      `<circle cx="17" cy="8" r="7" fill="${ink("zone-1")}" stroke="${ink("disc")}" stroke-width="1.4"/>` +
        `<text x="17" y="11.6" text-anchor="middle" font-size="9.5" font-weight="700" fill="${ink("ink")}">3</text>`,
      t("projectCount"),
    );
  if (lit) add(dot(ink("area-line"), ink("casing")), t("otherProjects"));
  if (!projects.alone()) return;
  const pillars = projects.pillars();
  const most = Math.max(...pillars.map(({ count }) => count));
  for (const { industry, count } of pillars)
    list.push({
      mark: bar(count / most, !state.lit || state.lit === industry.id),
      label: `${nameOf(industry)} ${count}`,
      to: { type: "industry", id: industry.id },
      pressed: state.lit === industry.id,
    });
  if (pillars.reduce((sum, { count }) => sum + count, 0) > data.projects.length) list.push({ note: t("countedTwice") });
  const nowhere = projects.unplaced();
  if (nowhere) list.push({ note: `${nowhere} ${t("projectsNowhere")}` });
}

// Zones and parks by kind, and whether users have brought any.
function carrierItems(list, add) {
  if (state.lit) return; // they are grey
  for (const { key, count, order } of carriers.counts())
    add(
      area(style.zoneInk(order), ink("casing")) +
        `<circle cx="26" cy="8" r="4" fill="${style.zoneInk(order)}" stroke="${ink("disc")}" stroke-width="1.2"/>`,
      `${t(`carrier_${key}`)} (${count})`,
    );
  add(
    `<circle cx="17" cy="8" r="5.5" fill="none" stroke="${ink("disc")}" stroke-width="1.4" stroke-dasharray="2 2.4"/>`,
    t("aboutPoint"),
  );
  if (!data.geo.parks.length) list.push({ note: t("noParks") });
}

function litItems(add) {
  const lit = data.byId.industries.get(state.lit);
  if (!lit) return;
  if (projects.alone()) return;
  const shown = new Set(hostsOf(lit).rows.map((row) => row.relation));
  state.allRelations().forEach((number) => shown.has(number) && add(letter(number), relationName(number)));
  if (composition.shown().length) add(area(ink("faded-2"), ink("faded-3")), t("restOfPlan"));
  else if (["places", "sites", "carriers"].some((key) => state.layers.has(key)))
    add(dot(ink("faded-3"), ink("casing")), t("restOfPlan"));
}

// Points of places and sites: their kinds in their colours, and those known less surely.
function pointItems(has, add) {
  if (state.lit) return; // they are grey
  const rows = ["places", "sites"]
    .filter(has)
    .flatMap((key) => data.geo[key])
    .filter((row) => row.shape.type === "point" && !data.isDistrict(row));
  const byColour = new Map();
  for (const { kind } of rows)
    byColour.set(style.colour(kind), (byColour.get(style.colour(kind)) || new Set()).add(kindName(kind)));
  for (const [colour, kinds] of byColour)
    add(
      dot(colour, "#fff"),
      [...kinds].slice(0, 4).join(state.lang === "en" ? ", " : "、") + (kinds.size > 4 ? "…" : ""),
    );
  if (rows.some(({ accuracy }) => accuracy > 2000)) add(dot("#fff", style.colour("place")), t("roughPoint"));
}

// [{mark, label}] of what is drawn, lit first, then in drawing order; then {note} lines.
function items() {
  const on = state.layers;
  const { geo } = data;
  const list = [];
  const add = (mark, label) => list.push({ mark, label: label[0].toUpperCase() + label.slice(1) });
  const english = state.lang === "en";
  const has = (key) => on.has(key) && (geo[key] || []).length;
  litItems(add);
  if (on.has("projects") && projects.alone()) projectItems(list, add);
  const structures = composition.shown();
  if (!state.lit) for (const parts of structures) structureItems(parts, add);
  const bases = new Set(
    structures.flatMap((one) => [...one.core, ...one.belt, ...one.zone]).map(({ feature }) => feature.basis),
  );
  if (has("zones")) {
    add(area(ink("area"), ink("area-line")), t(structures.length ? "otherZones" : "zonesAndAreas"));
    geo.zones.forEach((row) => bases.add(row.basis));
  }
  if (on.has("carriers")) carrierItems(list, add);
  if (has("parks")) add(area("rgba(178,24,43,.22)", style.colour("user_park")), t("parks"));
  pointItems(has, add);
  if (map.counts().some((mark) => mark.kind !== "project")) add(dot(ink("card"), ink("soft")), t("countMark"));
  if (["places", "sites"].some((key) => on.has(key) && (geo[key] || []).some(facts.isTold)))
    add(dot(style.colour("place"), style.told.color), t("toldPoint"));
  if (on.has("choropleth")) {
    list.push({ note: t("choropleth"), head: true });
    for (const [number, [low, high]] of classes.placements().ranges)
      add(area(ink(`class-${number}`)), low === high ? `${low}` : `${low}–${high}`);
    const { pillars } = classes.placements();
    list.push({ note: t("rolledUp") });
    add(
      pillars
        .map(
          (_, at) =>
            `<rect x="${1 + at * 4}" y="${4 + ((at * 5) % 9)}" width="3" height="${11 - ((at * 5) % 9)}" ` +
            `fill="${ink("ink")}"/>`,
        )
        .join(""),
      `${t("barsAre")}${pillars.map(nameOf).join(state.lang === "en" ? ", " : "、")}`,
    );
  }
  if (on.has("projects") && !projects.alone()) projectItems(list, add);
  if (on.has("districts")) {
    if ((geo.city || []).length) add(stroke(ink("city"), 1.6), t("cityLine"));
    add(stroke(ink("district"), 1.2), t("districtLine"));
  }
  if (on.has("ground")) {
    const kinds = new Set((geo.ground || []).map((row) => row.kind));
    if (["river", "lake", "stream"].some((kind) => kinds.has(kind)))
      add(area(ink("water"), ink("water")), english ? "water" : "河湖");
    if (kinds.has("expressway")) add(stroke(ink("road"), 2.4), english ? "expressway" : "高速公路");
    if (kinds.has("railway")) add(stroke(ink("rail"), 1.6), english ? "railway" : "铁路");
  }
  if (bases.size) list.push({ note: [...bases].map(basisName).join(" · ") });
  if (bases.has("schematic") || bases.has("derived")) list.push({ note: t("schematicNote") });
  return list;
}

// What has a number on the map and no name there: the names, each the way to its sheet.
function names(unnamed) {
  if (!unnamed.length) return null;
  const row = ({ number, name, feature, type }) =>
    el(
      "button",
      { type: "button", class: "zz-link", onclick: () => go(type, feature.id, state.lit) },
      `${number} ${name}`,
    );
  return el("div", { class: "zz-numbered" }, el("b", {}, t("numbersOnMap")), unnamed.map(row));
}

function line(item) {
  if (item.note) return el("li", { class: item.head ? "zz-legendhead" : "zz-bases" }, item.note);
  const toggle = () => (item.pressed ? state.select(null) : go(item.to.type, item.to.id));
  return el(
    "li",
    {},
    svg(item.mark),
    item.to
      ? el(
          "button",
          { type: "button", class: "zz-link", "aria-pressed": String(item.pressed), onclick: toggle },
          item.label,
        )
      : item.label,
  );
}

function draw(host, unnamed = labels.unnamed()) {
  host.replaceChildren(...[names(unnamed), el("ul", {}, items().map(line))].filter(Boolean));
}

export { draw, items };
