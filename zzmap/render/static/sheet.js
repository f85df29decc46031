// The sheet beside the map: all that is known of a place, industry, element, project or site.

import * as charts from "./charts.js";
import * as classes from "./classes.js";
import * as compare from "./compare.js";
import * as countMarks from "./counts.js";
import { data } from "./data.js";
import { el } from "./dom.js";
import * as userFacts from "./facts.js";
import * as filerows from "./filerows.js";
import * as filter from "./filter.js";
import { go } from "./go.js";
import { hostsOf } from "./hosts.js";
import { basisName, counted, kindName, nameOf, placeBasis, relationName, roleName, t } from "./i18n.js";
import * as lineage from "./lineage.js";
import * as locators from "./locators.js";
import * as map from "./map.js";
import { parkFacts } from "./parksheet.js";
import * as print from "./print.js";
import * as projectMarks from "./projects.js";
import { state } from "./state.js";
import * as style from "./style.js";
import * as trail from "./trail.js";
import * as units from "./units.js";

const link = (type, row) =>
  el(
    "button",
    { type: "button", class: "zz-link", onclick: () => go(type, row.id, type === "industry" ? undefined : state.lit) },
    nameOf(row),
  );

function tag(relation) {
  return el("span", { class: "zz-tag", style: `--c:${style.relation(relation)}` }, relationName(relation));
}

function facts(rows) {
  return el(
    "dl",
    {},
    rows.filter((row) => row[1]).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
  );
}

// `count` says what it counts: 12 条, 8 个载体.
function section(title, count, body) {
  return el("section", {}, el("h3", {}, title, el("span", { class: "zz-count" }, count || "")), body);
}

function byDocument(rows, item) {
  return data.documents.map((document_, number) => {
    const own = rows.filter((row) => row.document_id === number);
    if (!own.length) return null;
    return el(
      "div",
      { class: "zz-doc" },
      el("h4", {}, state.lang === "en" ? document_.title_en : `${document_.number} ${document_.title}`),
      el("ul", { class: "zz-rows" }, own.map(item)),
    );
  });
}

// A planner's aliases are a line of their own.
function aliasFacts(row) {
  const own = userFacts.ownAliases(row);
  return [
    [t("aliases"), row.aliases.filter((name) => !own.includes(name)).join("、")],
    [t("ownAliases"), own.join("、")],
  ];
}

function position(row, feature) {
  const district = row.district_ids.map((number) => nameOf(data.places[number])).join("、");
  const over = feature ? null : countMarks.containerOf(row);
  const basis = feature ? feature.basis : row.basis;
  const accuracy = feature ? feature.accuracy : row.accuracy_m;
  return facts([
    ...aliasFacts(row),
    [t("districts"), district],
    [t("liesIn"), over ? link("place", over) : ""],
    [t("area"), feature && feature.area_km2 ? units.area(feature.area_km2) : ""],
    [t("official"), row.area_km2 ? units.area(row.area_km2) : ""],
    [t("basis"), basisName(basis)],
    [t("accuracy"), accuracy ? `± ${accuracy.toLocaleString("en")} m` : ""],
    [t("lineage"), lineage.node(feature ? feature.source : row.source)],
  ]);
}

// A list of a section: rows that are there, or how many the filters hide, else no section.
function listed(key, rows, item, unit, hidden = 0) {
  const list = el(
    "ul",
    { class: "zz-rows" },
    rows.map((row) => el("li", {}, item(row))),
  );
  return rows.length || hidden ? section(t(key), counted(rows.length, unit), [filter.note(hidden), list]) : null;
}

function projectsOf(all) {
  const rows = all.filter(filter.keepsDocument);
  const item = (row) => [
    link("project", row),
    el(
      "small",
      {},
      [row.enterprise, inferred(row)]
        .filter(Boolean)
        .map((text) => `${text} · `)
        .join(""),
      locators.node(row.locator),
    ),
  ];
  return listed("projects", rows, item, "projects", all.length - rows.length);
}

// What is said of a place, whether its sheet is a place's or that of the element it is.
function saidOf(row) {
  const all = data.placementsAt.get(row.number) || [];
  const placements = all.filter(filter.keeps).sort((a, b) => data.contestedLast(a, b) || a.relation - b.relation);
  const structures = (data.elementsWith.get(row.number) || []).map((member) => data.elements[member.element_id]);
  const hosts = (item) =>
    el(
      "li",
      {},
      tag(item.relation),
      userFacts.marks(item),
      link("industry", data.industries[item.industry_id]),
      el("small", {}, locators.node(item.locator)),
      userFacts.against(item),
    );
  return [
    all.length
      ? section(t("hosts"), counted(placements.length, "statements"), [
          filter.note(all.length - placements.length),
          byDocument(placements, hosts),
        ])
      : null,
    projectsOf(data.projectsAt.get(row.number) || []),
    listed("heldHere", data.holds.get(row.number) || [], (item) => [link("place", item), held(item)], "places"),
    listed(
      "structures",
      structures,
      (item) => [
        link("element", item),
        el("small", {}, `${nameOf(data.structures[item.structure_id])} · `, locators.node(item.locator)),
      ],
      "elements",
    ),
    sites(row),
    listed(
      "same",
      same(row, placements),
      ([other, count]) => [link("place", other), el("small", {}, counted(count, "statements"))],
      "places",
    ),
  ];
}

