// Places known only to lie in a zone or district: a number on that one, never a point.

import { data } from "./data.js";

// The zone or district a place of unknown position is known to lie in, as a row of places.
function containerOf(place) {
  return place ? data.containerOf.get(place.number) || null : null;
}

// A mark for a zone or district that holds `places`, where its own point lies.
function feature(over, places) {
  const point = data.geo.places.find((row) => row.id === over.id);
  const area = data.featureOf.get(over.id);
  if (!point || !area) return null;
  const told = (name, words) => `${name}：${words}`;
  return {
    id: over.id,
    kind: over.kind,
    basis: "within",
    accuracy: area.accuracy,
    source: area.source,
    name: told(over.name, `${places.length} 个载体点位未知`),
    name_en: `${over.name_en}: ${places.length} places, position unknown`,
    shape: { type: "point", coords: point.shape.coords },
    area,
    over,
    places,
  };
}

// Marks of some places, one for each zone or district that holds any of them.
function marks(places) {
  const held = new Map();
  for (const place of new Set(places)) {
    const over = containerOf(place);
    if (over) held.set(over, [...(held.get(over) || []), place]);
  }
  return [...held].map(([over, rows]) => feature(over, rows)).filter(Boolean);
}

const all = () => marks([...data.holds.values()].flat());

export const RADIUS = 9;

export const FROM_ZOOM = 11;

export { all, containerOf, marks };
