// The popup is short; the sheet carries the rest.

import { board } from "./board.js";
import { data } from "./data.js";
import { el } from "./dom.js";
import * as drawpanel from "./drawpanel.js";
import * as facts from "./facts.js";
import * as filerows from "./filerows.js";
import * as filter from "./filter.js";
import { basisName, kindName, nameOf, shortName, t } from "./i18n.js";
import * as locators from "./locators.js";
import * as map from "./map.js";
import * as measure from "./measure.js";
import { state } from "./state.js";

const HOSTED = 3;
const OTHERS = 4;

// A site opens the sheet of its place.
function target({ feature, type }) {
  if (type !== "site") return { type, id: feature.id };
  return { type: "place", id: data.places[data.byId.sites.get(feature.id).place_id].id };
}

// The place whose placements a popup shows; an element's are those of the place it is.
function placeOf({ type, id }) {
  if (type !== "element") return type === "place" ? data.byId.places.get(id) : null;
  const own = data.byId.elements.get(id).place_id;
  return own === null ? null : data.places[own];
}

function hosted(to) {
  const row = placeOf(to);
  const order = (a, b) => data.contestedLast(a, b) || a.relation - b.relation;
  const rows = row ? (data.placementsAt.get(row.number) || []).filter(filter.keeps).sort(order) : [];
  const kept = new Map(rows.map((item) => /** @type {const} */ ([item.industry_id, item])).reverse());
  return [...kept.values()].sort(order).slice(0, HOSTED);
}

function open({ type, id }, lit = state.lit) {
  board.leaflet.closePopup();
  if (type === "draft") return drawpanel.open(id);
  const to = data.entity(type, id);
  state.select(to.type, to.id, lit);
  const title = /** @type {HTMLElement} */ (document.querySelector("#zz-sheet h2"));
  if (title) title.focus({ preventScroll: true });
  return undefined;
}

function body(first, others) {
  const { feature } = first;
  if (first.type === "within") return counted(feature, others);
  if (first.type === "projects") return listed(feature, others);
  if (first.type === "opened") return ofFile(feature, others);
  if (first.type === "draft") return ofDraft(feature, others);
  const to = target(first);
  const rows = hosted(to);
  return el(
    "div",
    { class: "zz-popup" },
    el("b", {}, shortName(feature)),
    el("p", {}, `${kindName(feature.kind)} · ${basisName(feature.basis)} ± ${feature.accuracy.toLocaleString("en")} m`),
    rows.length
      ? el(
          "ul",
          {},
          rows.map((item) =>
            el(
              "li",
              {},
              `${facts.short(item)}${nameOf(data.industries[item.industry_id])} `,
              el("small", {}, locators.node(item.locator)),
            ),
          ),
        )
      : null,
    el("button", { type: "button", class: "zz-button", onclick: () => open(to) }, t("openSheet")),
    also(others),
  );
}

function also(others) {
  const link = (other) =>
    el("button", { type: "button", class: "zz-link", onclick: () => open(target(other)) }, shortName(other.feature));
  return others.length ? el("p", { class: "zz-also" }, t("alsoHere"), others.map(link)) : null;
}

function ofDraft({ id, name, shape }, others) {
  return el(
    "div",
    { class: "zz-popup" },
    el("b", {}, name),
    el("p", {}, `${t("draft")} · ${measure.words(shape.coords[0][0], true)}`),
    el("button", { type: "button", class: "zz-button", onclick: () => open({ type: "draft", id }) }, t("openSheet")),
    also(others),
  );
}

// A row of an opened file: its first cells.
function ofFile({ id }, others) {
  const row = data.byId.opened.get(id);
  return el(
    "div",
    { class: "zz-popup" },
    el("b", {}, row.name),
    el("p", {}, row.file.name),
    el(
      "ul",
      {},
      filerows.brief(row).map((words) => el("li", {}, words)),
    ),
    el("button", { type: "button", class: "zz-button", onclick: () => open({ type: "opened", id }) }, t("openSheet")),
    also(others),
  );
}

// A number of projects: each with the way to its sheet.
function listed(feature, others) {
  const item = (row) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "zz-link", onclick: () => open({ type: "project", id: row.id }, state.lit) },
        nameOf(row),
      ),
      row.enterprise ? el("small", {}, ` · ${row.enterprise}`) : null,
    );
  return el(
    "div",
    { class: "zz-popup" },
    el("b", {}, nameOf(feature)),
    el("ul", { class: "zz-held" }, feature.places.map(item)),
    el(
      "button",
      { type: "button", class: "zz-button", onclick: () => open({ type: "place", id: feature.over.id }) },
      t("openSheet"),
    ),
    also(others),
  );
}

// A count: the list of what it counts, then of all else that is known to lie there.
function counted(feature, others) {
  const { over } = feature;
  const shown = (map.counts().find((mark) => mark.id === over.id) || feature).places;
  const all = [...new Set([...shown, ...data.holds.get(over.number)])];
  const lit = shown.length < all.length ? data.byId.industries.get(state.lit) : null;
  const item = (row, at) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "zz-link", onclick: () => open({ type: "place", id: row.id }, state.lit) },
        nameOf(row),
      ),
      lit && at < shown.length ? el("small", {}, ` · ${nameOf(lit)}`) : null,
    );
  return el(
    "div",
    { class: "zz-popup" },
    el("b", {}, nameOf(over)),
    el("p", {}, `${t("heldHere")} (${shown.length < all.length ? `${shown.length} / ` : ""}${all.length})`),
    el("ul", { class: "zz-held" }, all.map(item)),
    el(
      "button",
      { type: "button", class: "zz-button", onclick: () => open({ type: "place", id: over.id }) },
      t("openSheet"),
    ),
    also(others.filter((other) => shortName(other.feature) !== nameOf(over))),
  );
}

// `found` as pick.at gives it: the popup describes the first and names the next.
function show(found, latlng) {
  const name = shortName(found[0].feature);
  const others = found
    .slice(1)
    .filter((other) => shortName(other.feature) !== name)
    .slice(0, OTHERS);
  const point = found[0].feature.shape.type === "point" ? found[0].feature.shape.coords : latlng;
  L.popup({ maxWidth: 300, autoPanPadding: [30, 30] })
    .setLatLng(point)
    .setContent(body(found[0], others))
    .openOn(board.leaflet);
}

// What a label names is meant: its sheet is opened at once.
const openNamed = (found) => open(target(found));

export { openNamed, show };
