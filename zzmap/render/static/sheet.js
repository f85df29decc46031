// The sheet beside the map: all that is known of a place, industry, element, project or site.
(function (zz) {
  "use strict";

  const link = (type, row) => zz.dom.el("button", { type: "button", class: "zz-link", onclick: () => zz.go(type, row.id) }, zz.nameOf(row));

  function tag(relation) {
    return zz.dom.el("span", { class: "zz-tag", style: `--c:${zz.style.relation(relation)}` }, zz.relationName(relation));
  }

  function facts(rows) {
    const { el } = zz.dom;
    return el("dl", {}, rows.filter((row) => row[1]).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
  }

  function section(title, count, body) {
    const { el } = zz.dom;
    return el("section", {}, el("h3", {}, title, el("span", { class: "zz-count" }, count ? String(count) : "")), body);
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

  function position(row, feature) {
    const district = row.district_ids.map((number) => zz.nameOf(zz.data.places[number])).join("、");
    const basis = feature ? feature.basis : row.basis;
    const accuracy = feature ? feature.accuracy : row.accuracy_m;
    return facts([
      [zz.t("aliases"), row.aliases.filter((name) => !zz.facts.ownAliases(row).includes(name)).join("、")],
      [zz.t("ownAliases"), zz.facts.ownAliases(row).join("、")],
      [zz.t("districts"), district],
      [zz.t("area"), feature && feature.area_km2 ? zz.units.area(feature.area_km2) : ""],
      [zz.t("official"), row.area_km2 ? zz.units.area(row.area_km2) : ""],
      [zz.t("basis"), zz.basisName(basis)],
      [zz.t("accuracy"), accuracy ? `± ${accuracy.toLocaleString("en")} m` : ""],
      [zz.t("lineage"), feature ? feature.source : row.source],
    ]);
  }

  function placeSheet(row) {
    const { el } = zz.dom;
    const data = zz.data;
    const feature = zz.map.featureFor("place", row.id);
    const placements = (data.placementsAt.get(row.number) || []).slice().sort((a, b) => data.contestedLast(a, b) || a.relation - b.relation);
    const projects = data.projectsAt.get(row.number) || [];
    const elements = (data.elementsWith.get(row.number) || []).map((member) => data.elements[member.element_id]);
    const neighbours = same(row, placements);
    const roles = data.sitesAt.get(row.number) || [];
    return [
      heading(row, zz.kindName(row.kind)),
      position(row, feature),
      placements.length ? section(zz.t("hosts"), placements.length, byDocument(placements, (item) => el("li", {}, tag(item.relation), zz.facts.marks(item), link("industry", data.industries[item.industry_id]), el("small", {}, item.locator), zz.facts.against(item)))) : null,
      projects.length ? section(zz.t("projects"), projects.length, el("ul", { class: "zz-rows" }, projects.map((item) => el("li", {}, link("project", item), el("small", {}, [item.enterprise, inferred(item), item.locator].filter(Boolean).join(" · ")))))) : null,
      elements.length ? section(zz.t("structures"), elements.length, el("ul", { class: "zz-rows" }, elements.map((item) => el("li", {}, link("element", item), el("small", {}, `${zz.nameOf(data.structures[item.structure_id])} · ${item.locator}`))))) : null,
      roles.length ? section(zz.t("site"), 0, el("ul", { class: "zz-rows" }, roles.map((item) => el("li", {}, zz.roleName(item.role), " · ", link("element", data.elements[item.element_id]), el("small", {}, item.locator))))) : null,
      neighbours.length ? section(zz.t("same"), neighbours.length, el("ul", { class: "zz-rows" }, neighbours.map(([other, count]) => el("li", {}, link("place", other), el("small", {}, `× ${count}`))))) : null,
    ];
  }

  function same(row, placements) {
    const counts = new Map();
    for (const item of placements) {
      for (const other of zz.data.placementsOf.get(item.industry_id) || []) {
        if (other.place_id !== row.number) counts.set(other.place_id, (counts.get(other.place_id) || 0) + 1);
      }
    }
    return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([number, count]) => [zz.data.places[number], count]);
  }

  function industrySheet(row) {
    const { el } = zz.dom;
    const data = zz.data;
    const { rows, broader, hidden } = zz.hostsOf(row);
    const children = data.childrenOf.get(row.number) || [];
    const parent = row.parent_id !== null && row.parent_id !== undefined ? data.industries[row.parent_id] : null;
    const projects = data.descendants(row.number).flatMap((number) => data.projectsOf.get(number) || []);
    return [
      heading(row, zz.t("industry")),
      facts([[zz.t("aliases"), row.aliases.filter((name) => !zz.facts.ownAliases(row).includes(name)).join("、")], [zz.t("ownAliases"), zz.facts.ownAliases(row).join("、")], [zz.t("above"), parent ? link("industry", parent) : ""]]),
      section(zz.t("hostedBy"), rows.length, [zz.filter.bar(), hidden ? el("p", { class: "zz-note" }, `${hidden} ${zz.t("filteredOut")}`) : null, rows.length
        ? [broader ? el("p", { class: "zz-note" }, zz.t("broader")) : null, byDocument(rows, (item) => el("li", {}, tag(item.relation), zz.facts.marks(item), link("place", data.places[item.place_id]),
          item.industry_id !== row.number ? el("em", {}, zz.nameOf(data.industries[item.industry_id])) : null, el("small", {}, item.locator), zz.facts.against(item)))]
        : hidden ? null : el("p", { class: "zz-note" }, zz.t("nowhere"))]),
      children.length ? section(zz.t("below"), children.length, el("p", { class: "zz-chips" }, children.map((item) => link("industry", item)))) : null,
      projects.length ? section(zz.t("projects"), projects.length, el("ul", { class: "zz-rows" }, projects.map((item) => el("li", {}, link("project", item), el("small", {}, [item.enterprise, item.locator].filter(Boolean).join(" · ")))))) : null,
    ];
  }

  function elementSheet(row) {
    const { el } = zz.dom;
    const data = zz.data;
    const feature = data.elementFeature.get(row.id);
    const members = (data.membersOf.get(row.number) || []).map((item) => data.places[item.place_id]);
    return [
      heading(row, zz.kindName(row.kind)),
      facts([
        [zz.t("structures"), zz.nameOf(data.structures[row.structure_id])],
        [zz.t("functions"), row.functions.join("、")],
        [zz.t("locator"), row.locator],
        [zz.t("basis"), feature ? zz.basisName(feature.basis) : zz.basisName("unlocated")],
        [zz.t("accuracy"), feature ? `± ${feature.accuracy.toLocaleString("en")} m` : ""],
        [zz.t("lineage"), feature ? feature.source : ""],
      ]),
      section(zz.t("members"), members.length, el("ul", { class: "zz-rows" }, members.map((item) => el("li", {}, link("place", item),
        data.featureOf.has(item.id) ? null : el("small", {}, zz.basisName(item.basis)))))),
    ];
  }

  const inferred = (row) => (row.place_basis.startsWith("inferred") ? zz.placeBasis("inferred") : "");

  function projectSheet(row) {
    const data = zz.data;
    const places = row.place_ids.map((number) => link("place", data.places[number]));
    return [
      heading(row, zz.t("project")),
      facts([
        [zz.t("enterprise"), row.enterprise],
        [zz.t("industry"), link("industry", data.industries[row.industry_id])],
        [zz.t("place"), places.length ? zz.dom.el("span", { class: "zz-chips" }, places) : zz.t("nowhere")],
        [zz.t("placeBasis"), zz.placeBasis(row.place_basis)],
        [zz.t("locator"), `${data.documents[row.document_id].number} · ${row.locator}`],
      ]),
    ];
  }

  const parkSheet = (row) => [heading(row, zz.t("park")), facts(zz.parkFacts(row, link))];

  function heading(row, kind) {
    const { el } = zz.dom;
    const other = zz.state.lang === "en" ? row.name : row.name_en;
    return el("header", {}, el("p", { class: "zz-kind" }, kind), el("h2", { tabindex: "-1" }, zz.nameOf(row)),
      other && other !== zz.nameOf(row) ? el("p", { class: "zz-other", lang: zz.state.lang === "en" ? "zh-CN" : "en" }, other) : null, actions(), litNote());
  }

  function actions() {
    const { el } = zz.dom;
    const { type, id } = shown();
    return el("p", { class: "zz-actions" }, ["place", "industry"].includes(type) ? zz.compare.button(type, id) : null,
      el("button", { type: "button", class: "zz-button zz-printsheet", onclick: () => zz.print.sheet() }, zz.t("printSheet")));
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

  const SHEETS = { place: ["places", placeSheet], industry: ["industries", industrySheet], element: ["elements", elementSheet], project: ["projects", projectSheet], park: ["parks", parkSheet] };

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
