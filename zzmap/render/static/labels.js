// Names on the map: by priority, each where it is free, at the part of its feature that is in view.
(function (zz) {
  "use strict";

  const MOST_PARKS = 400;
  const GAP = 8; // between a label and the edge of its area
  const RIBBON = 15; // half a belt and its casing
  const m = () => zz.marks;
  let map;
  let host; // the svg
  let shown = []; // {label, box, feature, type}
  let taken = [];
  let ribbons = [];
  let areas = []; // rings in pixels of what a name outside must not lie on

  const meets = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
  const free = (box) => !taken.some((other) => meets(box, other));
  const grown = (box, by) => [box[0] - by, box[1] - by, box[2] + by, box[3] + by];
  const pixel = (at) => { const { x, y } = map.latLngToContainerPoint(at); return [x, y]; };

  function inRings(parts, x, y) {
    return parts.some((rings) => rings.reduce((inside, ring) => inside !== inRing(ring, x, y), false));
  }

  function inRing(ring, x, y) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [a, b] = [ring[i], ring[j]];
      if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
    }
    return inside;
  }

  // An area's rings in pixels, as fine as can be seen, and its box.
  function onScreen(feature) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    const parts = feature.shape.coords.map((rings) => rings.map((ring) => {
      const kept = [];
      for (const at of ring) {
        const point = pixel(at);
        const last = kept[kept.length - 1];
        if (last && Math.abs(last[0] - point[0]) + Math.abs(last[1] - point[1]) < 3) continue;
        kept.push(point);
        box[0] = Math.min(box[0], point[0]);
        box[1] = Math.min(box[1], point[1]);
        box[2] = Math.max(box[2], point[0]);
        box[3] = Math.max(box[3], point[1]);
      }
      return kept;
    }));
    return { parts, box };
  }

  const clipped = (box, size) => [Math.max(box[0], 4), Math.max(box[1], 4), Math.min(box[2], size.x - 4), Math.min(box[3], size.y - 4)];

  const corners = ([x0, y0, x1, y1]) => [[x0, y0], [x1, y0], [x0, y1], [x1, y1], [(x0 + x1) / 2, y0], [(x0 + x1) / 2, y1], [x0, (y0 + y1) / 2], [x1, (y0 + y1) / 2], [(x0 + x1) / 2, (y0 + y1) / 2]];

  // The middle of a box of this size within an area's visible part, near that part's own middle.
  function spotWithin(area, width, height, size, loose) {
    const box = clipped(area.box, size);
    const [w, h] = [width / 2, height / 2];
    if (box[2] - box[0] < width && !loose) return null;
    const [cx, cy] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    const [dx, dy] = [Math.max(6, (box[2] - box[0]) / 18), Math.max(6, (box[3] - box[1]) / 18)];
    let best = [Infinity, null];
    for (let y = box[1] + (loose ? 2 : h); y <= box[3] - (loose ? 2 : h); y += dy) {
      for (let x = box[0] + (loose ? 2 : w); x <= box[2] - (loose ? 2 : w); x += dx) {
        const far = Math.hypot(x - cx, y - cy);
        if (far >= best[0]) continue;
        const spot = [x - w, y - h, x + w, y + h];
        const tests = loose ? [[x, y]] : corners(spot);
        if (tests.every(([px, py]) => inRings(area.parts, px, py)) && free(spot) && !ribbons.some((other) => meets(spot, other))
          && !areas.some((other) => other !== area && other.above > (area.above || 0) && corners(spot).some(([px, py]) => inRings(other.parts, px, py)))) best = [far, [x, y]];
      }
    }
    return best[1];
  }

  const onOthers = (box) => ribbons.some((other) => meets(box, other)) || areas.some((area) => meets(box, area.box) && corners(box).some(([x, y]) => inRings(area.parts, x, y)));

  // A box beside a mark, with a straight leader: the nearest that lies on nothing.
  function beside([x, y], width, height, size, middle, most = 460) {
    let best = [Infinity, null];
    for (let reach = 18; reach < most; reach += 14) {
      const options = [
        [[x + reach, y - middle, x + reach + width, y - middle + height], [x + reach - 5, y], "start", 1],
        [[x - reach - width, y - middle, x - reach, y - middle + height], [x - reach + 5, y], "end", 1.05],
        [[x - width / 2, y - reach - height, x + width / 2, y - reach], [x, y - reach + 2], "middle", 1.15],
        [[x - width / 2, y + reach, x + width / 2, y + reach + height], [x, y + reach - 2], "middle", 1.3],
      ];
      for (const [box, end, anchor, weight] of options) {
        if (box[0] < 6 || box[1] < 6 || box[2] > size.x - 6 || box[3] > size.y - 6) continue;
        const cost = reach * weight + (crosses(x, y, end) ? 400 : 0);
        const line = [Math.min(x, end[0]) - 1, Math.min(y, end[1]) - 1, Math.max(x, end[0]) + 1, Math.max(y, end[1]) + 1];
        if (cost < best[0] && free(grown(box, 3)) && !onOthers(grown(box, 2)) && !taken.some((other) => meets(line, other) && !(other[0] < x && other[2] > x && other[1] < y && other[3] > y))) best = [cost, { box, end, anchor, line }];
      }
      if (best[0] < reach) break;
    }
    return best[1];
  }

  // Whether a leader would run over another area than the one it starts from.
  function crosses(x, y, end) {
    return areas.some((area) => !inRings(area.parts, x, y) && [0.2, 0.4, 0.6, 0.8, 1].some((share) => inRings(area.parts, x + (end[0] - x) * share, y + (end[1] - y) * share)));
  }

  function put(nodes, label, box, feature, type) {
    const group = m().node("g", { class: "zz-label" }, ...[nodes].flat());
    host.append(group);
    taken.push(box);
    if (label) shown.push({ label, box, feature, type });
  }

  // Industries of a caption, so many a line.
  function lines(words, each) {
    const rows = [];
    for (let at = 0; at < words.length; at += each) rows.push(words.slice(at, at + each).join(" · "));
    return rows;
  }

  function block(part, full) {
    const ink = zz.style.ink;
    const core = part.role === "core";
    const lit = Boolean(zz.state.lit);
    const name = zz.shortName(part.feature);
    const caption = full && !lit ? lines(part.caption(), full) : []; // 0 names the part alone
    const head = { text: name, size: core && !lit ? 19 : lit ? 12 : 15, weight: lit ? 400 : 700, ink: core && !lit ? ink("core-text") : lit ? ink("faded-text") : ink("ink") };
    const rows = caption.map((text) => ({ text, size: 12, weight: 400, ink: ink("soft") }));
    const wide = Math.max(m().width(head.text, head.size, head.weight) + (core && !lit ? 24 : 0), ...rows.map((row) => m().width(row.text, row.size, row.weight)));
    const tall = core && !lit ? 36 : 22;
    return { name, head, rows, width: wide + 2, height: tall + rows.length * 17, tall, core: core && !lit };
  }

  function paint(made, box, anchor, onFill) {
    const x = anchor === "start" ? box[0] : anchor === "end" ? box[2] : (box[0] + box[2]) / 2;
    const nodes = [];
    if (made.core) {
      const wide = m().width(made.head.text, made.head.size, made.head.weight) + 24;
      const left = anchor === "start" ? box[0] : anchor === "end" ? box[2] - wide : x - wide / 2;
      nodes.push(m().plate([left, box[1], left + wide, box[1] + 34], zz.style.ink("core")), m().text({ ...made.head, halo: null }, left + wide / 2, box[1] + 17, "middle"));
    } else nodes.push(m().text({ ...made.head, halo: onFill }, x, box[1] + 11, anchor));
    made.rows.forEach((row, at) => nodes.push(m().text({ ...row, ink: onFill ? zz.style.ink(made.core ? "core-text" : "ink") : row.ink, halo: onFill }, x, box[1] + made.tall + 8 + at * 17, anchor)));
    return nodes;
  }

  // A numbered area or a core: within it, else beside it with a leader from its disc.
  function area(part, size) {
    if (part.feature.shape.type !== "polygon") return;
    const screen = areas.find((row) => row.part === part);
    const visible = clipped(screen.box, size);
    if (visible[2] - visible[0] < 4 || visible[3] - visible[1] < 4) return;
    const fill = part.role === "zone" ? zz.style.zoneInk(part.order) : zz.style.ink("core");
    const numbered = part.role === "zone" && !zz.state.lit;
    const disc = numbered ? 24 : 0;
    const inside = (full) => {
      const made = block(part, full);
      const [width, height] = [Math.max(made.width, disc + m().width(made.name, made.head.size, 700)) + 2 * GAP, made.height + 2 * GAP];
      const at = made.core && !full ? null : spotWithin(screen, width, height, size);
      if (!at) return false;
      const box = [at[0] - width / 2, at[1] - height / 2, at[0] + width / 2, at[1] + height / 2];
      const inner = grown(box, -GAP);
      const half = m().width(made.name, made.head.size, 700) / 2;
      const nodes = numbered ? [m().disc(at[0] - half - 2, inner[1] + 11, part.number)] : [];
      if (numbered) made.head.text = made.name;
      const shifted = numbered ? paint({ ...made, rows: [] }, [inner[0] + 12, inner[1], inner[2] + 12, inner[3]], "middle", fill).concat(paint({ ...made, head: { ...made.head, text: "" } }, inner, "middle", fill)) : paint(made, inner, "middle", fill);
      put([...nodes, ...shifted], made.name, box, part.feature, "element");
      return true;
    };
    const outside = (full) => callout(part, screen, size, numbered, full);
    const mute = !part.caption().length || zz.state.lit;
    if (mute ? inside(0) || outside([0]) : inside(2) || inside(1) || outside([2, 1]) || inside(0) || outside([0])) return;
    const at = numbered && spotWithin(screen, 22, 22, size, true);
    if (at) put(m().disc(...at, part.number), "", grown([...at, ...at], 11), part.feature, "element");
  }

  function callout(part, screen, size, numbered, fulls) {
    const at = spotWithin(screen, numbered ? 22 : 8, numbered ? 22 : 8, size) || spotWithin(screen, 8, 8, size, true);
    if (!at || zz.state.lit) return false;
    for (const full of fulls) {
      const made = block(part, full);
      const found = beside(at, made.width, made.height, size, made.core ? 17 : 11, full ? 230 : 460);
      if (!found) continue;
      taken.push([at[0] - 11, at[1] - 11, at[0] + 11, at[1] + 11], found.line);
      put([m().leader(at, found.end), numbered ? m().disc(...at, part.number) : m().node("circle", { cx: at[0], cy: at[1], r: 3.5, fill: zz.style.ink("ink"), stroke: zz.style.ink("casing"), "stroke-width": 1 }),
        ...paint(made, found.box, found.anchor, null)], made.name, found.box, part.feature, "element");
      return true;
    }
    return false;
  }

  // A belt's line in pixels, and the boxes that keep names off it.
  function ribbon(part) {
    const line = (part.spine || []).map(pixel);
    for (let at = 1; at < line.length; at += 1) {
      const [[x0, y0], [x1, y1]] = [line[at - 1], line[at]];
      const steps = Math.min(200, Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 12)));
      for (let step = 0; step < steps; step += 1) {
        const [x, y] = [x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps];
        ribbons.push([x - RIBBON, y - RIBBON, x + RIBBON, y + RIBBON]);
      }
    }
    return line;
  }

  // The name on the belt's curve, where it bends least and is in view.
  function belt(part, line, size) {
    const row = { text: zz.shortName(part.feature), size: 14, weight: 700, tracking: zz.state.lang === "en" ? 1 : 5, ink: zz.state.lit ? zz.style.ink("faded-text") : zz.style.ink("belt-text") };
    const long = m().width(row.text, row.size, row.weight, row.tracking) + 16;
    const points = dense(line);
    const count = Math.round(long / 6);
    let best = [Infinity, null];
    for (let from = 0; from + count < points.length; from += Math.max(1, Math.round(count / 8))) {
      const part_ = points.slice(from, from + count + 1);
      const ends = [part_[0], part_[part_.length - 1], part_[count >> 1]];
      if (ends.some(([x, y]) => x < 20 || y < 20 || x > size.x - 20 || y > size.y - 20)) continue;
      if (part_.some(([x, y], at) => at % 3 === 0 && !free([x - 9, y - 9, x + 9, y + 9]))) continue;
      const chord = Math.hypot(ends[1][0] - ends[0][0], ends[1][1] - ends[0][1]);
      const cost = 1 - chord / long + Math.abs((from + count / 2) / points.length - 0.38) * 0.12;
      if (cost < best[0]) best = [cost, part_];
    }
    if (!best[1]) return;
    const curve = best[1][0][0] > best[1][best[1].length - 1][0] ? best[1].slice().reverse() : best[1];
    put(m().along(curve, row), row.text, boxOf(curve), part.feature, "element");
    taken.pop();
    curve.forEach(([x, y], at) => at % 3 === 0 && taken.push([x - 9, y - 9, x + 9, y + 9]));
  }

  const boxOf = (points) => [Math.min(...points.map((p) => p[0])) - 10, Math.min(...points.map((p) => p[1])) - 10, Math.max(...points.map((p) => p[0])) + 10, Math.max(...points.map((p) => p[1])) + 10];

  function dense(line) {
    const points = [];
    for (let at = 1; at < line.length; at += 1) {
      const [[x0, y0], [x1, y1]] = [line[at - 1], line[at]];
      const length = Math.hypot(x1 - x0, y1 - y0);
      const steps = Math.min(400, Math.max(1, Math.round(length / 6)));
      for (let step = 0; step < steps; step += 1) points.push([x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps]);
    }
    return points;
  }

  // In two lines, broken before what kind of zone it is; else near the middle, never one sign alone.
  function wrap(name) {
    const english = /^[\x20-\x7e’–]+$/.test(name);
    if (name.length <= (english ? 16 : 7)) return [name];
    if (english) {
      const spaces = [...name].map((sign, at) => (sign === " " ? at : -1)).filter((at) => at > 0);
      const at = spaces.sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2))[0];
      return at ? [name.slice(0, at), name.slice(at + 1)] : [name];
    }
    const breaks = ["经济技术", "高新技术", "制造业", "服务业", "产业", "技术", "开发区", "园区", "示范区", "集聚区"].map((word) => name.lastIndexOf(word)).filter((at) => at >= 2 && name.length - at >= 2);
    const at = breaks.sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2))[0] || Math.ceil(name.length / 2);
    return [name.slice(0, at), name.slice(at)];
  }

  // Names beside a mark: right, left, above, below, where they are free.
  function named(rows, [x, y], reach, label, feature, type, before) {
    const width = Math.max(...rows.map((row) => m().width(row.text, row.size, row.weight, row.tracking)));
    const step = rows[0].size * 1.25;
    const height = step * rows.length;
    const options = [
      [[x + reach, y - height / 2], "start"], [[x - reach - width, y - height / 2], "end"],
      [[x - width / 2, y - reach - height], "middle"], [[x - width / 2, y + reach], "middle"],
      [[x + reach - 2, y + 4], "start"], [[x - reach - width + 2, y + 4], "end"],
    ];
    for (const [[left, top], anchor] of options) {
      const box = [left, top, left + width, top + height];
      if (!free(grown(box, 2)) || onOthersBut(feature, box)) continue;
      const at = anchor === "start" ? left : anchor === "end" ? left + width : left + width / 2;
      put([...(before || []), ...rows.map((row, number) => m().text(row, at, top + step * (number + 0.5), anchor))], label, box, feature, type);
      return true;
    }
    return false;
  }

  const onOthersBut = (_, box) => ribbons.some((other) => meets(box, other));

  function point(row, size) {
    const at = pixel(row.feature.shape.type === "point" ? row.feature.shape.coords : centre(row.feature));
    if (at[0] < -20 || at[1] < -20 || at[0] > size.x + 20 || at[1] > size.y + 20) return;
    const mark = [at[0] - 9, at[1] - 9, at[0] + 9, at[1] + 9];
    if (!free(mark)) return;
    host.append(m().square(...at, row.number));
    taken.push(mark);
    shown.push({ label: "", box: mark, feature: row.feature, type: "place" });
    return at;
  }

  function pointName(row, at) {
    const name = zz.nameOf(row.place);
    const rows = wrap(name).map((text) => ({ text, size: 11.5, weight: 400, ink: zz.style.ink("ink") }));
    named(rows, at, 12, name, row.feature, "place");
  }

  // Plain names: [feature list, priority, from zoom, size, weight, ink, tracking], by layer.
  function sources(said) {
    const { geo } = zz.data;
    const { ink } = zz.style;
    const rows = [];
    const add = (key, features, rank, zoom, look, type) => {
      if (zz.state.layers.has(key)) for (const feature of features) rows.push({ feature, rank, zoom, look, type });
    };
    add("districts", geo.districts || [], 3, 8.5, { size: 12, weight: 400, ink: ink("district-name"), tracking: 1 }, "place");
    add("zones", (geo.zones || []).filter((row) => !said.has(row.name)), 4, 10.5, { size: 12, weight: 500, ink: ink("ink") }, "place");
    add("neighbours", (geo.ground || []).filter((row) => row.kind === "city"), 5, 0, { size: 12, weight: 400, ink: ink("soft"), tracking: 3, halo: ink("outside") });
    if (zz.state.layers.has("parks") && map.getZoom() >= 12) add("parks", zz.map.groups.parks.visible(MOST_PARKS), 6, 12, { size: 12, weight: 600, ink: ink("ink") }, "park");
    add("sites", geo.sites || [], 7, 10.5, { size: 11.5, weight: 400, ink: ink("ink") }, "site");
    if (zz.state.layers.has("projects")) add("projects", zz.projects.single(), 7, 10.5, { size: 11.5, weight: 400, ink: ink("ink") }, "project");
    add("places", (geo.places || []).filter((row) => !zz.data.isDistrict(row)), 8, 12, { size: 11.5, weight: 400, ink: ink("ink") }, "place");
    const water = { size: 11, weight: 400, ink: ink("water-name"), tracking: 1 };
    const way = { size: 11, weight: 400, ink: ink("soft") };
    const named_ = { town: [10, 12, way], river: [3.5, 8.5, water], lake: [9, 12, water], stream: [9, 11.5, water], airport: [5, 10, way], station: [7, 12, way], expressway: [9, 10, way], trunk: [10, 12, way], railway: [11, 11.5, way] };
    for (const feature of geo.ground || []) {
      const rule = named_[feature.kind];
      if (Array.isArray(rule)) add("ground", [feature], rule[0], rule[1], rule[2], null);
    }
    return rows.filter((row) => map.getZoom() >= row.zoom).sort((a, b) => a.rank - b.rank);
  }

  const centres = new Map();
  function centre(feature) {
    if (!centres.has(feature)) {
      const box = L.latLngBounds(feature.shape.coords.flat(2)).getCenter();
      centres.set(feature, [box.lat, box.lng]);
    }
    return centres.get(feature);
  }

  function plain(row, size, said) {
    const name = zz.shortName(row.feature);
    if (said.has(name)) return;
    const look = { ...row.look, text: name };
    const width = m().width(name, look.size, look.weight, look.tracking) + 4;
    const height = look.size * 1.35;
    const { type, coords } = row.feature.shape;
    if (type === "point") {
      const at = pixel(coords);
      if (at[0] < 0 || at[1] < 0 || at[0] > size.x || at[1] > size.y) return;
      const city = row.feature.kind === "city" || row.feature.kind === "town";
      const rows = (name.length > 9 ? wrap(name) : [name]).map((text) => ({ ...look, text }));
      if (!city) return void (named(rows, at, 8, name, row.feature, row.type) && said.add(name));
      const box = [at[0] - width / 2, at[1] - height / 2, at[0] + width / 2, at[1] + height / 2];
      if (!free(box) || onOthers(box)) return;
      put(m().text(look, ...at, "middle"), name, box, row.feature, row.type);
      said.add(name);
      return;
    }
    if (type === "line") return void line(row, look, width, size, said);
    const screen = onScreen(row.feature);
    if (screen.box[2] < 0 || screen.box[3] < 0 || screen.box[0] > size.x || screen.box[1] > size.y) return;
    const at = spotClear(screen, width, height, size);
    if (!at) return;
    put(m().text(look, ...at, "middle"), name, [at[0] - width / 2, at[1] - height / 2, at[0] + width / 2, at[1] + height / 2], row.feature, row.type);
    said.add(name);
  }

  // For a plain name: clear of all that is drawn over the ground, its middle within its area.
  function spotClear(area_, width, height, size) {
    const inside = spotWithin(area_, width, height, size);
    const clear = (at) => at && !onOthers([at[0] - width / 2, at[1] - height / 2, at[0] + width / 2, at[1] + height / 2]);
    if (clear(inside)) return inside;
    const box = clipped(area_.box, size);
    let best = [Infinity, null];
    const [cx, cy] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    for (let y = box[1] + 6; y < box[3] - 6; y += Math.max(6, (box[3] - box[1]) / 16)) {
      for (let x = box[0] + 6; x < box[2] - 6; x += Math.max(6, (box[2] - box[0]) / 16)) {
        const far = Math.hypot(x - cx, y - cy);
        const spot = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
        if (far < best[0] && inRings(area_.parts, x, y) && free(spot) && clear([x, y])) best = [far, [x, y]];
      }
    }
    return best[1];
  }

  // A road or river: its name along it, once, off all that is drawn over it.
  function line(row, look, width, size, said) {
    for (const part of row.feature.shape.coords) {
      const points = dense(part.map(pixel).filter(([x, y]) => x > -400 && y > -400 && x < size.x + 400 && y < size.y + 400));
      const count = Math.ceil((width + 8) / 6);
      for (let from = Math.max(0, points.length % 7); from + count < points.length; from += 6) {
        const piece = points.slice(from, from + count + 1);
        const [a, b] = [piece[0], piece[count]];
        if (Math.hypot(a[0] - b[0], a[1] - b[1]) < width * 0.96) continue;
        if (piece.some(([x, y], at) => x < 8 || y < 8 || x > size.x - 8 || y > size.y - 8 || (at % 2 === 0 && (!free([x - 7, y - 7, x + 7, y + 7]) || onOthers([x - 6, y - 6, x + 6, y + 6]))))) continue;
        put(m().along(a[0] > b[0] ? piece.reverse() : piece, { ...look, tracking: look.tracking || 0 }), look.text, boxOf(piece), row.feature, row.type);
        said.add(look.text);
        return;
      }
    }
  }

  // What is lit: its name with the letters of all its relations, before anything else.
  function litNames(size, said) {
    for (const row of zz.map.litPlaces()) {
      const name = zz.shortName(row.feature);
      if (said.has(name)) continue;
      const isPoint = row.feature.shape.type === "point";
      const screen = isPoint ? null : areas.find((one) => one.part === row);
      const look = { text: name, size: 13, weight: 700, ink: zz.style.ink("ink") };
      const wide = m().width(name, 13, 700) + 6 + row.relations.length * 19;
      const at = isPoint ? null : spotWithin(screen, wide + 6, 20, size);
      const paintAt = (x, y) => [m().text(look, x, y, "start"), ...row.relations.map((relation, number) => m().badge(x + m().width(name, 13, 700) + 14 + number * 19, y, relation))];
      if (at) put(paintAt(at[0] - wide / 2, at[1]), name, [at[0] - wide / 2, at[1] - 10, at[0] + wide / 2, at[1] + 10], row.feature, "place");
      else {
        const from = isPoint ? pixel(row.feature.shape.coords) : spotWithin(screen, 6, 6, size, true);
        if (!from || from[0] < 0 || from[1] < 0 || from[0] > size.x || from[1] > size.y) continue;
        const found = beside(from, wide, 20, size, 10, 150);
        if (!found) continue;
        put([m().leader(from, found.end), ...paintAt(found.box[0], found.box[1] + 10)], name, found.box, row.feature, "place");
      }
      said.add(name);
    }
  }

  function numbers() {
    for (const mark of zz.map.counts()) {
      const [x, y] = pixel(mark.shape.coords);
      taken.push([x - 10, y - 10, x + 10, y + 10]);
      host.append(m().text({ text: String(mark.places.length), size: 11, weight: 700, ink: zz.style.ink("ink"), halo: null }, x, y, "middle"));
    }
  }

  // Cards that float over the map, in its pixels: names keep off them.
  function cards() {
    if (zz.capture.busy()) return [];
    const origin = map.getContainer().getBoundingClientRect();
    return [...document.querySelectorAll("#zz-card, #zz-legendcard, #zz-furniture, .leaflet-control, #zz-tray:not([hidden])")].map((card) => {
      const box = card.getBoundingClientRect();
      return [box.left - origin.left - 6, box.top - origin.top - 6, box.right - origin.left + 6, box.bottom - origin.top + 6];
    });
  }

  function draw() {
    if (!host) return;
    const size = map.getSize();
    L.DomUtil.setPosition(host, map.containerPointToLayerPoint([0, 0]));
    host.setAttribute("width", size.x);
    host.setAttribute("height", size.y);
    host.replaceChildren();
    [shown, ribbons, areas] = [[], [], []];
    taken = cards();
    const said = new Set();
    const structures = zz.composition.shown();
    if (zz.state.lit) {
      zz.map.litPlaces().filter((row) => row.feature.shape.type === "polygon").forEach((row) => areas.push({ ...onScreen(row.feature), part: row, above: row.above }));
      litNames(size, said);
    }
    for (const one of structures) {
      for (const part of [...one.zone, ...one.core]) if (part.feature.shape.type === "polygon") areas.push({ ...onScreen(part.feature), part, above: part.role === "core" ? 2 : 1 });
    }
    const belts = structures.flatMap((one) => one.belt.map((part) => [part, ribbon(part)]));
    for (const [part, line_] of belts) belt(part, line_, size);
    numbers();
    const marks = zz.state.lit ? [] : structures.flatMap((one) => one.points.map((row) => [row, point(row, size)])).filter(([, at]) => at);
    for (const one of structures) for (const part of one.core) if (!said.has(zz.shortName(part.feature))) area(part, size);
    const zones = structures.flatMap((one) => one.zone).filter((part) => !said.has(zz.shortName(part.feature)));
    zones.forEach((part) => area(part, size));
    for (const { label } of shown) said.add(label);
    for (const [row, at] of marks) pointName(row, at);
    for (const { label } of shown) said.add(label);
    for (const row of sources(said)) plain(row, size, said);
  }

  zz.labels = {
    init(leaflet) {
      map = leaflet;
      map.createPane("zz-labels").style.zIndex = 640;
      map.getPane("zz-labels").style.pointerEvents = "none";
      host = zz.marks.node("svg", { class: "zz-labels leaflet-zoom-hide", "aria-hidden": "true", "font-family": zz.marks.FONT });
      map.getPane("zz-labels").append(host);
      map.on("moveend zoomend viewreset resize", draw);
      for (const event of ["layers", "lang", "select", "filter"]) zz.state.on(event, draw);
    },
    draw,
    // {feature, type} of the label at a point of the map, for a click on it.
    at: ({ x, y }) => shown.find(({ box, type }) => type && x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]) || null,
    boxes: () => shown.filter((row) => row.label).map(({ label, box }) => ({ label, box })),
    visible: () => shown.filter((row) => row.label).map((row) => row.label),
  };
})((window.zzmap = window.zzmap || {}));