// How much is said of a place that is known to lie in the one told of.
function held(row) {
  const count = (data.placementsAt.get(row.number) || []).filter(filter.keeps).length;
  return count ? el("small", {}, `${t("hosts")} ${counted(count, "statements")}`) : null;
}

function sites(row) {
  const roles = data.sitesAt.get(row.number) || [];
  const item = (role) =>
    el(
      "li",
      {},
      roleName(role.role),
      " · ",
      link("element", data.elements[role.element_id]),
      el("small", {}, locators.node(role.locator)),
    );
  return roles.length ? section(t("site"), "", el("ul", { class: "zz-rows" }, roles.map(item))) : null;
}

function placeSheet(row) {
  const elements = data.elementsAt.get(row.number) || [];
  return [
    heading(row, kindName(row.kind)),
    position(row, map.featureFor("place", row.id)),
    elements.map((element) => facts(elementFacts(element))),
    data.isDistrict(row) && classes.placements().of(row.id)
      ? section(t("byPillar"), classes.placements().of(row.id), [
          el("p", { class: "zz-note" }, t("rolledUp")),
          charts.table(row.id),
        ])
      : null,
    saidOf(row),
  ];
}

function same(row, placements) {
  const counts = new Map();
  for (const item of placements) {
    for (const other of (data.placementsOf.get(item.industry_id) || []).filter(filter.keeps)) {
      if (other.place_id !== row.number) counts.set(other.place_id, (counts.get(other.place_id) || 0) + 1);
    }
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 8)
    .map(([number, count]) => [data.places[number], count]);
}

// Places and statements are not the same number: a place may be named by several.
const hostCount = (rows) =>
  `${counted(new Set(rows.map((row) => row.place_id)).size, "places")} · ${counted(rows.length, "statements")}`;

function industrySheet(row) {
  const { rows, broader, hidden } = hostsOf(row);
  const children = data.childrenOf.get(row.number) || [];
  const parent = row.parent_id !== null && row.parent_id !== undefined ? data.industries[row.parent_id] : null;
  const projects = data.descendants(row.number).flatMap((number) => data.projectsOf.get(number) || []);
  const head = [
    heading(row, t("industry")),
    facts([...aliasFacts(row), [t("above"), parent ? link("industry", parent) : ""]]),
  ];
  const said = [
    section(t("hostedBy"), hostCount(rows), [
      filter.bar(),
      filter.note(hidden),
      rows.length
        ? [
            broader ? el("p", { class: "zz-note" }, t("broader")) : null,
            byDocument(rows, (item) =>
              el(
                "li",
                {},
                tag(item.relation),
                userFacts.marks(item),
                link("place", data.places[item.place_id]),
                item.industry_id !== row.number ? el("em", {}, nameOf(data.industries[item.industry_id])) : null,
                el("small", {}, locators.node(item.locator)),
                userFacts.against(item),
              ),
            ),
          ]
        : hidden
          ? null
          : el("p", { class: "zz-note" }, t("nowhere")),
    ]),
    children.length
      ? section(
          t("below"),
          counted(children.length, "industries"),
          el(
            "p",
            { class: "zz-chips" },
            children.map((item) => link("industry", item)),
          ),
        )
      : null,
  ];
  return projectMarks.alone() ? [...head, projectsOf(projects), ...said] : [...head, ...said, projectsOf(projects)];
}

const elementFacts = (row) => [
  [t("structures"), nameOf(data.structures[row.structure_id])],
  [t("functions"), row.functions.join("、")],
  [t("locator"), locators.node(row.locator)],
];

// An element and the place of its name are one: the sheet tells of both.
function elementSheet(row) {
  const place = row.place_id === null ? null : data.places[row.place_id];
  const feature = place ? map.featureFor("place", place.id) : data.elementFeature.get(row.id);
  return [
    heading(row, kindName(row.kind)),
    facts([
      ...elementFacts(row),
      ...(place ? aliasFacts(place) : []),
      [t("basis"), feature ? basisName(feature.basis) : basisName("unlocated")],
      [t("accuracy"), feature ? `± ${feature.accuracy.toLocaleString("en")} m` : ""],
      [t("lineage"), lineage.node(feature ? feature.source : "")],
    ]),
    listed("members", data.membersOf.get(row.number) || [], memberLine, "places"),
    place ? saidOf(place) : null,
  ];
}

