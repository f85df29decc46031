// Features to Leaflet layers, a group for each entry of the tree.

import { board } from "./board.js";
import * as carrierMarks from "./carriers.js";
import * as classes from "./classes.js";
import * as composition from "./composition.js";
import * as countMarks from "./counts.js";
import { data } from "./data.js";
import * as facts from "./facts.js";
import { hostsOf } from "./hosts.js";
import * as parks from "./parks.js";
import * as picked from "./picked.js";
import * as projects from "./projects.js";
import * as stack from "./stack.js";
import { state } from "./state.js";
import * as styles from "./style.js";
import * as zoom from "./zoom.js";

const WAYS = "ways"; // water, roads, railways
const PANES = [
  ["ground", 210],
  [WAYS, 215],
  ["city", 220],
  ["theme", 300],
  ["zones", 390],
  ["elements", 400],
  ["parks", 430],
  ["points", 440],
  ["select", 460],
];
const RIBBON = 22; // pixels a belt is wide
const renderers = {};
const groups = {};
let map;
let highlight;
let litCounts = [];
/** @type {{ place: Place, feature: any, row: Placement, relations: number[], above?: number }[]} */
let litPlaces = [];

function makePanes() {
  for (const [name, z] of PANES) {
    map.createPane(`zz-${name}`).style.zIndex = z;
    renderers[name] = L.svg({ pane: `zz-${name}`, padding: 0.3 });
  }
}

function draw(feature, style, pane) {
  const options = Object.assign({}, style, { pane: `zz-${pane}`, renderer: renderers[pane] });
  if (feature.shape.type === "polygon") return L.polygon(feature.shape.coords, options);
  if (feature.shape.type === "line") return L.polyline(feature.shape.coords, options);
  return L.circleMarker(feature.shape.coords, Object.assign({ radius: 5 }, options));
}

function pointStyle(feature) {
  if (state.lit) return styles.unlit;
  const hollow = feature.accuracy > 2000;
  const told = facts.isTold(feature) ? styles.told : {};
  return Object.assign(
    {
      radius: 4.5,
      weight: 1.6,
      color: hollow ? styles.colour(feature.kind) : "#fff",
      fillColor: hollow ? "#fff" : styles.colour(feature.kind),
      fillOpacity: 0.95,
      opacity: 1,
    },
    told,
  );
}

function groundGroup() {
  const layers = [];
  for (const feature of data.geo.ground || []) {
    const style = styles.GROUND[feature.kind];
    if ((style && style.stroke !== false) || (style && style.fillColor)) {
      layers.push(draw(feature, Object.assign({ interactive: false }, style), WAYS));
    }
  }
  return L.layerGroup(layers);
}

function shapes(features, style, pane, type) {
  return L.layerGroup(
    features.map((feature) => {
      const look = typeof style === "function" ? style(feature) : style;
      return picked.mark(draw(feature, look, pane), feature, type);
    }),
  );
}

const countMark = (mark, style, pane, type = "within") =>
  picked.mark(draw(mark, { ...styles.count, radius: countMarks.RADIUS, ...style }, pane), mark, type);

// Districts in five classes of equal numbers of statements; the number is told on hover.
function choropleth() {
  const { classOf } = classes.placements();
  return shapes(
    data.geo.districts || [],
    (feature) => ({
      color: styles.ink("card"),
      weight: 1,
      fillColor: styles.ink(`class-${classOf(feature.id)}`),
      fillOpacity: 1,
    }),
    "theme",
    "place",
  );
}

// Large below small, so that none is out of reach; what is not lit is grey, below all, and counts nothing.
function projectPoints() {
  const { ink } = styles;
  const { lit, rest } = projects.shown();
  const look = { color: ink("disc"), weight: 1.5, fillColor: ink("zone-1"), fillOpacity: 1 };
  const grey = rest.map((mark) =>
    draw(
      mark,
      { radius: 4, color: ink("casing"), weight: 1, fillColor: ink("area-line"), fillOpacity: 1, interactive: false },
      "points",
    ),
  );
  const one = (mark) =>
    mark.places.length === 1
      ? picked.mark(draw(mark, { ...look, radius: mark.radius }, "points"), mark, "project")
      : countMark(mark, { ...look, radius: mark.radius }, "points", "projects");
  return L.layerGroup([
    ...grey,
    ...lit
      .slice()
      .sort((a, b) => b.radius - a.radius)
      .map(one),
  ]);
}

// Zones and parks in the colours of what they are, large below small, points over areas.
function carriers() {
  const { areas, points, areaStyle, pointStyle } = carrierMarks;
  const large = areas()
    .slice()
    .sort((a, b) => extent(b) - extent(a));
  return L.layerGroup([
    ...large.map((row) => picked.mark(draw(row, areaStyle(row), "zones"), row, "place")),
    ...points().map((row) => picked.mark(draw(row, pointStyle(row), "points"), row, "place")),
  ]);
}

