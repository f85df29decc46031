// What lies under the pointer. Leaflet lets only the topmost of several canvases hear a
// click, so the canvases are deaf (atlas.css) and the map is asked here.

import * as charts from "./charts.js";
import * as classes from "./classes.js";
import { data } from "./data.js";
import { el } from "./dom.js";
import { nameOf, shortName, t } from "./i18n.js";
import * as labels from "./labels.js";
import * as atlas from "./map.js";
import * as picked from "./picked.js";
import * as popup from "./popup.js";
import { state } from "./state.js";

const REACH = { mouse: 4, touch: 14 };
let map;
let marks = null;

function extent({ feature }) {
  const box = picked.boxOf(feature);
  return (box[2] - box[0]) * (box[3] - box[1]);
}

// What a feature is: an element, a site and the place of its name are one.
function identity({ feature, type }) {
  if (type === "within" || type === "projects") return `${type}:${feature.id}`;
  const table = { element: "elements", site: "sites" }[type];
  const row = table && data.byId[table].get(feature.id);
  return row && row.place_id !== null ? `place:${data.places[row.place_id].id}` : `${type}:${feature.id}`;
}

// Whether the plans say anything of it: what says nothing is not what a click means first.
function silent(found) {
  const [kind, id] = identity(found).split(/:(.*)/s);
  const place = kind === "place" && data.byId.places.get(id);
  return Boolean(place) && !data.placementsAt.has(place.number);
}

// Pixels from a point of the map to lines.
function lineDistance(lines, here) {
  const all = lines.flatMap((line) => {
    const pixels = line.map((at) => map.latLngToContainerPoint(at));
    return pixels.slice(1).map((point, at) => L.LineUtil.pointToSegmentDistance(here, pixels[at], point));
  });
  return Math.min(Infinity, ...all);
}

const ORDER = { projects: -2, within: -1 };

// What lies at a place, each once: what is named there, the nearest point, a number before the dot
// of its zone, users' parks, then areas of which the plans say something, the smallest first.
function at(latlng, reach) {
  const here = map.latLngToContainerPoint(latlng);
  const [points, areas, seen] = [[], [], new Set()];
  map.eachLayer((path) => {
    const found = path.zzPick;
    if (!found) return;
    if (found.feature.shape.type === "point") {
      const distance = map.latLngToContainerPoint(found.feature.shape.coords).distanceTo(here);
      if (distance > (path.options.radius || 5) + reach) return;
      points.push({ ...found, distance });
    } else if (found.feature.shape.type === "line") {
      const distance = lineDistance(found.feature.shape.coords, here);
      if (distance <= reach + 3) points.push({ ...found, distance });
    } else if (found.feature.shape.type === "polygon" && picked.covers(found.feature, latlng)) areas.push(found);
  });
  points.sort((a, b) => a.distance - b.distance || (ORDER[a.type] || 0) - (ORDER[b.type] || 0));
  areas.sort((a, b) => Number(silent(a)) - Number(silent(b)) || extent(a) - extent(b));
  // What a planner has brought is meant before what lies below it.
  const brought = ({ type }) => type === "opened" || type === "draft";
  areas.sort((a, b) => Number(brought(b)) - Number(brought(a)));
  const park = state.layers.has("parks") ? atlas.groups.parks.at(latlng) : null;
  const all = [named(here), ...points, park && { feature: park, type: "park" }, ...areas].filter(Boolean);
  return all.filter((found) => !seen.has(identity(found)) && seen.add(identity(found)));
}

// The feature whose label lies at a point of the map.
function named(point) {
  const label = labels.at(point);
  return label && label.type ? { feature: label.feature, type: label.type } : null;
}

// The ring of a point's accuracy, or the band an outline may lie in.
function halo(feature) {
  const look = { color: "#37474F", interactive: false, pane: "zz-select", renderer: atlas.renderers.select };
  if (feature.shape.type === "point") {
    return L.circle(feature.shape.coords, {
      ...look,
      radius: feature.accuracy,
      weight: 1,
      dashArray: "3 4",
      fillOpacity: 0.06,
    });
  }
  const centre = map.getCenter();
  const metres = (40075016.686 * Math.cos((centre.lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
  if (feature.shape.type === "line") return L.polyline(feature.shape.coords, { ...look, weight: 7, opacity: 0.16 });
  const band = Math.min(80, Math.max(5, (2 * feature.accuracy) / metres));
  return L.polygon(feature.shape.coords, { ...look, weight: band, opacity: 0.16, fill: false });
}

let current = null;
let tooltip = null;

function clear() {
  if (marks) marks.remove();
  if (tooltip) tooltip.remove();
  marks = tooltip = current = null;
  map.getContainer().style.cursor = "";
}

// A name; of a district while districts are coloured by number, that number and what it is the sum of.
function tip(feature) {
  const place = state.layers.has("choropleth") && data.byId.places.get(feature.id);
  if (!place || !data.isDistrict(place)) return el("span", {}, shortName(feature));
  const rows = charts.told(feature.id);
  return el(
    "span",
    {},
    `${nameOf(place)} · ${t("statements")} ${classes.placements().of(feature.id)}`,
    el(
      "span",
      { class: "zz-tiprows" },
      rows.map(([name, count]) => [el("span", {}, name), el("span", {}, String(count))]),
    ),
  );
}

function hover(latlng) {
  const found = at(latlng, REACH.mouse)[0];
  if (!found) return clear();
  if (current !== found.feature) {
    clear();
    current = found.feature;
    marks = halo(current.area || current).addTo(map); // of a count, the zone it stands for
    tooltip = L.tooltip({ direction: "top", offset: [0, -8], className: "zz-tip" })
      .setLatLng(latlng)
      .setContent(tip(current))
      .addTo(map);
    map.getContainer().style.cursor = "pointer";
  }
  return tooltip.setLatLng(latlng);
}

function start(leaflet) {
  map = leaflet;
  let waiting = null;
  map.on("mousemove", (event) => {
    if (waiting === null)
      requestAnimationFrame(() => {
        if (waiting) hover(waiting);
        waiting = null;
      });
    waiting = event.latlng;
  });
  map.on("mouseout movestart", () => {
    waiting = null;
    clear();
  });
  state.on("layers", clear);
  map.on("click", (event) => {
    if (picked.blocked()) return null;
    const touch = event.originalEvent && event.originalEvent.pointerType === "touch";
    const label = named(event.containerPoint);
    if (label) return popup.openNamed(label);
    const found = at(event.latlng, touch ? REACH.touch : REACH.mouse);
    return found.length ? popup.show(found, event.latlng) : map.closePopup();
  });
}

export { at, start };
