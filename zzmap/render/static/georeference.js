// What the coordinates of a file are, and where they lie in WGS-84; never guessed between two readings.

import * as coords from "./coords.js";
import { data } from "./data.js";
import * as datums from "./datum.js";
import * as faults from "./faults.js";
import * as filetext from "./filetext.js";
import { t } from "./i18n.js";

const R = 6378137;
const OLD = /xian|西安|beijing|北京|1980|1954/i;
const DEGREES = { kind: "degrees" };
const MERCATOR = { kind: "mercator" };
const tm = (meridian, easting, scale = 1) => ({ kind: "tm", meridian, easting, scale });

// EPSG's codes of CGCS2000: by zone with the zone's number in eastings, by meridian without.
function ofEpsg(code) {
  if ([4326, 4490, 4979].includes(code)) return DEGREES;
  if (code === 3857) return MERCATOR;
  if (code >= 4491 && code <= 4501) return tm(datums.meridianOf(code - 4478), (code - 4478) * 1e6 + 5e5);
  if (code >= 4502 && code <= 4512) return tm(75 + 6 * (code - 4502), 5e5);
  if (code >= 4513 && code <= 4533) return tm(3 * (code - 4488), (code - 4488) * 1e6 + 5e5);
  if (code >= 4534 && code <= 4554) return tm(75 + 3 * (code - 4534), 5e5);
  if (code >= 32643 && code <= 32653) return tm(6 * (code - 32600) - 183, 5e5, 0.9996);
  return null;
}

// Whether brackets of a WKT are closed: what was cut off says less than it meant.
const whole = (text) => text.split(/[[(]/).length === text.split(/[\])]/).length;

