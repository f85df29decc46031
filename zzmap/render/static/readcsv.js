// Read points of a CSV: which columns say where, in what system they say it; a table of corners is none.

import * as coords from "./coords.js";
import * as filetext from "./filetext.js";
import * as georeference from "./georeference.js";
import { t } from "./i18n.js";
import * as units from "./units.js";

const { refuse } = filetext;
const folded = (name) => units.narrow(String(name)).trim().toLowerCase();
const LON = /经度|东经|(^|[^a-z])(lon|lng|long|longitude)($|[^a-z])/;
const LAT = /纬度|北纬|(^|[^a-z])(lat|latitude)($|[^a-z])/;
const BOTH = /经纬|^(point|location|lnglat|lonlat|坐标)$/;
const EAST = /^(y|东坐标|横坐标|easting|east|y坐标)/; // as surveys write: X is north
const NORTH = /^(x|北坐标|纵坐标|northing|north|x坐标)/;
const CORNERS = /圈号|点号|(^|[^a-z])ring($|[^a-z])|^point_?(no|id)|界址|顶点/;
const SERIAL = /^(序号|编号|no\.?|id|#|file_row)$/;
const NAMES = /名称|name|^(地块|文件夹|项目|园区|folder)/;
const JOINED = ["file_row", "coord", "lon", "lat"]; // columns of `zzmap join`, whose lon and lat are WGS-84
const HEADER_WITHIN = 6; // rows: a title may stand above
const RUN = 3; // corners that a ring has at least

// Lines of CSV as lists of cells; the separator is the one the text has most of in its first lines.
function cells(text) {
  const head = text.split(/\r?\n/, HEADER_WITHIN).join("\n");
  const [separator] = [",", "\t", ";", "，"].sort((a, b) => head.split(b).length - head.split(a).length);
  const [rows, state] = [[[""]], { quoted: false }];
  for (let at = 0; at < text.length; at += 1) {
    const [sign, row] = [text[at], rows[rows.length - 1]];
    if (state.quoted) {
      if (sign !== '"') row[row.length - 1] += sign;
      else if (text[at + 1] === '"') {
        row[row.length - 1] += '"';
        at += 1;
      } else state.quoted = false;
    } else if (sign === '"' && !row[row.length - 1]) state.quoted = true;
    else if (sign === separator) row.push("");
    else if (sign === "\n") rows.push([""]);
    else if (sign !== "\r") row[row.length - 1] += sign;
  }
  if (state.quoted) refuse("fileCut");
  return rows.filter((row) => row.some((cell) => cell.trim()));
}

const DMS = /^(\d{1,3})[°度:](\d{1,2})['′分:](\d{1,2}(?:\.\d+)?)(?:"|″|''|′′|秒)?$/;

// A cell as a number: plain, with a sign of degrees or a letter, or degrees, minutes and seconds.
function number(cell) {
  const text = folded(cell || "")
    .replace(/\s+/g, "")
    .replace(/^(东经|北纬|[en])|([en]|°|度)$/g, "")
    .replace(/^'/, "");
  const parts = text.match(DMS);
  if (parts) return Number(parts[1]) + Number(parts[2]) / 60 + Number(parts[3]) / 3600;
  return text ? Number(text) : NaN;
}

function both(cell) {
  const found = String(cell || "").match(/[+-]?\d+(?:\.\d+)?/g) || [];
  const [a, b] = found.map(Number);
  if (found.length !== 2) return [NaN, NaN];
  return a > 0 && a < 60 && b > 70 && b < 140 ? [b, a] : [a, b];
}

// Pairs of columns that say longitude and latitude, each with the system its names say.
function degreePairs(head) {
  const numbers = (pattern) =>
    head
      .map((name, at) => [name, at])
      .filter(([name]) => pattern.test(name) && !BOTH.test(name))
      .map(([, at]) => at);
  const lats = numbers(LAT);
  const systemOf = (at) => georeference.systemIn(head[at]);
  return numbers(LON).flatMap((lon) => {
    const own = lats
      .filter((lat) => systemOf(lat) === systemOf(lon))
      .sort((a, b) => Math.abs(a - lon) - Math.abs(b - lon));
    return own.length ? [{ at: [lon, own[0]], datum: systemOf(lon) }] : [];
  });
}

// What says where, {at, datum, kind}: degrees before one cell of both before metres; null for none.
function placed(head) {
  const find = (pattern) => head.findIndex((name) => pattern.test(name));
  if (JOINED.every((name) => head.includes(name)))
    return { kind: "degrees", at: [head.indexOf("lon"), head.indexOf("lat")], datum: "wgs84", joined: true };
  const pairs = degreePairs(head);
  const [first] = [...pairs.filter((pair) => pair.datum === "wgs84"), ...pairs];
  if (first) return { kind: "degrees", ...first, others: pairs.length - 1 };
  const one = find(BOTH);
  if (one >= 0) return { kind: "both", at: [one, one], datum: georeference.systemIn(head[one]) };
  const metres = [find(EAST), find(NORTH)];
  return metres.every((at) => at >= 0) && metres[0] !== metres[1] ? { kind: "metres", at: metres, datum: null } : null;
}

// Whether rows are corners of outlines rather than places: a name that repeats, corners that are counted.
function cornered(head, rows, where) {
  const columns = head.map((_, at) => at).filter((at) => !where.at.includes(at));
  const runs = (column, next) => {
    let longest = 1;
    for (let at = 1, run = 1; at < rows.length; at += 1) {
      run = next(String(rows[at - 1][column] || "").trim(), String(rows[at][column] || "").trim()) ? run + 1 : 1;
      longest = Math.max(longest, run);
    }
    return longest;
  };
  const counted = (a, b) => {
    const [one, two] = [a, b].map((text) => text.match(/^(.{0,24}?)(\d+)$/));
    return Boolean(one && two && one[1] === two[1] && Number(two[2]) === Number(one[2]) + 1);
  };
  const named = columns.some((at) => NAMES.test(head[at]) && runs(at, (a, b) => a && a === b) >= RUN);
  const restarts = (at) => rows.filter((row) => /^\D*0*1$/.test(String(row[at] || "").trim())).length > 1;
  return (
    named ||
    columns.some(
      (at) =>
        runs(at, counted) >= RUN &&
        (SERIAL.test(head[at]) ? restarts(at) : !/^[\d.]+$/.test(String(rows[0][at] || "").trim()) || restarts(at)),
    )
  );
}

// Metres that stand beside the degrees must say the same place.
function contradicted(head, rows, where) {
  const metres = [EAST, NORTH].map((pattern) => head.findIndex((name) => pattern.test(name)));
  if (where.kind !== "degrees" || metres.some((at) => at < 0)) return false;
  return rows.some((row) => {
    const [lon, lat] = where.at.map((at) => number(row[at]));
    const [x, y] = metres.map((at) => number(row[at]));
    if (![lon, lat, x, y].every(Number.isFinite) || Math.abs(x) < 1e5) return false;
    return !coords.readings(`${x} ${y}`).some(({ at }) => Math.hypot(at[0] - lon, at[1] - lat) < 1e-4);
  });
}

function header(rows) {
  const at = rows
    .slice(0, HEADER_WITHIN)
    .findIndex((row) => placed(row.map(folded)) || row.some((cell) => CORNERS.test(folded(cell))));
  return at < 0 ? refuse("fileNoPlace") : at;
}

function read(bytes) {
  const notes = [];
  const all = cells(filetext.decoded(bytes, notes).replace(/^\ufeff/, ""));
  const top = header(all);
  const [titles, rows] = [all[top], all.slice(top + 1)];
  const head = titles.map(folded);
  if (head.some((name) => CORNERS.test(name))) refuse("fileCorners");
  if (rows.some((row) => row.length > titles.length)) refuse("fileRagged");
  const where = placed(head);
  const names = titles.map((name, at) =>
    titles.slice(0, at).some((other) => other.trim() === name.trim()) ? `${name.trim()}_${at + 1}` : name.trim(),
  );
  const pointOf = (row) => (where.kind === "both" ? both(row[where.at[0]]) : where.at.map((at) => number(row[at])));
  const features = rows.map((row) => {
    const at = pointOf(row);
    const known = at.every(Number.isFinite) && !(at[0] === 0 && at[1] === 0);
    return {
      properties: Object.fromEntries(names.map((name, column) => [name, row[column] === undefined ? "" : row[column]])),
      geometry: known ? { type: "Point", coordinates: at } : null,
    };
  });
  if (where.kind === "metres" && features.some(({ geometry }) => geometry && Math.abs(geometry.coordinates[0]) <= 180))
    refuse("fileXy");
  notes.push(`${t("fileColumns")}${[...new Set(where.at)].map((at) => names[at]).join("、")}`);
  if (top) notes.push(`${top} ${t("fileTitles")}`);
  if (where.joined) notes.push(t("fileJoined"));
  else if (where.others || contradicted(head, rows, where)) notes.push(t("fileMorePlaces"));
  if (rows.length >= RUN && cornered(head, rows, where)) notes.push(t("fileMaybeCorners"));
  return { features, claim: "", datum: where.datum, notes };
}

export { read };
