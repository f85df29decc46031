// What can be read as a table: layers, statements, results; {title, columns, rows, hidden} each.
(function (zz) {
  "use strict";

  const names = (numbers) => numbers.map((number) => zz.nameOf(zz.data.places[number])).join("、");
  const documentOf = (row) => zz.data.documents[row.document_id].number;

  function statement(row) {
    const [industry, place] = [zz.data.industries[row.industry_id], zz.data.places[row.place_id]];
    return {
      cells: [zz.nameOf(industry), zz.nameOf(place), zz.relationName(row.relation), documentOf(row), row.locator, zz.nameOf(zz.data.pillar(industry)), row.contested || ""],
      to: { type: "place", id: place.id, lit: industry.id },
    };
  }

  const STATEMENT = ["industry", "place", "relation", "document", "locator", "pillar", "contested"];

  // Statements under the filters, and how many these hide.
  function statements(title, placements) {
    const kept = placements.filter(zz.filter.keeps);
    return { title, columns: STATEMENT, rows: kept.map(statement), hidden: placements.length - kept.length };
  }

  function place(row) {
    const feature = zz.map.featureFor("place", row.id);
    const point = feature && feature.shape.type === "point" ? feature.shape.coords : null;
    const said = (zz.data.placementsAt.get(row.number) || []).filter(zz.filter.keeps).length;
    return {
      cells: [zz.nameOf(row), zz.kindName(row.kind), names(row.district_ids), said, (zz.data.projectsAt.get(row.number) || []).filter(zz.filter.keepsDocument).length,
        row.area_km2 || (feature && feature.area_km2) || null, zz.basisName(feature ? feature.basis : row.basis), (feature ? feature.accuracy : row.accuracy_m) || null, point ? point[1] : null, point ? point[0] : null],
      to: { type: "place", id: row.id },
    };
  }

  const PLACE = ["name", "kind", "districts", "count", "projectCount", "areaKm2", "basis", "accuracyM", "lon", "lat"];
  const places = (title, rows) => ({ title, columns: PLACE, rows: rows.map(place) });

  function project(row) {
    return { cells: [zz.nameOf(row), row.enterprise, row.industry_id === null ? "" : zz.nameOf(zz.data.industries[row.industry_id]), names(row.place_ids), zz.placeBasis(row.place_basis), documentOf(row), row.locator], to: { type: "project", id: row.id } };
  }

  const projects = (title, all) => {
    const rows = all.filter(zz.filter.keepsDocument);
    return { title, columns: ["project", "enterprise", "industry", "place", "placeBasis", "document", "locator"], rows: rows.map(project), hidden: all.length - rows.length };
  };

  function elements(title, all) {
    const rows = all.filter(zz.filter.keepsElement);
    const cells = (row) => [zz.nameOf(row), zz.nameOf(zz.data.structures[row.structure_id]), zz.kindName(row.kind), row.functions.join("、"),
      names((zz.data.membersOf.get(row.number) || []).map((member) => member.place_id)), documentOf(zz.data.structures[row.structure_id]), row.locator];
    return { title, columns: ["element", "structures", "kind", "functions", "members", "document", "locator"], rows: rows.map((row) => ({ cells: cells(row), to: { type: "element", id: row.id } })), hidden: all.length - rows.length };
  }

  function parks(title, rows) {
    const cells = (row) => [row.name, row.industries.split("|").filter(Boolean).join("、"), row.status ? zz.statusName(row.status) : "", row.area_km2 || null, zz.basisName(row.basis), row.accuracy || null, row.source];
    return { title, columns: ["name", "industry", "status", "areaKm2", "basis", "accuracyM", "lineage"], rows: rows.map((row) => ({ cells: cells(row), to: { type: "park", id: row.id } })) };
  }

  function sites(title, all) {
    const rows = all.filter(zz.filter.keepsSite);
    const at = (row) => zz.data.places[row.place_id];
    const cells = (row) => [zz.nameOf(at(row)), zz.roleName(row.role), zz.nameOf(zz.data.elements[row.element_id]), names(at(row).district_ids), zz.basisName(at(row).basis), row.locator];
    return { title, columns: ["name", "role", "element", "districts", "basis", "locator"], rows: rows.map((row) => ({ cells: cells(row), to: { type: "site", id: row.id } })), hidden: all.length - rows.length };
  }

  const themed = () => {
    const own = new Set(zz.data.payload.theme.structures.map((id) => zz.data.byId.structures.get(id).document_id));
    return zz.data.placements.filter((row) => own.has(row.document_id));
  };
  const ownElements = () => {
    const own = new Set(zz.data.payload.theme.structures);
    return zz.data.elements.filter((row) => own.has(zz.data.structures[row.structure_id].id));
  };

  // The sheet that is open, as a table: where an industry is placed, what a place hosts.
  function ofSheet() {
    const { selected } = zz.state;
    const row = zz.data.byId[zz.TABLES[selected.type]].get(selected.id);
    const title = zz.nameOf(row);
    if (selected.type === "industry") return { ...statements(title, zz.hostsOf(row).all) };
    if (selected.type === "project") return projects(title, [row]);
    if (selected.type === "enterprise") return projects(title, row.projects);
    if (selected.type === "opened") return zz.dropfile.table(row.file);
    if (selected.type === "park") return parks(title, [row]);
    const number = selected.type === "place" ? row.number : row.place_id;
    return statements(title, (number !== null && zz.data.placementsAt.get(number)) || []);
  }

  function ofMatrix() {
    const { rows, columns, at, hidden } = zz.matrix.table();
    const line = (industry, number) => {
      const cell = at(industry.number, number);
      return cell && { cells: [zz.nameOf(industry), zz.nameOf(zz.data.places[number]), zz.relationName(cell.relation), cell.count], to: { type: "place", id: zz.data.places[number].id, lit: industry.id } };
    };
    return { title: zz.t("matrixTitle"), columns: ["industry", "place", "relation", "count"], rows: rows.flatMap((industry) => columns.map((number) => line(industry, number))).filter(Boolean), hidden };
  }

  function ofCompare() {
    const found = zz.state.compare.map(({ type, id }) => zz.data.byId[zz.TABLES[type]].get(id));
    const own = zz.state.compare.flatMap(({ type }, at) => (type === "place" ? zz.data.placementsAt.get(found[at].number) || [] : zz.hostsOf(found[at]).all));
    return statements(found.map(zz.nameOf).join(" · "), [...new Set(own)]);
  }

  const all = (key) => zz.data[key];
  const MAKERS = {
    theme: () => statements(zz.t("tableTheme"), themed()),
    structure: () => elements(zz.t("tableStructure"), ownElements()),
    placements: () => statements(zz.t("tablePlacements"), all("placements")),
    places: () => places(zz.t("tablePlaces"), all("places")),
    projects: () => projects(zz.t("projects"), all("projects")),
    elements: () => elements(zz.t("tableElements"), all("elements")),
    sites: () => sites(zz.t("sites"), all("sites")),
    parks: () => parks(zz.t("parks"), zz.data.geo.parks),
    sheet: () => zz.state.selected && ofSheet(),
    matrix: ofMatrix,
    compare: () => zz.state.compare.length > 0 && ofCompare(),
    file: () => zz.dropfile.table(),
    selection: () => zz.chosen && zz.chosen.table(),
  };

  zz.tables = {
    // A table by its key, null where there is nothing of it now.
    make: (key) => (Object.hasOwn(MAKERS, key) && MAKERS[key]()) || null,
    keys: () => Object.keys(MAKERS).filter((key) => !["sites", "parks"].includes(key) || (key === "parks" ? zz.data.geo.parks : zz.data.sites).length),
    places,
  };
})((window.zzmap = window.zzmap || {}));
