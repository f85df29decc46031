// The popup is short; the sheet carries the rest.
(function (zz) {
  "use strict";

  const HOSTED = 3;
  const OTHERS = 4;

  // A site opens the sheet of its place.
  function target({ feature, type }) {
    if (type !== "site") return { type, id: feature.id };
    return { type: "place", id: zz.data.places[zz.data.byId.sites.get(feature.id).place_id].id };
  }

  // The place whose placements a popup shows; an element's are those of the place it is.
  function placeOf({ type, id }) {
    if (type !== "element") return type === "place" ? zz.data.byId.places.get(id) : null;
    const own = zz.data.byId.elements.get(id).place_id;
    return own === null ? null : zz.data.places[own];
  }

  function hosted(to) {
    const row = placeOf(to);
    const order = (a, b) => zz.data.contestedLast(a, b) || a.relation - b.relation;
    const rows = row ? (zz.data.placementsAt.get(row.number) || []).filter(zz.filter.keeps).sort(order) : [];
    const kept = new Map(rows.map((item) => [item.industry_id, item]).reverse());
    return [...kept.values()].sort(order).slice(0, HOSTED);
  }

  function open({ type, id }, lit = zz.state.lit) {
    zz.leaflet.closePopup();
    if (type === "draft") return zz.drawpanel.open(id);
    const to = zz.data.entity(type, id);
    zz.state.select(to.type, to.id, lit);
    const title = document.querySelector("#zz-sheet h2");
    if (title) title.focus({ preventScroll: true });
    return undefined;
  }

  function body(first, others) {
    const { el } = zz.dom;
    const { feature } = first;
    if (first.type === "within") return counted(feature, others);
    if (first.type === "projects") return listed(feature, others);
    if (first.type === "opened") return ofFile(feature, others);
    if (first.type === "draft") return ofDraft(feature, others);
    const to = target(first);
    const rows = hosted(to);
    return el("div", { class: "zz-popup" },
      el("b", {}, zz.shortName(feature)),
      el("p", {}, `${zz.kindName(feature.kind)} · ${zz.basisName(feature.basis)} ± ${feature.accuracy.toLocaleString("en")} m`),
      rows.length ? el("ul", {}, rows.map((item) => el("li", {}, `${zz.facts.short(item)}${zz.nameOf(zz.data.industries[item.industry_id])} `, el("small", {}, zz.locators.node(item.locator))))) : null,
      el("button", { type: "button", class: "zz-button", onclick: () => open(to) }, zz.t("openSheet")),
      also(others));
  }

  function also(others) {
    const { el } = zz.dom;
    const link = (other) => el("button", { type: "button", class: "zz-link", onclick: () => open(target(other)) }, zz.shortName(other.feature));
    return others.length ? el("p", { class: "zz-also" }, zz.t("alsoHere"), others.map(link)) : null;
  }

  function ofDraft({ id, name, shape }, others) {
    const { el } = zz.dom;
    return el("div", { class: "zz-popup" }, el("b", {}, name), el("p", {}, `${zz.t("draft")} · ${zz.measure.words(shape.coords[0][0], true)}`),
      el("button", { type: "button", class: "zz-button", onclick: () => open({ type: "draft", id }) }, zz.t("openSheet")),
      also(others));
  }

  // A row of an opened file: its first cells.
  function ofFile({ id }, others) {
    const { el } = zz.dom;
    const row = zz.data.byId.opened.get(id);
    return el("div", { class: "zz-popup" }, el("b", {}, row.name), el("p", {}, row.file.name),
      el("ul", {}, zz.filerows.brief(row).map((words) => el("li", {}, words))),
      el("button", { type: "button", class: "zz-button", onclick: () => open({ type: "opened", id }) }, zz.t("openSheet")),
      also(others));
  }

  // A number of projects: each with the way to its sheet.
  function listed(feature, others) {
    const { el } = zz.dom;
    const item = (row) => el("li", {}, el("button", { type: "button", class: "zz-link", onclick: () => open({ type: "project", id: row.id }, zz.state.lit) }, zz.nameOf(row)),
      row.enterprise ? el("small", {}, ` · ${row.enterprise}`) : null);
    return el("div", { class: "zz-popup" },
      el("b", {}, zz.nameOf(feature)),
      el("ul", { class: "zz-held" }, feature.places.map(item)),
      el("button", { type: "button", class: "zz-button", onclick: () => open({ type: "place", id: feature.over.id }) }, zz.t("openSheet")),
      also(others));
  }

  // A count: the list of what it counts, then of all else that is known to lie there.
  function counted(feature, others) {
    const { el } = zz.dom;
    const { over } = feature;
    const shown = (zz.map.counts().find((mark) => mark.id === over.id) || feature).places;
    const all = [...new Set([...shown, ...zz.data.holds.get(over.number)])];
    const lit = shown.length < all.length ? zz.data.byId.industries.get(zz.state.lit) : null;
    const item = (row, at) => el("li", {}, el("button", { type: "button", class: "zz-link", onclick: () => open({ type: "place", id: row.id }, zz.state.lit) }, zz.nameOf(row)),
      lit && at < shown.length ? el("small", {}, ` · ${zz.nameOf(lit)}`) : null);
    return el("div", { class: "zz-popup" },
      el("b", {}, zz.nameOf(over)),
      el("p", {}, `${zz.t("heldHere")} (${shown.length < all.length ? `${shown.length} / ` : ""}${all.length})`),
      el("ul", { class: "zz-held" }, all.map(item)),
      el("button", { type: "button", class: "zz-button", onclick: () => open({ type: "place", id: over.id }) }, zz.t("openSheet")),
      also(others.filter((other) => zz.shortName(other.feature) !== zz.nameOf(over))));
  }

  // `found` as zz.pick.at gives it: the popup describes the first and names the next.
  zz.popup = function (found, latlng) {
    const name = zz.shortName(found[0].feature);
    const others = found.slice(1).filter((other) => zz.shortName(other.feature) !== name).slice(0, OTHERS);
    const point = found[0].feature.shape.type === "point" ? found[0].feature.shape.coords : latlng;
    L.popup({ maxWidth: 300, autoPanPadding: [30, 30] }).setLatLng(point).setContent(body(found[0], others)).openOn(zz.leaflet);
  };

  // What a label names is meant: its sheet is opened at once.
  zz.popup.open = (found) => open(target(found));
})((window.zzmap = window.zzmap || {}));
