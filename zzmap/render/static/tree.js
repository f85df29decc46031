// The layer tree: ground, structures by document, carriers, themes, online basemaps.

import { board } from "./board.js";
import * as carriers from "./carriers.js";
import * as counts from "./counts.js";
import { data } from "./data.js";
import { el } from "./dom.js";
import { go } from "./go.js";
import { nameOf, sourceLine, t } from "./i18n.js";
import * as locators from "./locators.js";
import { state } from "./state.js";

function box(key, label, title) {
  const id = `zz-layer-${key.replace(/[^a-z0-9]/gi, "-")}`;
  return el(
    "li",
    {},
    el("input", {
      type: "checkbox",
      id,
      "data-layer": key,
      checked: state.layers.has(key),
      onchange: (event) => state.setLayer(key, event.target.checked),
    }),
    el("label", { for: id, title: title || null }, label),
  );
}

function section(title, items) {
  return items.length ? el("fieldset", {}, el("legend", {}, title), el("ul", {}, items)) : null;
}

function structures() {
  return data.documents
    .filter((row) => row.date)
    .map((document_) => {
      const own = data.structures.filter((row) => row.document_id === document_.number_);
      const title = state.lang === "en" ? document_.title_en : `${document_.number}`;
      return section(
        title,
        own.map((row) => box(`st:${row.id}`, nameOf(row), locators.words(row.locator))),
      );
    });
}

const CREDITS = { OpenStreetMap: "© OpenStreetMap contributors", 天地图: "© 天地图 国家地理信息公共服务平台" };
let tileLayer = null;
function online() {
  const names = Object.keys(data.payload.basemaps || {});
  if (!names.length) return null;
  const choose = (name) => {
    if (tileLayer) tileLayer.remove();
    const urls = data.payload.basemaps[name] || [];
    tileLayer = L.layerGroup(urls.map((url) => L.tileLayer(url, { subdomains: "01234567", maxZoom: 18 }))).addTo(
      board.leaflet,
    );
    state.setLayer("districts", !urls.length);
    document.getElementById("zz-source").textContent = [sourceLine(), CREDITS[name]].filter(Boolean).join(" · ");
  };
  const radio = (label, name, checked) =>
    el(
      "li",
      {},
      el(
        "label",
        {},
        el("input", { type: "radio", name: "zz-tiles", checked, onchange: () => choose(name) }),
        " ",
        label,
      ),
    );
  return section(t("online"), [radio(t("none"), "", true), ...names.map((name) => radio(name, name, false))]);
}

// Places that are listed and not drawn: of a basis, but what is no place to be missing.
function listed(key, help, basis, hint) {
  const hidden = new Set(data.payload.not_one_place);
  const rows = data.places.filter(
    (row) => row.basis === basis && !hidden.has(row.kind) && !data.isDistrict(row) && !data.featureOf.has(row.id),
  );
  if (!rows.length) return null;
  return el(
    "details",
    { class: `zz-unlocated zz-basis-${basis}` },
    el("summary", {}, `${t(key)} (${rows.length})`),
    el("p", {}, t(help)),
    el(
      "ul",
      {},
      rows.map((row) =>
        el(
          "li",
          {},
          el("button", { type: "button", class: "zz-link", onclick: () => go("place", row.id) }, nameOf(row)),
          hint(row),
        ),
      ),
    ),
  );
}

function over(row) {
  const container = counts.containerOf(row);
  return container ? el("small", {}, nameOf(container)) : null;
}

function draw(host) {
  data.documents.forEach((row, index) => (row.number_ = index));
  const geo = data.geo;
  host.replaceChildren(
    ...[
      section(
        t("base"),
        ["districts", "ground", "neighbours"].filter((key) => geo[key]).map((key) => box(key, t(key))),
      ),
      ...structures(),
      section(
        t("carriers"),
        ["zones", "places", "sites", "parks"]
          .filter((key) => (geo[key] || []).length)
          .map((key) => box(key, t(key)))
          .concat(carriers.counts().length ? box("carriers", t("carriersByKind")) : []),
      ),
      section(
        t("themes"),
        ["choropleth", "projects"].map((key) => box(key, t(key))),
      ),
      online(),
      listed("unlocated", "unlocatedHelp", "unlocated", () => null),
      listed("within", "withinHelp", "within", over),
    ].filter(Boolean),
  );
}

export { draw };
