// What lies in a drawn polygon: chosen, told as a table, saved as GeoJSON.

import { board } from "./board.js";
import { data } from "./data.js";
import { el } from "./dom.js";
import * as filter from "./filter.js";
import { go } from "./go.js";
import { basisName, kindName, nameOf, t } from "./i18n.js";
import * as overlap from "./overlap.js";
import * as picked from "./picked.js";
import { sidepanel } from "./sidepanel.js";
import { state } from "./state.js";
import * as tablefiles from "./tablefiles.js";

let found = null; // {ring, rows: [{feature, type, share}]}
let outline = null;

const LAYERS = { zones: "place", places: "place", sites: "site", parks: "park" };

// Points in the ring, areas that share ground with it.
function inside(ring) {
  const area = { shape: { type: "polygon", coords: [[ring]] } };
  const seen = new Set();
  const rows = [];
  for (const [layer, type] of Object.entries(LAYERS)) {
    for (const feature of data.geo[layer] || []) {
      const key = `${type}:${feature.id}`;
      const point = feature.shape.type === "point";
      const share = point
        ? Number(picked.covers(area, L.latLng(feature.shape.coords)))
        : overlap.of(feature.shape.coords, ring);
      if (!share || seen.has(key)) continue;
      seen.add(key);
      rows.push({ feature, type, share: point ? null : share });
    }
  }
  return rows;
}

function choose(ring) {
  clear();
  found = { ring, rows: inside(ring) };
  outline = L.polygon(ring, {
    color: "#0b4f7d",
    weight: 2,
    dashArray: "6 4",
    fillOpacity: 0.04,
    interactive: false,
    pane: "zz-select",
  }).addTo(board.leaflet);
  state.emit("chosen");
}

function clear() {
  if (outline) outline.remove();
  found = outline = null;
}

const COLUMNS = ["name", "kind", "shareInside", "count", "industry", "areaKm2", "basis", "accuracyM", "lineage"];

const placeOf = ({ feature, type }) =>
  type === "site"
    ? data.places[data.byId.sites.get(feature.id).place_id]
    : type === "place"
      ? data.byId.places.get(feature.id)
      : null;

function cells(row) {
  const place = placeOf(row);
  const said = place ? (data.placementsAt.get(place.number) || []).filter(filter.keeps) : [];
  const hosted = [...new Set(said.map((item) => nameOf(data.industries[item.industry_id])))].join("、");
  const { feature } = row;
  return [
    nameOf(feature),
    kindName(feature.kind),
    row.share === null ? null : Math.round(row.share * 1000) / 10,
    said.length,
    hosted,
    feature.area_km2 || null,
    basisName(feature.basis),
    feature.accuracy,
    feature.source,
  ];
}

const table = () =>
  found && {
    title: t("table_selection"),
    columns: COLUMNS,
    rows: found.rows.map((row) => ({ cells: cells(row), to: { type: row.type, id: row.feature.id } })),
  };

const swap = ([lat, lng]) => [Math.round(lng * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7];
const closed = (ring) => {
  const line = ring.map(swap);
  return line[0].join() === line[line.length - 1].join() ? line : [...line, line[0]];
};

function geometry({ type, coords }) {
  if (type === "point") return { type: "Point", coordinates: swap(coords) };
  const parts = coords.map((rings) => rings.map(closed));
  return parts.length === 1 ? { type: "Polygon", coordinates: parts[0] } : { type: "MultiPolygon", coordinates: parts };
}

// RFC 7946; whole features, not cut at the polygon.
function save() {
  const features = found.rows.map((row) => ({
    type: "Feature",
    id: row.feature.id,
    properties: Object.fromEntries(cells(row).map((value, at) => [COLUMNS[at], value])),
    geometry: geometry(row.feature.shape),
  }));
  tablefiles.save(
    new Blob([JSON.stringify({ type: "FeatureCollection", features }, null, 1)], { type: "application/geo+json" }),
    `${t("table_selection")}.geojson`,
  );
}

// What the panel shows of the choice.
function section() {
  if (!found) return null;
  const button = (label, act, name) =>
    el("button", { type: "button", class: `zz-button ${name}`, onclick: act }, label);
  return el(
    "section",
    { class: "zz-choice" },
    el("h3", {}, `${t("table_selection")} (${found.rows.length})`),
    el(
      "div",
      { class: "zz-drawtools" },
      button(t("toTable"), () => state.setTable("selection"), "zz-choicetable"),
      button("GeoJSON", save, "zz-choicefile"),
      button(
        t("clear"),
        () => {
          clear();
          state.setTable(state.table === "selection" ? null : state.table);
          sidepanel.list();
        },
        "zz-choiceclear",
      ),
    ),
    el(
      "ul",
      { class: "zz-rows" },
      found.rows
        .slice(0, 30)
        .map((row) =>
          el(
            "li",
            {},
            el(
              "button",
              { type: "button", class: "zz-link", onclick: () => go(row.type, row.feature.id) },
              nameOf(row.feature),
            ),
            row.share === null ? null : el("small", {}, `${(row.share * 100).toFixed(1)}% ${t("ofIt")}`),
          ),
        ),
    ),
  );
}

export { choose, section, table };
