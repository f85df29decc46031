// Features to Leaflet layers, a group for each entry of the tree.
(function (zz) {
  "use strict";

  const PANES = [["ground", 210], ["city", 220], ["theme", 300], ["zones", 390], ["elements", 400], ["parks", 430], ["points", 440], ["select", 460]];
  const renderers = {};
  const groups = {};
  let map;
  let highlight;
  let litCounts = [];
  let litPlaces = [];

  function makePanes() {
    for (const [name, z] of PANES) {
      map.createPane(`zz-${name}`).style.zIndex = z;
      renderers[name] = L.svg({ pane: `zz-${name}`, padding: 0.3 });
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

  // Districts in five classes of equal numbers of statements; the number is told on hover.
  function choropleth() {
    const { of, classOf } = zz.classes.placements();
    return shapes((zz.data.geo.districts || []).map((row) => ({ ...row, name: `${row.name}：${of(row.id)} 条`, name_en: `${row.name_en}: ${of(row.id)}` })), (feature) => ({
      color: zz.style.ink("card"), weight: 1, fillColor: zz.style.ink(`class-${classOf(feature.id)}`), fillOpacity: 1,
    }), "theme", "place");
  }

  function projectPoints() {
    const group = shapes(zz.projects.single(), () => ({ radius: 6, color: zz.style.ink("disc"), weight: 1.5, fillColor: zz.style.ink("zone-1"), fillOpacity: 1 }), "points", "project");
    for (const mark of zz.projects.counted()) group.addLayer(countMark(mark, { fillColor: zz.style.ink("zone-1") }, "points", "projects"));
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

  const extent = ({ shape }) => { const box = L.latLngBounds(shape.coords.flat(2)); return (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth()); };

  // Areas, large below small, then ties, belts as ribbons and the core over all; nothing shines through.
  function structureGroup(structure) {
    const { ink } = zz.style;
    const parts = zz.composition.of(structure.id);
    const casing = { color: ink("casing"), opacity: 1, fillOpacity: 1, lineJoin: "round" };
    const area = (part, fill, weight) => zz.pick.mark(draw(part.feature, { ...casing, weight, fillColor: fill, dashArray: null }, "elements"), part.feature, "element");
    const tie = ({ feature, coords }) => draw({ ...feature, shape: { type: "line", coords: [coords] } }, { ...zz.style.leader, interactive: false }, "elements");
    const stroke = (part, weight, colour) => draw({ shape: { type: "line", coords: part.spine } }, { color: colour, weight, opacity: 1, lineCap: "round", lineJoin: "round", smoothFactor: 0.6, interactive: false }, "elements");
    const ribbon = (part) => {
      const shape = zz.pick.mark(draw(part.feature, { stroke: false, fill: false }, "elements"), part.feature, "element");
      return part.spine ? [shape, stroke(part, zz.map.RIBBON + 4, ink("casing")), stroke(part, zz.map.RIBBON, ink("belt"))] : [area(part, ink("belt"), 2)];
    };
    const zones = parts.zone.slice().sort((a, b) => extent(b.feature) - extent(a.feature));
    return L.layerGroup([
      ...zones.map((part) => area(part, zz.style.zoneInk(part.order), 2)),
      ...parts.belt.flatMap((part) => zz.composition.ties(part).map(tie)),
      ...parts.belt.flatMap(ribbon),
      ...parts.core.map((part) => area(part, ink("core"), 3)),
      ...parts.points.filter((row) => row.feature.shape.type === "point").map((row) => zz.pick.mark(draw(row.feature, { radius: 9, stroke: false, fill: false }, "elements"), row.feature, "place")),
    ]);
  }

  // A group is made when it is first looked at: most are never switched on.
  const made = new Map();
  function lazily(key, make) {
    Object.defineProperty(groups, key, { enumerable: true, get: () => made.get(key) || made.set(key, make()).get(key) });
  }

  // What is counted on the map follows the filters.
  function refilter() {
    for (const key of ["choropleth", "projects"]) {
      const visible = drawn.has(key);
      toggle(key, false);
      made.delete(key);
      toggle(key, visible);
    }
    showSelected(zz.state.selected);
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
    for (const structure of data.structures) lazily(`st:${structure.id}`, () => structureGroup(structure));
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
    toggle("counts", !zz.state.lit && map.getZoom() >= zz.counts.FROM_ZOOM && (zz.state.layers.has("zones") || zz.state.layers.has("places")));
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

  // An industry's places, each once, in the opaque colour of its strongest relation, large below
  // small; those known only to lie in a zone or district as a number there.
  function lightUp(industry) {
    const found = new Map();
    for (const row of industry ? zz.hostsOf(industry).rows : []) found.set(row.place_id, [...(found.get(row.place_id) || []), row]);
    const unknown = [];
    litPlaces = [];
    for (const [number, rows] of found) {
      const place = zz.data.places[number];
      const feature = featureFor("place", place.id);
      if (feature) litPlaces.push({ place, feature: { ...feature, id: place.id, name: place.name, name_en: place.name_en }, row: rows[0], relations: [...new Set(rows.map((row) => row.relation))].sort((a, b) => a - b) });
      else unknown.push(place);
    }
    const isPoint = ({ feature }) => feature.shape.type === "point";
    litPlaces.sort((a, b) => isPoint(a) - isPoint(b) || (isPoint(a) ? 0 : extent(b.feature) - extent(a.feature)));
    litPlaces.forEach((one, at) => (one.above = at + 1));
    const areas = litPlaces.map(({ feature, row }) => {
      const look = { color: zz.style.ink("casing"), weight: 2, opacity: 1, fillColor: zz.style.relationFill(row.relation), fillOpacity: 1, radius: 8, ...(row.contested ? zz.style.contested : {}) };
      return zz.pick.mark(draw(feature, look, "select"), feature, "place");
    });
    litCounts = zz.counts.marks(unknown);
    const best = (mark) => Math.min(...mark.places.map((place) => found.get(place.number)[0].relation));
    const numbers = litCounts.map((mark) => countMark(mark, { color: zz.style.relationInk(best(mark)), weight: 3 }, "select"));
    litPlaces = [...litPlaces].reverse().sort((a, b) => a.row.relation - b.row.relation);
    return [...areas, ...numbers];
  }

  // What shows where something is; a project is where its places are.
  function featuresOf({ type, id }) {
    if (type === "industry") return [];
    if (type === "project") return zz.projects.features(zz.data.byId.projects.get(id));
    if (type === "enterprise") return [...new Set(zz.data.byId.enterprises.get(id).projects.flatMap(zz.projects.features))];
    if (type === "opened") return zz.data.byId.opened.get(id).features;
    return [around(type, id)].filter(Boolean);
  }

  function showSelected(selected) {
    if (highlight) highlight.remove();
    highlight = null;
    litCounts = [];
    litPlaces = [];
    for (const pane of ["zones", "elements"]) zz.style.fade(map.getPane(`zz-${pane}`), Boolean(zz.state.lit));
    syncCounts();
    if (!selected) return;
    const layers = lightUp(zz.data.byId.industries.get(zz.state.lit));
    for (const feature of featuresOf(selected)) {
      layers.push(draw(feature, { ...zz.style.selected, radius: 10, fill: false, opacity: 1, interactive: false }, "select"));
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
      zz.state.on("filter", refilter);
    },
    has: (key) => Object.hasOwn(groups, key), groups, sync, flyTo, around, featureFor, counts, bounds, draw, renderers,
    litPlaces: () => litPlaces, RIBBON: 22,
  };
})((window.zzmap = window.zzmap || {}));