const inferred = (row) => (row.place_basis.startsWith("inferred") ? placeBasis("inferred") : "");

function memberLine(member) {
  const place = data.places[member.place_id];
  const said = [
    member.derived ? `${t("derivedMember")}：${member.derived}` : "",
    map.featureFor("place", place.id) ? "" : basisName(place.basis),
  ];
  const note = said.filter(Boolean).join(" · ");
  return [link("place", place), note ? el("small", {}, note) : null];
}

function projectSheet(row) {
  const places = row.place_ids.map((number) => link("place", data.places[number]));
  return [
    heading(row, t("project")),
    facts([
      [t("enterprise"), row.enterprise ? link("enterprise", data.byId.enterprises.get(row.enterprise)) : ""],
      [t("industry"), link("industry", data.industries[row.industry_id])],
      [t("place"), places.length ? el("span", { class: "zz-chips" }, places) : t("nowhere")],
      [t("placeBasis"), placeBasis(row.place_basis)],
      [t("locator"), locators.node(row.locator, `${data.documents[row.document_id].number} · `)],
    ]),
  ];
}

function enterpriseSheet(row) {
  const of = (key) => [...new Set(row.projects.flatMap((project) => project[key]))];
  const chips = (type, table, numbers) =>
    numbers.length
      ? el(
          "span",
          { class: "zz-chips" },
          numbers.map((number) => link(type, data[table][number])),
        )
      : "";
  return [
    heading(row, t("enterprise")),
    facts([
      [t("aliases"), row.aliases.join("、")],
      [t("industry"), chips("industry", "industries", of("industry_id"))],
      [t("place"), chips("place", "places", of("place_ids")) || t("nowhere")],
    ]),
    projectsOf(row.projects),
  ];
}

// A row of a file that was opened.
const openedSheet = (row) => [
  heading(row, `${row.file.name} · ${t("rowNumber").replace("{n}", row.number)}`),
  facts(filerows.facts(row)),
];

const parkSheet = (row) => [heading(row, t("park")), facts(parkFacts(row, link))];

function heading(row, kind) {
  const other = state.lang === "en" ? row.name : row.name_en;
  return el(
    "header",
    {},
    trail.way(),
    el("p", { class: "zz-kind" }, kind),
    el("h2", { tabindex: "-1" }, nameOf(row)),
    other && other !== nameOf(row)
      ? el("p", { class: "zz-other", lang: state.lang === "en" ? "zh-CN" : "en" }, other)
      : null,
    actions(),
    litNote(),
  );
}

function actions() {
  const { type, id } = compared(shown());
  return el(
    "p",
    { class: "zz-actions" },
    ["place", "industry"].includes(type) ? compare.button(type, id) : null,
    el(
      "button",
      { type: "button", class: "zz-button zz-totable", onclick: () => state.setTable("sheet") },
      t("toTable"),
    ),
    el("button", { type: "button", class: "zz-button zz-printsheet", onclick: () => print.sheet() }, t("printSheet")),
  );
}

// An element is compared as the place that it is.
function compared(to) {
  const own = to.type === "element" ? data.byId.elements.get(to.id).place_id : null;
  return own === null ? to : { type: "place", id: data.places[own].id };
}

// A place reached through an industry keeps the way back to it.
function litNote() {
  const industry = state.selected.type === "industry" ? null : data.byId.industries.get(state.lit);
  return industry ? el("p", { class: "zz-note" }, t("litOnMap"), link("industry", industry)) : null;
}

// What the sheet describes: for a site, its place.
function shown() {
  const { type, id } = state.selected;
  return type === "site" ? { type: "place", id: data.places[data.byId.sites.get(id).place_id].id } : { type, id };
}

const SHEETS = {
  place: ["places", placeSheet],
  industry: ["industries", industrySheet],
  element: ["elements", elementSheet],
  project: ["projects", projectSheet],
  enterprise: ["enterprises", enterpriseSheet],
  opened: ["opened", openedSheet],
  park: ["parks", parkSheet],
};

function draw(host, selected) {
  if (!selected) {
    host.replaceChildren();
    return;
  }
  const { type, id } = shown();
  const [table, build] = SHEETS[type];
  const row = data.byId[table].get(id);
  host.replaceChildren(...(row ? build(row).flat(Infinity).filter(Boolean) : []));
  host.scrollTop = 0;
}

export { draw };
