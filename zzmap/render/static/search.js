// The search box: what is found by name, grouped, and what is answered; all by keyboard.

import * as answer from "./answer.js";
import * as coords from "./coords.js";
import { data } from "./data.js";
import { el } from "./dom.js";
import * as drafts from "./drafts.js";
import * as drawpanel from "./drawpanel.js";
import * as filter from "./filter.js";
import * as find from "./find.js";
import { go } from "./go.js";
import { nameOf, nothingFound, placeBasis, relationName, t } from "./i18n.js";
import * as locators from "./locators.js";
import * as measure from "./measure.js";
import * as question from "./question.js";
import { state } from "./state.js";

const PER_GROUP = 6;
const [ANSWERS, FEW] = [8, 4]; // rows of each group of an answer: to a question, below a name's hits
const TYPES = { site: "place" }; // what a hit of another kind is told as
let active = -1;
let options = []; // what can be chosen, in order
const opened = new Set(); // groups of an answer that are shown whole

const groupOf = ({ kind, record }) => (kind === "industry" && record.row.level === "segment" ? "segment" : kind);

const entryOf = ({ kind, record, term }) => ({
  ...data.entity(TYPES[kind] || kind, record.row.id),
  row: record.row,
  text: term,
});

// Hits by kind; an element and the place of its name are one.
function grouped(hits) {
  const groups = new Map();
  const seen = new Set();
  for (const hit of hits) {
    const group = groupOf(hit);
    if (!groups.has(group)) groups.set(group, []);
    const rows = groups.get(group);
    const entry = entryOf(hit);
    const key = `${entry.type}:${entry.id}`;
    if (rows.length >= PER_GROUP || seen.has(key)) continue;
    seen.add(key);
    rows.push(entry);
  }
  return groups;
}

// Rows that say the same of the same, once, with all their locators.
function merged(rows) {
  const found = new Map();
  for (const row of rows) {
    const key = [row.industry, row.place, row.project, row.element]
      .map((item) => (item ? item.number : ""))
      .concat(row.relation, row.said, row.contested)
      .join(" ");
    if (!found.has(key)) found.set(key, { ...row, locators: new Set() });
    found.get(key).locators.add(row.locator);
  }
  return [...found.values()];
}

// What choosing a row of an answer opens: the project, or the place with the industry lit.
function target(row) {
  if (row.project) return { type: "project", id: row.project.id };
  const lit = row.industry ? row.industry.id : undefined;
  if (!row.place) return { type: "element", id: row.element.id, lit };
  return { ...data.entity(row.place.kind === "user_park" ? "park" : "place", row.place.id), lit };
}

const relationOf = (row) =>
  typeof row.relation === "number"
    ? relationName(row.relation)
    : t(row.kind === "where" ? "lies" : row.relation === "project" ? "project" : "function");

function answerLine(row) {
  const said =
    state.lang === "en" && row.industry ? nameOf(row.industry) : row.said || (row.industry ? nameOf(row.industry) : "");
  const place = row.place || row.element;
  if (row.kind === "where")
    return [el("span", { class: "zz-answer" }, nameOf(row.place)), el("small", { class: "zz-said" }, t("lies"))];
  const parts = [
    row.project ? nameOf(row.project) : said,
    row.project && row.project.enterprise,
    place ? nameOf(place) : row.project ? t("nowhere") : "",
  ];
  return [
    el("span", { class: "zz-answer" }, parts.filter(Boolean).join(" · ")),
    el(
      "small",
      { class: "zz-said", title: [...row.locators].filter(Boolean).map(locators.words).join("\n") || null },
      [
        relationOf(row),
        answer.saidBy(row) === "user" ? t("ownRow") : "",
        row.contested ? `${t("contested")}: ${row.contested}` : "",
        row.project && row.place ? placeBasis(row.project.place_basis) : "",
        t(`scope_${row.scope}`),
        `${row.document.letter ? row.document.number : ""} ${[...row.locators].join("；")}`.trim(),
      ]
        .filter(Boolean)
        .join(" · "),
    ),
  ];
}

// What a planner has drawn or opened, as lines: what is called just so, and what has it in its name.
function own(text) {
  const wanted = text.trim().toLowerCase();
  const groups = [
    [t("drafts"), drafts.all(), (draft) => ({ draft })],
    [
      t("openedRows"),
      [...data.byId.opened.values()].filter((row) => row.named),
      (row) => ({ entry: { type: "opened", id: row.id, row, text: row.file.name } }),
    ],
  ];
  const lines_ = (fits) =>
    groups.flatMap(([title, rows, line]) => {
      const found = rows.filter((row) => fits(row.name.trim().toLowerCase()));
      return found.length ? [{ title: `${title} (${found.length})` }, ...found.slice(0, PER_GROUP).map(line)] : [];
    });
  return [lines_((name) => name === wanted), lines_((name) => name !== wanted && name.includes(wanted))];
}

// The list as [{title}, {note}, {entry}, {more}] in the order it is read.
function* lines(text) {
  const spots = coords.readings(text);
  if (spots.length) {
    yield { title: t(spots.length > 1 ? "coordReadings" : "coordinate") };
    for (const spot of spots) yield { spot };
    return;
  }
  const [called, alike] = own(text);
  yield* called;
  const { reading, rows, leftOut, hidden, refused } = find.ask(text, filter.keepsAnswer);
  const understood = question.understood(reading);
  if (!reading.plain && understood) {
    yield { note: `${t("understood")}${understood}` };
    if (refused === "unknown") yield { note: `${t("unknownWords")}${reading.unknown.join("、")}` };
    if (refused === "nothing") yield { note: t("saysNothing") };
    yield* answers(rows, leftOut, hidden, ANSWERS);
  }
  const hits = reading.plain || !understood ? find.find(text) : question.hits(reading);
  for (const [kind, entries] of grouped(hits)) {
    if (entries.length) yield { title: t(kind) };
    for (const entry of entries) yield { entry };
  }
  yield* alike;
  if (reading.plain) yield* answers(rows, leftOut, hidden, FEW);
}

