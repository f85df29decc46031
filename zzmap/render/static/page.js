// Put the page together and keep its parts in step with the state.

import * as carriers from "./carriers.js";
import * as compare from "./compare.js";
import * as composition from "./composition.js";
import * as coords from "./coords.js";
import { data, known, load } from "./data.js";
import { el } from "./dom.js";
import * as drawpanel from "./drawpanel.js";
import * as dropfile from "./dropfile.js";
import * as find from "./find.js";
import * as furniture from "./furniture.js";
import { briefName, nameOf, t } from "./i18n.js";
import * as icons from "./icons.js";
import * as labels from "./labels.js";
import * as legend from "./legend.js";
import * as locators from "./locators.js";
import * as atlas from "./map.js";
import * as matrix from "./matrix.js";
import * as panes from "./panes.js";
import * as paper from "./paper.js";
import * as pick from "./pick.js";
import * as png from "./png.js";
import * as print from "./print.js";
import * as projects from "./projects.js";
import { copyLink, say } from "./say.js";
import * as search from "./search.js";
import * as sheet from "./sheet.js";
import * as stack from "./stack.js";
import { state } from "./state.js";
import * as style from "./style.js";
import * as table from "./table.js";
import * as tablekeys from "./tablekeys.js";
import * as trail from "./trail.js";
import * as tree from "./tree.js";
import * as pages from "./view.js";
import * as zoom from "./zoom.js";

// A page shown inside a notebook's cell has no address of its own to keep or to copy.
const ADDRESSED = location.protocol !== "about:";

// What the map shows at first: the city; on a phone, where it would be too small to read, the
// numbered areas and the core.
function opening(theme) {
  const structures = theme.structures.map((id) => composition.of(id));
  const ends = structures.flatMap((one) => one.ends).map(({ feature }) => feature.shape.coords);
  // The city, and what belts lead to beyond it.
  if (window.innerWidth > 600 || ends.length) return ends.reduce((box, at) => box.extend(at), zoom.home());
  const parts = structures.flatMap((one) => [...one.core, ...one.zone]);
  const box = L.latLngBounds(
    parts
      .filter(({ feature }) => feature.shape.type === "polygon")
      .flatMap(({ feature }) => feature.shape.coords.flat(2)),
  );
  return box.isValid() ? box : mostOf(theme) || zoom.home();
}

// Where most marks of a page without a structure lie: all but the outermost tenths.
function mostOf({ layers }) {
  const shapes = [
    ...(layers.includes("projects") ? projects.shown().lit : []),
    ...(layers.includes("carriers") ? carriers.points() : []),
  ].map(({ shape }) => shape.coords);
  if (shapes.length < 10) return null;
  const share = (axis, part) =>
    shapes.map((at) => at[axis]).sort((a, b) => a - b)[Math.floor(part * (shapes.length - 1))];
  return L.latLngBounds([
    [share(0, 0.1), share(1, 0.1)],
    [share(0, 0.9), share(1, 0.9)],
  ]);
}

// Room for the cards that float over the map, and for names beside it.
/** @type {() => L.FitBoundsOptions} */
const margins = () =>
  window.innerWidth > 860
    ? { paddingTopLeft: [24, 84], paddingBottomRight: [90, 40] }
    : { paddingTopLeft: [20, 110], paddingBottomRight: [20, 50] };

