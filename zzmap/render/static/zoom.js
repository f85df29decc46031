// How the map zooms and what it keeps in view: by fractions, within limits, fitted again on resize.

import { data } from "./data.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";
import * as paper from "./paper.js";
import { state } from "./state.js";

const [USUAL, MOST] = [8, 17]; // most cities on a phone, a street
const NARROW_PX = 320; // into which a prefecture as wide as a province must go too
const SNAP = 0.25;
const STEP = 0.5;
const WHEEL_PX = 200; // so that one notch (100 to 120 px in all browsers) is half a level
const PAD = 0.5; // of the city's extent, on each side
let map;
/** @type {(() => [L.LatLngBounds, L.FitBoundsOptions & { snap?: number }]) | null} */
let opening = null; // what the page shows at first
let least = USUAL;
let reach; // where the middle of the map may be
let fitted = null; // what was last fitted, while nobody has moved the map since

function home() {
  const [west, south, east, north] = data.payload.city.view;
  return L.latLngBounds([
    [south, west],
    [north, east],
  ]);
}

function leastFor(bounds) {
  const high = (bounds.getNorth() - bounds.getSouth()) / Math.cos((bounds.getCenter().lat * Math.PI) / 180);
  const degrees = Math.max(bounds.getEast() - bounds.getWest(), high);
  return Math.min(USUAL, Math.floor(Math.log2((NARROW_PX * 360) / (256 * degrees)) / SNAP) * SNAP);
}

function prepare(leaflet) {
  map = leaflet;
  least = leastFor(home());
  Object.assign(map.options, {
    minZoom: least,
    maxZoom: MOST,
    zoomSnap: SNAP,
    zoomDelta: STEP,
    wheelPxPerZoomLevel: WHEEL_PX,
  });
  reach = home();
  for (const { shape } of data.geo.elements || []) reach.extend(L.latLngBounds(shape.coords.flat(2)));
  reach = reach.pad(PAD);
}

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

// A view as an address has it, brought within the limits; null where it shows nothing of the city.
function mended(view) {
  if (!view || ![view.lat, view.lng].every(Number.isFinite) || !reach.contains([view.lat, view.lng])) return null;
  return { ...view, zoom: clamp(view.zoom, least, MOST) };
}

const MOST_COVERED = 0.6;

// Pixels at the left, at the top and at the bottom that cards and panels hide: on a phone the search
// lies over the top and the panel for drawing at the bottom. What hides most is not minded.
function covered() {
  const size = map.getSize();
  const shown = ["zz-draw", "zz-table", "zz-desk"]
    .map((id) => document.getElementById(id))
    .filter((node) => node && !node.hidden);
  const beside = (node) => node.offsetLeft + node.offsetWidth < size.x * MOST_COVERED;
  const left = Math.max(0, ...shown.filter(beside).map((node) => node.offsetLeft + node.offsetWidth));
  const bottom = Math.max(0, ...shown.filter((node) => !beside(node)).map((node) => size.y - node.offsetTop));
  const card = document.getElementById("zz-card");
  const top = card && card.offsetWidth > size.x * MOST_COVERED ? card.offsetTop + card.offsetHeight : 0;
  return { left, top, bottom: bottom < size.y * MOST_COVERED ? bottom : 0 };
}

// Bring an area into view; `snap` 0 fills the screen, between two steps of the zoom if need be.
/**
 * @param {any} area
 * @param {L.FitBoundsOptions & { snap?: number }} [wanted]
 */
function fit(area, { snap = SNAP, ...options } = {}) {
  const bounds = L.latLngBounds(area);
  const { left, top, bottom } = covered();
  const [x, y] = /** @type {At} */ (options.padding || [0, 0]);
  const [west, north] = /** @type {At} */ (options.paddingTopLeft || [x, y + top]);
  const [east, south] = /** @type {At} */ (options.paddingBottomRight || [x, y]);
  reach.extend(bounds.pad(PAD));
  map.options.zoomSnap = snap;
  map.fitBounds(bounds, {
    animate: false,
    maxZoom: options.maxZoom,
    paddingTopLeft: [west + left, north],
    paddingBottomRight: [east, south + bottom],
  });
  map.options.zoomSnap = SNAP;
  fitted = { area: bounds, options: { snap, ...options }, centre: map.getCenter(), zoom: map.getZoom() };
}

const unmoved = () =>
  fitted && map.getZoom() === fitted.zoom && map.getCenter().distanceTo(fitted.centre) * 2 ** map.getZoom() < 4e5;

function whole() {
  if (opening) fit(...opening());
  else fit(home());
}

// Who has dragged the city out of sight gets it back; paper, which is drawn apart, is let be.
function stay() {
  const { lat, lng } = map.getCenter();
  if (paper.isBusy() || reach.contains([lat, lng])) return;
  map.panTo([clamp(lat, reach.getSouth(), reach.getNorth()), clamp(lng, reach.getWest(), reach.getEast())], {
    animate: false,
  });
}

function button() {
  const node = el("button", { type: "button", class: "zz-home", onclick: whole });
  const word = () => {
    node.textContent = t("wholeShort");
    node.title = t("whole");
    node.setAttribute("aria-label", t("whole"));
  };
  state.on("lang", word);
  word();
  const Control = L.Control.extend({
    onAdd: () => {
      const box = el("div", { class: "leaflet-bar" }, node);
      L.DomEvent.disableClickPropagation(box);
      return box;
    },
  });
  return new Control({ position: "topright" });
}

/** @param {() => [L.LatLngBounds, L.FitBoundsOptions & { snap?: number }]} shown */
const setOpening = (shown) => {
  opening = shown;
};

export function setUp() {
  button().addTo(map);
  map.on("moveend", stay);
  map.on("resize", () => !paper.isBusy() && unmoved() && fit(fitted.area, fitted.options));
}

export { fit, home, mended, prepare, setOpening, whole };