function ofWkt(text) {
  if (OLD.test(text) || /pulkovo|krasovsky/i.test(text)) return { kind: "old" };
  const parameter = (name) => {
    const found = text.match(new RegExp(`"${name}"\\s*,\\s*([-+.\\deE]+)`, "i"));
    return found ? Number(found[1]) : null;
  };
  const modern = /2000|WGS[ _]?(19)?84/i.test(text);
  if (!whole(text)) return null;
  if (/^\s*PROJCS/i.test(text)) {
    const projection = (text.match(/PROJECTION\s*\[\s*"([^"]+)"/i) || [])[1] || "";
    if (
      /mercator_auxiliary|popular_visualisation|mercator_1sp/i.test(projection) &&
      /pseudo|web|3857|auxiliary/i.test(text)
    )
      return MERCATOR;
    const metre = /UNIT\s*\[\s*"(metre|meter)"\s*,\s*1/i.test(text);
    const scale = parameter("scale_factor") || 1;
    // Gauss-Kruger has the scale 1 on its meridian, UTM 0.9996; other scales are private, or wrong.
    const usual = scale === 1 || (scale === 0.9996 && /UTM/i.test(text));
    if (
      modern &&
      metre &&
      usual &&
      /gauss|transverse_mercator/i.test(projection) &&
      !parameter("false_northing") &&
      !parameter("latitude_of_origin")
    ) {
      return tm(parameter("central_meridian"), parameter("false_easting"), scale);
    }
    return null;
  }
  return /^\s*GEOGCS/i.test(text) && modern ? DEGREES : null;
}

// undefined where nothing is claimed, null where the claim is one that is not known here.
function claimed(claim) {
  if (!claim) return undefined;
  if (/CRS84/i.test(claim)) return DEGREES;
  const code = claim.match(/^(?:urn:ogc:def:crs:)?EPSG:+(?:[\d.]*:)?(\d+)$/i);
  return code ? ofEpsg(Number(code[1])) : ofWkt(claim);
}

function each(geometry, visit) {
  const walk = (value) => (typeof value[0] === "number" ? visit(value) : value.map(walk));
  if (geometry.type === "GeometryCollection")
    return { ...geometry, geometries: geometry.geometries.map((part) => each(part, visit)) };
  return { type: geometry.type, coordinates: walk(geometry.coordinates) };
}

function points(features) {
  const found = [];
  for (const { geometry } of features)
    if (geometry)
      each(geometry, (point) => {
        found.push(point);
        return point;
      });
  return found;
}

/** @param {number[]} at */
function inCity([x, y]) {
  const [west, south, east, north] = data.payload.city.region;
  return x >= west && x <= east && y >= south && y <= north;
}

const isDegrees = (all) => all.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90) || isTurned(all);
const isTurned = (all) => all.every(([x, y]) => x > 0 && x < 60 && y > 70 && y < 140); // latitude first

// Without a claim: degrees, or the one Gauss-Kruger zone that brings all points into the city.
function assumed(all) {
  if (isDegrees(all)) return { system: DEGREES, note: t("assumedDegrees") };
  const [[x, y]] = all;
  const found = coords
    .readings(`${x} ${y}`)
    .filter((row) => !row.outside)
    .map((row) => ({
      name: row.system,
      system: { ...tm(datums.meridianOf(row.zone), row.easting), swapped: row.north === 0 },
    }))
    .filter(({ system }) => system.meridian && all.every((point) => inCity(mover(system)(point))));
  if (found.length === 1) return { system: found[0].system, note: `${t("assumed")}${found[0].name}` };
  return {
    refused: found.length
      ? t("fileTwo") + found.map((row) => row.name).join(t("or")) + t("askCheck")
      : t("fileProjected"),
  };
}

// What tables call the systems, as zzmap/join/coordinates.py has them; null for none of them.
/** @type {[string, RegExp][]} */
const SYSTEMS = [
  ["bd09", /百度|bd[-_]?09|baidu|bdmap|(^|[^a-z])bd[-_ ]/i],
  ["gcj02", /高德|gcj|火星|国测局|腾讯|amap|加密坐标|谷歌/i],
  ["wgs84", /wgs|gps|手持|cgcs|2000|天地图|国家大地|4326|4490/i],
];
const systemIn = (words) => (SYSTEMS.find(([, pattern]) => pattern.test(words)) || [null])[0];
const COLUMNS = /^(坐标系统?|坐标系名称|坐标参考系|空间参考系?|大地基准|crs|srs|datum|epsg|srid|zbxt?)$/i;

// The system that a column of the rows states: one for all, or the file is refused; null where none does.
function statedIn(features) {
  const said = new Set(
    features
      .flatMap(({ properties }) =>
        Object.entries(properties)
          .filter(([key]) => COLUMNS.test(key.trim()))
          .map(([, value]) => String(value ?? "").trim()),
      )
      .filter(Boolean),
  );
  if ([...said].some((value) => OLD.test(value))) filetext.refuse("fileOld");
  const found = [...new Set([...said].map(systemIn))];
  if (found.length > 1) filetext.refuse("fileMixed");
  return found[0] || null;
}

function mover(system) {
  if (system.kind === "mercator")
    return ([x, y]) => [(x / R) * (180 / Math.PI), (2 * Math.atan(Math.exp(y / R)) - Math.PI / 2) * (180 / Math.PI)];
  if (system.kind === "tm") {
    return (point) => {
      const [x, y] = system.swapped ? [point[1], point[0]] : point;
      return datums.unproject((x - system.easting) / system.scale + 5e5, y / system.scale, system.meridian);
    };
  }
  return ([x, y]) => [x, y];
}

// The system of a file and what was assumed of it, or the file is refused.
function systemOf({ claim, implied }, all) {
  const { refuse } = filetext;
  const notes = [];
  let system = claimed(claim);
  if (system === null) refuse("fileSystem");
  if (system && system.kind === "old") refuse("fileOld");
  const metres = !isDegrees(all);
  if (system === DEGREES && metres && !implied) refuse("fileClaim");
  if (system === undefined || (system === DEGREES && metres)) {
    if (system) notes.push(t("claimWrong"));
    const found = assumed(all);
    if (found.refused) throw new filetext.Refused(found.refused);
    ({ system } = found);
    notes.push(found.note);
  }
  if (system !== DEGREES && !metres) refuse("fileClaim");
  return { system, notes };
}

// {features in degrees, notes, degrees, datum}: `degrees` where the file has longitudes, which may be
// of another datum; `datum` is the one it says they are of, else WGS-84.
function georeference(file) {
  const { refuse } = filetext;
  const { features } = file;
  const all = points(features);
  if (!all.length) refuse("fileEmpty");
  if (!all.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y))) refuse("fileBad");
  const said = statedIn(features) || file.datum || null;
  const { system, notes } = systemOf(file, all);
  const degrees = system === DEGREES;
  if (said && said !== "wgs84" && !degrees) refuse("fileMixed");
  const turned = degrees && isTurned(all);
  if (turned) notes.push(t("latFirst"));
  if (said && degrees)
    notes.splice(
      0,
      notes.length,
      ...notes.filter((note) => note !== t("assumedDegrees")),
      `${t("datumSaid")}${NAMES[said]}`,
    );
  const move = turned ? ([x, y]) => [y, x] : mover(system);
  const moved = features.map((row) => ({
    type: "Feature",
    properties: row.properties,
    geometry: row.geometry && each(row.geometry, move),
  }));
  return {
    features: moved,
    notes: [...notes, ...doubts(moved, degrees)],
    degrees,
    datum: said && degrees ? said : "wgs84",
  };
}

// What is to be said of features in degrees: without a shape, beyond the city, of faulty outline.
function doubts(features, degrees) {
  const notes = [];
  const nowhere = features.filter((row) => !row.geometry).length;
  const beyond = features.filter((row) => row.geometry && !points([row]).every(inCity)).length;
  if (beyond && !degrees && beyond + nowhere === features.length) filetext.refuse("fileElsewhere");
  if (nowhere) notes.push(`${nowhere} ${t("fileNowhere")}`);
  if (beyond) notes.push(`${beyond} ${t("fileOutside")}`);
  return [...notes, ...faults.notes(features)];
}

// Features whose degrees are of another datum, brought to WGS-84.
const NAMES = { wgs84: "WGS-84 / CGCS2000", gcj02: "GCJ-02", bd09: "BD-09" };
const FROM = { wgs84: (x, y) => [x, y], gcj02: datums.fromGcj, bd09: datums.fromBaidu };
const shift = (features, datum) =>
  features.map((row) => ({ ...row, geometry: row.geometry && each(row.geometry, ([x, y]) => FROM[datum](x, y)) }));

export { NAMES, georeference as place, shift, systemIn };
