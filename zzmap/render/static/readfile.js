// Read a planner's file in the page: GeoJSON, KML, KMZ, Shapefile, CSV; what was assumed is said.
(function (zz) {
  "use strict";

  // A sentence for the reader: why a file is not shown.
  class Refused extends Error {}
  const refuse = (key, more = "") => { throw new Refused(zz.t(key) + more); };

  // Text of unknown encoding: UTF-8 where it can be, else Chinese.
  function decoded(bytes, notes) {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      if (notes) notes.push(zz.t("fileGbk"));
      return new TextDecoder("gb18030").decode(bytes);
    }
  }

  function geojson(bytes) {
    const value = JSON.parse(decoded(bytes));
    const claim = (value.crs && value.crs.properties && value.crs.properties.name) || "";
    const features = value.type === "FeatureCollection" ? value.features : value.type === "Feature" ? [value] : [{ type: "Feature", properties: {}, geometry: value }];
    return { features: features.map(({ properties, geometry }) => ({ properties: properties || {}, geometry })), claim: claim || "EPSG:4326", notes: [] };
  }

  const childrenOf = (node, name) => [...node.getElementsByTagName("*")].filter((child) => child.localName === name);

  function kml(bytes) {
    const text = decoded(bytes);
    const page = new DOMParser().parseFromString(text, "application/xml");
    if (page.querySelector("parsererror")) refuse("fileBad");
    const line = (node) => node.textContent.trim().split(/\s+/).map((point) => point.split(",").slice(0, 2).map(Number));
    const rings = (polygon) => ["outerBoundaryIs", "innerBoundaryIs"].flatMap((name) => childrenOf(polygon, name)).flatMap((node) => childrenOf(node, "coordinates")).map(line);
    const shapes = (mark, name) => childrenOf(mark, name).filter((node) => name === "Polygon" || !node.parentNode.localName.endsWith("BoundaryIs"));
    const features = childrenOf(page, "Placemark").map((mark) => {
      const own = [...mark.children].find((child) => child.localName === "name");
      const properties = own ? { name: own.textContent.trim() } : {};
      for (const name of ["Data", "SimpleData"]) for (const node of childrenOf(mark, name)) properties[node.getAttribute("name")] = node.textContent.trim();
      const parts = [
        ...shapes(mark, "Polygon").map((node) => ({ type: "Polygon", coordinates: rings(node) })),
        ...shapes(mark, "LineString").map((node) => ({ type: "LineString", coordinates: line(childrenOf(node, "coordinates")[0]) })),
        ...shapes(mark, "Point").map((node) => ({ type: "Point", coordinates: line(childrenOf(node, "coordinates")[0])[0] })),
      ];
      return { properties, geometry: joined(parts) };
    });
    return { features, claim: "EPSG:4326", notes: [] };
  }

  function joined(parts) {
    if (parts.length < 2) return parts[0] || null;
    if (parts.every((part) => part.type === "Polygon")) return { type: "MultiPolygon", coordinates: parts.map((part) => part.coordinates) };
    return { type: "GeometryCollection", geometries: parts };
  }

  const signed = (ring) => ring.reduce((sum, [x, y], at) => { const [a, b] = ring[(at + 1) % ring.length]; return sum + (x - ring[0][0]) * (b - ring[0][1]) - (a - ring[0][0]) * (y - ring[0][1]); }, 0);

  function within(ring, [x, y]) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [a, b] = [ring[i], ring[j]];
      if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
    }
    return inside;
  }

  // Outer rings turn clockwise; a hole belongs to the smallest outer ring round it.
  function polygon(rings) {
    const outer = rings.filter((ring) => signed(ring) <= 0).map((ring) => [ring]);
    for (const hole of rings.filter((ring) => signed(ring) > 0)) {
      const round = outer.filter(([ring]) => hole.every((point) => within(ring, point)) || within(ring, hole[0]));
      if (round.length) round.sort((a, b) => Math.abs(signed(a[0])) - Math.abs(signed(b[0])))[0].push(hole);
      else outer.push([hole]);
    }
    return outer.length === 1 ? { type: "Polygon", coordinates: outer[0] } : { type: "MultiPolygon", coordinates: outer };
  }

  // Geometries of a .shp, heights and measures left aside; null where a record has none.
  function shp(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.getInt32(0) !== 9994) refuse("fileBad");
    const found = [];
    for (let at = 100; at + 12 <= bytes.length;) {
      const length = view.getInt32(at + 4) * 2;
      found.push(shape(view, at + 8));
      at += 8 + length;
    }
    return found;
  }

  function shape(view, at) {
    const kind = view.getInt32(at, true) % 10;
    const point = (from) => [view.getFloat64(from, true), view.getFloat64(from + 8, true)];
    if (!kind) return null;
    if (kind === 1) return { type: "Point", coordinates: point(at + 4) };
    if (kind === 8) return { type: "MultiPoint", coordinates: Array.from({ length: view.getInt32(at + 36, true) }, (_, number) => point(at + 40 + 16 * number)) };
    if (kind !== 3 && kind !== 5) return refuse("fileBad");
    const [parts, points] = [view.getInt32(at + 36, true), view.getInt32(at + 40, true)];
    const starts = Array.from({ length: parts }, (_, number) => view.getInt32(at + 44 + 4 * number, true));
    const first = at + 44 + 4 * parts;
    const lines = starts.map((start, number) => Array.from({ length: (number + 1 < parts ? starts[number + 1] : points) - start }, (_, step) => point(first + 16 * (start + step))));
    if (kind === 5) return polygon(lines);
    return lines.length === 1 ? { type: "LineString", coordinates: lines[0] } : { type: "MultiLineString", coordinates: lines };
  }

  const GBK_DRIVER = 0x4d;

  // Attributes of a .dbf; its encoding by the .cpg, else by its own mark, else by what its bytes can be.
  function dbf(bytes, cpg, notes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const [count, head, size] = [view.getUint32(4, true), view.getUint16(8, true), view.getUint16(10, true)];
    const fields = [];
    let at = 1;
    for (let from = 32; from + 32 <= head && bytes[from] !== 13; from += 32) {
      const name = bytes.subarray(from, from + 11);
      const end = name.indexOf(0);
      fields.push({ name: name.subarray(0, end < 0 ? 11 : end), kind: String.fromCharCode(bytes[from + 11]), at, length: bytes[from + 16] });
      at += bytes[from + 16];
    }
    const read = decoder(bytes.subarray(32), cpg, bytes[29], notes);
    const rows = [];
    for (let row = 0; row < count; row += 1) {
      const start = head + row * size;
      if (start + size > bytes.length) refuse("fileCut");
      const deleted = bytes[start] === 42;
      rows.push(deleted ? null : Object.fromEntries(fields.map((field) => {
        const text = read(bytes.subarray(start + field.at, start + field.at + field.length)).replace(/[\0 ]+$/, "");
        const number = "NF".includes(field.kind) && text.trim() ? Number(text) : NaN;
        return [read(field.name), Number.isFinite(number) ? number : text.trim()];
      })));
    }
    return rows;
  }

  function decoder(all, cpg, mark, notes) {
    const label = cpg.trim().toLowerCase().replace(/^(cp|ansi |oem )?936$/, "gbk").replace(/^65001$/, "utf-8");
    const of = (name) => { const one = new TextDecoder(name); return (bytes) => one.decode(bytes); };
    if (label) {
      try {
        return of(label);
      } catch {
        notes.push(`${zz.t("fileCpg")}${cpg.trim()}`);
      }
    }
    if (mark === GBK_DRIVER) return of("gbk");
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(all);
      return of("utf-8");
    } catch {
      notes.push(zz.t("fileGbk"));
      return of("gb18030");
    }
  }

  function shapefile(files, stem) {
    const part = (suffix) => [...files].find(([name]) => name.toLowerCase() === `${stem}.${suffix}`.toLowerCase());
    const notes = [];
    const text = (suffix) => (part(suffix) ? decoded(part(suffix)[1]) : "");
    const shapes = shp(part("shp")[1]);
    if (!part("dbf")) notes.push(zz.t("fileNoDbf"));
    const rows = part("dbf") ? dbf(part("dbf")[1], text("cpg"), notes) : shapes.map(() => ({}));
    if (rows.length !== shapes.length) refuse("fileCut");
    const features = shapes.map((geometry, at) => ({ properties: rows[at], geometry })).filter((row) => row.properties);
    return { features, claim: text("prj"), notes };
  }

  function archive(files) {
    const names = [...files.keys()];
    const found = names.filter((name) => /\.(shp|kml|geojson|json)$/i.test(name));
    if (!found.length) refuse("fileNothing");
    return found.map((name) => [name, /\.shp$/i.test(name) ? shapefile(files, name.slice(0, -4)) : /\.kml$/i.test(name) ? kml(files.get(name)) : geojson(files.get(name))]);
  }

  // Lines of CSV as lists of cells; the separator is the one the first line has most of.
  function cells(text) {
    const [head] = text.split(/\r?\n/, 1);
    const [separator] = [",", "\t", ";"].sort((a, b) => head.split(b).length - head.split(a).length);
    const [rows, state] = [[[""]], { quoted: false }];
    for (let at = 0; at < text.length; at += 1) {
      const [sign, row] = [text[at], rows[rows.length - 1]];
      if (state.quoted) {
        if (sign !== '"') row[row.length - 1] += sign;
        else if (text[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; }
        else state.quoted = false;
      } else if (sign === '"' && !row[row.length - 1]) state.quoted = true;
      else if (sign === separator) row.push("");
      else if (sign === "\n") rows.push([""]);
      else if (sign !== "\r") row[row.length - 1] += sign;
    }
    if (state.quoted) refuse("fileCut");
    return rows.filter((row) => row.some((cell) => cell.trim()));
  }

  const LON = /^(经度|lon|lng|long|longitude|东经)/i;
  const LAT = /^(纬度|lat|latitude|北纬)/i;
  const EAST = /^(y|东坐标|横坐标|easting|east|y坐标)/i; // as surveys write: X is north
  const NORTH = /^(x|北坐标|纵坐标|northing|north|x坐标)/i;
  const CORNERS = /圈号|点号|ring|^point$|界址/i;

  function csv(bytes) {
    const notes = [];
    const [head, ...rows] = cells(decoded(bytes, notes).replace(/^\ufeff/, ""));
    const at = (pattern) => head.findIndex((name) => pattern.test(name.trim()));
    if (at(CORNERS) >= 0) refuse("fileCorners");
    const degrees = [at(LON), at(LAT)];
    const [east, north] = degrees.every((column) => column >= 0) ? degrees : [at(EAST), at(NORTH)];
    if (east < 0 || north < 0 || east === north) refuse("fileNoPlace");
    if (rows.some((row) => row.length > head.length)) refuse("fileCut");
    const properties = (row) => Object.fromEntries(head.map((name, column) => [name.trim(), row[column] === undefined ? "" : row[column]]));
    const number = (cell) => (cell && cell.trim() ? Number(zz.units.narrow(cell)) : NaN);
    const all = rows.map((row) => ({ properties: properties(row), geometry: { type: "Point", coordinates: [number(row[east]), number(row[north])] } }));
    const empty = all.filter(({ geometry }) => !geometry.coordinates.every(Number.isFinite));
    for (const row of empty) row.geometry = null;
    if (degrees[0] < 0 && all.some(({ geometry }) => geometry && Math.abs(geometry.coordinates[0]) <= 180)) refuse("fileXy");
    return { features: all, claim: "", notes };
  }

  // [[name, {features, claim, notes}]] of the files dropped together: {name: bytes}.
  async function read(files) {
    const found = [];
    for (const [name, bytes] of files) {
      const kind = name.toLowerCase().split(".").pop();
      if (kind === "kmz" || kind === "zip") {
        let held;
        try {
          held = await zz.zip.read(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
        } catch {
          refuse("fileZip");
        }
        const own = archive(held);
        found.push(...own.map(([inside, layer]) => [own.length > 1 ? `${name}/${inside}` : name, layer]));
      } else if (kind === "shp") found.push([name, shapefile(files, name.slice(0, -4))]);
      else if (kind === "kml") found.push([name, kml(bytes)]);
      else if (kind === "csv" || kind === "tsv") found.push([name, csv(bytes)]);
      else if (kind === "json" || kind === "geojson") found.push([name, geojson(bytes)]);
      else if (!["dbf", "prj", "cpg", "shx", "sbn", "sbx", "qpj", "xml"].includes(kind)) refuse("fileKind");
    }
    if (!found.length) refuse("fileKind");
    return found;
  }

  zz.readfile = { read, Refused };
})((window.zzmap = window.zzmap || {}));