function shell(mapNode) {
  const theme = data.payload.theme;
  const parts = {};
  parts.title = el("h1", {});
  parts.subtitle = el("p", { class: "zz-subtitle" });
  parts.language = el("button", {
    type: "button",
    class: "zz-button zz-language",
    onclick: () => state.setLang(state.lang === "zh" ? "en" : "zh"),
  });
  parts.copy = el("button", { type: "button", class: "zz-button", hidden: !ADDRESSED, onclick: copyLink });
  parts.menu = el("button", {
    type: "button",
    class: "zz-button zz-menu",
    "aria-expanded": "false",
    "aria-controls": "zz-side",
    onclick: toggleMenu,
  });
  parts.search = el("div", { class: "zz-search" });
  parts.chip = el("p", { class: "zz-litchip", hidden: true });
  parts.tools = el("div", { class: "zz-tools" }, parts.copy, parts.language);
  parts.tabs = el("nav", { class: "zz-tabs" });
  parts.tree = el("nav", { id: "zz-tree" });
  parts.legend = el("div", { id: "zz-legend" });
  parts.treeTitle = el("h2", {});
  parts.stack = el("div", { id: "zz-stack" });
  parts.legendTitle = el("summary", {});
  parts.side = el("aside", { id: "zz-side" }, parts.treeTitle, parts.tree);
  parts.legendCard = el(
    "details",
    { id: "zz-legendcard", open: window.innerWidth > 1100 },
    parts.legendTitle,
    parts.legend,
    parts.stack,
  );
  parts.close = el("button", { type: "button", class: "zz-button zz-close", onclick: () => state.select(null) }, "×");
  parts.sheet = el("article", { id: "zz-sheet", tabindex: "0" });
  parts.panel = el("aside", { id: "zz-panel", hidden: true }, parts.close, parts.sheet);
  parts.source = el("p", { id: "zz-source" });
  parts.skip = el("a", {
    class: "zz-skip",
    href: "#zz-sheet",
    onclick: (event) => {
      event.preventDefault();
      (parts.panel.hidden ? document.getElementById("zz-search") : parts.sheet).focus();
    },
  });
  parts.message = el("div", { id: "zz-message", role: "status", "aria-live": "polite" });
  const stage = el(
    "main",
    { id: "zz-stage" },
    mapNode,
    parts.legendCard,
    el("div", { id: "zz-furniture" }, furniture.arrow(), parts.source),
  );
  const rail = el("div", { class: "zz-rail" }, parts.tabs, el("span", { class: "zz-space" }), parts.menu, parts.tools);
  const card = el(
    "div",
    { id: "zz-card" },
    parts.title,
    parts.subtitle,
    el("div", { class: "zz-searchrow" }, parts.search, parts.chip),
  );
  const app = el(
    "div",
    { id: "zz-app" },
    parts.skip,
    el("header", { id: "zz-head" }, rail, card),
    parts.side,
    stage,
    parts.panel,
    parts.message,
  );
  document.body.prepend(app);
  let was = parts.legendCard.open; // a card that is open from the start says so once, too
  parts.legendCard.addEventListener("toggle", () => {
    if (was !== parts.legendCard.open) labels.draw();
    was = parts.legendCard.open;
  });
  parts.theme = theme;
  return parts;

  function toggleMenu() {
    const open = app.classList.toggle("zz-open");
    parts.menu.setAttribute("aria-expanded", String(open));
    parts.menu.setAttribute("aria-pressed", String(open));
  }
}

// The pages built beside this one; a page on its own has none to lead to.
function tabs() {
  const { tabs: pages, theme } = data.payload;
  if (!pages || pages.length < 2 || !ADDRESSED) return [];
  return pages.map((page) =>
    el(
      "a",
      { href: page.file, class: "zz-tab", "aria-current": page.file === theme.file ? "page" : null },
      icons.of(page),
      wordwise(tabName(page)),
    ),
  );
}

// Chinese that may break between words alone, where the browser knows words.
const segmenter = Intl.Segmenter ? new Intl.Segmenter("zh", { granularity: "word" }) : null;
const wordwise = (text) =>
  segmenter
    ? el(
        "span",
        { class: "zz-wordwise" },
        [...segmenter.segment(text)].flatMap(({ segment }, at) => (at ? [el("wbr", {}), segment] : [segment])),
      )
    : el("span", {}, text);

// A page's title without the city's name and what all maps are called.
function tabName(page) {
  const { city } = data.payload;
  if (state.lang === "en")
    return page.title_en
      .replace(` of ${city.name_en}`, "")
      .replace(`${city.name_en}'s `, "")
      .replace(`${city.name_en} `, "");
  return briefName(page.title).replace(/(的)?(空间)?(布局|分布)?(图)?$/, "") || page.title;
}

// The plan's own name for what is drawn, above the page's title; of several structures the page's.
function headings(theme) {
  const english = state.lang === "en";
  const own = english ? theme.title_en : theme.title;
  const structures = theme.structures
    .map((id) => data.byId.structures.get(id))
    .filter(Boolean)
    .map(nameOf);
  return structures.length === 1
    ? [structures[0], [own, shared(theme)].filter(Boolean).join(english ? ": " : "：")]
    : [own, ""];
}

// What every belt of a structure of belts alone is for, in the page's language.
function shared(theme) {
  const parts = composition.of(theme.structures[0]);
  if (!parts.ends.length) return "";
  const lists = parts.belt.map(({ element }) => element.functions);
  const named = (text) =>
    data.industries.find((row) => row.name === text || row.aliases.includes(text) || row.name === `${text}产业`);
  const words = lists[0]
    .filter((text) => lists.every((list) => list.includes(text)))
    .map((text) => [text, named(text)]);
  return state.lang === "en"
    ? words
        .map(([, row]) => row && nameOf(row))
        .filter(Boolean)
        .join(", ")
    : words.map(([text]) => text).join("、");
}

