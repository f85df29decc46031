// Areas and lengths on the ellipsoid (CGCS2000; WGS-84's differs by a tenth of a millimetre).

import * as units from "./units.js";

const A = 6378137;
const F = 1 / 298.257222101;
const E2 = F * (2 - F);
const E = Math.sqrt(E2);
const RAD = Math.PI / 180;

// Snyder 1987, eq. 3-12: area below a parallel is a²·q/2 for each radian of longitude.
function q(lat) {
  const s = Math.sin(lat * RAD);
  return (1 - E2) * (s / (1 - E2 * s * s) - Math.log((1 - E * s) / (1 + E * s)) / (2 * E));
}

// Square metres of a ring of [lat, lng]; edges are straight in longitude and equal-area latitude.
function area(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    sum += (ring[i][1] - ring[j][1]) * RAD * (q(ring[i][0]) + q(ring[j][0]));
  }
  return Math.abs((A * A * sum) / 4);
}

// Metres of one edge, by the radii of curvature at its middle.
function edge(a, b) {
  const s = Math.sin(((a[0] + b[0]) / 2) * RAD);
  const w = 1 - E2 * s * s;
  const north = ((A * (1 - E2)) / (w * Math.sqrt(w))) * (b[0] - a[0]) * RAD;
  const east = (A / Math.sqrt(w)) * Math.sqrt(1 - s * s) * (b[1] - a[1]) * RAD;
  return Math.hypot(north, east);
}

function perimeter(ring, closed) {
  let sum = 0;
  for (let i = closed ? 0 : 1; i < ring.length; i += 1) sum += edge(ring[(i + ring.length - 1) % ring.length], ring[i]);
  return sum;
}

// Whether two edges of a ring that are not neighbours cross.
function crossesItself(ring) {
  const side = (a, b, c) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  const count = ring.length;
  for (let i = 0; i < count; i += 1) {
    for (let j = i + 2; j < count; j += 1) {
      if (i === 0 && j === count - 1) continue;
      const [a, b, c, d] = [ring[i], ring[(i + 1) % count], ring[j], ring[(j + 1) % count]];
      if (side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)) return true;
    }
  }
  return false;
}

const number = (value, digits) => value.toLocaleString("en", { maximumFractionDigits: digits });

function words(ring, closed) {
  const length = perimeter(ring, closed);
  const shown = length < 10000 ? `${number(length, 0)} m` : `${number(length / 1000, 2)} km`;
  if (ring.length < 3) return shown;
  return `${units.areaOfMetres(area(ring))} · ${shown}`;
}

export { area, crossesItself, words };
