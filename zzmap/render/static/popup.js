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

  function hosted({ type, id }) {
    const row = type === "place" ? zz.data.byId.places.get(id) : null;
    const order = (a, b) => zz.data.contestedLast(a, b) || a.relation - b.relation;
    const rows = row ? (zz.data.placementsAt.get(row.number) || []).slice().sort(order) : [];
    const kept = new Map(rows.map((item) => [item.industry_id, item]).reverse());
    return [...kept.values()].sort(order).slice(0, HOSTED);
  }

  function open({ type, id }) {
    zz.leaflet.closePopup();
    zz.state.select(type, id);
    const title = document.querySelector("#zz-sheet h2");
    if (title) title.focus({ preventScroll: true });
  }

  function body(first, others) {
    const { el } = zz.dom;
    const { feature } = first;
    const to = target(first);
    const rows = hosted(to);
    return el("div", { class: "zz-popup" },
      el("b", {}, zz.shortName(feature)),
      el("p", {}, `${zz.kindName(feature.kind)} · ${zz.basisName(feature.basis)} ± ${feature.accuracy.toLocaleString("en")} m`),
      rows.length ? el("ul", {}, rows.map((item) => el("li", {}, `${zz.facts.short(item)}${zz.nameOf(zz.data.industries[item.industry_id])} `, el("small", {}, item.locator)))) : null,
      el("button", { type: "button", class: "zz-button", onclick: () => open(to) }, zz.t("openSheet")),
      others.length ? el("p", { class: "zz-also" }, zz.t("alsoHere"), others.map((other) => el("button", { type: "button", class: "zz-link", onclick: () => open(target(other)) }, zz.shortName(other.feature)))) : null);
  }

  // `found` as zz.pick.at gives it: the popup describes the first and names the next.
  zz.popup = function (found, latlng) {
    const name = zz.shortName(found[0].feature);
    const others = found.slice(1).filter((other) => zz.shortName(other.feature) !== name).slice(0, OTHERS);
    const point = found[0].feature.shape.type === "point" ? found[0].feature.shape.coords : latlng;
    L.popup({ maxWidth: 280, autoPanPadding: [30, 30] }).setLatLng(point).setContent(body(found[0], others)).openOn(zz.leaflet);
  };
})((window.zzmap = window.zzmap || {}));
