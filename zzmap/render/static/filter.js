// Which statements count, by relation and by document: one choice for map, sheets, search, matrix,
// comparison and tables. What has no relation, such as a project, is filtered by its document.

import { data } from "./data.js";
import { el } from "./dom.js";
import { relationName, t } from "./i18n.js";
import { state } from "./state.js";
import * as style from "./style.js";

function keeps(placement) {
  const { relations } = state;
  return relations.has(placement.relation) && keepsDocument(placement);
}

const keepsDocument = (row) => !state.document || data.documents[row.document_id].id === state.document;

// An element is of its structure's document, a site of its element's.
const keepsElement = (row) => keepsDocument(data.structures[row.structure_id]);
const keepsSite = (row) => keepsElement(data.elements[row.element_id]);

// A row of an answer has its document itself; where a place lies is said by none.
function keepsAnswer({ relation, document: said }) {
  const only = state.document;
  return (typeof relation !== "number" || state.relations.has(relation)) && (!only || !said || said.id === only);
}

// Relations that some statement has: without users' parks nobody is asked about them.
const offered = () => state.allRelations().filter((number) => data.placements.some((row) => row.relation === number));

// Switching off the last one brings all back: an empty choice would show nothing at all.
function toggle(number) {
  const left = offered().filter((relation) => state.relations.has(relation) !== (relation === number));
  const all = left.length === offered().length;
  state.setFilter(all ? [] : left, state.document);
}

function relations() {
  return el(
    "div",
    { class: "zz-toggles", role: "group", "aria-label": t("relation") },
    offered().map((number) =>
      el(
        "button",
        {
          type: "button",
          class: "zz-toggle",
          style: `--c:${style.relation(number)}`,
          "data-relation": number,
          "aria-pressed": String(state.relations.has(number)),
          onclick: () => refocus(`[data-relation="${number}"]`, () => toggle(number)),
        },
        relationName(number),
      ),
    ),
  );
}

function documents() {
  const choose = (event) =>
    refocus("[data-filter=document]", () => state.setFilter([...state.relations], event.target.value));
  const option = (value, label) => el("option", { value, selected: (state.document || "") === value }, label);
  return el(
    "label",
    { class: "zz-field" },
    t("document"),
    " ",
    el(
      "select",
      { "data-filter": "document", onchange: choose },
      option("", t("all")),
      data.documents.filter((row) => row.date).map((row) => option(row.id, row.number)),
    ),
  );
}

// The choice redraws its own controls; the keyboard must not fall back to the page's start.
function refocus(selector, change) {
  const host = document.activeElement && document.activeElement.closest("#zz-sheet, .zz-page");
  change();
  const again = host && host.querySelector(selector);
  if (again) again.focus({ preventScroll: true });
}

const clear = () =>
  el(
    "button",
    { type: "button", class: "zz-button zz-clearfilter", onclick: () => state.setFilter([], null) },
    t("clear"),
  );

// How many rows the filters hide, and the way to have them back: a short list must not pass for a
// whole one.
const note = (hidden) =>
  hidden ? el("p", { class: "zz-note zz-filternote" }, `${hidden} ${t("filteredOut")} `, clear()) : null;

// On the map as long as a filter is on: what is filtered, and the way to have all back.
function chip(host) {
  const { relations: kept, document: only } = state;
  const named = data.documents.find((row) => row.id === only);
  const words = [
    kept.size < state.allRelations().length
      ? offered()
          .filter((number) => kept.has(number))
          .map(relationName)
          .join("、")
      : "",
    named ? named.number : "",
  ].filter(Boolean);
  host.hidden = !words.length;
  host.replaceChildren(`${t("filtered")}${words.join(" · ")} `, clear());
}

export const bar = () =>
  el("div", { class: "zz-filter", role: "group", "aria-label": t("filters") }, relations(), documents());

export { chip, clear, keeps, keepsAnswer, keepsDocument, keepsElement, keepsSite, note, refocus };
