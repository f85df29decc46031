// A page of the workbench: the map as every page has it, and the workbench beside it.

import * as main from "../../render/static/main.js";
import * as panel from "./deskpanel.js";

export function start(leaflet) {
  main.start(leaflet);
  Object.assign(window.zzmap, main);
  panel.setUp();
}
