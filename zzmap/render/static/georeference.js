// What the coordinates of a file are, and where they lie in WGS-84; never guessed between two readings.
(function (zz) {
  "use strict";

  const R = 6378137;
  const DEGREES = { kind: "degrees" };
  const MERCATOR = { kind: "mercator" };
  const tm = (meridian, easting, scale = 1) => ({ kind: "tm", meridian, easting, scale });

  // EPSG's codes of CGCS2000: by zone with the zone's number in eastings, by meridian without.
  function ofEpsg(code) {
    if ([4326, 4490, 4979].includes(code)) return DEGREES;
    if (code === 3857) return MERCATOR;
    if (code >= 4491 && code <= 4501) return tm(zz.datum.meridianOf(code - 4478), (code - 4478) * 1e6 + 5e5);
    if (code >= 4502 && code <= 4512) return tm(75 + 6 * (code - 4502), 5e5);
    if (code >= 4513 && code <= 4533) return tm(3 * (code - 4488), (code - 4488) * 1e6 + 5e5);
    if (code >= 4534 && code <= 4554) return tm(75 + 3 * (code - 4534), 5e5);
    if (code >= 32643 && code <= 32653) return tm(6 * (code - 32600) - 183, 5e5, 0.9996);
    return null;
  }

  function ofWkt(text) {
    if (/xian|西安|beijing|北京|pulkovo|krasovsky|1980|1954/i.test(text)) return { kind: "old" };
    const parameter = (name) => { const found = text.match(new RegExp(`"${name}"\\s*,\\s*([-+.\\deE]+)`, "i")); return found ? Number(found[1]) : null; };
    const modern = /2000|WGS[ _]?(19)?84/i.test(text);
    if (/^\s*PROJCS/i.test(text)) {
      const projection = (text.match(/PROJECTION\s*\[\s*"([^"]+)"/i) || [])[1] || "";
      if (/mercator_auxiliary|popular_visualisation|mercator_1sp/i.test(projection) && /pseudo|web|3857|auxiliary/i.test(text)) return MERCATOR;
      const metre = /UNIT\s*\[\s*"(metre|meter)"\s*,\s*1/i.test(text);
      if (modern && metre && /gauss|transverse_mercator/i.test(projection) && !parameter("false_northing") && !parameter("latitude_of_origin")) {
        return tm(parameter("central_meridian"), parameter("false_easting"), parameter("scale_factor") || 1);
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
    if (geometry.type === "GeometryCollection") return { ...geometry, geometries: geometry.geometries.map((part) => each(part, visit)) };
    return { type: geometry.type, coordinates: walk(geometry.coordinates) };
  }

  function points(features) {
    const found = [];
    for (const { geometry } of features) if (geometry) each(geometry, (point) => { found.push(point); return point; });
    return found;
  }

  // Without a claim: degrees, or the one Gauss-Kruger zone that brings the points into the city.
  function assumed(all) {
    if (all.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90)) return { system: DEGREES, note: zz.t("assumedDegrees") };
    const [[x, y]] = all;
    const readings = zz.coords.readings(`${x} ${y}`).filter((row) => !row.outside);
    if (readings.length !== 1) return { refused: readings.length ? zz.t("fileTwo") + readings.map((row) => row.system).join(zz.t("or")) : zz.t("fileProjected") };
    const [{ system, zone, easting, north }] = readings;
    return { system: { ...tm(zz.datum.meridianOf(zone), easting), swapped: north === 0 }, note: `${zz.t("assumed")}${system}` };
  }

  function mover(system) {
    if (system.kind === "mercator") return ([x, y]) => [(x / R) * (180 / Math.PI), (2 * Math.atan(Math.exp(y / R)) - Math.PI / 2) * (180 / Math.PI)];
    if (system.kind === "tm") {
      return (point) => {
        const [x, y] = system.swapped ? [point[1], point[0]] : point;
        return zz.datum.unproject((x - system.easting) / system.scale + 5e5, y / system.scale, system.meridian);
      };
    }
    return ([x, y]) => [x, y];
  }

  // {features in degrees, notes, degrees}: `degrees` where the file has longitudes, which may be shifted.
  function georeference({ features, claim }) {
    const refuse = (words) => { throw new zz.readfile.Refused(words); };
    const all = points(features);
    if (!all.length) refuse(zz.t("fileEmpty"));
    if (!all.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y))) refuse(zz.t("fileBad"));
    const notes = [];
    let system = claimed(claim);
    if (system === null) refuse(zz.t("fileSystem"));
    if (system && system.kind === "old") refuse(zz.t("fileOld"));
    const metres = !all.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90);
    if (system === undefined || (system === DEGREES && metres)) {
      if (system) notes.push(zz.t("claimWrong"));
      const found = assumed(all);
      if (found.refused) refuse(found.refused);
      ({ system } = found);
      notes.push(found.note);
    }
    if (system !== DEGREES && !metres) refuse(zz.t("fileSystem"));
    let move = mover(system);
    if (system === DEGREES && all.every(([x, y]) => x > 0 && x < 60 && y > 70 && y < 140)) {
      notes.push(zz.t("latFirst"));
      move = ([x, y]) => [y, x];
    }
    const moved = features.map((row) => ({ type: "Feature", properties: row.properties, geometry: row.geometry && each(row.geometry, move) }));
    const nowhere = features.filter((row) => !row.geometry).length;
    if (nowhere) notes.push(`${nowhere} ${zz.t("fileNowhere")}`);
    return { features: moved, notes, degrees: system === DEGREES };
  }

  // Features whose degrees are of another datum, brought to WGS-84.
  const FROM = { wgs84: (x, y) => [x, y], gcj02: zz.datum.fromGcj, bd09: zz.datum.fromBaidu };
  const shift = (features, datum) => features.map((row) => ({ ...row, geometry: row.geometry && each(row.geometry, ([x, y]) => FROM[datum](x, y)) }));

  zz.georeference = Object.assign(georeference, { shift, points, DATUMS: Object.keys(FROM) });
})((window.zzmap = window.zzmap || {}));
