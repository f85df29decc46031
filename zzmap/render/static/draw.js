// Draw a polygon or rectangle: vertices snap, can be moved, added and dropped; measured as it grows.

import { data } from "./data.js";
import * as drafts from "./drafts.js";
import { t } from "./i18n.js";
import * as measure from "./measure.js";
import * as picked from "./picked.js";
import { sidepanel } from "./sidepanel.js";
import { state } from "./state.js";

const SNAP_PX = 10;
const LOOK = { color: "#B2182B", weight: 2.4, fillColor: "#B2182B", fillOpacity: 0.12, interactive: false };
let map;
let mode = null; // "polygon", "rectangle", "line" or "edit"
let ring = [];
let shape = null;
let handles = [];
let finish = null;
let own = null; // {id, of} of the shape that is kept while it is not finished, null for a measure
let past = []; // outlines before each change of a vertex

const DOUBLE_PX = 6; // as far as the pointer may move within a double click
const DOUBLE_MS = 500;

// Vertices and edges of what is drawn near the pointer.
function snap(latlng) {
  const here = map.latLngToContainerPoint(latlng);
  let best = [SNAP_PX, latlng];
  const box = L.latLngBounds(
    map.containerPointToLatLng(here.subtract([SNAP_PX, SNAP_PX])),
    map.containerPointToLatLng(here.add([SNAP_PX, SNAP_PX])),
  );
  const consider = (a, b) => {
    const [p, r] = [map.latLngToContainerPoint(a), map.latLngToContainerPoint(b)];
    const corner = p.distanceTo(here);
    if (corner <= best[0]) best = [corner * 0.5, L.latLng(a)]; // a corner beats an edge
    const foot = L.LineUtil.closestPointOnSegment(here, p, r);
    const gap = foot.distanceTo(here);
    if (gap < best[0]) best = [gap, map.containerPointToLatLng(foot)];
  };
  const [south, west, north, east] = [box.getSouth(), box.getWest(), box.getNorth(), box.getEast()];
  const near = (a, b) =>
    Math.min(a[0], b[0]) <= north &&
    Math.max(a[0], b[0]) >= south &&
    Math.min(a[1], b[1]) <= east &&
    Math.max(a[1], b[1]) >= west;
  for (const line of lines()) {
    for (let i = 0, j = line.length - 1; i < line.length; j = i, i += 1)
      if (near(line[i], line[j])) consider(line[i], line[j]);
  }
  return best[1];
}

function lines() {
  const { geo } = data;
  const on = (key) => (state.layers.has(key) ? geo[key] || [] : []);
  const polygons = [...on("districts"), ...on("zones"), ...on("parks")].filter((row) => row.shape.type === "polygon");
  return [...polygons.flatMap((row) => row.shape.coords.flat()), ...drafts.all().map((row) => row.ring)];
}

function redraw(hover) {
  const points = hover && mode !== "edit" ? [...ring, hover] : ring;
  const shown = mode === "rectangle" && points.length === 2 ? corners(/** @type {any} */ (points)) : points;
  if (shape) shape.remove();
  const closed = mode !== "line" && shown.length > 2;
  shape = (
    closed ? L.polygon(shown, { ...LOOK, pane: "zz-select" }) : L.polyline(shown, { ...LOOK, pane: "zz-select" })
  ).addTo(map);
  sidepanel.status(shown.length > 1 ? measure.words(shown, closed) : t("drawHint"));
}

const corners = ([[a, b], [c, d]]) => [
  [a, b],
  [a, d],
  [c, d],
  [c, b],
];
const pair = (latlng) => [latlng.lat, latlng.lng];

function click(event) {
  const at = pair(snap(event.latlng));
  const first =
    ring.length > 2 && map.latLngToContainerPoint(ring[0]).distanceTo(map.latLngToContainerPoint(at)) < SNAP_PX;
  if (mode === "polygon" && first) return done();
  ring.push(at);
  redraw();
  keep();
  return mode === "rectangle" && ring.length === 2 ? done() : null;
}

function done() {
  if (mode === "rectangle" && ring.length === 2) ring = corners(/** @type {any} */ (ring));
  // A double click leaves its second click behind.
  ring = ring.filter((point, at) => !at || Math.hypot(point[0] - ring[at - 1][0], point[1] - ring[at - 1][1]) > 1e-9);
  if (mode === "line" && ring.length > 1) return end();
  if (ring.length < 3 || measure.area(ring) < 1) return sidepanel.status(t("drawFew"));
  if (measure.crossesItself(ring)) {
    if (mode !== "edit") edit(ring, finish, own);
    return sidepanel.status(t("drawCrosses"));
  }
  return end();
}

function end() {
  const [result, tell, done_] = [ring, finish, own];
  stop();
  if (done_) drafts.part({ ...done_, ring: [] });
  return tell(result);
}

