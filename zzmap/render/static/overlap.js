// How much of a sketch lies in each district, zone and park, and what these host.

import { data } from "./data.js";
import * as filter from "./filter.js";
import { nameOf } from "./i18n.js";

const STRIPS = 800;
const LEAST = 0.002; // a smaller share is the width of the pen
const FOCUS = 4;

// Where a parallel crosses rings, west to east; the even-odd rule makes pairs of them.
function cuts(rings, lat) {
  const found = [];
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [a, b] = [ring[i], ring[j]];
      if (a[0] > lat !== b[0] > lat) found.push(a[1] + ((lat - a[0]) / (b[0] - a[0])) * (b[1] - a[1]));
    }
  }
  return found.sort((x, y) => x - y);
}

function common(one, two) {
  let [sum, i, j] = [0, 0, 0];
  while (i + 1 < one.length && j + 1 < two.length) {
    sum += Math.max(0, Math.min(one[i + 1], two[j + 1]) - Math.max(one[i], two[j]));
    if (one[i + 1] < two[j + 1]) i += 2;
    else j += 2;
  }
  return sum;
}

// Share of a ring that polygons cover, by horizontal strips: right for holes and bays.
function share(ring, polygons) {
  const lats = ring.map((point) => point[0]);
  const [low, high] = [Math.min(...lats), Math.max(...lats)];
  const rings = polygons.flat();
  let [inside, all] = [0, 0];
  for (let strip = 0; strip < STRIPS; strip += 1) {
    const lat = low + ((strip + 0.5) / STRIPS) * (high - low);
    const own = cuts([ring], lat);
    all += common(own, own);
    inside += common(own, cuts(rings, lat));
  }
  return all ? inside / all : 0;
}

function hosted(feature) {
  const row = data.byId.places.get(feature.id);
  const rows = row ? (data.placementsAt.get(row.number) || []).filter(filter.keeps) : [];
  const strong = rows
    .filter((item) => data.payload.relations[item.relation].strong && !item.contested)
    .map((item) => nameOf(data.industries[item.industry_id]));
  return [...new Set(strong)].slice(0, FOCUS);
}

// [{ kind, id, name, share, hosts }], districts first, largest share first.
function below(ring) {
  const found = [];
  for (const kind of ["districts", "zones", "parks"]) {
    const own = [];
    for (const feature of data.geo[kind] || []) {
      if (feature.shape.type !== "polygon") continue;
      const part = share(ring, feature.shape.coords);
      if (part >= LEAST)
        own.push({
          kind,
          id: feature.id,
          name: nameOf(feature),
          share: part,
          hosts: kind === "zones" ? hosted(feature) : [],
        });
    }
    found.push(...own.sort((a, b) => b.share - a.share));
  }
  return found;
}

// Share of areas that a ring covers, the other way round.
function of(polygons, ring) {
  const rings = polygons.flat();
  const lats = rings.flat().map((point) => point[0]);
  const [low, high] = [lats.reduce((a, b) => Math.min(a, b)), lats.reduce((a, b) => Math.max(a, b))];
  const own = ring.map((point) => point[0]);
  if (Math.min(...own) > high || Math.max(...own) < low) return 0;
  let [inside, all] = [0, 0];
  for (let strip = 0; strip < STRIPS; strip += 1) {
    const lat = low + ((strip + 0.5) / STRIPS) * (high - low);
    const cut = cuts(rings, lat);
    all += common(cut, cut);
    inside += common(cut, cuts([ring], lat));
  }
  return all ? inside / all : 0;
}

export { below, of };
