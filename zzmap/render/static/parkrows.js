// Users' parks as rows; the outline of one is unpacked when it is asked for.

import * as codec from "./codec.js";

/** @typedef {{ outer: boolean, each: (visit: (lon: number, lat: number) => void) => void }} Ring */
/** @typedef {string | string[][] | { rings: Ring[], points: number }} Packed */

// A park as the sheet and the search want it.
class Park {
  id = "";
  name = "";
  name_en = "";
  /** @type {Packed} */
  packed = "";
  accuracy = 0;
  /** @type {number | null} */
  area_km2 = null;
  industries = "";
  status = "";
  kind = "";
  basis = "";
  source = "";

  get shape() {
    const coords = [];
    for (const { outer, each } of rings(this.packed)) {
      const points = [];
      each((lon, lat) => points.push([lat, lon]));
      if (outer) coords.push([]);
      coords[coords.length - 1].push(points);
    }
    return { type: "polygon", coords };
  }
}

// The rings of a park, each outer one before its holes, and how many numbers they are at most.
/** @type {(packed: Packed) => Ring[]} */
function rings(packed) {
  if (typeof packed === "object" && "rings" in packed) return packed.rings;
  const parts = typeof packed === "string" ? [[packed]] : packed;
  return parts.flatMap((texts) =>
    texts.map((text, number) => ({ outer: number === 0, each: (visit) => codec.each(text, visit) })),
  );
}

/** @type {(packed: Packed) => number} */
function size(packed) {
  if (typeof packed === "string") return packed.length;
  return "rings" in packed ? 2 * packed.points : packed.flat().join("").length;
}

// Rows of the columns that `pack_parks` wrote; what has no shape there has it from elsewhere.
function unpack(packed, strings) {
  if (!packed) return [];
  const cell = (column, at) => (Array.isArray(packed[column]) ? packed[column][at] : packed[column]);
  return packed.id.map((id, at) => {
    const park = new Park();
    park.id = id;
    park.name = packed.name[at];
    park.name_en = cell("name_en", at) || "";
    park.packed = packed.shape ? packed.shape[at] : "";
    park.accuracy = cell("accuracy_m", at) || 0;
    park.area_km2 = cell("area_km2", at);
    park.industries = cell("industries", at) || "";
    park.status = cell("status", at) || "";
    park.kind = strings[cell("kind", at)];
    park.basis = strings[cell("basis", at)];
    park.source = strings[cell("source", at)];
    return park;
  });
}

// Parks of which no more is known yet than where they lie.
function outlined(buffer) {
  return codec.areas(buffer).map((packed) => Object.assign(new Park(), { packed }));
}

export { outlined, rings, size, unpack };
