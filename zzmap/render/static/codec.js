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

export { decode, each };
