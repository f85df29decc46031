// One canvas of labels: by priority, by zoom, none over another.
(function (zz) {
  "use strict";

  const FONT = '"Noto Sans CJK SC","Microsoft YaHei","PingFang SC","Hiragino Sans GB",sans-serif';
  const MOST_PARKS = 400;
  let map;
  let canvas;
  let shown = [];

  // layer key -> [feature list, priority (low first), from zoom, size, weight, colour]
  function sources() {
    const geo = zz.data.geo;
    const rows = [];
    const add = (key, features, rank, zoom, size, weight, colour) => {
      if (zz.state.layers.has(key)) for (const feature of features) rows.push({ key, feature, rank, zoom, size, weight, colour });
    };
    for (const structure of zz.data.structures) {
      const own = (geo.elements || []).filter((row) => row.structure_id === structure.id && row.kind !== "points");
      for (const feature of own) {
        add(`st:${structure.id}`, [feature], feature.kind === "belt" ? 2.5 : 2, 0, 14, 700, zz.style.ink(feature.kind));
      }
    }
    add("districts", geo.districts || [], 3, 9, 13, 600, "#4A5563");
    // A zone that is an element of a structure that is drawn has its label already.
    const known = new Set((geo.elements || []).filter((row) => zz.state.layers.has(`st:${row.structure_id}`)).map((row) => row.name.replace(/^.*：/, "")));
    add("zones", (geo.zones || []).filter((row) => !known.has(row.name)), 4, 11, 12, 500, "#0B4F7D");
    add("neighbours", (geo.ground || []).filter((row) => row.kind === "city"), 5, 0, 12, 500, "#8A929C");
    if (zz.state.layers.has("parks") && map.getZoom() >= 12) add("parks", zz.map.groups.parks.visible(MOST_PARKS), 6, 12, 12, 600, "#B2182B");
    add("sites", geo.sites || [], 7, 11, 11.5, 500, "#5D4037");
    add("places", (geo.places || []).filter((row) => !zz.data.isDistrict(row)), 8, 12, 11.5, 400, "#37474F");
    const named = { town: [8, 12], river: [3, 9], lake: [9, 12], airport: [4, 10], station: [7, 12], expressway: [9, 11], trunk: [10, 13], railway: [10, 12] };
    for (const feature of geo.ground || []) {
      const rule = named[feature.kind];
      if (Array.isArray(rule)) add("ground", [feature], rule[0], rule[1], 11, 400, feature.kind === "river" || feature.kind === "lake" ? "#2F6F9F" : "#80745C");
    }
    return rows;
  }

  const centres = new Map();
  function centre(feature) {
    if (centres.has(feature)) return centres.get(feature);
    let at;
    if (feature.shape.type === "point") at = feature.shape.coords;
    else if (feature.shape.type === "line") {
      const line = feature.shape.coords[0];
      at = line[Math.floor(line.length / 2)];
    } else at = inside(feature.shape.coords);
    centres.set(feature, at);
    return at;
  }

  // The middle of the widest of a few horizontal cuts: always inside, near the bulk.
  function inside(parts) {
    let best = [0, parts[0][0][0]];
    for (const rings of parts) {
      const lats = rings[0].map((point) => point[0]);
      const [low, high] = [Math.min(...lats), Math.max(...lats)];
      for (let step = 1; step < 10; step += 1) {
        const lat = low + ((high - low) * step) / 10;
        const cuts = [];
        for (const ring of rings) {
          for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
            const [a, b] = [ring[i], ring[j]];
            if (a[0] > lat !== b[0] > lat) cuts.push(a[1] + ((lat - a[0]) / (b[0] - a[0])) * (b[1] - a[1]));
          }
        }
        cuts.sort((a, b) => a - b);
        for (let cut = 0; cut + 1 < cuts.length; cut += 2) {
          const width = (cuts[cut + 1] - cuts[cut]) * (1 - Math.abs(step - 5) / 12);
          if (width > best[0]) best = [width, [lat, (cuts[cut] + cuts[cut + 1]) / 2]];
        }
      }
    }
    return best[1];
  }

  // A belt is long: its name may stand anywhere along it where there is room.
  const spots = new Map();
  function places(feature) {
    if (feature.kind !== "belt") return [centre(feature)];
    if (!spots.has(feature)) spots.set(feature, [0.5, 0.38, 0.62, 0.26, 0.74, 0.14, 0.86].map((share) => across(feature.shape.coords[0][0], share)));
    return spots.get(feature);
  }

  // The middle of the widest cut across a ring, at a share of its longer extent.
  function across(ring, share) {
    const lats = ring.map((point) => point[0]);
    const lons = ring.map((point) => point[1]);
    const [south, north, west, east] = [Math.min(...lats), Math.max(...lats), Math.min(...lons), Math.max(...lons)];
    const [along, other] = (east - west) * 0.82 > north - south ? [1, 0] : [0, 1];
    const at = along === 1 ? west + (east - west) * share : south + (north - south) * share;
    const cuts = [];
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [a, b] = [ring[i], ring[j]];
      if (a[along] > at !== b[along] > at) cuts.push(a[other] + ((at - a[along]) / (b[along] - a[along])) * (b[other] - a[other]));
    }
    cuts.sort((a, b) => a - b);
    let [best, width] = [ring[0][other], 0];
    for (let cut = 0; cut + 1 < cuts.length; cut += 2) {
      if (cuts[cut + 1] - cuts[cut] > width) [best, width] = [(cuts[cut] + cuts[cut + 1]) / 2, cuts[cut + 1] - cuts[cut]];
    }
    return along === 1 ? [best, at] : [at, best];
  }

  function text(feature) {
    return zz.shortName(feature);
  }

  function draw() {
    if (!map) return;
    const size = map.getSize();
    const ratio = zz.ratio();
    canvas.width = size.x * ratio;
    canvas.height = size.y * ratio;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    shown = place(context, size);
    paint(context, shown);
  }

  function place(context, size) {
    const zoom = map.getZoom();
    const taken = [];
    const placed = zz.map.counts().map((mark) => {
      const { x, y } = map.latLngToContainerPoint(mark.shape.coords);
      taken.push([x - 10, y - 10, x + 10, y + 10]);
      return { label: String(mark.places.length), x, y, row: { feature: mark, size: 11, weight: 700, colour: zz.style.count.color, halo: 0 } };
    });
    const rows = sources().filter((row) => zoom >= row.zoom).sort((a, b) => a.rank - b.rank);
    const said = new Set();
    for (const row of rows) {
      const label = text(row.feature);
      const off = (point) => point.x < -40 || point.y < -10 || point.x > size.x + 40 || point.y > size.y + 10;
      const points = places(row.feature).map((at) => map.latLngToContainerPoint(at)).filter((point) => !off(point));
      if (said.has(label) || !points.length) continue;
      context.font = `${row.weight} ${row.size}px ${FONT}`;
      const width = context.measureText(label).width;
      const isPoint = row.feature.shape.type === "point";
      const tries = isPoint ? [[width / 2 + 8, 0], [-width / 2 - 8, 0], [0, -row.size], [0, row.size]] : [...[0, 1.4, -1.4, 2.8, -2.8].map((lines) => [0, row.size * lines]), ...[0, 1.4, -1.4].flatMap((lines) => [[width / 2 + 14, row.size * lines], [-width / 2 - 14, row.size * lines]]), [0, row.size * 4.2], [0, -row.size * 4.2]];
      for (const [point, dx, dy] of points.flatMap((at) => tries.map((shift) => [at, ...shift]))) {
        const box = [point.x + dx - width / 2 - 3, point.y + dy - row.size * 0.7, point.x + dx + width / 2 + 3, point.y + dy + row.size * 0.7];
        if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
        taken.push(box);
        said.add(label);
        placed.push({ label, x: point.x + dx, y: point.y + dy, row });
        break;
      }
    }
    return placed;
  }

  function paint(context, labels) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const { label, x, y, row } of labels) {
      context.font = `${row.weight} ${row.size}px ${FONT}`;
      context.lineWidth = 3.4;
      context.strokeStyle = "rgba(255,255,255,.92)";
      if (row.halo !== 0) context.strokeText(label, x, y);
      context.fillStyle = row.colour;
      context.fillText(label, x, y);
    }
  }

  zz.labels = {
    init(leaflet) {
      map = leaflet;
      canvas = L.DomUtil.create("canvas", "zz-labels leaflet-zoom-hide");
      map.createPane("zz-labels").style.zIndex = 640;
      map.getPane("zz-labels").style.pointerEvents = "none";
      map.getPane("zz-labels").appendChild(canvas);
      map.on("moveend zoomend viewreset resize", draw);
      zz.state.on("layers", draw);
      for (const event of ["lang", "select", "filter"]) zz.state.on(event, draw);
    },
    draw,
    at: () => null,
    visible: () => shown.filter(({ row }) => row.halo !== 0).map((row) => row.label),
    canvas: () => canvas,
  };
})((window.zzmap = window.zzmap || {}));
