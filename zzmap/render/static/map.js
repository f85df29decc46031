// Features to Leaflet layers, a group for each entry of the tree.
(function (zz) {
  "use strict";

  const PANES = [["ground", 210], ["city", 220], ["theme", 300], ["elements", 400], ["zones", 420], ["points", 440], ["select", 460]];
  const renderers = {};
  const groups = {};
  let map;
  let highlight;
  let litCounts = [];

  function makePanes() {
    for (const [name, z] of PANES) {
      map.createPane(`zz-${name}`).style.zIndex = z;
      renderers[name] = L.canvas({ pane: `zz-${name}`, padding: 0.1, tolerance: 4 });
    }
  }

  function draw(feature, style, pane) {
    const options = Object.assign({}, style, { pane: `zz-${pane}`, renderer: renderers[pane] });
    if (feature.shape.type === "polygon") return L.polygon(feature.shape.coords, options);
    if (feature.shape.type === "line") return L.polyline(feature.shape.coords, options);
    return L.circleMarker(feature.shape.coords, Object.assign({ radius: 5 }, options));
  }

  function pointStyle(feature) {
    const hollow = feature.accuracy > 2000;
    const told = zz.facts.isTold(feature) ? zz.style.told : {};
    return Object.assign({
      radius: 4.5, weight: 1.6, color: hollow ? zz.style.colour(feature.kind) : "#fff",
      fillColor: hollow ? "#fff" : zz.style.colour(feature.kind), fillOpacity: 0.95, opacity: 1,
    }, told);
  }

  function groundGroup() {
    const layers = [];
    for (const feature of zz.data.geo.ground || []) {
      const style = zz.style.GROUND[feature.kind];
      if (style && style.stroke !== false || style && style.fillColor) {
        layers.push(draw(feature, Object.assign({ interactive: false }, style), "ground"));
      }
    }
    return L.layerGroup(layers);
  }

  function shapes(features, style, pane, type) {
    return L.layerGroup(features.map((feature) => {
      const look = typeof style === "function" ? style(feature) : style;
      return zz.pick.mark(draw(feature, look, pane), feature, type);
    }));
  }

  const countMark = (mark, style, pane, type = "within") => zz.pick.mark(draw(mark, { ...zz.style.count, ...style, radius: zz.counts.RADIUS }, pane), mark, type);

  // The districts of a place, else those of the nearest place it lies in.
  function districtsOf(place) {
    if (zz.data.isDistrict(place)) return [place.number, ...place.district_ids];
    const over = [place, ...zz.data.placesAbove(place.number).map((number) => zz.data.places[number])];
    const found = over.find((row) => row.district_ids.length || zz.data.isDistrict(row));
    return found ? (found.district_ids.length ? found.district_ids : [found.number]) : [];
  }

  function choropleth() {
    const data = zz.data;
    const counts = new Map();
    for (const placement of data.placements) {
      for (const district of new Set(districtsOf(data.places[placement.place_id]))) {
        const { id } = data.places[district];
        counts.set(id, (counts.get(id) || 0) + 1);
      }
    }
    const most = Math.max(1, ...counts.values());
    return shapes(data.geo.districts || [], (feature) => ({
      color: "#fff", weight: 1, fillColor: "#08519C", fillOpacity: 0.08 + 0.72 * ((counts.get(feature.id) || 0) / most),
    }), "theme", "place");
  }

  function projectPoints() {
    const group = shapes(zz.projects.single(), () => ({ radius: 6, color: "#111", weight: 1.5, fillColor: "#F0E442", fillOpacity: 0.95 }), "points", "project");
    for (const mark of zz.projects.counted()) group.addLayer(countMark(mark, { fillColor: "#F0E442" }, "points", "projects"));
    return group;
  }

  // The numbers that are on the map now: what is lit before all that is known.
  function counts() {
    const shown = new Map();
    const add = (marks) => marks.forEach((mark) => shown.set(mark.id, mark));
    if (drawn.has("counts")) add(zz.counts.all());
    if (drawn.has("projects")) add(zz.projects.counted());
    add(litCounts);
    return [...shown.values()];
  }

  // A group is made when it is first looked at: most are never switched on.
  function lazily(key, make) {
    let made = null;
    Object.defineProperty(groups, key, { enumerable: true, get: () => (made = made || make()) });
  }

  function build() {
    const data = zz.data;
    const geo = data.geo;
    lazily("neighbours", () => L.layerGroup((geo.neighbours || []).map((row) => draw(row, Object.assign({ interactive: false }, zz.style.neighbour), "ground"))));
    lazily("districts", () => L.layerGroup([
      ...(geo.districts || []).map((row) => zz.pick.mark(draw(row, zz.style.district, "ground"), row, "place")),
      ...(geo.city || []).map((row) => draw(row, Object.assign({ interactive: false }, zz.style.city), "city")),
    ]));
    lazily("ground", groundGroup);
    for (const structure of data.structures) {
      const of = (rows) => (rows || []).filter((row) => row.structure_id === structure.id);
      // A thin line ties a member off a belt's band to it.
      const tie = (row) => draw(row, Object.assign({ interactive: false }, zz.style.leader), "elements");
      lazily(`st:${structure.id}`, () => L.layerGroup([
        ...of(geo.leaders).map(tie), ...shapes(of(geo.elements), zz.style.element, "elements", "element").getLayers(),
      ]));
    }
    lazily("zones", () => shapes(geo.zones || [], zz.style.zone, "zones", "place"));
    // Where a zone's count stands its own dot would lie below.
    const points = (geo.places || []).filter((row) => !data.isDistrict(row) && !data.holds.has((data.byId.places.get(row.id) || {}).number));
    lazily("counts", () => L.layerGroup(zz.counts.all().map((mark) => countMark(mark, {}, "points"))));
    lazily("places", () => shapes(points, pointStyle, "points", "place"));
    lazily("sites", () => shapes(geo.sites || [], pointStyle, "points", "site"));
    lazily("choropleth", choropleth);
    lazily("projects", projectPoints);
    lazily("parks", () => zz.parks.layer(geo.parks || []));
  }

  const drawn = new Set();
  function sync(key) {
    toggle(key, zz.state.layers.has(key) && key in groups);
    if (key === "zones" || key === "places") syncCounts();
  }

  // Zones are drawn with the number of what they hold, and so is the layer of all carriers; from
  // farther away the numbers would lie on each other.
  function syncCounts() {
    toggle("counts", map.getZoom() >= zz.counts.FROM_ZOOM && (zz.state.layers.has("zones") || zz.state.layers.has("places")));
  }

  function toggle(key, visible) {
    if (visible === drawn.has(key)) return;
    if (visible) {
      drawn.add(key);
      groups[key].addTo(map);
    } else {
      drawn.delete(key);
      groups[key].remove();
    }
  }

  function featureFor(type, id) {
    const data = zz.data;
    if (type === "element") return data.elementFeature.get(id);
    if (type === "site") return data.geo.sites.find((row) => row.id === id);
    if (type === "park") return data.byId.parks.get(id);
    const polygon = (data.geo.zones || []).find((row) => row.id === id);
    return polygon || data.featureOf.get(id) || shapeOf(data.byId.places.get(id));
  }

  // The shape of the element that a place is itself.
  function shapeOf(place) {
    const elements = (place && zz.data.elementsAt.get(place.number)) || [];
    return elements.map((row) => zz.data.elementFeature.get(row.id)).find(Boolean);
  }

  // What to show of something: its own shape, else the zone or district it is known to lie in.
  function around(type, id) {
    const over = type === "place" ? zz.counts.containerOf(zz.data.byId.places.get(id)) : null;
    return featureFor(type, id) || (over ? featureFor("place", over.id) : undefined);
  }

  function bounds(feature) {
    if (feature.shape.type === "point") return L.latLng(feature.shape.coords).toBounds(Math.max(6000, feature.accuracy * 2));
    return L.latLngBounds(feature.shape.coords.flat(2));
  }

  // An industry's places, each once, in the colour of its strongest relation; those known only to lie
  // in a zone or district as a number there.
  function lightUp(industry) {
    const strongest = new Map();
    for (const row of industry ? zz.hostsOf(industry).rows : []) if (!strongest.has(row.place_id)) strongest.set(row.place_id, row);
    const areas = [];
    const unknown = [];
    for (const [number, row] of strongest) {
      const place = zz.data.places[number];
      const feature = featureFor("place", place.id);
      const colour = zz.style.relation(row.relation);
      if (!feature) unknown.push(place);
      else {
        const look = { color: colour, fillColor: colour, weight: 3, fillOpacity: 0.28, radius: 8, ...(row.contested ? zz.style.contested : {}) };
        areas.push(zz.pick.mark(draw(feature, look, "select"), Object.assign({}, feature, { id: place.id }), "place"));
      }
    }
    litCounts = zz.counts.marks(unknown);
    const best = (mark) => Math.min(...mark.places.map((place) => strongest.get(place.number).relation));
    const numbers = litCounts.map((mark) => countMark(mark, { color: zz.style.relation(best(mark)), weight: 3 }, "select"));
    return [...areas, ...numbers];
  }

  // What shows where something is; a project is where its places are.
  function featuresOf({ type, id }) {
    if (type === "industry") return [];
    if (type === "project") return zz.projects.features(zz.data.byId.projects.get(id));
    return [around(type, id)].filter(Boolean);
  }

  function showSelected(selected) {
    if (highlight) highlight.remove();
    highlight = null;
    litCounts = [];
    if (!selected) return;
    const layers = lightUp(zz.data.byId.industries.get(zz.state.lit));
    for (const feature of featuresOf(selected)) {
      const base = selected.type === "element" ? zz.style.element(feature) : zz.style.zone(feature);
      const outline = zz.state.lit ? { color: "#111", fill: false } : {};
      layers.push(draw(feature, Object.assign(base, { weight: 3.6, radius: 10, interactive: false }, outline), "select"));
    }
    highlight = L.featureGroup(layers).addTo(map);
  }

  function flyTo(selected) {
    if (!selected) return;
    const own = featuresOf(selected);
    let area = own.length ? own.map(bounds).reduce((all, one) => all.extend(one)) : null;
    if (!area && zz.state.lit && highlight && highlight.getLayers().length) area = highlight.getBounds();
    if (area && area.isValid()) zz.zoom.fit(area, { padding: [40, 40], maxZoom: 13 });
  }

  zz.map = {
    init(leaflet) {
      map = leaflet;
      zz.leaflet = leaflet;
      makePanes();
      build();
      zz.state.on("layers", sync);
      map.on("zoomend", syncCounts); // before the labels, which tell the numbers
      zz.state.on("select", showSelected);
      zz.state.on("filter", () => showSelected(zz.state.selected));
    },
    has: (key) => Object.hasOwn(groups, key), groups, sync, flyTo, around, featureFor, counts, bounds, draw, renderers,
  };
})((window.zzmap = window.zzmap || {}));
