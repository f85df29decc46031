// Unpack geometry: see geometry_codec.py for the coding.

const SCALE = 1e5;

// Call `visit` with the longitude and latitude of each point.
function each(text, visit) {
  let [lat, lon, value, shift, second] = [0, 0, 0, 0, false];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index) - 63;
    value |= (code & 31) << shift;
    shift += 5;
    if (code >= 32) continue;
    const delta = value & 1 ? ~(value >> 1) : value >> 1;
    if (second) {
      lat += delta;
      visit(lon / SCALE, lat / SCALE);
    } else {
      lon += delta;
    }
    second = !second;
    value = 0;
    shift = 0;
  }
}

function line(text) {
  const points = [];
  each(text, (lon, lat) => points.push([lat, lon]));
  return points;
}

// Leaflet's order: [lat, lon].
function decode(geometry) {
  if (geometry.p) return { type: "polygon", coords: geometry.p.map((rings) => rings.map(line)) };
  if (geometry.l) return { type: "line", coords: geometry.l.map(line) };
  return { type: "point", coords: [geometry.o[1], geometry.o[0]] };
}

// Areas as numbers, see outlines.py: of each its rings, {outer, each(visit)}, and how many points it has.
function areas(buffer) {
  const [count, rings, points] = new Int32Array(buffer, 0, 3);
  let at = 12;
  const take = (length) => {
    const taken = new Int32Array(buffer, at, length);
    at += 4 * length;
    return taken;
  };
  const [ringsOf, pointsOf, steps] = [take(count), take(rings), take(2 * points)];
  const walk = (from, to) => (visit) => {
    for (let index = from; index < to; index += 2) visit(steps[index] / SCALE, steps[index + 1] / SCALE);
  };
  const found = [];
  for (let area = 0, ring = 0, from = 0; area < count; area += 1) {
    const [own, start] = [[], from];
    for (const last = ring + ringsOf[area]; ring < last; ring += 1) {
      const to = from + 2 * Math.abs(pointsOf[ring]);
      own.push({ outer: pointsOf[ring] > 0, each: walk(from, to) });
      from = to;
    }
    found.push({ rings: own, points: (from - start) / 2 });
  }
  return found;
}

export { areas, decode, each };
