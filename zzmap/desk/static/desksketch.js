// Outlines that are on the map and not in the store: files being looked at, ways to read them.

import { board } from "../../render/static/board.js";
import * as zoom from "../../render/static/zoom.js";

// Blue and vermilion are told apart by all; a third and a fourth way is rare.
export const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7"];
const FAULTY = "#B2182B";
/** @type {Map<string, any>} */
const shown = new Map();

export function clear(key) {
  for (const [name, layer] of [...shown]) {
    if (name !== key && !name.startsWith(`${key}/`)) continue;
    layer.remove();
    shown.delete(name);
  }
}

/**
 * @param {string} key
 * @param {any[]} shapes
 * @param {string[]} names
 * @param {{ colour?: string, dash?: string, faulty?: Set<number> }} [look]
 */
export function draw(key, shapes, names, { colour = COLOURS[0], dash = null, faulty = new Set() } = {}) {
  clear(key);
  const layers = shapes.map((polygons, at) => {
    const wrong = faulty.has(at + 1);
    const layer = L.polygon(polygons, {
      color: wrong ? FAULTY : colour,
      weight: wrong ? 3 : 2,
      dashArray: dash,
      fillOpacity: 0.15,
      pane: "zz-select",
      interactive: false,
    });
    const name = names[at];
    if (name && shapes.length <= 60) {
      const label = document.createElement("span");
      label.textContent = name;
      layer.bindTooltip(label, { permanent: true, direction: "center", className: "zz-filename" });
    }
    return layer;
  });
  shown.set(key, L.featureGroup(layers).addTo(board.leaflet));
}

function toBounds(bounds) {
  if (bounds.isValid()) zoom.fit(bounds, { padding: [40, 40], maxZoom: 15 });
}

export function look(key) {
  const layers = [...shown].filter(([name]) => name === key || name.startsWith(`${key}/`)).map(([, layer]) => layer);
  toBounds(layers.reduce((all, layer) => all.extend(layer.getBounds()), L.latLngBounds([])));
}

// One parcel of a file, by its number from 1.
export function lookAt(key, number) {
  const layer = shown.get(key);
  const one = layer && layer.getLayers()[number - 1];
  if (one) toBounds(one.getBounds());
}