// Leave a shape without finishing it: it waits in the panel.
function leave() {
  const waiting = own && ring.length > 1;
  if (own) drafts.part({ ...own, ring: waiting ? ring : [], open: false });
  stop();
  sidepanel.status(waiting ? t("leftUnfinished") : "");
  sidepanel.list();
}

function key(event) {
  if (/INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName)) return;
  if (event.key === "Escape") leave();
  else if (event.key === "Enter" && document.activeElement.tagName !== "BUTTON") done();
  else if (event.key === "Backspace" || (event.key === "z" && (event.ctrlKey || event.metaKey))) back();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function back() {
  if (mode === "edit") {
    ring = past.pop() || ring;
    refresh();
  } else {
    ring.pop();
    redraw();
  }
  keep();
}

const move = (event) => ring.length && mode !== "edit" && redraw(pair(snap(event.latlng)));
// The double click that ends a shape does nothing else: not even zoom, or choose what lies there.
const twice = (event) => {
  L.DomEvent.stop(event.originalEvent);
  if (mode !== "polygon" && mode !== "line") return;
  // Its second click lies where the first did, but for a tremble of the hand.
  const [a, b] = ring.slice(-2).map((at) => map.latLngToContainerPoint(at));
  if (b && a.distanceTo(b) < DOUBLE_PX) ring.pop();
  done();
};

// What is being drawn outlives the page: it is taken up again where it was left.
const keep = () => own && mode !== "rectangle" && drafts.part({ ...own, ring, open: true });

const copied = (points) => points.map((point) => point.slice());

// `kept` is what a shape is kept as while it is not finished: {id, of}.
function begin(kind, tell, points = [], kept = null) {
  if (mode) leave();
  [mode, ring, finish, own] = [kind, copied(points), tell, kept];
  picked.block(true);
  map.closePopup();
  map.doubleClickZoom.disable();
  map.on("click", click).on("mousemove", move).on("dblclick", twice);
  document.addEventListener("keydown", key, true);
  map.getContainer().classList.add("zz-drawing");
  state.emit("drawing", true);
  sidepanel.status(t("drawHint"));
  if (ring.length) redraw();
}

function edit(points, tell, kept = null) {
  if (mode && mode !== "edit") stop();
  else if (mode) leave();
  [mode, ring, finish, own, past] = ["edit", copied(points), tell, kept, []];
  picked.block(true);
  document.addEventListener("keydown", key, true);
  state.emit("drawing", true);
  refresh();
}

// A square for each vertex, a faint one between two to add a vertex there.
function refresh() {
  handles.forEach((handle) => handle.remove());
  handles = [];
  redraw();
  ring.forEach((point, at) => {
    handles.push(
      handle(
        point,
        "zz-vertex",
        (to) => {
          ring[at] = to;
        },
        () => drop(at),
      ),
    );
    const next = ring[(at + 1) % ring.length];
    const middle = [(point[0] + next[0]) / 2, (point[1] + next[1]) / 2];
    handles.push(
      handle(
        middle,
        "zz-vertex zz-middle",
        (to, first) => {
          if (first) ring.splice(at + 1, 0, to);
          else ring[at + 1] = to;
        },
        null,
      ),
    );
  });
}

function handle(point, name, moved, dropped) {
  const mark = L.marker(point, {
    draggable: true,
    keyboard: Boolean(dropped),
    icon: L.divIcon({ className: name, iconSize: [14, 14] }),
  }).addTo(map);
  let first = true;
  mark.on("dragstart", () => past.push(copied(ring)));
  mark.on("drag", (/** @type {any} */ event) => {
    const to = snap(event.latlng);
    mark.setLatLng(to);
    moved(pair(to), first);
    first = false;
    redraw();
  });
  mark.on("dragend", () => {
    refresh();
    keep();
  });
  if (dropped) {
    mark.getElement().setAttribute("aria-label", t("vertex"));
    mark.on("contextmenu", dropped);
    mark.getElement().addEventListener("keydown", (event) => event.key === "Delete" && dropped());
  }
  return mark;
}

function drop(at) {
  if (ring.length > 3) {
    past.push(copied(ring));
    ring.splice(at, 1);
  }
  refresh();
  keep();
}

function stop() {
  map.off("click", click).off("mousemove", move).off("dblclick", twice);
  document.removeEventListener("keydown", key, true);
  // The second click of a double click is not for the map; who draws again meanwhile is let be.
  setTimeout(() => {
    if (mode) return;
    map.doubleClickZoom.enable();
    picked.block(false);
  }, DOUBLE_MS);
  handles.forEach((mark) => mark.remove());
  if (shape) shape.remove();
  [mode, ring, shape, handles, own, past] = [null, [], null, [], null, []];
  map.getContainer().classList.remove("zz-drawing");
  state.emit("drawing", false);
}

export const init = (leaflet) => {
  map = leaflet;
};

export const active = () => Boolean(mode);

export { back, begin, done, edit, leave };
