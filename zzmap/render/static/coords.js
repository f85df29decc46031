// Coordinates told and taken: a readout at the pointer, and any that is typed or pasted, gone to.

import { data } from "./data.js";
import * as datum from "./datum.js";
import { el } from "./dom.js";
import * as draw from "./draw.js";
import { nameOf, t } from "./i18n.js";
import * as picked from "./picked.js";
import { copy as copyText } from "./say.js";
import { state } from "./state.js";
import * as units from "./units.js";
import * as zoom from "./zoom.js";

let map;
let pin = null;

const zone = () => data.payload.city.survey_zone;
const degrees = (value) => value.toFixed(6);

// A point in the three systems, as [name, words].
function told({ lat, lng }) {
  const [x, y] = datum.project(lng, lat, datum.meridianOf(zone()));
  const [east, north] = datum.toGcj(lng, lat);
  return [
    ["WGS-84", `${degrees(lng)}, ${degrees(lat)}`],
    [`CGCS2000 ${t("zone3")} ${zone()}`, `X ${y.toFixed(2)}  Y ${zone()}${x.toFixed(2).padStart(9, "0")}`],
    ["GCJ-02", `${degrees(east)}, ${degrees(north)}`],
  ];
}

// Two numbers of a text, degrees with minutes and seconds among them; null for anything else.
function numbers(text) {
  const plain = units.narrow(text).replace(/[;、]/g, ",").trim();
  const letters = plain.replace(/[XYxyNEne=:东经北纬度分秒°'"′″\s,\d.+-]/g, "");
  if (letters || !/\d/.test(plain)) return null;
  if (/[°度]/.test(plain)) {
    const parts = [
      ...plain.matchAll(
        /(\d+(?:\.\d+)?)\s*[°度]\s*(?:(\d+(?:\.\d+)?)\s*['′分])?\s*(?:(\d+(?:\.\d+)?)\s*(?:"|″|′′|''|秒))?/g,
      ),
    ];
    return parts.length === 2
      ? parts.map(([, d, m = 0, s = 0]) => Number(d) + Number(m) / 60 + Number(s) / 3600)
      : null;
  }
  const found = plain.match(/[+-]?\d+(?:\.\d+)?/g) || [];
  const both = /\d[\s,XYxyNEne=:]+[+-]?\d/.test(plain);
  return found.length === 2 && both ? found.map(Number) : null;
}

/** @param {number[]} at */
function inside([lng, lat]) {
  const [west, south, east, north] = data.payload.city.region;
  return lng >= west && lng <= east && lat >= south && lat <= north;
}

// What a pair of metres may be: the larger zone number before the easting, or the city's own zone.
function metric(pair) {
  /** @type {Reading[]} */
  const found = [];
  for (const [north, [y, x]] of [pair, pair.slice().reverse()].entries()) {
    if (!(y > 1e6 && y < 6.5e6)) continue;
    const given = Math.floor(x / datum.MILLION);
    const wide = Math.floor((3 * zone() + 6) / 6);
    const zones = given ? [given] : [zone(), wide];
    for (const one of zones.filter((number) => number >= 13 && number <= 45)) {
      found.push({
        zone: one,
        easting: given * datum.MILLION + 5e5,
        north,
        system: `CGCS2000 ${t(one >= 24 ? "zone3" : "zone6")} ${one}`,
        at: datum.unproject(x - given * datum.MILLION, y, datum.meridianOf(one)),
      });
    }
  }
  return found;
}

/**
 * @param {number[]} pair
 * @returns {Reading[]}
 */
function angular(pair) {
  const orders = [pair, pair.slice().reverse()].filter(([lng, lat]) => lng > 70 && lng < 140 && lat > 0 && lat < 60);
  return orders.flatMap(([lng, lat]) => [
    { system: "WGS-84 / CGCS2000", at: /** @type {At} */ ([lng, lat]) },
    { system: "GCJ-02", at: datum.fromGcj(lng, lat) },
  ]);
}

// [{system, at: [lng, lat], outside}]: each way to read a text as a coordinate; those that lie in the
// city where there are any.
/**
 * @param {string} text
 * @returns {Reading[]}
 */
function readings(text) {
  const pair = numbers(text);
  if (!pair || pair.some((value) => !Number.isFinite(value))) return [];
  const found = Math.max(...pair) > 1e5 ? metric(pair) : angular(pair);
  const own = found.filter(({ at }) => inside(at));
  return own.length ? own : found.map((row) => ({ ...row, outside: true }));
}

function where([lng, lat]) {
  const at = L.latLng(lat, lng);
  return (data.geo.districts || [])
    .filter((row) => picked.covers(row, at))
    .map(nameOf)
    .join("、");
}

function describe({ system, at, outside }) {
  return [system, outside ? t("outsideCity") : where(at)].filter(Boolean).join(" · ");
}

function show(latlng, title) {
  if (pin) pin.remove();
  const copy = (words) =>
    el(
      "button",
      {
        type: "button",
        class: "zz-link",
        title: t("copy"),
        onclick: () =>
          copyText(
            words
              .replace(/[XY]\s*/g, "")
              .trim()
              .replace(/\s\s+/, ", "),
          ),
      },
      words,
    );
  pin = L.circleMarker(latlng, {
    radius: 7,
    color: "#b2182b",
    weight: 3,
    fillColor: "#fff",
    fillOpacity: 1,
    pane: "zz-select",
    interactive: false,
  }).addTo(map);
  L.popup({ maxWidth: 340 })
    .setLatLng(latlng)
    .setContent(
      el(
        "div",
        { class: "zz-popup zz-spot" },
        title ? el("b", {}, title) : null,
        el(
          "dl",
          {},
          told(latlng).map(([name, words]) => [el("dt", {}, name), el("dd", {}, copy(words))]),
        ),
      ),
    )
    .openOn(map);
}

function go(reading) {
  const [lng, lat] = reading.at;
  state.setView(null);
  zoom.fit(L.latLng(lat, lng).toBounds(1600), {});
  show(L.latLng(lat, lng), describe(reading));
}

export function setUp(leaflet) {
  map = leaflet;
  const node = el("dl", { id: "zz-readout", hidden: true });
  document.getElementById("zz-stage").append(node);
  let waiting = null;
  const write = () => {
    if (!waiting) return;
    node.replaceChildren(...told(waiting).flatMap(([name, words]) => [el("dt", {}, name), el("dd", {}, words)]));
    node.hidden = false;
    waiting = null;
  };
  map.on("mousemove", ({ latlng }) => {
    if (!waiting) requestAnimationFrame(write);
    waiting = latlng;
  });
  map.on("contextmenu", ({ latlng }) => !draw.active() && show(latlng, ""));
  map.on("popupclose", () => {
    if (pin) pin.remove();
    pin = null;
  });
}

export { describe, go, readings, told };
