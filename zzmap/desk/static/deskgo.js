// The way from the workbench to something on the map.

import { data } from "../../render/static/data.js";
import { go } from "../../render/static/go.js";
import * as map from "../../render/static/map.js";

// As in desk.css: there the sheet would take half of the workbench.
const NARROW = window.matchMedia("(max-width: 860px)");

/**
 * @param {string} type
 * @param {string} id
 */
export function goTo(type, id) {
  if (NARROW.matches) map.flyTo(data.entity(type, id));
  else go(type, id);
}
