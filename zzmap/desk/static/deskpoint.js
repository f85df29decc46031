// A position on the map: chosen by a click, drawn with how far off it may be, moved by hand.

import { board } from "../../render/static/board.js";
import * as draw from "../../render/static/draw.js";
import * as picked from "../../render/static/picked.js";
import * as zoom from "../../render/static/zoom.js";

const LOOK = { color: "#B2182B", weight: 2, fillOpacity: 0.12, interactive: false, pane: "zz-select" };
let shown = [];
let stop = null;

export function clear() {
  shown.forEach((layer) => layer.remove());
  shown = [];
}

/**
 * @param {[number, number]} at longitude and latitude
 * @param {number} metres
 * @param {(at: [number, number]) => void} moved
 */
export function show([lng, lat], metres, moved) {
  clear();
  const mark = L.marker([lat, lng], {
    draggable: true,
    keyboard: false, // the field beside the map is moved by keys
    icon: L.divIcon({ className: "zz-vertex zz-deskpoint", iconSize: [18, 18] }),
  }).addTo(board.leaflet);
  shown.push(mark);
  const around = metres > 0 ? L.circle([lat, lng], { radius: metres, ...LOOK }).addTo(board.leaflet) : null;
  if (around) shown.push(around);
  mark.on("drag", (/** @type {any} */ event) => around && around.setLatLng(event.latlng));
  mark.on("dragend", () => {
    const to = mark.getLatLng();
    moved([to.lng, to.lat]);
  });
}

export function look([lng, lat]) {
  zoom.fit(L.latLngBounds([[lat, lng]]).pad(0.01), { padding: [40, 40], maxZoom: 13 });
}

export const picking = () => Boolean(stop);

// Leave the choice: nothing is taken.
export function leave() {
  if (stop) stop();
}

// Wait for a click on the map; Escape leaves all as it is.
/** @param {(at: [number, number] | null) => void} tell */
export function pick(tell) {
  leave();
  if (draw.active()) draw.leave();
  const map = board.leaflet;
  const end = (at) => {
    map.off("click", click);
    document.removeEventListener("keydown", key, true);
    map.getContainer().classList.remove("zz-drawing");
    stop = null;
    // The click is not for what lies there.
    setTimeout(() => !stop && !draw.active() && picked.block(false), 0);
    tell(at);
  };
  const click = ({ latlng }) => end([latlng.lng, latlng.lat]);
  const key = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    end(null);
  };
  stop = () => end(null);
  picked.block(true);
  map.closePopup();
  map.getContainer().classList.add("zz-drawing");
  map.on("click", click);
  document.addEventListener("keydown", key, true);
}
