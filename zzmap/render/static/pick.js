// What lies under the pointer. Leaflet lets only the topmost of several canvases hear a
// click, so the canvases are deaf (atlas.css) and the map is asked here.
(function (zz) {
  "use strict";

  const boxes = new WeakMap();
  const REACH = { mouse: 4, touch: 14 };
  let map;
  let marks = null;

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

  function extent({ feature }) {
    const box = boxOf(feature);
    return (box[2] - box[0]) * (box[3] - box[1]);
  }

  // What a feature is: an element, a site and the place of its name are one.
  function identity({ feature, type }) {
    if (type === "within" || type === "projects") return `${type}:${feature.id}`;
    const table = { element: "elements", site: "sites" }[type];
    const row = table && zz.data.byId[table].get(feature.id);
    return row && row.place_id !== null ? `place:${zz.data.places[row.place_id].id}` : `${type}:${feature.id}`;
  }

  // Whether the plans say anything of it: what says nothing is not what a click means first.
  function silent(found) {
    const [kind, id] = identity(found).split(/:(.*)/s);
    const place = kind === "place" && zz.data.byId.places.get(id);
    return Boolean(place) && !zz.data.placementsAt.has(place.number);
  }

  // Pixels from a point of the map to lines.
  function lineDistance(lines, here) {
    const all = lines.flatMap((line) => {
      const pixels = line.map((at) => map.latLngToContainerPoint(at));
      return pixels.slice(1).map((point, at) => L.LineUtil.pointToSegmentDistance(here, pixels[at], point));
    });
    return Math.min(Infinity, ...all);
  }

  const ORDER = { projects: -2, within: -1 };

  // What lies at a place, each once: what is named there, the nearest point, a number before the dot
  // of its zone, users' parks, then areas of which the plans say something, the smallest first.
  function at(latlng, reach) {
    const here = map.latLngToContainerPoint(latlng);
    const [points, areas, seen] = [[], [], new Set()];
    map.eachLayer((path) => {
      const found = path.zzPick;
      if (!found) return;
      if (found.feature.shape.type === "point") {
        const distance = map.latLngToContainerPoint(found.feature.shape.coords).distanceTo(here);
        if (distance > (path.options.radius || 5) + reach) return;
        points.push({ ...found, distance });
      } else if (found.feature.shape.type === "line") {
        const distance = lineDistance(found.feature.shape.coords, here);
        if (distance <= reach + 3) points.push({ ...found, distance });
      } else if (found.feature.shape.type === "polygon" && covers(found.feature, latlng)) areas.push(found);
    });
    points.sort((a, b) => a.distance - b.distance || (ORDER[a.type] || 0) - (ORDER[b.type] || 0));
    areas.sort((a, b) => silent(a) - silent(b) || extent(a) - extent(b));
    // What a planner has brought is meant before what lies below it.
    const brought = ({ type }) => type === "opened" || type === "draft";
    areas.sort((a, b) => brought(b) - brought(a));
    const park = zz.state.layers.has("parks") ? zz.map.groups.parks.at(latlng) : null;
    const all = [named(here), ...points, park && { feature: park, type: "park" }, ...areas].filter(Boolean);
    return all.filter((found) => !seen.has(identity(found)) && seen.add(identity(found)));
  }

  // The feature whose label lies at a point of the map.
  function named(point) {
    const label = zz.labels.at(point);
    return label && label.type ? { feature: label.feature, type: label.type } : null;
  }

  // The ring of a point's accuracy, or the band an outline may lie in.
  function halo(feature) {
    const look = { color: "#37474F", interactive: false, pane: "zz-select", renderer: zz.map.renderers.select };
    if (feature.shape.type === "point") {
      return L.circle(feature.shape.coords, { ...look, radius: feature.accuracy, weight: 1, dashArray: "3 4", fillOpacity: 0.06 });
    }
    const centre = map.getCenter();
    const metres = (40075016.686 * Math.cos((centre.lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
    if (feature.shape.type === "line") return L.polyline(feature.shape.coords, { ...look, weight: 7, opacity: 0.16 });
    const band = Math.min(80, Math.max(5, (2 * feature.accuracy) / metres));
    return L.polygon(feature.shape.coords, { ...look, weight: band, opacity: 0.16, fill: false });
  }

  let current = null;
  let tooltip = null;

  function clear() {
    if (marks) marks.remove();
    if (tooltip) tooltip.remove();
    marks = tooltip = current = null;
    map.getContainer().style.cursor = "";
  }

  // A name; of a district while districts are coloured by number, that number and what it is the sum of.
  function tip(feature) {
    const { el } = zz.dom;
    const place = zz.state.layers.has("choropleth") && zz.data.byId.places.get(feature.id);
    if (!place || !zz.data.isDistrict(place)) return el("span", {}, zz.shortName(feature));
    const rows = zz.charts.told(feature.id);
    return el("span", {}, `${zz.nameOf(place)} · ${zz.t("statements")} ${zz.classes.placements().of(feature.id)}`, el("span", { class: "zz-tiprows" }, rows.map(([name, count]) => [el("span", {}, name), el("span", {}, String(count))])));
  }

  function hover(latlng) {
    const found = at(latlng, REACH.mouse)[0];
    if (!found) return clear();
    if (current !== found.feature) {
      clear();
      current = found.feature;
      marks = halo(current.area || current).addTo(map); // of a count, the zone it stands for
      tooltip = L.tooltip({ direction: "top", offset: [0, -8], className: "zz-tip" }).setLatLng(latlng).setContent(tip(current)).addTo(map);
      map.getContainer().style.cursor = "pointer";
    }
    return tooltip.setLatLng(latlng);
  }

  function start(leaflet) {
    map = leaflet;
    let waiting = null;
    map.on("mousemove", (event) => {
      if (waiting === null) requestAnimationFrame(() => { if (waiting) hover(waiting); waiting = null; });
      waiting = event.latlng;
    });
    map.on("mouseout movestart", () => { waiting = null; clear(); });
    zz.state.on("layers", clear);
    map.on("click", (event) => {
      if (zz.pick.blocked && zz.pick.blocked()) return null;
      const touch = event.originalEvent && event.originalEvent.pointerType === "touch";
      const label = named(event.containerPoint);
      if (label) return zz.popup.open(label);
      const found = at(event.latlng, touch ? REACH.touch : REACH.mouse);
      return found.length ? zz.popup(found, event.latlng) : map.closePopup();
    });
  }

  // `blocked` may be set by a tool, such as drawing, that wants the clicks for itself.
  zz.pick = { mark, at, covers, start, halo, blocked: null };
})((window.zzmap = window.zzmap || {}));
