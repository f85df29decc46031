// Read a planner's files in the page: GeoJSON, KML, KMZ, Shapefile, CSV; what was assumed is said.

import * as filetext from "./filetext.js";
import { t } from "./i18n.js";
import * as readcsv from "./readcsv.js";
import * as readkml from "./readkml.js";
import * as readshape from "./readshape.js";
import * as zip from "./zip.js";

const { Refused, refuse } = filetext;
const BESIDE = ["dbf", "prj", "cpg", "shx", "sbn", "sbx", "qpj", "qix", "xml"]; // parts of a Shapefile
const PICTURE = /\.(png|jpe?g|gif|svg)$/i; // an icon of a KMZ
const TYPES = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"];

function geojson(bytes) {
  const notes = [];
  const value = JSON.parse(filetext.decoded(bytes, notes).replace(/^\ufeff/, ""));
  const claim = (value.crs && value.crs.properties && value.crs.properties.name) || "";
  const bare = TYPES.includes(value.type) ? [{ properties: {}, geometry: value }] : null;
  const features = bare || (value.type === "Feature" ? [value] : value.type === "FeatureCollection" && value.features);
  if (!Array.isArray(features) || !features.every((row) => row && typeof row === "object" && sound(row.geometry)))
    refuse("fileBad");
  // RFC 7946 has no other system than WGS-84: a file that says nothing is taken to be in it.
  return {
    features: features.map(({ properties, geometry }) => ({
      properties: properties || {},
      geometry: geometry && filled(geometry),
    })),
    claim: claim || "EPSG:4326",
    implied: !claim,
    notes,
  };
}

// Whether a geometry is of a known type with numbers as deep as the type has them.
const DEEP = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 };
function sound(geometry) {
  if (geometry === null || geometry === undefined) return true;
  if (geometry.type === "GeometryCollection")
    return Array.isArray(geometry.geometries) && geometry.geometries.every(sound);
  const numbers = (value, depth) =>
    Array.isArray(value) &&
    (depth
      ? value.every((one) => numbers(one, depth - 1))
      : value.length >= 2 && value.every((one) => typeof one === "number"));
  const { coordinates } = geometry;
  return (
    geometry.type in DEEP &&
    (Array.isArray(coordinates) && !coordinates.length ? true : numbers(coordinates, DEEP[geometry.type]))
  );
}

// A geometry without a point is none.
function filled(geometry) {
  const any =
    geometry.type === "GeometryCollection"
      ? geometry.geometries.some(filled)
      : geometry.coordinates.flat(Infinity).length;
  return any ? geometry : null;
}

const suffix = (name) => name.toLowerCase().split(".").pop();
const ONE = { kml: readkml.read, geojson, json: geojson, csv: readcsv.read, tsv: readcsv.read };
const single = (files, name) =>
  suffix(name) === "shp" ? readshape.read(files, name.slice(0, -4)) : ONE[suffix(name)](files.get(name));

// What an archive holds; what it holds and the page does not read is said.
function archive(files) {
  const names = [...files.keys()];
  const found = names.filter((name) => suffix(name) === "shp" || suffix(name) in ONE);
  const stems = new Set(found.filter((name) => suffix(name) === "shp").map((name) => name.slice(0, -4).toLowerCase()));
  const part = (name) => [...stems].some((stem) => name.toLowerCase().startsWith(`${stem}.`));
  if (!found.length) refuse("fileNothing");
  const left = names.filter((name) => !found.includes(name) && !part(name) && !PICTURE.test(name));
  const layers = found.map((name) => [name, single(files, name)]);
  if (left.length)
    layers[0][1].notes.push(
      `${t("fileLeft")}${left
        .map((name) => name.split("/").pop())
        .slice(0, 5)
        .join("、")}${left.length > 5 ? " …" : ""}`,
    );
  return layers;
}

async function one(files, name) {
  const bytes = files.get(name);
  if (!["kmz", "zip"].includes(suffix(name))) return [[name, single(files, name)]];
  let held;
  try {
    held = await zip.read(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  } catch {
    refuse("fileZip");
  }
  const own = archive(held);
  return own.map(([inside, layer]) => [own.length > 1 ? `${name}/${inside}` : name, layer]);
}

// The files of those dropped together that are read by themselves; parts of a Shapefile go with it.
function wholes(files) {
  const names = [...files.keys()];
  const main = names.filter((name) => !BESIDE.includes(suffix(name)));
  return main.length ? main : refuse("fileKind");
}

// [[name, {features, claim, notes}]] of one file of {name: bytes}; throws `Refused` with a sentence.
async function read(files, name) {
  const kind = suffix(name);
  if (kind !== "shp" && !(kind in ONE) && !["kmz", "zip"].includes(kind)) refuse("fileKind");
  try {
    return await one(files, name);
  } catch (error) {
    if (error instanceof Refused) throw error;
    return refuse("fileBad");
  }
}

export { read, wholes };
