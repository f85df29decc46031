// A Leaflet path as a feature that can be found, and the ground that an area covers.

const boxes = new WeakMap();
let taken = false; // by a tool, such as drawing, that wants the clicks for itself

// Let a Leaflet path be found as a feature of a type that has a sheet.
function mark(path, feature, type) {
  path.options.interactive = false;
  path.zzPick = { feature, type };
  return path;
}

// South, west, north, east of a feature, worked out when first asked for.
function boxOf(feature) {
  if (!boxes.has(feature)) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lat, lng] of feature.shape.coords.flat(2)) {
      box[0] = Math.min(box[0], lat);
      box[1] = Math.min(box[1], lng);
      box[2] = Math.max(box[2], lat);
      box[3] = Math.max(box[3], lng);
    }
    boxes.set(feature, box);
  }
  return boxes.get(feature);
}

function inRing(ring, lat, lng) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [a, b] = [ring[i], ring[j]];
    if (a[0] > lat !== b[0] > lat && lng < ((b[1] - a[1]) * (lat - a[0])) / (b[0] - a[0]) + a[1]) inside = !inside;
  }
  return inside;
}

// Rings of a part cross out: a point in a hole is in two rings.
function covers(feature, { lat, lng }) {
  const [south, west, north, east] = boxOf(feature);
  if (lat < south || lat > north || lng < west || lng > east) return false;
  return feature.shape.coords.some((rings) => rings.reduce((inside, ring) => inside !== inRing(ring, lat, lng), false));
}

const block = (whether) => {
  taken = whether;
};

export const blocked = () => taken;

export { block, boxOf, covers, mark };
