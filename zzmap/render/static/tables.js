// What can be read as a table: layers, statements, results; {title, columns, rows, hidden} each.

import * as chosen from "./chosen.js";
import { TABLES, data } from "./data.js";
import * as dropfile from "./dropfile.js";
import * as filter from "./filter.js";
import { hostsOf } from "./hosts.js";
import { basisName, kindName, nameOf, placeBasis, relationName, roleName, statusName, t } from "./i18n.js";
import * as map from "./map.js";
import * as matrix from "./matrix.js";
import { state } from "./state.js";

const names = (numbers) => numbers.map((number) => nameOf(data.places[number])).join("、");
const documentOf = (row) => data.documents[row.document_id].number;

function statement(row) {
  const [industry, place] = [data.industries[row.industry_id], data.places[row.place_id]];
  return {
    cells: [
      nameOf(industry),
      nameOf(place),
      relationName(row.relation),
      documentOf(row),
      row.locator,
      nameOf(data.pillar(industry)),
      row.contested || "",
    ],
    to: { type: "place", id: place.id, lit: industry.id },
  };
}

const STATEMENT = ["industry", "place", "relation", "document", "locator", "pillar", "contested"];

// Statements under the filters, and how many these hide.
function statements(title, placements) {
  const kept = placements.filter(filter.keeps);
  return { title, columns: STATEMENT, rows: kept.map(statement), hidden: placements.length - kept.length };
}

function place(row) {
  const feature = map.featureFor("place", row.id);
  const point = feature && feature.shape.type === "point" ? feature.shape.coords : null;
  const said = (data.placementsAt.get(row.number) || []).filter(filter.keeps).length;
  return {
    cells: [
      nameOf(row),
      kindName(row.kind),
      names(row.district_ids),
      said,
      (data.projectsAt.get(row.number) || []).filter(filter.keepsDocument).length,
      row.area_km2 || (feature && feature.area_km2) || null,
      basisName(feature ? feature.basis : row.basis),
      (feature ? feature.accuracy : row.accuracy_m) || null,
      point ? point[1] : null,
      point ? point[0] : null,
    ],
    to: { type: "place", id: row.id },
  };
}

const PLACE = ["name", "kind", "districts", "count", "projectCount", "areaKm2", "basis", "accuracyM", "lon", "lat"];
const places = (title, rows) => ({ title, columns: PLACE, rows: rows.map(place) });

function project(row) {
  return {
    cells: [
      nameOf(row),
      row.enterprise,
      row.industry_id === null ? "" : nameOf(data.industries[row.industry_id]),
      names(row.place_ids),
      placeBasis(row.place_basis),
      documentOf(row),
      row.locator,
    ],
    to: { type: "project", id: row.id },
  };
}

const projects = (title, all) => {
  const rows = all.filter(filter.keepsDocument);
  return {
    title,
    columns: ["project", "enterprise", "industry", "place", "placeBasis", "document", "locator"],
    rows: rows.map(project),
    hidden: all.length - rows.length,
  };
};

function elements(title, all) {
  const rows = all.filter(filter.keepsElement);
  const cells = (row) => [
    nameOf(row),
    nameOf(data.structures[row.structure_id]),
    kindName(row.kind),
    row.functions.join("、"),
    names((data.membersOf.get(row.number) || []).map((member) => member.place_id)),
    documentOf(data.structures[row.structure_id]),
    row.locator,
  ];
  return {
    title,
    columns: ["element", "structures", "kind", "functions", "members", "document", "locator"],
    rows: rows.map((row) => ({ cells: cells(row), to: { type: "element", id: row.id } })),
    hidden: all.length - rows.length,
  };
}

function parks(title, rows) {
  const cells = (row) => [
    row.name,
    row.industries.split("|").filter(Boolean).join("、"),
    row.status ? statusName(row.status) : "",
    row.area_km2 || null,
    basisName(row.basis),
    row.accuracy || null,
    row.source,
  ];
  return {
    title,
    columns: ["name", "industry", "status", "areaKm2", "basis", "accuracyM", "lineage"],
    rows: rows.map((row) => ({ cells: cells(row), to: { type: "park", id: row.id } })),
  };
}

function sites(title, all) {
  const rows = all.filter(filter.keepsSite);
  const at = (row) => data.places[row.place_id];
  const cells = (row) => [
    nameOf(at(row)),
    roleName(row.role),
    nameOf(data.elements[row.element_id]),
    names(at(row).district_ids),
    basisName(at(row).basis),
    row.locator,
  ];
  return {
    title,
    columns: ["name", "role", "element", "districts", "basis", "locator"],
    rows: rows.map((row) => ({ cells: cells(row), to: { type: "site", id: row.id } })),
    hidden: all.length - rows.length,
  };
}

const themed = () => {
  const own = new Set(data.payload.theme.structures.map((id) => data.byId.structures.get(id).document_id));
  return data.placements.filter((row) => own.has(row.document_id));
};
const ownElements = () => {
  const own = new Set(data.payload.theme.structures);
  return data.elements.filter((row) => own.has(data.structures[row.structure_id].id));
};

// The sheet that is open, as a table: where an industry is placed, what a place hosts.
function ofSheet() {
  const { selected } = state;
  const row = data.byId[TABLES[selected.type]].get(selected.id);
  const title = nameOf(row);
  if (selected.type === "industry") return { ...statements(title, hostsOf(row).all) };
  if (selected.type === "project") return projects(title, [row]);
  if (selected.type === "enterprise") return projects(title, row.projects);
  if (selected.type === "opened") return dropfile.table(row.file);
  if (selected.type === "park") return parks(title, [row]);
  const number = selected.type === "place" ? row.number : row.place_id;
  return statements(title, (number !== null && data.placementsAt.get(number)) || []);
}

function ofMatrix() {
  const { rows, columns, at, hidden } = matrix.table();
  const line = (industry, number) => {
    const cell = at(industry.number, number);
    return (
      cell && {
        cells: [nameOf(industry), nameOf(data.places[number]), relationName(cell.relation), cell.count],
        to: { type: "place", id: data.places[number].id, lit: industry.id },
      }
    );
  };
  return {
    title: t("matrixTitle"),
    columns: ["industry", "place", "relation", "count"],
    rows: rows.flatMap((industry) => columns.map((number) => line(industry, number))).filter(Boolean),
    hidden,
  };
}

function ofCompare() {
  const found = state.compare.map(({ type, id }) => data.byId[TABLES[type]].get(id));
  const own = state.compare.flatMap(({ type }, at) =>
    type === "place" ? data.placementsAt.get(found[at].number) || [] : hostsOf(found[at]).all,
  );
  return statements(found.map(nameOf).join(" · "), [...new Set(own)]);
}

const all = (key) => data[key];
const MAKERS = {
  theme: () => statements(t("tableTheme"), themed()),
  structure: () => elements(t("tableStructure"), ownElements()),
  placements: () => statements(t("tablePlacements"), all("placements")),
  places: () => places(t("tablePlaces"), all("places")),
  projects: () => projects(t("projects"), all("projects")),
  elements: () => elements(t("tableElements"), all("elements")),
  sites: () => sites(t("sites"), all("sites")),
  parks: () => parks(t("parks"), data.geo.parks),
  sheet: () => state.selected && ofSheet(),
  matrix: ofMatrix,
  compare: () => state.compare.length > 0 && ofCompare(),
  file: () => dropfile.table(),
  selection: () => chosen && chosen.table(),
};

// A table by its key, null where there is nothing of it now.
export const make = (key) => (Object.hasOwn(MAKERS, key) && MAKERS[key]()) || null;

export { places };
