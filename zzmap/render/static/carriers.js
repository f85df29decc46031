// Zones and parks by what they are: areas and points of four kinds, each in a colour of its own.

import { data } from "./data.js";
import * as facts from "./facts.js";
import { state } from "./state.js";
import * as style from "./style.js";

// {key, kinds, order}: a group of kinds and the numbered area whose colour it has.
const GROUPS = [
  { key: "development_zone", kinds: ["development_zone"], order: 1 },
  { key: "area", kinds: ["area"], order: 0 },
  { key: "park", kinds: ["park", "software_park", "base"], order: 3 },
  { key: "lab", kinds: ["lab", "campus", "facility"], order: 2 },
];
const ABOUT_M = 2000; // a point less sure than this has a broken rim

const groupOf = (feature) => GROUPS.find(({ kinds }) => kinds.includes(feature.kind)) || null;
const inkOf = (feature) => style.zoneInk(groupOf(feature).order);

const areas = () => (data.geo.zones || []).filter(groupOf);

// Points of what has no area; where a number stands for what lies in a zone, the number is enough.
function points() {
  const drawn = new Set(areas().map((row) => row.id));
  return (data.geo.places || []).filter((row) => groupOf(row) && !drawn.has(row.id) && row.shape.type === "point");
}

const areaStyle = (feature) => ({
  color: style.ink("casing"),
  weight: 1.6,
  opacity: 1,
  fillColor: inkOf(feature),
  fillOpacity: 1,
});

function pointStyle(feature) {
  if (state.lit) return style.unlit;
  const sure = feature.accuracy <= ABOUT_M;
  const told = facts.isTold(feature) ? style.told : {};
  return {
    radius: 5.5 * style.symbolSize(),
    weight: 1.4,
    color: style.ink("disc"),
    dashArray: sure ? null : "2 2.4",
    fillColor: inkOf(feature),
    fillOpacity: 1,
    opacity: 1,
    ...told,
  };
}

// [{key, count, order}] of the groups that are drawn.
function counts() {
  const all = [...areas(), ...points()];
  return GROUPS.map((group) => ({ ...group, count: all.filter((row) => groupOf(row) === group).length })).filter(
    ({ count }) => count,
  );
}

export { areaStyle, areas, counts, pointStyle, points };
