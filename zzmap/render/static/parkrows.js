// Users' parks as rows; the outline of one is unpacked when it is asked for.

import * as codec from "./codec.js";

// A park as the sheet and the search want it.
class Park {
  id = "";
  name = "";
  name_en = "";
  /** @type {string | string[][]} */
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
    return codec.decode({ p: parts(this.packed) });
  }
}

/** @type {(packed: string | string[][]) => string[][]} */
const parts = (packed) => (typeof packed === "string" ? [[packed]] : packed);

function unpack(payload) {
  const packed = payload.parks;
  if (!packed) return [];
  const cell = (column, at) => (Array.isArray(packed[column]) ? packed[column][at] : packed[column]);
  return packed.id.map((id, at) => {
    const park = new Park();
    park.id = id;
    park.name = packed.name[at];
    park.name_en = cell("name_en", at) || "";
    park.packed = packed.shape[at];
    park.accuracy = cell("accuracy_m", at) || 0;
    park.area_km2 = cell("area_km2", at);
    park.industries = cell("industries", at) || "";
    park.status = cell("status", at) || "";
    park.kind = payload.strings[cell("kind", at)];
    park.basis = payload.strings[cell("basis", at)];
    park.source = payload.strings[cell("source", at)];
    return park;
  });
}

export { parts, unpack };
