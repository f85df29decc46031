// The layer tree: ground, structures by document, carriers, themes, online basemaps.
(function (zz) {
  "use strict";

  const { el } = (zz.dom = {
    el(tag, attributes, ...children) {
      const node = document.createElement(tag);
      for (const [key, value] of Object.entries(attributes || {})) {
        if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
        else if (key === "class") node.className = value;
        else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
      }
      for (const child of children.flat(Infinity)) {
        if (child !== null && child !== undefined && child !== false) node.append(child);
      }
      return node;
    },
  });

  function box(key, label, title) {
    const id = `zz-layer-${key.replace(/[^a-z0-9]/gi, "-")}`;
    return el("li", {},
      el("input", { type: "checkbox", id, "data-layer": key, checked: zz.state.layers.has(key), onchange: (event) => zz.state.setLayer(key, event.target.checked) }),
      el("label", { for: id, title: title || null }, label));
  }

  function section(title, items) {
    return items.length ? el("fieldset", {}, el("legend", {}, title), el("ul", {}, items)) : null;
  }

  function structures() {
    return zz.data.documents.filter((row) => row.date).map((document_) => {
      const own = zz.data.structures.filter((row) => row.document_id === document_.number_);
      const title = zz.state.lang === "en" ? document_.title_en : `${document_.number}`;
      return section(title, own.map((row) => box(`st:${row.id}`, zz.nameOf(row), zz.locators.words(row.locator))));
    });
  }

  const CREDITS = { OpenStreetMap: "© OpenStreetMap contributors", 天地图: "© 天地图 国家地理信息公共服务平台" };
  let tileLayer = null;
  function online() {
    const names = Object.keys(zz.data.payload.basemaps || {});
    if (!names.length) return null;
    const choose = (name) => {
      if (tileLayer) tileLayer.remove();
      const urls = zz.data.payload.basemaps[name] || [];
      tileLayer = L.layerGroup(urls.map((url) => L.tileLayer(url, { subdomains: "01234567", maxZoom: 18 }))).addTo(zz.leaflet);
      zz.state.setLayer("districts", !urls.length);
      document.getElementById("zz-source").textContent = [zz.sourceLine(), CREDITS[name]].filter(Boolean).join(" · ");
    };
    const radio = (label, name, checked) => el("li", {}, el("label", {}, el("input", { type: "radio", name: "zz-tiles", checked, onchange: () => choose(name) }), " ", label));
    return section(zz.t("online"), [radio(zz.t("none"), "", true), ...names.map((name) => radio(name, name, false))]);
  }

  // Places that are listed and not drawn: of a basis, but what is no place to be missing.
  function listed(key, help, basis, hint) {
    const hidden = new Set(zz.data.payload.not_one_place);
    const rows = zz.data.places.filter((row) => row.basis === basis && !hidden.has(row.kind) && !zz.data.isDistrict(row) && !zz.data.featureOf.has(row.id));
    if (!rows.length) return null;
    return el("details", { class: `zz-unlocated zz-basis-${basis}` },
      el("summary", {}, `${zz.t(key)} (${rows.length})`),
      el("p", {}, zz.t(help)),
      el("ul", {}, rows.map((row) => el("li", {}, el("button", { type: "button", class: "zz-link", onclick: () => zz.go("place", row.id) }, zz.nameOf(row)), hint(row)))));
  }

  function over(row) {
    const container = zz.counts.containerOf(row);
    return container ? el("small", {}, zz.nameOf(container)) : null;
  }

  zz.tree = function (host) {
    zz.data.documents.forEach((row, index) => (row.number_ = index));
    const geo = zz.data.geo;
    host.replaceChildren(...[
      section(zz.t("base"), ["districts", "ground", "neighbours"].filter((key) => geo[key]).map((key) => box(key, zz.t(key)))),
      ...structures(),
      section(zz.t("carriers"), ["zones", "places", "sites", "parks"].filter((key) => (geo[key] || []).length).map((key) => box(key, zz.t(key))).concat(zz.carriers.counts().length ? box("carriers", zz.t("carriersByKind")) : [])),
      section(zz.t("themes"), ["choropleth", "projects"].map((key) => box(key, zz.t(key)))),
      online(),
      listed("unlocated", "unlocatedHelp", "unlocated", () => null),
      listed("within", "withinHelp", "within", over),
    ].filter(Boolean));
  };
})((window.zzmap = window.zzmap || {}));
