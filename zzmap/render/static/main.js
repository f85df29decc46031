// A map's page: what starts it, and what can be asked of it from outside, as its tests do.

import * as answer from "./answer.js";
import { board } from "./board.js";
import * as capture from "./capture.js";
import * as carriers from "./carriers.js";
import * as classes from "./classes.js";
import * as compare from "./compare.js";
import * as composition from "./composition.js";
import { data } from "./data.js";
import * as datum from "./datum.js";
import * as drafts from "./drafts.js";
import * as draw from "./draw.js";
import * as dropfile from "./dropfile.js";
import * as filetext from "./filetext.js";
import * as find from "./find.js";
import * as furniture from "./furniture.js";
import * as georeference from "./georeference.js";
import { go } from "./go.js";
import { hostsOf } from "./hosts.js";
import { nameOf, relationName, shortName, statusName } from "./i18n.js";
import * as labels from "./labels.js";
import * as locators from "./locators.js";
import * as map from "./map.js";
import * as overlap from "./overlap.js";
import * as page from "./page.js";
import * as panes from "./panes.js";
import * as pick from "./pick.js";
import * as projects from "./projects.js";
import * as question from "./question.js";
import * as readfile from "./readfile.js";
import { state } from "./state.js";
import * as style from "./style.js";
import * as tablefiles from "./tablefiles.js";
import * as tables from "./tables.js";
import * as units from "./units.js";
import * as zoom from "./zoom.js";

// What the page shows and finds, in plain values.
export const app = {
  visibleLabels: labels.visible,
  counts: () =>
    map.counts().map((mark) => ({ id: mark.id, places: mark.places.map((row) => row.id), at: mark.shape.coords })),
  visibleLayers: () => [...state.layers].filter((key) => map.groups[key] && board.leaflet.hasLayer(map.groups[key])),
  select: go,
  compare: (type, id) => compare.toggle(type, id),
  ask: (text) => {
    const { reading, rows, leftOut, refused } = find.ask(text);
    return {
      understood: question.understood(reading),
      unknown: reading.unknown,
      rows: rows.map(answer.told),
      leftOut,
      refused,
    };
  },
  find: (text, kinds) => find.find(text, kinds).map(({ kind, id, way, term }) => ({ kind, id, way, term })),
};

export function start(leaflet) {
  window.zzmap.leaflet = leaflet;
  page.start(leaflet);
  if (!data.payload.served) page.ready(); // one that is served asks for its parks first
}

export {
  capture,
  carriers,
  classes,
  composition,
  data,
  datum,
  drafts,
  draw,
  dropfile,
  filetext,
  furniture,
  georeference,
  go,
  hostsOf,
  labels,
  locators,
  map,
  nameOf,
  overlap,
  panes,
  pick,
  projects,
  question,
  readfile,
  relationName,
  shortName,
  state,
  statusName,
  style,
  tablefiles,
  tables,
  units,
  zoom,
};