function* answers(rows, leftOut, hidden, most) {
  const groups = new Map(data.payload.question.groups.map((name) => [name, []]));
  for (const row of rows) groups.get(answer.groupOf(row)).push(row);
  for (const [name, all] of groups) {
    const own = merged(all);
    if (!own.length) continue;
    yield { title: `${t(`group_${name}`)} (${own.length})` };
    const shown = opened.has(name) ? own : own.slice(0, most);
    for (const row of shown) yield { row };
    if (own.length > shown.length) yield { more: name, count: own.length - shown.length };
  }
  if (leftOut) yield { note: `${leftOut} ${t("leftOut")}` };
  if (hidden) yield { note: `${hidden} ${t("filteredOut")}` };
}

function option(line, number, pick) {
  const attributes = {
    role: "option",
    id: `zz-option-${number}`,
    "aria-selected": "false",
    onmousedown: (event) => {
      event.preventDefault();
      pick(line);
    },
  };
  if (line.more) return el("li", { ...attributes, class: "zz-more" }, t("more").replace("{n}", line.count));
  if (line.row) {
    const to = target(line.row);
    return el(
      "li",
      {
        ...attributes,
        "data-type": to.type,
        "data-id": to.id,
        "data-lit": to.lit,
        "data-kind": line.row.kind,
        "data-scope": line.row.scope,
      },
      answerLine(line.row),
    );
  }
  if (line.spot)
    return el(
      "li",
      { ...attributes, "data-type": "coordinate" },
      coords.describe(line.spot),
      el("small", {}, line.spot.at.map((value) => value.toFixed(6)).join(", ")),
    );
  if (line.draft)
    return el(
      "li",
      { ...attributes, "data-type": "draft" },
      line.draft.name,
      el("small", {}, measure.words(line.draft.ring, true)),
    );
  const { entry } = line;
  const about = entry.row.projects ? entry.row.projects.map(nameOf).join("、") : entry.row.enterprise || "";
  const hint = [entry.text !== nameOf(entry.row) ? entry.text : "", about].filter(Boolean).join(" · ");
  return el(
    "li",
    { ...attributes, "data-type": entry.type, "data-id": entry.id },
    nameOf(entry.row),
    hint ? el("small", {}, hint) : null,
  );
}

function show(input, list, status) {
  active = -1;
  options = [];
  input.removeAttribute("aria-activedescendant");
  if (!input.value.trim()) return close(input, list, status);
  const nodes = [];
  for (const line of lines(input.value)) {
    if (line.title) nodes.push(el("li", { class: "zz-group", role: "presentation" }, line.title));
    else if (line.note) nodes.push(el("li", { class: "zz-told", role: "presentation" }, line.note));
    else {
      nodes.push(option(line, options.length, (chosen) => choose(input, list, status, chosen)));
      options.push(line);
    }
  }
  if (!options.length) nodes.push(el("li", { class: "zz-nothing", role: "presentation" }, nothingFound()));
  list.replaceChildren(...nodes);
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  const told = nodes.filter((node) => node.className === "zz-told").map((node) => node.textContent);
  status.textContent = options.length
    ? [...told, `${options.length} ${t("results")}`].join("; ")
    : [...told, nothingFound()].join("; ");
  return undefined;
}

function close(input, list, status) {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  if (status) status.textContent = "";
}

function choose(input, list, status, line) {
  if (line.more) {
    const at = options.indexOf(line);
    opened.add(line.more);
    show(input, list, status);
    return move(input, list, at + 1); // to the first of those that were hidden
  }
  close(input, list);
  if (line.spot) return coords.go(line.spot);
  if (line.draft) return drawpanel.open(line.draft.id);
  const to = line.row ? target(line.row) : line.entry;
  return go(to.type, to.id, to.lit);
}

function move(input, list, step) {
  const nodes = [...list.querySelectorAll('[role="option"]')];
  if (!nodes.length) return;
  if (active >= 0) nodes[active].setAttribute("aria-selected", "false");
  active = (active + step + nodes.length) % nodes.length;
  nodes[active].setAttribute("aria-selected", "true");
  nodes[active].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", nodes[active].id);
}

export function box() {
  const list = el("ul", { id: "zz-results", role: "listbox", "aria-label": t("searchLabel"), hidden: true });
  const status = el("div", { class: "zz-hidden", role: "status", "aria-live": "polite" });
  const input = el("input", {
    type: "search",
    id: "zz-search",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-controls": "zz-results",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-label": t("searchLabel"),
    placeholder: t("search"),
  });
  input.addEventListener("input", () => {
    opened.clear();
    show(input, list, status);
  });
  input.addEventListener("focus", () => input.value && show(input, list, status));
  input.addEventListener("blur", () => close(input, list));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(input, list, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault(); // it would go on to what is opened: a form would be sent
      const line = options[Math.max(active, 0)];
      if (line && !list.hidden) choose(input, list, status, line);
    } else if (event.key === "Escape") close(input, list);
  });
  return el("div", { class: "zz-searchbox", role: "search" }, input, list, status);
}