// Of a page with several structures: one is drawn at a time, each of these shows its own.
function structureChoice(theme) {
  const rows = theme.structures.map((id) => data.byId.structures.get(id)).filter(Boolean);
  if (rows.length < 2) return [];
  return [
    el(
      "span",
      { class: "zz-choices", role: "group", "aria-label": t("structureChoice") },
      rows.map((row) =>
        el(
          "button",
          {
            type: "button",
            class: "zz-toggle",
            "data-structure": row.id,
            "aria-pressed": String(state.layers.has(`st:${row.id}`)),
            onclick: () => show(row),
          },
          nameOf(row),
        ),
      ),
    ),
  ];

  function show(row) {
    for (const other of rows) state.setLayer(`st:${other.id}`, other === row);
    if (theme.layers.includes("sites")) state.setLayer("sites", hasSites(row.id));
  }
}

const hasSites = (id) =>
  data.sites.some((site) => data.structures[data.elements[site.element_id].structure_id].id === id);

// What a page shows at first: its layers and the first of its structures.
const firstLayers = ({ layers, structures }) => [...layers, ...structures.slice(0, 1).map((id) => `st:${id}`)];

function words(parts) {
  const english = state.lang === "en";
  document.documentElement.lang = english ? "en" : "zh-CN";
  [parts.title.textContent, parts.subtitle.textContent] = headings(parts.theme);
  choices(parts);
  document.title = english ? parts.theme.title_en : parts.theme.title;
  parts.tabs.setAttribute("aria-label", t("tabs"));
  parts.tabs.replaceChildren(...tabs());
  parts.language.replaceChildren(icons.icon("language"), el("span", {}, t("language")));
  parts.language.lang = english ? "zh-CN" : "en";
  parts.copy.replaceChildren(icons.icon("copy"), el("span", {}, t("copy")));
  parts.menu.replaceChildren(icons.icon("menu"), wordwise(t("menu")));
  parts.skip.textContent = t("skip");
  parts.treeTitle.textContent = t("layers");
  parts.legendTitle.textContent = t("legend");
  parts.side.setAttribute("aria-label", t("menu"));
  parts.tree.setAttribute("aria-label", t("layers"));
  parts.panel.setAttribute("aria-label", t("hosts"));
  parts.close.setAttribute("aria-label", t("close"));
  parts.source.textContent = furniture.sourceWords();
  litChip(parts);
  parts.search.replaceChildren(search.box());
  tree.draw(parts.tree);
  legend.draw(parts.legend);
  stack.draw(parts.stack);
  sheet.draw(parts.sheet, state.selected);
}

function choices(parts) {
  const made = structureChoice(parts.theme);
  if (made.length) parts.subtitle.replaceChildren(...made);
}

function markChoices(parts) {
  for (const node of parts.subtitle.querySelectorAll("[data-structure]"))
    node.setAttribute("aria-pressed", String(state.layers.has(`st:${node.dataset.structure}`)));
}

// The lit industry beside the search, with the way to put it out.
function litChip(parts) {
  const industry = data.byId.industries.get(state.lit);
  parts.chip.hidden = !industry;
  document.getElementById("zz-app").classList.toggle("zz-islit", Boolean(industry));
  parts.chip.replaceChildren(
    ...(industry
      ? [
          el(
            "button",
            {
              type: "button",
              "aria-label": `${t("clearLit")}：${nameOf(industry)}`,
              onclick: () => state.select(null),
            },
            nameOf(industry),
            " ✕",
          ),
        ]
      : []),
  );
}

function connect(map, parts) {
  let numbered = null;
  const remember = () => !ADDRESSED || paper.isBusy() || trail.note();
  state.on("layers", (key) => {
    legend.draw(parts.legend);
    stack.draw(parts.stack);
    markChoices(parts);
    const box = parts.tree.querySelector(`[data-layer="${key}"]`);
    if (box) box.checked = state.layers.has(key);
    remember();
  });
  state.on("select", (selected) => {
    parts.panel.hidden = !selected;
    litChip(parts);
    sheet.draw(parts.sheet, selected);
    legend.draw(parts.legend);
    map.invalidateSize({ animate: false });
    remember();
  });
  state.on("filter", () => {
    sheet.draw(parts.sheet, state.selected);
    legend.draw(parts.legend);
  });
  state.on("stack", () => {
    stack.draw(parts.stack);
    remember();
  });
  const near = () => document.getElementById("zz-app").classList.toggle("zz-near", style.near());
  state.on("labels", near);
  state.on("labels", () => {
    // what has a number and no name is another at each zoom
    const list = labels
      .unnamed()
      .map(({ number, name }) => `${number} ${name}`)
      .join();
    if (list !== numbered && !paper.isBusy()) legend.draw(parts.legend);
    numbered = list;
  });
  for (const event of ["filter", "view", "table", "matrix", "compare"]) state.on(event, remember);
  state.on("lang", () => {
    words(parts);
    remember();
  });
  map.on("moveend", remember);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/INPUT|TEXTAREA/.test(document.activeElement.tagName)) {
      event.preventDefault();
      document.getElementById("zz-search").focus();
    } else if (event.key === "Escape" && state.selected && !state.view && !document.querySelector("dialog[open]"))
      state.select(null);
  });
}

