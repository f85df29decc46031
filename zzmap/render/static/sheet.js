// The sheet beside the map: all that is known of a place, industry, element, project or site.
(function (zz) {
  "use strict";

  const link = (type, row) => zz.dom.el("button", { type: "button", class: "zz-link", onclick: () => zz.go(type, row.id, type === "industry" ? undefined : zz.state.lit) }, zz.nameOf(row));

  function tag(relation) {
    return zz.dom.el("span", { class: "zz-tag", style: `--c:${zz.style.relation(relation)}` }, zz.relationName(relation));
  }

  function facts(rows) {
    const { el } = zz.dom;
    return el("dl", {}, rows.filter((row) => row[1]).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
  }

  // `count` says what it counts: 12 条, 8 个载体.
  function section(title, count, body) {
    const { el } = zz.dom;
    return el("section", {}, el("h3", {}, title, el("span", { class: "zz-count" }, count || "")), body);
  }

  function byDocument(rows, item) {
    const { el } = zz.dom;
    return zz.data.documents.map((document_, number) => {
      const own = rows.filter((row) => row.document_id === number);
      if (!own.length) return null;
      return el("div", { class: "zz-doc" }, el("h4", {}, zz.state.lang === "en" ? document_.title_en : `${document_.number} ${document_.title}`),
        el("ul", { class: "zz-rows" }, own.map(item)));
    });
  }

  // A planner's aliases are a line of their own.
  function aliasFacts(row) {
    const own = zz.facts.ownAliases(row);
    return [[zz.t("aliases"), row.aliases.filter((name) => !own.includes(name)).join("、")], [zz.t("ownAliases"), own.join("、")]];
  }

  function position(row, feature) {
    const district = row.district_ids.map((number) => zz.nameOf(zz.data.places[number])).join("、");
    const over = feature ? null : zz.counts.containerOf(row);
    const basis = feature ? feature.basis : row.basis;
    const accuracy = feature ? feature.accuracy : row.accuracy_m;
    return facts([
      ...aliasFacts(row),
      [zz.t("districts"), district],
      [zz.t("liesIn"), over ? link("place", over) : ""],
      [zz.t("area"), feature && feature.area_km2 ? zz.units.area(feature.area_km2) : ""],
      [zz.t("official"), row.area_km2 ? zz.units.area(row.area_km2) : ""],
      [zz.t("basis"), zz.basisName(basis)],
      [zz.t("accuracy"), accuracy ? `± ${accuracy.toLocaleString("en")} m` : ""],
      [zz.t("lineage"), zz.lineage.node(feature ? feature.source : row.source)],
    ]);
  }

  // A list of a section: rows that are there, or how many the filters hide, else no section.
  function listed(key, rows, item, unit, hidden = 0) {
    const { el } = zz.dom;
    const list = el("ul", { class: "zz-rows" }, rows.map((row) => el("li", {}, item(row))));
    return rows.length || hidden ? section(zz.t(key), zz.counted(rows.length, unit), [zz.filter.note(hidden), list]) : null;
  }

  function projectsOf(all) {
    const rows = all.filter(zz.filter.keepsDocument);
    const item = (row) => [link("project", row), zz.dom.el("small", {}, [row.enterprise, inferred(row)].filter(Boolean).map((text) => `${text} · `).join(""), zz.locators.node(row.locator))];
    return listed("projects", rows, item, "projects", all.length - rows.length);
  }

  // What is said of a place, whether its sheet is a place's or that of the element it is.
  function saidOf(row) {
    const { el } = zz.dom;
    const data = zz.data;
    const all = data.placementsAt.get(row.number) || [];
    const placements = all.filter(zz.filter.keeps).sort((a, b) => data.contestedLast(a, b) || a.relation - b.relation);
    const structures = (data.elementsWith.get(row.number) || []).map((member) => data.elements[member.element_id]);
    const hosts = (item) => el("li", {}, tag(item.relation), zz.facts.marks(item), link("industry", data.industries[item.industry_id]),
      el("small", {}, zz.locators.node(item.locator)), zz.facts.against(item));
    return [
      all.length ? section(zz.t("hosts"), zz.counted(placements.length, "statements"), [zz.filter.note(all.length - placements.length), byDocument(placements, hosts)]) : null,
      projectsOf(data.projectsAt.get(row.number) || []),
      listed("heldHere", data.holds.get(row.number) || [], (item) => [link("place", item), held(item)], "places"),
      listed("structures", structures, (item) => [link("element", item), el("small", {}, `${zz.nameOf(data.structures[item.structure_id])} · `, zz.locators.node(item.locator))], "elements"),
      sites(row),
      listed("same", same(row, placements), ([other, count]) => [link("place", other), el("small", {}, zz.counted(count, "statements"))], "places"),
    ];
  }

  // How much is said of a place that is known to lie in the one told of.
  function held(row) {
    const count = (zz.data.placementsAt.get(row.number) || []).filter(zz.filter.keeps).length;
    return count ? zz.dom.el("small", {}, `${zz.t("hosts")} ${zz.counted(count, "statements")}`) : null;
  }

  function sites(row) {
    const { el } = zz.dom;
    const roles = zz.data.sitesAt.get(row.number) || [];
    const item = (role) => el("li", {}, zz.roleName(role.role), " · ", link("element", zz.data.elements[role.element_id]), el("small", {}, zz.locators.node(role.locator)));
    return roles.length ? section(zz.t("site"), "", el("ul", { class: "zz-rows" }, roles.map(item))) : null;
  }

  function placeSheet(row) {
    const { el } = zz.dom;
    const elements = zz.data.elementsAt.get(row.number) || [];
    return [
      heading(row, zz.kindName(row.kind)),
      position(row, zz.map.featureFor("place", row.id)),
      elements.map((element) => facts(elementFacts(element))),
      zz.data.isDistrict(row) && zz.classes.placements().of(row.id) ? section(zz.t("byPillar"), zz.classes.placements().of(row.id), [el("p", { class: "zz-note" }, zz.t("rolledUp")), zz.charts.table(row.id)]) : null,
      saidOf(row),
    ];
  }

  function same(row, placements) {
    const counts = new Map();
    for (const item of placements) {
      for (const other of (zz.data.placementsOf.get(item.industry_id) || []).filter(zz.filter.keeps)) {
        if (other.place_id !== row.number) counts.set(other.place_id, (counts.get(other.place_id) || 0) + 1);
      }
    }
    return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([number, count]) => [zz.data.places[number], count]);
  }

  // Places and statements are not the same number: a place may be named by several.
  const hostCount = (rows) => `${zz.counted(new Set(rows.map((row) => row.place_id)).size, "places")} · ${zz.counted(rows.length, "statements")}`;

  function industrySheet(row) {
    const { el } = zz.dom;
    const data = zz.data;
    const { rows, broader, hidden } = zz.hostsOf(row);
    const children = data.childrenOf.get(row.number) || [];
    const parent = row.parent_id !== null && row.parent_id !== undefined ? data.industries[row.parent_id] : null;
    const projects = data.descendants(row.number).flatMap((number) => data.projectsOf.get(number) || []);
    const head = [heading(row, zz.t("industry")), facts([...aliasFacts(row), [zz.t("above"), parent ? link("industry", parent) : ""]])];
    const said = [
      section(zz.t("hostedBy"), hostCount(rows), [zz.filter.bar(), zz.filter.note(hidden), rows.length
        ? [broader ? el("p", { class: "zz-note" }, zz.t("broader")) : null, byDocument(rows, (item) => el("li", {}, tag(item.relation), zz.facts.marks(item), link("place", data.places[item.place_id]),
          item.industry_id !== row.number ? el("em", {}, zz.nameOf(data.industries[item.industry_id])) : null, el("small", {}, zz.locators.node(item.locator)), zz.facts.against(item)))]
        : hidden ? null : el("p", { class: "zz-note" }, zz.t("nowhere"))]),
      children.length ? section(zz.t("below"), zz.counted(children.length, "industries"), el("p", { class: "zz-chips" }, children.map((item) => link("industry", item)))) : null,
    ];
    return zz.projects.alone() ? [...head, projectsOf(projects), ...said] : [...head, ...said, projectsOf(projects)];
  }

  const elementFacts = (row) => [
    [zz.t("structures"), zz.nameOf(zz.data.structures[row.structure_id])],
    [zz.t("functions"), row.functions.join("、")],
    [zz.t("locator"), zz.locators.node(row.locator)],
  ];

  // An element and the place of its name are one: the sheet tells of both.
  function elementSheet(row) {
    const data = zz.data;
    const place = row.place_id === null ? null : data.places[row.place_id];
    const feature = place ? zz.map.featureFor("place", place.id) : data.elementFeature.get(row.id);
    return [
      heading(row, zz.kindName(row.kind)),
      facts([
        ...elementFacts(row),
        ...(place ? aliasFacts(place) : []),
        [zz.t("basis"), feature ? zz.basisName(feature.basis) : zz.basisName("unlocated")],
        [zz.t("accuracy"), feature ? `± ${feature.accuracy.toLocaleString("en")} m` : ""],
        [zz.t("lineage"), zz.lineage.node(feature ? feature.source : "")],
      ]),
      listed("members", data.membersOf.get(row.number) || [], memberLine, "places"),
      place ? saidOf(place) : null,
    ];
  }

  const inferred = (row) => (row.place_basis.startsWith("inferred") ? zz.placeBasis("inferred") : "");

  function memberLine(member) {
    const place = zz.data.places[member.place_id];
    const said = [member.derived ? `${zz.t("derivedMember")}：${member.derived}` : "", zz.map.featureFor("place", place.id) ? "" : zz.basisName(place.basis)];
    const note = said.filter(Boolean).join(" · ");
    return [link("place", place), note ? zz.dom.el("small", {}, note) : null];
  }

  function projectSheet(row) {
    const data = zz.data;
    const places = row.place_ids.map((number) => link("place", data.places[number]));
    return [
      heading(row, zz.t("project")),
      facts([
        [zz.t("enterprise"), row.enterprise ? link("enterprise", data.byId.enterprises.get(row.enterprise)) : ""],
        [zz.t("industry"), link("industry", data.industries[row.industry_id])],
        [zz.t("place"), places.length ? zz.dom.el("span", { class: "zz-chips" }, places) : zz.t("nowhere")],
        [zz.t("placeBasis"), zz.placeBasis(row.place_basis)],
        [zz.t("locator"), zz.locators.node(row.locator, `${data.documents[row.document_id].number} · `)],
      ]),
    ];
  }

  function enterpriseSheet(row) {
    const of = (key) => [...new Set(row.projects.flatMap((project) => project[key]))];
    const chips = (type, table, numbers) => (numbers.length ? zz.dom.el("span", { class: "zz-chips" }, numbers.map((number) => link(type, zz.data[table][number]))) : "");
    return [
      heading(row, zz.t("enterprise")),
      facts([
        [zz.t("aliases"), row.aliases.join("、")],
        [zz.t("industry"), chips("industry", "industries", of("industry_id"))],
        [zz.t("place"), chips("place", "places", of("place_ids")) || zz.t("nowhere")],
      ]),
      projectsOf(row.projects),
    ];
  }

  // A row of a file that was opened.
  const openedSheet = (row) => [heading(row, `${row.file.name} · ${zz.t("rowNumber").replace("{n}", row.number)}`), facts(zz.filerows.facts(row))];

  const parkSheet = (row) => [heading(row, zz.t("park")), facts(zz.parkFacts(row, link))];

  function heading(row, kind) {
    const { el } = zz.dom;
    const other = zz.state.lang === "en" ? row.name : row.name_en;
    return el("header", {}, zz.trail.way(), el("p", { class: "zz-kind" }, kind), el("h2", { tabindex: "-1" }, zz.nameOf(row)),
      other && other !== zz.nameOf(row) ? el("p", { class: "zz-other", lang: zz.state.lang === "en" ? "zh-CN" : "en" }, other) : null, actions(), litNote());
  }

  function actions() {
    const { el } = zz.dom;
    const { type, id } = compared(shown());
    return el("p", { class: "zz-actions" }, ["place", "industry"].includes(type) ? zz.compare.button(type, id) : null,
      el("button", { type: "button", class: "zz-button zz-totable", onclick: () => zz.state.setTable("sheet") }, zz.t("toTable")),
      el("button", { type: "button", class: "zz-button zz-printsheet", onclick: () => zz.print.sheet() }, zz.t("printSheet")));
  }

  // An element is compared as the place that it is.
  function compared(to) {
    const own = to.type === "element" ? zz.data.byId.elements.get(to.id).place_id : null;
    return own === null ? to : { type: "place", id: zz.data.places[own].id };
  }

  // A place reached through an industry keeps the way back to it.
  function litNote() {
    const industry = zz.state.selected.type === "industry" ? null : zz.data.byId.industries.get(zz.state.lit);
    return industry ? zz.dom.el("p", { class: "zz-note" }, zz.t("litOnMap"), link("industry", industry)) : null;
  }

  // What the sheet describes: for a site, its place.
  function shown() {
    const { type, id } = zz.state.selected;
    return type === "site" ? { type: "place", id: zz.data.places[zz.data.byId.sites.get(id).place_id].id } : { type, id };
  }

  const SHEETS = { place: ["places", placeSheet], industry: ["industries", industrySheet], element: ["elements", elementSheet], project: ["projects", projectSheet], enterprise: ["enterprises", enterpriseSheet], opened: ["opened", openedSheet], park: ["parks", parkSheet] };

  zz.sheet = function (host, selected) {
    if (!selected) {
      host.replaceChildren();
      return;
    }
    const { type, id } = shown();
    const [table, build] = SHEETS[type];
    const row = zz.data.byId[table].get(id);
    host.replaceChildren(...(row ? build(row).flat(Infinity).filter(Boolean) : []));
    host.scrollTop = 0;
  };
})((window.zzmap = window.zzmap || {}));
