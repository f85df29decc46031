// WGS-84, CGCS2000 in Gauss-Kruger zones, GCJ-02 and BD-09, as zzmap/crs has them.

const RAD = Math.PI / 180;
const A = 6378137;
const F = 1 / 298.257222101;
const N = F / (2 - F);
const E = Math.sqrt(F * (2 - F));
const RADIUS = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const EASTING = 500000;
const MILLION = 1e6; // a zone's number stands before the easting, in millions

// Karney 2011, equations 35 and 36, to the fourth order: a ten-thousandth of a millimetre.
const FORWARD = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
  (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
  (49561 / 161280) * N ** 4,
];
const INVERSE = [
  N / 2 - (2 / 3) * N ** 2 + (37 / 96) * N ** 3 - (1 / 360) * N ** 4,
  (1 / 48) * N ** 2 + (1 / 15) * N ** 3 - (437 / 1440) * N ** 4,
  (17 / 480) * N ** 3 - (37 / 840) * N ** 4,
  (4397 / 161280) * N ** 4,
];

// The series at (north, east), as real and imaginary part.
const series = (factors, north, east) =>
  factors.reduce(
    ([x, y], factor, at) => {
      const j = 2 * (at + 1);
      return [
        x + factor * Math.sin(j * north) * Math.cosh(j * east),
        y + factor * Math.cos(j * north) * Math.sinh(j * east),
      ];
    },
    [0, 0],
  );

// Degrees to metres [easting, northing]; the easting of the meridian is 500 km.
/**
 * @param {number} lng
 * @param {number} lat
 * @param {number} meridian
 * @returns {[number, number]}
 */
function project(lng, lat, meridian) {
  const [angle, sine] = [(lng - meridian) * RAD, Math.sin(lat * RAD)];
  const t = Math.sinh(Math.atanh(sine) - E * Math.atanh(E * sine));
  const north = Math.atan2(t, Math.cos(angle));
  const east = Math.asinh(Math.sin(angle) / Math.hypot(t, Math.cos(angle)));
  const [dn, de] = series(FORWARD, north, east);
  return [EASTING + RADIUS * (east + de), RADIUS * (north + dn)];
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} meridian
 * @returns {[number, number]}
 */
function unproject(x, y, meridian) {
  const [north, east] = [y / RADIUS, (x - EASTING) / RADIUS];
  const [dn, de] = series(INVERSE, north, east);
  const [xi, eta] = [north - dn, east - de];
  const conformal = Math.atanh(Math.sin(xi) / Math.cosh(eta));
  let sine = Math.tanh(conformal);
  for (let turn = 0; turn < 8; turn += 1) sine = Math.tanh(conformal + E * Math.atanh(E * sine));
  return [meridian + Math.atan2(Math.sinh(eta), Math.cos(xi)) / RAD, Math.asin(sine) / RAD];
}

const [WEST, SOUTH, EAST, NORTH] = [72.004, 0.8293, 137.8347, 55.8271];
const shifted = (lng, lat) => lng >= WEST && lng <= EAST && lat >= SOUTH && lat <= NORTH;
const [KRASOVSKY_A, KRASOVSKY_EE] = [6378245, 0.006693421622965943];

/**
 * @param {number} lng
 * @param {number} lat
 * @returns {[number, number]}
 */
function toGcj(lng, lat) {
  if (!shifted(lng, lat)) return [lng, lat];
  const [x, y, sin] = [lng - 105, lat - 35, (value) => Math.sin(value * Math.PI)];
  const common = (20 * sin(6 * x) + 20 * sin(2 * x)) * (2 / 3);
  const root = Math.sqrt(Math.abs(x));
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * root +
    common +
    ((20 * sin(x) + 40 * sin(x / 3)) * 2) / 3 +
    ((150 * sin(x / 12) + 300 * sin(x / 30)) * 2) / 3;
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * root +
    common +
    ((20 * sin(y) + 40 * sin(y / 3)) * 2) / 3 +
    ((160 * sin(y / 12) + 320 * sin(y / 30)) * 2) / 3;
  const sine = Math.sin(lat * RAD);
  const magic = 1 - KRASOVSKY_EE * sine * sine;
  const along = ((KRASOVSKY_A * (1 - KRASOVSKY_EE)) / (magic * Math.sqrt(magic))) * RAD;
  return [lng + east / ((KRASOVSKY_A / Math.sqrt(magic)) * Math.cos(lat * RAD) * RAD), lat + north / along];
}

const BAIDU = (Math.PI * 3000) / 180;

/** @returns {[number, number]} */
function gcjToBaidu(lng, lat) {
  if (!shifted(lng, lat)) return [lng, lat];
  const radius = Math.hypot(lng, lat) + 2e-5 * Math.sin(lat * BAIDU);
  const angle = Math.atan2(lat, lng) + 3e-6 * Math.cos(lng * BAIDU);
  return [radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006];
}

// What a conversion takes to (lng, lat): it moves points so little that a few corrections find it.
/** @returns {[number, number]} */
function undo(convert, lng, lat) {
  if (!shifted(lng, lat)) return [lng, lat];
  let [x, y] = [lng, lat];
  for (let turn = 0; turn < 12; turn += 1) {
    const [a, b] = convert(x, y);
    [x, y] = [x + lng - a, y + lat - b];
  }
  return [x, y];
}

/** @type {(lng: number, lat: number) => [number, number]} */
const fromGcj = (lng, lat) => undo(toGcj, lng, lat);
/** @type {(lng: number, lat: number) => [number, number]} */
const fromBaidu = (lng, lat) => fromGcj(...undo(gcjToBaidu, lng, lat));
/** @type {(lng: number, lat: number) => [number, number]} */
const toBaidu = (lng, lat) => gcjToBaidu(...toGcj(lng, lat));

// A Gauss-Kruger zone: three degrees wide have numbers 24 to 45 in China, six degrees 13 to 23.
const meridianOf = (zone) => (zone >= 24 ? 3 * zone : 6 * zone - 3);

export { MILLION, fromBaidu, fromGcj, meridianOf, project, toBaidu, toGcj, unproject };