// The numbers that are on the map now: what is lit before all that is known.
function counts() {
  const shown = new Map();
  const add = (marks) => marks.forEach((mark) => shown.set(mark.id, mark));
  if (drawn.has("counts")) add(countMarks.all());
  if (drawn.has("projects")) add(projects.counted());
  add(litCounts);
  return [...shown.values()];
}

const extent = ({ shape }) => {
  const box = L.latLngBounds(shape.coords.flat(2));
  return (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
};

// Areas, large below small, then ties, belts as ribbons and the core over all; nothing shines through.
function structureGroup(structure) {
  const { ink } = styles;
  const parts = composition.of(structure.id);
  const casing = { color: ink("casing"), opacity: 1, fillOpacity: 1, lineJoin: "round" };
  const area = (part, fill, weight) =>
    picked.mark(
      draw(part.feature, { ...casing, weight, fillColor: fill, dashArray: null }, "elements"),
      part.feature,
      "element",
    );
  const tie = ({ feature, coords }) =>
    draw(
      { ...feature, shape: { type: "line", coords: [coords] } },
      { ...styles.leader, interactive: false },
      "elements",
    );
  const stroke = (part, weight, colour) =>
    draw(
      { shape: { type: "line", coords: part.spine } },
      { color: colour, weight, opacity: 1, lineCap: "round", lineJoin: "round", smoothFactor: 0.6, interactive: false },
      "elements",
    );
  const ribbon = (part) => {
    const shape = picked.mark(draw(part.feature, { stroke: false, fill: false }, "elements"), part.feature, "element");
    return part.spine
      ? [shape, stroke(part, RIBBON + 4, ink("casing")), stroke(part, RIBBON, ink("belt"))]
      : [area(part, ink("belt"), 2)];
  };
  const zones = parts.zone.slice().sort((a, b) => extent(b.feature) - extent(a.feature));
  return L.layerGroup([
    ...parts.joined.map((row) =>
      picked.mark(
        draw(
          row.feature,
          {
            ...casing,
            color: ink("area-line"),
            weight: 1.4,
            dashArray: styles.DASHED[row.feature.basis] || null,
            fillColor: ink("zone-2"),
          },
          "elements",
        ),
        row.feature,
        "place",
      ),
    ),
    ...zones.map((part) => area(part, styles.zoneInk(part.order), 2)),
    ...parts.belt.flatMap((part) => composition.ties(part).map(tie)),
    ...parts.belt.flatMap(ribbon),
    ...parts.core.map((part) => area(part, ink("core"), 3)),
    ...parts.ends.map((row) =>
      picked.mark(
        draw(
          row.feature,
          { radius: 6, color: ink("casing"), weight: 2, fillColor: ink("disc"), fillOpacity: 1 },
          "elements",
        ),
        row.feature,
        "place",
      ),
    ),
    ...parts.points
      .filter((row) => row.feature.shape.type === "point")
      .map((row) =>
        picked.mark(draw(row.feature, { radius: 9, stroke: false, fill: false }, "elements"), row.feature, "place"),
      ),
  ]);
}

const made = new Map();

let sized = 1;
function resize() {
  if (sized === styles.symbolSize()) return;
  sized = styles.symbolSize();
  for (const key of ["projects", "carriers"]) renew(key);
}

// A group is made when it is first looked at: most are never switched on.
function lazily(key, make) {
  Object.defineProperty(groups, key, {
    enumerable: true,
    get: () => made.get(key) || (made.set(key, make()), made.get(key)),
  });
}

// Draw a group anew: what it shows follows what is lit and filtered.
function renew(key) {
  const was = drawn.has(key);
  toggle(key, false);
  made.delete(key);
  toggle(key, was);
}

function build() {
  const geo = data.geo;
  lazily("neighbours", () =>
    L.layerGroup(
      (geo.neighbours || []).map((row) => draw(row, Object.assign({ interactive: false }, styles.neighbour), "ground")),
    ),
  );
  lazily("districts", () =>
    L.layerGroup([
      ...(geo.districts || []).map((row) => picked.mark(draw(row, styles.district, "ground"), row, "place")),
      ...(geo.city || []).map((row) => draw(row, Object.assign({ interactive: false }, styles.city), "city")),
    ]),
  );
  lazily("ground", groundGroup);
  for (const structure of data.structures) lazily(`st:${structure.id}`, () => structureGroup(structure));
  lazily("zones", () => shapes(geo.zones || [], styles.zone, "zones", "place"));
  // Where a zone's count stands its own dot would lie below.
  const points = () =>
    (geo.places || []).filter((row) => !data.isDistrict(row) && !data.holds.has(data.byId.places.get(row.id)?.number));
  lazily("counts", () => L.layerGroup(countMarks.all().map((mark) => countMark(mark, {}, "points"))));
  lazily("places", () => shapes(points(), pointStyle, "points", "place"));
  lazily("sites", () => shapes(geo.sites || [], pointStyle, "points", "site"));
  lazily("choropleth", choropleth);
  lazily("projects", projectPoints);
  lazily("carriers", carriers);
  lazily("parks", () => parks.layer(geo.parks || []));
}

const COUNTING = ["zones", "places", "carriers"]; // layers that tell of what zones hold
const drawn = new Set();
function sync(key) {
  toggle(key, state.layers.has(key) && key in groups);
  if (COUNTING.includes(key)) syncCounts();
}

// Zones are drawn with the number of what they hold, and so is the layer of all carriers; from
// farther away the numbers would lie on each other.
function syncCounts() {
  toggle(
    "counts",
    !state.lit &&
      map.getZoom() >= countMarks.FROM_ZOOM &&
      !projects.alone() &&
      COUNTING.some((key) => state.layers.has(key)),
  );
}

function toggle(key, visible) {
  if (visible === drawn.has(key)) return;
  if (visible) {
    drawn.add(key);
    groups[key].addTo(map);
  } else {
    drawn.delete(key);
    groups[key].remove();
  }
}

function featureFor(type, id) {
  if (type === "element") return data.elementFeature.get(id);
  if (type === "site") return data.geo.sites.find((row) => row.id === id);
  if (type === "park") return data.byId.parks.get(id);
  const polygon = (data.geo.zones || []).find((row) => row.id === id);
  return polygon || data.featureOf.get(id) || shapeOf(data.byId.places.get(id));
}

// The shape of the element that a place is itself.
function shapeOf(place) {
  const elements = (place && data.elementsAt.get(place.number)) || [];
  return elements.map((row) => data.elementFeature.get(row.id)).find(Boolean);
}

// What to show of something: its own shape, else the zone or district it is known to lie in.
function around(type, id) {
  const over = type === "place" ? countMarks.containerOf(data.byId.places.get(id)) : null;
  return featureFor(type, id) || (over ? featureFor("place", over.id) : undefined);
}

function bounds(feature) {
  if (feature.shape.type === "point")
    return L.latLng(feature.shape.coords).toBounds(Math.max(6000, feature.accuracy * 2));
  return L.latLngBounds(feature.shape.coords.flat(2));
}

// An industry's places, each once, in the opaque colour of its strongest relation, large below
// small; those known only to lie in a zone or district as a number there.
function lightUp(industry) {
  const found = new Map();
  for (const row of industry && !projects.alone() ? hostsOf(industry).rows : [])
    found.set(row.place_id, [...(found.get(row.place_id) || []), row]);
  const unknown = [];
  litPlaces = [];
  for (const [number, rows] of found) {
    const place = data.places[number];
    const feature = featureFor("place", place.id);
    if (feature)
      litPlaces.push({
        place,
        feature: { ...feature, id: place.id, name: place.name, name_en: place.name_en },
        row: rows[0],
        relations: [...new Set(rows.map((row) => row.relation))].sort((a, b) => a - b),
      });
    else unknown.push(place);
  }
  const isPoint = ({ feature }) => feature.shape.type === "point";
  litPlaces.sort(
    (a, b) => Number(isPoint(a)) - Number(isPoint(b)) || (isPoint(a) ? 0 : extent(b.feature) - extent(a.feature)),
  );
  litPlaces.forEach((one, at) => (one.above = at + 1));
  const areas = litPlaces.map(({ feature, row }) => {
    const look = {
      color: styles.ink("casing"),
      weight: 2,
      opacity: 1,
      fillColor: styles.relationFill(row.relation),
      fillOpacity: 1,
      radius: 8,
      ...(row.contested ? styles.contested : {}),
    };
    return picked.mark(draw(feature, look, "select"), feature, "place");
  });
  litCounts = countMarks.marks(unknown);
  const best = (mark) => Math.min(...mark.places.map((place) => found.get(place.number)[0].relation));
  const numbers = litCounts.map((mark) =>
    countMark(mark, { color: styles.relationInk(best(mark)), weight: 3 }, "select"),
  );
  litPlaces = [...litPlaces].reverse().sort((a, b) => a.row.relation - b.row.relation);
  return [...areas, ...numbers];
}

// What shows where a project is: the features of its places.
function ofProject(project) {
  return project.place_ids.map((number) => around("place", data.places[number].id)).filter(Boolean);
}

// What shows where something is; a project is where its places are.
function featuresOf({ type, id }) {
  if (type === "industry") return [];
  if (type === "project") return ofProject(data.byId.projects.get(id));
  if (type === "enterprise") return [...new Set(data.byId.enterprises.get(id).projects.flatMap(ofProject))];
  if (type === "opened") return data.byId.opened.get(id).features;
  return [around(type, id)].filter(Boolean);
}

function tones() {
  const areas = ["zones", "elements"].map((pane) => map.getPane(`zz-${pane}`));
  areas.forEach(styles.tone);
  map.getPane(`zz-${WAYS}`).style.zIndex = styles.near()
    ? Math.max(...areas.map((pane) => Number(pane.style.zIndex))) + 1
    : 215;
}

let greyed = false; // whether points are drawn for a lit industry

function showSelected(selected) {
  if (highlight) highlight.remove();
  if (greyed !== Boolean(state.lit)) {
    greyed = Boolean(state.lit);
    for (const key of ["places", "sites", "carriers"]) renew(key);
  }
  highlight = null;
  litCounts = [];
  litPlaces = [];
  tones();
  syncCounts();
  if (projects.alone()) renew("projects");
  if (!selected) return;
  const layers = lightUp(data.byId.industries.get(state.lit));
  for (const feature of featuresOf(selected)) {
    layers.push(
      draw(feature, { ...styles.selected, radius: 10, fill: false, opacity: 1, interactive: false }, "select"),
    );
  }
  highlight = L.featureGroup(layers).addTo(map);
}

const CARDS = 76; // height of what floats over the map's upper edge
const MARGIN = 40;
const WORTH = 0.25; // levels of zoom
const LEAST_ROOM = 200; // pixels of the map that must be left beside a legend

// How far up what is lit must move to be clear of the open legend, in pixels.
function belowLegend() {
  const card = /** @type {HTMLDetailsElement} */ (document.getElementById("zz-legendcard"));
  const size = map.getSize();
  if (!card.open || size.x < 2.6 * card.offsetWidth) return 0;
  const [left, top] = [size.x - card.offsetWidth - 30, size.y - card.offsetHeight - 30];
  const lit = projects.alone() ? projects.shown().lit.map((mark) => ({ feature: mark })) : litPlaces;
  const points = lit
    .flatMap(({ feature }) => (feature.shape.type === "point" ? [feature.shape.coords] : feature.shape.coords.flat(2)))
    .map((at) => map.latLngToContainerPoint(at));
  return Math.max(0, ...points.filter(({ x }) => x > left).map(({ y }) => y - top));
}

// What is lit, as large as can be with none of it below the legend: moved aside; up, which leaves
// the lower half empty, only where that shows much more.
function fitLit(area) {
  /** @type {(right: number, bottom: number) => L.FitBoundsOptions} */
  const room = (right, bottom) => ({
    paddingTopLeft: [MARGIN, CARDS],
    paddingBottomRight: [MARGIN + right, MARGIN + bottom],
    maxZoom: 13,
  });
  zoom.fit(area, room(0, 0));
  const up = belowLegend();
  if (!up) return;
  const card = /** @type {HTMLDetailsElement} */ (document.getElementById("zz-legendcard"));
  const left = (right, bottom) => map.getSize().subtract([2 * MARGIN + right, MARGIN + CARDS + bottom]);
  const zoomed = (...room_) =>
    Math.min(left(...room_).x, left(...room_).y) < LEAST_ROOM
      ? -1
      : map.getBoundsZoom(area, false, map.getSize().subtract(left(...room_)));
  zoom.fit(area, zoomed(0, 2 * up) > zoomed(card.offsetWidth, 0) + WORTH ? room(0, 2 * up) : room(card.offsetWidth, 0));
}

function flyTo(selected) {
  if (!selected) return;
  const own = featuresOf(selected);
  const area = own.length ? own.map(bounds).reduce((all, one) => all.extend(one)) : null;
  if (area && area.isValid()) zoom.fit(area, { padding: [MARGIN, MARGIN], maxZoom: 13 });
  else if (projects.lit() && projects.shown().lit.length)
    fitLit(L.latLngBounds(projects.shown().lit.map(({ shape }) => shape.coords)));
  else if (state.lit && highlight && highlight.getLayers().length) fitLit(highlight.getBounds());
}

export function init(leaflet) {
  map = leaflet;
  board.leaflet = leaflet;
  makePanes();
  build();
  state.on("layers", sync);
  sized = styles.symbolSize();
  stack.apply();
  tones();
  map.on("zoomend", () => {
    resize();
    tones();
    syncCounts();
  }); // before the labels, which tell the numbers
  state.on("select", showSelected);
  state.on("stack", () => {
    stack.apply();
    tones();
  });
  state.on("filter", () => {
    for (const key of ["choropleth", "projects"]) renew(key);
    showSelected(state.selected);
  });
}

export const has = (key) => Object.hasOwn(groups, key);

const litPlacesNow = () => litPlaces;

export { bounds, counts, draw, featureFor, flyTo, groups, litPlacesNow as litPlaces, renderers, renew, sync };
