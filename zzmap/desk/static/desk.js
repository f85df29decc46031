// A page of the workbench: the map as every page has it, and the workbench beside it.

import * as main from "../../render/static/main.js";
import * as page from "../../render/static/page.js";
import { refuse } from "./deskfields.js";
import * as deskmap from "./deskmap.js";
import * as panel from "./deskpanel.js";

export async function start(leaflet) {
  main.start(leaflet);
  Object.assign(window.zzmap, main);
  const parks = deskmap.start(); // asked for first, for the panel's list can wait
  panel.setUp();
  try {
    if (!(await parks)) return location.reload();
  } catch (error) {
    refuse(error);
  }
  panel.greet();
  page.ready();
}
