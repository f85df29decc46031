// Colours and strokes, of the one table `zzmap/palette.json`, which QGIS styles are made of too.
// Colours are variables of the page's style, so that day, night and paper are the style's own matter.

import { board } from "./board.js";
import { data } from "./data.js";
import { palette } from "./palette.js";
import { state } from "./state.js";

const { kinds, relations, dashes, ground, layers, count, selected, told, contested } = palette;
for (const table of [kinds, dashes, ground]) Object.setPrototypeOf(table, null);
const colour = (kind) => kinds[kind] || kinds.place;
const ink = (name) => `var(--zz-${name})`;
const ZONES = Object.keys(palette.light).filter((name) => /^zone-\d+$/.test(name)).length;

const GROUND = {
  river: { fillColor: ink("water"), fillOpacity: 1, stroke: false },
  lake: { fillColor: ink("water"), fillOpacity: 1, stroke: false },
  stream: { color: ink("water"), weight: 1.5, fill: false },
  expressway: { color: ink("road"), weight: 1.8, fill: false },
  trunk: { color: ink("road"), weight: 1.1, fill: false },
  railway: { color: ink("rail"), weight: 1.1, fill: false },
  airport: { fillColor: ink("area"), fillOpacity: 1, color: ink("district"), weight: 1 },
};
Object.setPrototypeOf(GROUND, null);

const { hatches, hatch_ink: HATCH_INK, letters, letter: LETTER } = palette.marks;
for (const table of [hatches, letters]) Object.setPrototypeOf(table, null);
const relationId = (number) => data.payload.relations[number].id;

// Strokes over a pale relation's colour, for one pattern of the page.
const hatch = ([id, { turn, width }]) =>
  `<pattern id="zz-hatch-${id}" width="8" height="8" patternUnits="userSpaceOnUse" ` +
  `patternTransform="rotate(${turn})"><rect width="8" height="8" fill="${ink(id)}"/>` +
  `<path d="M0 0V8" stroke="${HATCH_INK}" stroke-opacity=".45" stroke-width="${width}"/></pattern>`;
const defsText = () =>
  `<svg width="0" height="0" style="position:absolute" aria-hidden="true">` +
  `<defs>${Object.entries(hatches).map(hatch).join("")}</defs></svg>`;
const hatched = (number) => Object.hasOwn(hatches, relationId(number));

// What the structure's own colours turn to while an industry is lit.
const FADED = { core: "faded-3", belt: "faded-2", area: "faded-1", "area-line": "faded-3" };
for (let number = 1; number <= ZONES; number += 1) FADED[`zone-${number}`] = "faded-1";

// Near the ground fills are pale and roads and water lie over them: they are what one looks for there.
const NEAR_ZOOM = 12.5;
const near = () => !state.lit && board.leaflet.getZoom() >= NEAR_ZOOM;

function tone(pane) {
  for (const [name, grey] of Object.entries(FADED)) {
    if (state.lit) pane.style.setProperty(`--zz-${name}`, ink(grey));
    else if (near() && palette.near.includes(name)) pane.style.setProperty(`--zz-${name}`, ink(`near-${name}`));
    else pane.style.removeProperty(`--zz-${name}`);
  }
}

// Marks are smaller where the whole city is small, so that they lie less on each other.
const SMALL_BELOW = 9;
const symbolSize = () => (board.leaflet && board.leaflet.getZoom() < SMALL_BELOW ? 0.65 : 1);

export const defs = (host) => host.insertAdjacentHTML("afterbegin", defsText());

export const zoneInk = (order) => ink(`zone-${(order % ZONES) + 1}`);

export const relation = (number) => relations[relationId(number)];

export const relationInk = (number) => ink(relationId(number));

export const relationFill = (number) =>
  hatched(number) ? `url(#zz-hatch-${relationId(number)})` : ink(relationId(number));

export const letterInk = (number) => letters[relationId(number)] || LETTER;

// A zone that is no part of what is drawn stays thin and grey.
export const zone = (feature) => ({
  color: ink("area-line"),
  weight: 1,
  opacity: 1,
  dashArray: dashes[feature.basis] || null,
  fillColor: ink("area"),
  fillOpacity: 1,
});

export const district = { ...layers.districts, color: ink("district"), fillColor: ink("land") };

export const city = { ...layers.city, color: ink("city") };

export const neighbour = { ...layers.neighbours, color: ink("line"), fillColor: ink("outside") };

export const leader = { ...layers.leaders, color: ink("belt") };

// A point of the plan that is not meant while an industry is lit: grey and small.
export const unlit = {
  radius: 3,
  weight: 1,
  color: ink("casing"),
  fillColor: ink("faded-3"),
  fillOpacity: 1,
  opacity: 1,
};

const countNow = { ...count, color: ink("soft"), fillColor: ink("card") };

const selectedNow = { ...selected, color: ink("ink") };

export {
  GROUND,
  colour,
  contested,
  countNow as count,
  dashes as DASHED,
  defsText,
  ink,
  near,
  selectedNow as selected,
  symbolSize,
  told,
  tone,
};