// The page has all it will have at its start: its tests wait for that.
export function ready() {
  document.documentElement.dataset.ready = "true";
}

// What was asked for by the address before the parks were there; null when it was answered.
let wanted = null;
let parts = null;

// Where parks lie, before more is known of them: they are drawn.
export function outlined(parks) {
  data.geo.parks = parks;
  atlas.renew("parks");
  if (wanted && parks.length && (!wanted.layers || wanted.layers.includes("parks"))) state.setLayer("parks", true);
  document.documentElement.dataset.outlined = "true";
}

// Parks are there that were not, or others: what shows them is drawn anew, unless they are `drawn`.
export function bring(drawn) {
  for (const key of drawn ? ["places"] : ["parks", "places"]) atlas.renew(key);
  if (wanted) answerAddress();
  find.forget();
  setTimeout(find.prepare, 500);
  tree.draw(parts.tree);
  legend.draw(parts.legend);
  stack.draw(parts.stack);
  if (state.selected && !known(state.selected)) state.select(null);
  else sheet.draw(parts.sheet, state.selected);
  labels.draw();
  state.emit("parks");
}

function answerAddress() {
  if (!state.selected && known(wanted.selected)) {
    const to = data.entity(wanted.selected.type, wanted.selected.id);
    state.select(to.type, to.id, wanted.lit);
  }
  const named = compare.known(wanted.compare || []);
  if (named.length > state.compare.length) state.setCompare(named);
  if (wanted.table && !state.table && tablekeys.offered().includes(wanted.table)) state.setTable(wanted.table);
  wanted = null;
}

export function start(map) {
  const payload = document.getElementById("zz-payload");
  load(JSON.parse(payload.textContent));
  payload.remove();
  const theme = data.payload.theme;
  wanted = state.fromHash(location.hash);
  if (wanted.lang) state.lang = wanted.lang;
  state.relations = new Set(wanted.relations && wanted.relations.length ? wanted.relations : state.allRelations());
  state.document = wanted.document || null;
  state.view = wanted.page || null;
  state.table = wanted.table || null;
  state.compare = compare.known(wanted.compare || []);
  Object.assign(state.matrix, wanted.matrix);
  state.stack = wanted.stack || panes.usual();
  parts = shell(map.getContainer());
  zoom.prepare(map);
  const view = zoom.mended(wanted.view);
  // Size and view first: what is added after is drawn once, not at each step.
  map.invalidateSize({ animate: false });
  zoom.setOpening(() => [opening(theme), { snap: 0, ...margins() }]);
  if (view) map.setView([view.lat, view.lng], view.zoom, { animate: false });
  else zoom.whole();
  atlas.init(map);
  style.defs(map.getContainer());
  L.control.zoom({ position: "topright", zoomInTitle: "+", zoomOutTitle: "−" }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  const first = wanted.layers || firstLayers(theme);
  if (data.geo.parks.length && !wanted.layers) first.push("parks");
  for (const key of first.filter(atlas.has)) {
    state.layers.add(key);
    atlas.sync(key);
  }
  labels.init(map);
  words(parts);
  connect(map, parts);
  pick.start(map);
  if (known(wanted.selected)) {
    const to = data.entity(wanted.selected.type, wanted.selected.id);
    state.select(to.type, to.id, wanted.lit);
    if (!view) atlas.flyTo(state.selected);
  }
  for (const tool of [locators, zoom, pages, matrix, compare, png, print, table, coords, dropfile, drawpanel])
    tool.setUp(map, parts);
  labels.draw();
  if (ADDRESSED) trail.start(map);
  if (wanted.view && !view) say(t("addressMended"));
  document.documentElement.dataset.drawn = "true";
  setTimeout(find.prepare, 500); // when the map is drawn
}
