// What a structure is made of, by rule: cores, belts, numbered areas, numbered points. The order of
// its elements numbers the areas, the order of its members the points; captions are what it places.

import * as codec from "./codec.js";
import { data } from "./data.js";
import { nameOf } from "./i18n.js";
import { state } from "./state.js";

const ROLES = { core: "core", centre: "core", belt: "belt", corridor: "belt", points: "points" };
const CAPTION = 4; // industries that a caption names
const made = new Map();

const roleOf = (element) => ROLES[element.kind] || "zone";

// Industries the structure's own text makes an element's focus; those that all of them share, and
// what others of the list belong to, say nothing of this one. Functions where it places none.
function captionsOf(elements) {
  const focus = (element) => {
    const place = element.place_id === null ? null : element.place_id;
    const rows =
      place === null
        ? []
        : (data.placementsAt.get(place) || []).filter(
            (row) =>
              row.relation === 0 &&
              !row.contested &&
              row.locator.startsWith(element.locator.split("·").slice(0, 3).join("·")),
          );
    return [...new Set(rows.map((row) => row.industry_id))];
  };
  const lists = new Map(elements.map((element) => [element, focus(element)]));
  const shared = (number) => [...lists.values()].filter((list) => list.includes(number)).length > lists.size / 2;
  const broad = (number, list) =>
    list.some((other) => other !== number && data.above(data.industries[other]).some((row) => row.number === number));
  return new Map(
    elements.map((element) => {
      const list = lists.get(element);
      const kept = list
        .filter((number) => (elements.length < 3 || !shared(number)) && !broad(number, list))
        .map((number) => data.industries[number])
        .filter((row) => row.level !== "pillar" && row.parent_id !== null);
      const words = () =>
        (kept.length > 1 || state.lang === "en" ? kept.map(nameOf) : element.functions).slice(0, CAPTION);
      return [element, words];
    }),
  );
}

function pointsOf(elements) {
  const points = elements.filter((row) => roleOf(row) === "points");
  const numbers = points.flatMap((row) => data.membersOf.get(row.number) || []).map((row) => row.place_id);
  return [...new Set(numbers)]
    .map((number, at) => ({
      number: at + 1,
      place: data.places[number],
      feature: data.featureOf.get(data.places[number].id),
    }))
    .filter((row) => row.feature);
}

// What belts lead to, where a structure is belts alone: cities and districts as points, zones as areas.
function endsOf(elements) {
  const numbers = [
    ...new Set(elements.flatMap((row) => data.membersOf.get(row.number) || []).map((row) => row.place_id)),
  ];
  const rows = numbers
    .map((number) => ({ place: data.places[number], feature: data.featureOf.get(data.places[number].id), role: "end" }))
    .filter((row) => row.feature);
  const district = ({ place }) => data.isDistrict(place);
  const point = (row) => ({
    ...row,
    feature: {
      ...row.feature,
      shape: {
        type: "point",
        coords: (data.geo.places.find(({ id }) => id === row.place.id) || row.feature).shape.coords,
      },
    },
  });
  return {
    ends: rows.filter((row) => district(row) || row.feature.shape.type === "point").map(point),
    joined: rows.filter((row) => !district(row) && row.feature.shape.type === "polygon"),
  };
}

// {structure, cores, belts, zones: [{element, feature, order, number, caption}], points}
function of(id) {
  if (made.has(id)) return made.get(id);

  const structure = data.byId.structures.get(id);
  const elements = data.elements.filter((row) => row.structure_id === structure.number).sort((a, b) => a.rank - b.rank);
  const captions = captionsOf(elements.filter((row) => roleOf(row) === "zone"));
  const cores = captionsOf(elements.filter((row) => roleOf(row) === "core"));
  const parts = { structure, elements, core: [], belt: [], zone: [] };
  for (const element of elements) {
    const feature = data.elementFeature.get(element.id);
    const role = roleOf(element);
    if (!feature || role === "points") continue;
    const caption = captions.get(element) || cores.get(element) || (() => []);
    parts[role].push({
      element,
      feature,
      role,
      order: parts[role].length,
      number: parts[role].length + 1,
      caption,
      spine: spineOf(element),
    });
  }
  parts.points = pointsOf(elements);
  Object.assign(parts, parts.belt.length === elements.length ? endsOf(elements) : { ends: [], joined: [] });
  made.set(id, parts);
  return parts;
}

function spineOf(element) {
  const packed = data.payload.spines[element.id];
  return packed ? rounded(codec.decode(packed).coords.flat(1)) : null;
}

// Corners cut three times over: a smooth line between the same ends.
function rounded(line) {
  let points = line;
  for (let round = 0; round < 3; round += 1) {
    const cut = [points[0]];
    for (let at = 1; at < points.length; at += 1) {
      const [a, b] = [points[at - 1], points[at]];
      const mix = (share) => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
      cut.push(mix(0.25), mix(0.75));
    }
    points = [...cut, points[points.length - 1]];
  }
  return points;
}

const shown = () => data.structures.filter((row) => state.layers.has(`st:${row.id}`)).map((row) => of(row.id));

// The point of a line, in degrees, that lies next to another.
function nearest(line, [lat, lng]) {
  const wide = Math.cos((lat * Math.PI) / 180);
  let best = [Infinity, line[0]];
  for (let at = 1; at < line.length; at += 1) {
    const [a, b] = [line[at - 1], line[at]];
    const [dx, dy] = [(b[1] - a[1]) * wide, b[0] - a[0]];
    const share = Math.max(0, Math.min(1, ((lng - a[1]) * wide * dx + (lat - a[0]) * dy) / (dx * dx + dy * dy || 1)));
    const point = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    const distance = Math.hypot((point[1] - lng) * wide, point[0] - lat);
    if (distance < best[0]) best = [distance, point];
  }
  return best[1];
}

// Lines from a belt to the members that lie off its band.
function ties(belt) {
  const leaders = (data.geo.leaders || []).filter(
    (row) => row.element_id === belt.element.id || row.id.startsWith(`${belt.element.id}--`),
  );
  return leaders.map((row) => {
    const member = data.featureOf.get(row.id.slice(belt.element.id.length + 2));
    const line = row.shape.coords[0];
    const end = member && member.shape.type === "point" ? member.shape.coords : line[line.length - 1];
    return { feature: row, coords: belt.spine ? [nearest(belt.spine, end), end] : line };
  });
}

export { of, shown, ties };
