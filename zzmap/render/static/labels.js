// Names on the map: by priority, each where it is free, at the part of its feature that is in view.

import * as carriers from "./carriers.js";
import * as charts from "./charts.js";
import * as composition from "./composition.js";
import * as counts from "./counts.js";
import { data } from "./data.js";
import { briefName, nameOf, shortName } from "./i18n.js";
import * as atlas from "./map.js";
import * as markup from "./marks.js";
import * as paper from "./paper.js";
import * as projectMarks from "./projects.js";
import { state } from "./state.js";
import * as style from "./style.js";

const MOST_PARKS = 400;
const GAP = 8; // between a label and the edge of its area
const RIBBON = 15; // half a belt and its casing
const m = () => markup;
let map;
/** @type {SVGSVGElement} */
let host;
/** @type {{ label: string, box: Box, feature: Feature, type: string }[]} */
let shown = []; // {label, box, feature, type}
let taken = [];
let ribbons = [];
let areas = []; // rings in pixels of what a name outside must not lie on
let dots = []; // {box, feature}: points of layers; a name lies on none but its own
let unnamed = []; // {number, name, feature, type}: what has a number and, at this zoom, no name

const meets = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
const untaken = (box) => !taken.some((other) => meets(box, other));
const free = (box, own) =>
  untaken(box) && !dots.some((dot) => !(own && dot.feature.id === own.id) && meets(box, dot.box));
const extent = (box) => (box[2] - box[0]) * (box[3] - box[1]);
/** @type {(box: number[], by: number) => Box} */
const grown = (box, by) => [box[0] - by, box[1] - by, box[2] + by, box[3] + by];
/** @type {(at: At) => Pixel} */
const pixel = (at) => {
  const { x, y } = map.latLngToContainerPoint(at);
  return [x, y];
};

// Most points lie outside a part's box, which is told at once.
function inRings(parts, x, y) {
  for (const rings of parts) {
    const { box } = rings;
    if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) continue;
    let inside = false;
    for (const ring of rings) if (inRing(ring, x, y)) inside = !inside;
    if (inside) return true;
  }
  return false;
}

function inRing(ring, x, y) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const a = ring[i];
    const b = ring[j];
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
  }
  return inside;
}

// An area's rings in pixels, as fine as can be seen, and its box.
function onScreen(feature) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const parts = feature.shape.coords.map((rings) => {
    const own = rings.map(thinned);
    const ends = (axis, most) =>
      own[0].reduce((end, point) => most(end, point[axis]), most === Math.min ? Infinity : -Infinity);
    own.box = [ends(0, Math.min), ends(1, Math.min), ends(0, Math.max), ends(1, Math.max)];
    for (const side of [0, 1]) {
      box[side] = Math.min(box[side], own.box[side]);
      box[side + 2] = Math.max(box[side + 2], own.box[side + 2]);
    }
    return own;
  });
  return { parts, box };
}

// A ring in pixels without the points that nobody could tell apart.
function thinned(ring) {
  const kept = [];
  for (const at of ring) {
    const point = pixel(at);
    const last = kept[kept.length - 1];
    if (last && Math.abs(last[0] - point[0]) + Math.abs(last[1] - point[1]) < 3) continue;
    kept.push(point);
  }
  return kept;
}

const clipped = (box, size) => [
  Math.max(box[0], 4),
  Math.max(box[1], 4),
  Math.min(box[2], size.x - 4),
  Math.min(box[3], size.y - 4),
];

/** @type {(box: number[]) => Pixel[]} */
const corners = ([x0, y0, x1, y1]) => [
  [x0, y0],
  [x1, y0],
  [x0, y1],
  [x1, y1],
  [(x0 + x1) / 2, y0],
  [(x0 + x1) / 2, y1],
  [x0, (y0 + y1) / 2],
  [x1, (y0 + y1) / 2],
  [(x0 + x1) / 2, (y0 + y1) / 2],
];

// The middle of a box of this size within an area's visible part, near that part's own middle:
// looked for in steps, in finer ones where these find none.
const spotWithin = (area, width, height, size, loose) =>
  spotOnGrid(area, width, height, size, loose, 18) || (loose ? null : spotOnGrid(area, width, height, size, loose, 40));

function spotOnGrid(area, width, height, size, loose, parts) {
  const box = clipped(area.box, size);
  const [w, h] = [width / 2, height / 2];
  if (box[2] - box[0] < width && !loose) return null;
  const [cx, cy] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  const [dx, dy] = [Math.max(2, (box[2] - box[0]) / parts), Math.max(2, (box[3] - box[1]) / parts)];
  const over = areas.filter((other) => other !== area && other.above > (area.above || 0) && meets(other.box, box));
  /** @type {[number, any]} */
  let best = [Infinity, null];
  for (let y = box[1] + (loose ? 2 : h); y <= box[3] - (loose ? 2 : h); y += dy) {
    for (let x = box[0] + (loose ? 2 : w); x <= box[2] - (loose ? 2 : w); x += dx) {
      const far = Math.hypot(x - cx, y - cy);
      if (far >= best[0]) continue;
      const spot = [x - w, y - h, x + w, y + h];
      const tests = loose ? [[x, y]] : corners(spot);
      // What costs least to know is asked first.
      if (
        inRings(area.parts, x, y) &&
        free(spot) &&
        !onRibbons(spot) &&
        tests.every(([px, py]) => inRings(area.parts, px, py)) &&
        !over.some((other) => onArea(spot, other))
      )
        best = [far, [x, y]];
    }
  }
  return best[1];
}

const dotted = (feature, radius = 5) => {
  const [x, y] = pixel(feature.shape.coords);
  return { box: [x - radius, y - radius, x + radius, y + radius], feature };
};

// Points of the layers that are on; a name of another thing is kept off them.
function allDots() {
  const { layers } = state;
  const own = (key, rows) =>
    layers.has(key) ? rows.filter(({ shape }) => shape.type === "point").map((row) => dotted(row)) : [];
  const projects = layers.has("projects") ? projectMarks.shown().lit.map((mark) => dotted(mark, mark.radius)) : [];
  const lit = atlas
    .litPlaces()
    .filter(({ feature }) => feature.shape.type === "point")
    .map(({ feature }) => dotted(feature, 8));
  const ends = composition
    .shown()
    .flatMap((one) => one.ends)
    .map(({ feature }) => dotted(feature, 7));
  const places = (data.geo.places || []).filter((row) => !data.isDistrict(row));
  return [
    ...ends,
    ...own("sites", data.geo.sites || []),
    ...own("places", places),
    ...own("carriers", layers.has("carriers") ? carriers.points() : []),
    ...projects,
    ...lit,
  ];
}

const holds = (box, [x, y]) => x > box[0] && x < box[2] && y > box[1] && y < box[3];
// Whether an area lies below a box: a corner of the one in the other.
const onArea = (box, area) =>
  meets(box, area.box) &&
  (corners(box).some(([x, y]) => inRings(area.parts, x, y)) ||
    area.parts.some((rings) => rings.some((ring) => ring.some((point) => holds(box, point)))));
// What is drawn over the ground; where it lets the ground be seen, its belts alone.
const onOthers = (box) =>
  ribbons.some((other) => meets(box, other)) || (!style.near() && areas.some((area) => onArea(box, area)));

// A box beside a mark, with a straight leader: the nearest that lies on nothing.
function beside([x, y], width, height, size, middle, most = 460, own = null) {
  /** @type {[number, any]} */
  let best = [Infinity, null];
  for (let reach = 18; reach < most; reach += 14) {
    /** @type {[Box, Pixel, string, number][]} */
    const options = [
      [[x + reach, y - middle, x + reach + width, y - middle + height], [x + reach - 5, y], "start", 1],
      [[x - reach - width, y - middle, x - reach, y - middle + height], [x - reach + 5, y], "end", 1.05],
      [[x - width / 2, y - reach - height, x + width / 2, y - reach], [x, y - reach + 2], "middle", 1.15],
      [[x - width / 2, y + reach, x + width / 2, y + reach + height], [x, y + reach - 2], "middle", 1.3],
    ];
    for (const [box, end, anchor, weight] of options) {
      if (box[0] < 6 || box[1] < 6 || box[2] > size.x - 6 || box[3] > size.y - 6) continue;
      if (reach * weight >= best[0] || !free(grown(box, 3), own)) continue;
      const cost = reach * weight + (crosses(x, y, end) ? CROSSING : 0);
      const line = [Math.min(x, end[0]) - 1, Math.min(y, end[1]) - 1, Math.max(x, end[0]) + 1, Math.max(y, end[1]) + 1];
      if (
        cost < best[0] &&
        !onOthers(grown(box, 2)) &&
        !taken.some((other) => meets(line, other) && !(other[0] < x && other[2] > x && other[1] < y && other[3] > y))
      )
        best = [cost, { box, end, anchor, line, cost }];
    }
    if (best[0] < reach) break;
  }
  return best[1];
}

// Whether a leader would run over another area than the one it starts from.
function crosses(x, y, end) {
  return areas.some(
    (area) =>
      !inRings(area.parts, x, y) &&
      [0.2, 0.4, 0.6, 0.8, 1].some((share) => inRings(area.parts, x + (end[0] - x) * share, y + (end[1] - y) * share)),
  );
}

function put(nodes, label, box, feature, type) {
  const group = m().node("g", { class: "zz-label" }, ...[nodes].flat());
  host.append(group);
  taken.push(box);
  if (label) shown.push({ label, box, feature, type });
}

const WIDE = 200; // pixels of a caption's line or of a name outside, before it is broken

// Industries of a caption, so many a line at most, and no line longer than can be read at a glance.
function lines(words, each) {
  const rows = [];
  for (const word of words) {
    const last = rows[rows.length - 1];
    const joined = last && `${last.text} · ${word}`;
    if (last && last.count < each && m().width(joined, 12, 400) <= WIDE)
      Object.assign(last, { text: joined, count: last.count + 1 });
    else rows.push(...broken(word, 12, 400).map((text) => ({ text, count: 1 })));
  }
  return rows.map(({ text }) => text);
}

// A text in lines of at most that width, broken between words; a word alone is never broken.
function broken(text, size, weight, most = WIDE) {
  const rows = [];
  for (const word of text.split(" ")) {
    const joined = rows.length ? `${rows[rows.length - 1]} ${word}` : "";
    if (joined && m().width(joined, size, weight) <= most) rows[rows.length - 1] = joined;
    else rows.push(word);
  }
  return rows;
}

// `full` is the industries a line of the caption, 0 for the name alone; `short` takes the brief name.
function block(part, full, short) {
  const ink = style.ink;
  const core = part.role === "core" && !state.lit;
  const lit = Boolean(state.lit);
  const whole = shortName(part.feature);
  const said = short ? briefName(whole) : whole;
  const name = said[0].toUpperCase() + said.slice(1);
  const caption = full && !lit ? lines(part.caption(), full) : [];
  const head = {
    size: core ? 19 : lit ? 12 : 15,
    weight: lit ? 400 : 700,
    ink: core ? ink("core-text") : lit ? ink("faded-text") : ink("ink"),
  };
  const names = core ? [name] : broken(name, head.size, head.weight);
  const rows = caption.map((text) => ({ text, size: 12, weight: 400, ink: ink("soft") }));
  const long = Math.max(...names.map((text) => m().width(text, head.size, head.weight)));
  const wide = Math.max(long + (core ? 24 : 0), ...rows.map((row) => m().width(row.text, row.size, row.weight)));
  const tall = core ? 36 : 4 + names.length * 18;
  return { name: whole, names, head, rows, long, width: wide + 2, height: tall + rows.length * 17, tall, core };
}

function paint(made, box, anchor, onFill) {
  const x = anchor === "start" ? box[0] : anchor === "end" ? box[2] : (box[0] + box[2]) / 2;
  const nodes = [];
  if (made.core) {
    const wide = made.long + 24;
    const left = anchor === "start" ? box[0] : anchor === "end" ? box[2] - wide : x - wide / 2;
    nodes.push(
      m().plate([left, box[1], left + wide, box[1] + 34], style.ink("core")),
      m().text({ ...made.head, text: made.names[0], halo: null }, left + wide / 2, box[1] + 17, "middle"),
    );
  } else
    made.names.forEach((text, at) =>
      nodes.push(m().text({ ...made.head, text, halo: onFill }, x, box[1] + 11 + at * 18, anchor)),
    );
  made.rows.forEach((row, at) =>
    nodes.push(
      m().text(
        { ...row, ink: onFill ? style.ink(made.core && !style.near() ? "core-text" : "ink") : row.ink, halo: onFill },
        x,
        box[1] + made.tall + 8 + at * 17,
        anchor,
      ),
    ),
  );
  return nodes;
}

// A numbered area or a core: within it, else beside it with a leader from its disc.
function area(part, size) {
  if (part.feature.shape.type !== "polygon") return;
  const screen = areas.find((row) => row.part === part);
  const visible = clipped(screen.box, size);
  if (visible[2] - visible[0] < 4 || visible[3] - visible[1] < 4) return;
  const fill =
    style.near() || state.lit
      ? style.ink("land")
      : part.role === "zone"
        ? style.zoneInk(part.order)
        : style.ink("core");
  const numbered = part.role === "zone" && !state.lit;
  const disc = numbered ? 24 : 0;
  const inside = (full, short = false) => {
    const made = block(part, full, short);
    const gap = full ? GAP : GAP / 2;
    const [width, height] = [Math.max(made.width, disc + made.long) + 2 * gap, made.height + 2 * gap];
    const at = made.core && !full ? null : spotWithin(screen, width, height, size);
    if (!at) return false;
    const box = [at[0] - width / 2, at[1] - height / 2, at[0] + width / 2, at[1] + height / 2];
    const inner = grown(box, -gap);
    const shifted = numbered
      ? paint(
          { ...made, rows: [] },
          [inner[0] + disc, inner[1], inner[2] + disc, inner[3]].map((side, at_) => (at_ % 2 ? side : side - disc / 2)),
          "middle",
          fill,
        ).concat(paint({ ...made, names: [] }, inner, "middle", fill))
      : paint(made, inner, "middle", fill);
    put(
      [...(numbered ? [m().disc(at[0] - made.long / 2 - 2, inner[1] + 11, part.number)] : []), ...shifted],
      made.name,
      box,
      part.feature,
      "element",
    );
    return true;
  };
  const outside = (full, far = NEAR) => callout(part, screen, size, numbered, full, far);
  const mute = !part.caption().length || state.lit;
  const narrow = size.x < 600; // where a caption beside a zone would hide the map
  if (
    mute
      ? inside(0) || inside(0, true) || outside([0])
      : inside(2) ||
        inside(1) ||
        inside(1, true) ||
        (narrow && (inside(0) || inside(0, true))) ||
        outside(narrow ? [0] : [2, 1]) ||
        (!narrow && outside([2, 1], 400)) ||
        inside(0) ||
        inside(0, true) ||
        outside([0])
  )
    return;
  const at = numbered && (spotWithin(screen, 22, 22, size, true) || anywhere(screen, size));
  if (!at) return;
  put(m().disc(...at, part.number), "", grown([...at, ...at], 11), part.feature, "element");
  unnamed.push({
    number: part.number,
    name: shortName(part.feature),
    feature: part.feature,
    type: "element",
    mark: "disc",
  });
}

// A point of the visible part of an area, whatever lies over it.
function anywhere(screen, size) {
  const points = screen.parts
    .flatMap((rings) => rings[0])
    .filter(([x, y]) => x > 10 && y > 10 && x < size.x - 10 && y < size.y - 10);
  const middle = [(screen.box[0] + screen.box[2]) / 2, (screen.box[1] + screen.box[3]) / 2];
  return inRings(screen.parts, ...middle)
    ? middle
    : points.sort(
        (a, b) => Math.hypot(a[0] - middle[0], a[1] - middle[1]) - Math.hypot(b[0] - middle[0], b[1] - middle[1]),
      )[0];
}

const [NEAR, CROSSING] = [230, 400]; // pixels a caption may be off; what crossing another area counts for
const [PARTS, MOST_ANCHORS] = [14, 14];

// Places of an area from which a leader may start: its middle, then others over all of it.
function anchors(screen, size, width) {
  const middle = spotWithin(screen, width, width, size) || spotWithin(screen, 8, 8, size, true);
  if (!middle) return [];
  const box = clipped(screen.box, size);
  const found = [];
  for (let row = 1; row < PARTS; row += 1) {
    for (let column = 1; column < PARTS; column += 1) {
      const at = [box[0] + ((box[2] - box[0]) * column) / PARTS, box[1] + ((box[3] - box[1]) * row) / PARTS];
      const spot = [at[0] - width / 2, at[1] - width / 2, at[0] + width / 2, at[1] + width / 2];
      const covered = () =>
        areas.some((other) => other !== screen && other.above > (screen.above || 0) && onArea(spot, other));
      if (
        free(spot) &&
        !onRibbons(spot) &&
        inRings(screen.parts, ...at) &&
        corners(spot).every(([x, y]) => inRings(screen.parts, x, y)) &&
        !covered()
      )
        found.push(at);
    }
  }
  return spread(middle, found);
}

// So many of some points, each as far as can be from those before it.
function spread(first, points) {
  const kept = [first];
  const left = points.map((point) => [point, Infinity]);
  while (kept.length < MOST_ANCHORS && left.length) {
    const last = kept[kept.length - 1];
    for (const row of left) row[1] = Math.min(row[1], Math.hypot(row[0][0] - last[0], row[0][1] - last[1]));
    left.sort((a, b) => a[1] - b[1]);
    kept.push(left.pop()[0]);
  }
  return kept;
}

function callout(part, screen, size, numbered, fulls, most) {
  if (state.lit) return false;
  const starts = anchors(screen, size, numbered ? 15 : 8); // a disc may lie on its area's edge
  for (const [full, short] of fulls.flatMap((one) => [
    [one, false],
    [one, true],
  ])) {
    const made = block(part, full, short);
    const far = (at) => Math.hypot(at[0] - starts[0][0], at[1] - starts[0][1]);
    let best = null;
    for (const at of starts) {
      const found = beside(at, made.width, made.height, size, made.core ? 17 : 11, full ? most : 460);
      const cost = found ? found.cost + far(at) / 2 : Infinity;
      if (!best || cost < best.cost) best = { at, found, cost };
      if (found && at === starts[0] && found.cost < 120) break;
    }
    if (!best || !best.found || (most > NEAR && best.found.cost >= CROSSING)) continue;
    const { at, found } = best;
    taken.push([at[0] - 11, at[1] - 11, at[0] + 11, at[1] + 11], found.line);
    put(
      [
        m().leader(at, found.end),
        numbered
          ? m().disc(...at, part.number)
          : m().node("circle", {
              cx: at[0],
              cy: at[1],
              r: 3.5,
              fill: style.ink("ink"),
              stroke: style.ink("casing"),
              "stroke-width": 1,
            }),
        ...paint(made, found.box, found.anchor, null),
      ],
      made.name,
      found.box,
      part.feature,
      "element",
    );
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

// The name on the belt's curve, where it bends least and is in view; its letters closer where it is long.
function belt(part, line, size) {
  const text = shortName(part.feature);
  const look = { text, size: 14, weight: 700, ink: state.lit ? style.ink("faded-text") : style.ink("belt-text") };
  const wide = state.lang === "en" ? 1 : 5;
  // A belt is named before its points are kept clear of: at the last over some of them.
  for (const [tracking, overDots] of /** @type {[number, boolean][]} */ ([
    [wide, false],
    [1, false],
    [0, false],
    [wide, true],
    [0, true],
  ])) {
    const row = { ...look, tracking };
    const curve = curveFor(
      overDots,
      dense(line),
      m().width(text, row.size, row.weight, tracking) + (tracking > 1 ? 16 : 6),
      size,
    );
    if (!curve) continue;
    put(m().along(curve, row), text, boxOf(curve), part.feature, "element");
    taken.pop();
    curve.forEach(([x, y], at) => at % 3 === 0 && taken.push([x - 9, y - 9, x + 9, y + 9]));
    return;
  }
}

// A piece of a line, so many pixels long, from left to right; null where none is free.
function curveFor(overDots, points, long, size) {
  const count = Math.ceil(long / STEP);
  const lit = areas.filter((one) => atlas.litPlaces().includes(one.part)); // which cover the belt
  /** @type {[number, any]} */
  let best = [Infinity, null];
  for (let from = 0; from + count < points.length; from += Math.max(1, Math.round(count / 8))) {
    const piece = points.slice(from, from + count + 1);
    const ends = [piece[0], piece[piece.length - 1], piece[count >> 1]];
    if (ends.some(([x, y]) => x < 20 || y < 20 || x > size.x - 20 || y > size.y - 20)) continue;
    if (piece.some(([x, y], at) => at % 3 === 0 && !(overDots ? untaken : free)([x - 9, y - 9, x + 9, y + 9])))
      continue;
    if (lit.length && piece.some(([x, y], at) => at % 3 === 0 && lit.some((one) => inRings(one.parts, x, y)))) continue;
    const chord = Math.hypot(ends[1][0] - ends[0][0], ends[1][1] - ends[0][1]);
    const cost = 1 - chord / long + Math.abs((from + count / 2) / points.length - 0.38) * 0.12;
    if (cost < best[0]) best = [cost, piece];
  }
  const [, found] = best;
  return found && found[0][0] > found[found.length - 1][0] ? found.slice().reverse() : found;
}

const boxOf = (points) => [
  Math.min(...points.map((p) => p[0])) - 10,
  Math.min(...points.map((p) => p[1])) - 10,
  Math.max(...points.map((p) => p[0])) + 10,
  Math.max(...points.map((p) => p[1])) + 10,
];

const STEP = 6; // pixels between the points of a line that a name may lie along

// The line at equal steps, however short its own pieces are.
function dense(line) {
  const points = line.slice(0, 1);
  let left = STEP; // to go to the next point
  for (let at = 1; at < line.length; at += 1) {
    const [[x0, y0], [x1, y1]] = [line[at - 1], line[at]];
    const length = Math.min(40000, Math.hypot(x1 - x0, y1 - y0));
    let gone = left;
    for (; gone <= length; gone += STEP)
      points.push([x0 + ((x1 - x0) * gone) / length, y0 + ((y1 - y0) * gone) / length]);
    left = gone - length;
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
  const breaks = ["经济技术", "高新技术", "制造业", "服务业", "产业", "技术", "开发区", "园区", "示范区", "集聚区"]
    .map((word) => name.lastIndexOf(word))
    .filter((at) => at >= 2 && name.length - at >= 2);
  let at =
    breaks
      .filter((one) => Math.abs(one - name.length / 2) <= name.length / 4)
      .sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2))[0] || Math.ceil(name.length / 2);
  while (at < name.length - 1 && /[0-9a-z]/i.test(name[at - 1]) && /[0-9a-z]/i.test(name[at])) at += 1;
  if (/[)）、，]/.test(name[at])) at += 1;
  return [name.slice(0, at), name.slice(at)];
}

// Names beside a mark: right, left, above, below, where they are free.
function named(rows, [x, y], reach, label, feature, type, before, size) {
  const width = Math.max(...rows.map((row) => m().width(row.text, row.size, row.weight, row.tracking)));
  const step = rows[0].size * 1.25;
  const height = step * rows.length;
  const options = [
    [[x + reach, y - height / 2], "start"],
    [[x - reach - width, y - height / 2], "end"],
    [[x - width / 2, y - reach - height], "middle"],
    [[x - width / 2, y + reach], "middle"],
    [[x + reach - 2, y + 4], "start"],
    [[x - reach - width + 2, y + 4], "end"],
  ];
  for (const [[left, top], anchor] of options) {
    const box = [left, top, left + width, top + height];
    if (!free(grown(box, 2), feature) || onRibbons(box)) continue;
    if (size && (box[0] < 4 || box[1] < 4 || box[2] > size.x - 4 || box[3] > size.y - 4)) continue;
    const at = anchor === "start" ? left : anchor === "end" ? left + width : left + width / 2;
    put(
      [...(before || []), ...rows.map((row, number) => m().text(row, at, top + step * (number + 0.5), anchor))],
      label,
      box,
      feature,
      type,
    );
    return true;
  }
  return false;
}

const onRibbons = (box) => ribbons.some((other) => meets(box, other));

// A numbered square is never left out: where its place is taken it stands beside it, on a line.
const AROUND = [
  [0, 0],
  [20, 0],
  [-20, 0],
  [0, -20],
  [0, 20],
  [22, -22],
  [-22, -22],
  [22, 22],
  [-22, 22],
  [36, 0],
  [-36, 0],
  [0, 36],
  [0, -36],
];

function point(row, size) {
  const at = pixel(row.feature.shape.type === "point" ? row.feature.shape.coords : centre(row.feature));
  if (at[0] < -20 || at[1] < -20 || at[0] > size.x + 20 || at[1] > size.y + 20) return null;
  /** @type {(at: number[]) => Box} */
  const boxAt = ([x, y]) => [x - 9, y - 9, x + 9, y + 9];
  const spots = AROUND.map(([x, y]) => /** @type {Pixel} */ ([at[0] + x, at[1] + y]));
  const clear = (one) => free(boxAt(one), row.feature);
  const spot =
    spots.find((one) => clear(one) && !onRibbons(grown(boxAt(one), one === spots[0] ? -6 : 0))) ||
    spots.find(clear) ||
    at;
  if (spot !== spots[0] && spot !== at) host.append(m().leader(at, spot));
  host.append(m().square(...spot, row.number));
  taken.push(boxAt(spot));
  shown.push({ label: "", box: boxAt(spot), feature: row.feature, type: "place" });
  return spot;
}

function pointName(row, at, size) {
  const name = nameOf(row.place);
  const look = (text) => ({ text, size: 11.5, weight: 400, ink: style.ink("ink") });
  if (named(wrap(name).map(look), at, 12, name, row.feature, "place", null, size)) return;
  if (named(wrap(briefName(name)).map(look), at, 12, name, row.feature, "place", null, size)) return;
  const rows = wrap(name).map(look);
  const wide = Math.max(...rows.map((one) => m().width(one.text, 11.5, 400)));
  const found = beside(at, wide, rows.length * 14.4, size, rows.length * 7.2, 90);
  if (!found)
    return void unnamed.push({ number: row.number, name, feature: row.feature, type: "place", mark: "square" });
  const x =
    found.anchor === "start" ? found.box[0] : found.anchor === "end" ? found.box[2] : (found.box[0] + found.box[2]) / 2;
  taken.push(found.line);
  put(
    [
      m().leader(at, found.end),
      m().square(...at, row.number),
      ...rows.map((one, number) => m().text(one, x, found.box[1] + 14.4 * (number + 0.5), found.anchor)),
    ],
    name,
    found.box,
    row.feature,
    "place",
  );
}

// Plain names: [feature list, priority, from zoom, size, weight, ink, tracking], by layer.
function sources(said) {
  const { geo } = data;
  const { ink } = style;
  const rows = [];
  const add = (key, features, rank, zoom, look, type) => {
    if (state.layers.has(key)) for (const feature of features) rows.push({ feature, rank, zoom, look, type });
  };
  add(
    "districts",
    geo.districts || [],
    3,
    8.5,
    { size: 12, weight: 400, ink: ink("district-name"), tracking: 1 },
    "place",
  );
  if (state.layers.has("choropleth")) for (const row of rows) row.chart = true;
  for (const one of composition.shown())
    rows.push(
      ...[...one.ends, ...one.joined].map(({ feature }) => ({
        feature,
        rank: 1,
        zoom: 0,
        look: { size: 14, weight: 700, ink: ink("ink") },
        type: "place",
        led: true,
      })),
    );
  const bare = !composition.shown().length; // nothing is drawn over the zones: they are named at once
  const strong = (feature) => ({
    size: feature.kind === "development_zone" ? 13 : 12,
    weight: feature.kind === "development_zone" ? 700 : 500,
    ink: ink("ink"),
  });
  if (state.layers.has("projects"))
    for (const mark of projectMarks.counted())
      rows.push({
        feature: { ...mark.over, shape: mark.shape },
        rank: 2 - mark.places.length / 1000,
        zoom: 0,
        look: { size: 12.5, weight: 600, ink: ink("ink"), reach: mark.radius + 4 },
        type: "place",
      });
  for (const feature of geo.zones || [])
    if (!said.has(feature.name))
      add(
        "zones",
        [feature],
        4,
        bare && feature.kind === "development_zone" ? 0 : 10.5,
        bare ? strong(feature) : { size: 12, weight: 500, ink: ink("ink") },
        "place",
      );
  for (const feature of state.layers.has("carriers") ? carriers.areas() : [])
    add(
      "carriers",
      [feature],
      feature.kind === "development_zone" ? 1 : 4,
      0,
      state.lit ? { size: 12, weight: 400, ink: ink("faded-text") } : { ...strong(feature), weight: 700 },
      "place",
    );
  if (!state.lit)
    add(
      "carriers",
      state.layers.has("carriers") ? carriers.points() : [],
      6,
      0,
      { size: 11.5, weight: 400, ink: ink("ink") },
      "place",
    );
  add(
    "neighbours",
    (geo.ground || []).filter((row) => row.kind === "city"),
    5,
    0,
    { size: 12, weight: 400, ink: ink("soft"), tracking: 3, halo: ink("outside") },
  );
  if (state.layers.has("parks") && map.getZoom() >= 12)
    add("parks", atlas.groups.parks.visible(MOST_PARKS), 6, 12, { size: 12, weight: 600, ink: ink("ink") }, "park");
  if (!state.lit) add("sites", geo.sites || [], 7, 0, { size: 11.5, weight: 400, ink: ink("ink") }, "site");
  if (state.layers.has("projects"))
    add(
      "projects",
      projectMarks.single(),
      7,
      projectMarks.alone() ? 0 : 10.5,
      { size: 11.5, weight: 400, ink: ink("ink") },
      "project",
    );
  add(
    "places",
    (geo.places || []).filter((row) => !data.isDistrict(row)),
    8,
    12,
    { size: 11.5, weight: 400, ink: ink("ink") },
    "place",
  );
  const water = { size: 11, weight: 400, ink: ink("water-name"), tracking: 1 };
  const way = { size: 11, weight: 400, ink: ink("soft") };
  const named_ = {
    town: [10, 12, way],
    river: [3.5, 8.5, water],
    lake: [9, 12, water],
    stream: [9, 11.5, water],
    airport: [5, 10, way],
    station: [7, 12, way],
    expressway: [9, 10, way],
    trunk: [10, 12, way],
    railway: [11, 11.5, way],
  };
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
  const name = shortName(row.feature);
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
    if (!city)
      return void (
        (named(rows, at, look.reach || 8, name, row.feature, row.type, null, size) ||
          (row.led && led(row, look, at, size))) &&
        said.add(name)
      );
    const box = [at[0] - width / 2, at[1] - height / 2, at[0] + width / 2, at[1] + height / 2];
    if (!free(box) || onOthers(box)) return;
    put(m().text(look, ...at, "middle"), name, box, row.feature, row.type);
    said.add(name);
    return;
  }
  if (type === "line") return void line(row, look, width, size, said);
  const own = areas.find((one) => one.part === row.feature);
  const screen = own || onScreen(row.feature);
  if (screen.box[2] < 0 || screen.box[3] < 0 || screen.box[0] > size.x || screen.box[1] > size.y) return;
  if (row.chart) return void charted(row, look, screen, width, height, size, said);
  const spot = (wide, high) => (own ? spotWithin(own, wide, high, size) : spotClear(screen, wide, high, size));
  const rows = name.length > 9 ? wrap(name) : [name];
  const wide = Math.max(...rows.map((text) => m().width(text, look.size, look.weight, look.tracking))) + 4;
  const one = spot(width, height);
  const at = one || (rows.length > 1 && spot(wide, rows.length * height));
  if (!at) return void (own && led(row, look, spotWithin(own, 6, 6, size, true), size) && said.add(name));
  const said_ = one ? [name] : rows;
  const [w, h] = one ? [width, height] : [wide, rows.length * height];
  const texts = said_.map((text, number) =>
    m().text({ ...look, text }, at[0], at[1] - h / 2 + height * (number + 0.5), "middle"),
  );
  put(texts, name, [at[0] - w / 2, at[1] - h / 2, at[0] + w / 2, at[1] + h / 2], row.feature, row.type);
  said.add(name);
}

// A name off its mark, on a line.
function led(row, look, from, size) {
  const found =
    from &&
    beside(
      from,
      m().width(look.text, look.size, look.weight, look.tracking),
      look.size * 1.35,
      size,
      look.size * 0.68,
      140,
      row.feature,
    );
  if (!found) return false;
  const x =
    found.anchor === "start" ? found.box[0] : found.anchor === "end" ? found.box[2] : (found.box[0] + found.box[2]) / 2;
  taken.push(found.line);
  put(
    [m().leader(from, found.end), m().text(look, x, (found.box[1] + found.box[3]) / 2, found.anchor)],
    look.text,
    found.box,
    row.feature,
    row.type,
  );
  return true;
}

// A district's name over the small chart of what is placed in it; the name alone where that is too much.
function charted(row, look, screen, width, height, size, said) {
  const tall = height + charts.HIGH + 8;
  const both = spotClear(screen, Math.max(width, charts.width() + 6), tall, size);
  const at = both || spotClear(screen, width, height, size);
  if (!at) return;
  const top = at[1] - (both ? tall : height) / 2;
  put(
    [
      m().text({ ...look, ink: style.ink("ink") }, at[0], top + height / 2, "middle"),
      ...(both ? [charts.bars(row.feature.id, at[0] - charts.width() / 2, top + tall - 2)] : []),
    ],
    look.text,
    [at[0] - width / 2, top, at[0] + width / 2, top + (both ? tall : height)],
    row.feature,
    row.type,
  );
  said.add(look.text);
}

// For a plain name: clear of all that is drawn over the ground, its middle within its area.
function spotClear(area_, width, height, size) {
  const inside = spotOnGrid(area_, width, height, size, false, 18);
  const within = (spot) => spot[0] >= 4 && spot[1] >= 4 && spot[2] <= size.x - 4 && spot[3] <= size.y - 4;
  const clear = (at) => at && !onOthers([at[0] - width / 2, at[1] - height / 2, at[0] + width / 2, at[1] + height / 2]);
  if (clear(inside)) return inside;
  const box = clipped(area_.box, size);
  /** @type {[number, any]} */
  let best = [Infinity, null];
  const [cx, cy] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  for (let y = box[1] + 6; y < box[3] - 6; y += Math.max(6, (box[3] - box[1]) / 16)) {
    for (let x = box[0] + 6; x < box[2] - 6; x += Math.max(6, (box[2] - box[0]) / 16)) {
      const far = Math.hypot(x - cx, y - cy);
      const spot = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
      if (far < best[0] && within(spot) && free(spot) && inRings(area_.parts, x, y) && clear([x, y]))
        best = [far, [x, y]];
    }
  }
  return best[1];
}

// A road or river: its name along it, once, off all that is drawn over it.
function line(row, look, width, size, said) {
  for (const part of row.feature.shape.coords) {
    const points = dense(
      part.map(pixel).filter(([x, y]) => x > -400 && y > -400 && x < size.x + 400 && y < size.y + 400),
    );
    const count = Math.ceil((width + 8) / STEP);
    for (let from = Math.max(0, points.length % 7); from + count < points.length; from += 6) {
      const piece = points.slice(from, from + count + 1);
      const [a, b] = [piece[0], piece[count]];
      if (Math.hypot(a[0] - b[0], a[1] - b[1]) < width * 0.96) continue;
      if (
        piece.some(
          ([x, y], at) =>
            x < 8 ||
            y < 8 ||
            x > size.x - 8 ||
            y > size.y - 8 ||
            (at % 2 === 0 && (!free([x - 7, y - 7, x + 7, y + 7]) || onOthers([x - 6, y - 6, x + 6, y + 6]))),
        )
      )
        continue;
      put(
        m().along(a[0] > b[0] ? piece.reverse() : piece, { ...look, tracking: look.tracking || 0 }),
        look.text,
        boxOf(piece),
        row.feature,
        row.type,
      );
      said.add(look.text);
      return;
    }
  }
}

// What is lit: its name with the letters of all its relations, before anything else; where there is
// no room, whole or brief, near or farther off, a number that the legend spells out.
function litNames(size, said) {
  for (const row of atlas.litPlaces()) {
    const name = shortName(row.feature);
    if (said.has(name)) continue;
    said.add(name);
    if ([name, briefName(name)].some((text) => litName(row, name, text, size))) continue;
    const at = litSpot(row, size);
    if (!at) continue;
    const number = unnamed.length + 1;
    const box = [at[0] - 8, at[1] - 8, at[0] + 8, at[1] + 8];
    put(
      m().text(
        {
          text: String(number),
          size: 10.5,
          weight: 700,
          ink: style.letterInk(row.row.relation),
          halo: row.feature.shape.type === "point" ? null : style.relationInk(row.row.relation),
        },
        ...at,
        "middle",
      ),
      "",
      box,
      row.feature,
      "place",
    );
    unnamed.push({ number, name, feature: row.feature, type: "place", mark: "lit" });
  }
}

// A point of the map where something lit is, null out of view.
function litSpot(row, size) {
  const screen = areas.find((one) => one.part === row);
  const at = screen ? spotWithin(screen, 6, 6, size, true) : pixel(row.feature.shape.coords);
  return at && at[0] >= 0 && at[1] >= 0 && at[0] <= size.x && at[1] <= size.y ? at : null;
}

function litName(row, name, text, size) {
  const screen = areas.find((one) => one.part === row);
  const look = { text, size: 13, weight: 700, ink: style.ink("ink") };
  const long = m().width(text, 13, 700);
  const wide = long + 6 + row.relations.length * 19;
  const at = screen ? spotWithin(screen, wide + 6, 20, size) : null;
  const paintAt = (x, y) => [
    m().text(look, x, y, "start"),
    ...row.relations.map((relation, number) => m().badge(x + long + 14 + number * 19, y, relation)),
  ];
  if (at)
    return (
      put(
        paintAt(at[0] - wide / 2, at[1]),
        name,
        [at[0] - wide / 2, at[1] - 10, at[0] + wide / 2, at[1] + 10],
        row.feature,
        "place",
      ),
      true
    );
  const from = litSpot(row, size);
  const near = from && beside(from, wide, 20, size, 10, 150, row.feature);
  const found = near && near.cost < CROSSING ? near : null;
  if (found) taken.push(found.line);
  if (found)
    put(
      [m().leader(from, found.end), ...paintAt(found.box[0], found.box[1] + 10)],
      name,
      found.box,
      row.feature,
      "place",
    );
  return Boolean(found);
}

function numbers() {
  for (const mark of atlas.counts()) {
    const [x, y] = pixel(mark.shape.coords);
    const reach = (mark.radius || counts.RADIUS) + 1;
    taken.push([x - reach, y - reach, x + reach, y + reach]);
    const text = (mark.kind === "project" ? "" : "+") + mark.places.length;
    const shift = [
      [0, 0],
      [-reach / 2, 0],
      [0, -reach / 2],
      [0, reach / 2],
      [reach / 2, 0],
    ].find(
      ([dx, dy]) =>
        !dots.some(
          (dot) => dot.feature.id !== mark.id && meets([x + dx - 8, y + dy - 6, x + dx + 8, y + dy + 6], dot.box),
        ),
    ) || [0, 0];
    host.append(
      m().text(
        { text, size: reach > 16 ? 14 : text.length > 2 ? 9.5 : 11, weight: 700, ink: style.ink("ink"), halo: null },
        x + shift[0],
        y + shift[1],
        "middle",
      ),
    );
  }
}

// Cards that float over the map, in its pixels: names keep off them.
function cards() {
  if (paper.isBusy()) return [];
  const origin = map.getContainer().getBoundingClientRect();
  return [
    ...document.querySelectorAll(
      "#zz-card, .zz-litchip, #zz-legendcard, #zz-furniture, .leaflet-control, #zz-tray:not([hidden])",
    ),
  ].map((card) => {
    const box = card.getBoundingClientRect();
    return [
      box.left - origin.left - 6,
      box.top - origin.top - 6,
      box.right - origin.left + 6,
      box.bottom - origin.top + 6,
    ];
  });
}

function draw() {
  if (!host) return;
  const size = map.getSize();
  L.DomUtil.setPosition(/** @type {any} */ (host), map.containerPointToLayerPoint([0, 0]));
  host.setAttribute("width", size.x);
  host.setAttribute("height", size.y);
  host.replaceChildren();
  [shown, ribbons, areas, unnamed] = [[], [], [], []];
  taken = cards();
  dots = allDots();
  const said = new Set();
  const structures = composition.shown();
  if (state.lit) {
    atlas
      .litPlaces()
      .filter((row) => row.feature.shape.type === "polygon")
      .forEach((row) => areas.push({ ...onScreen(row.feature), part: row, above: row.above }));
    litNames(size, said);
  }
  for (const one of structures) {
    for (const part of [...one.zone, ...one.core])
      if (part.feature.shape.type === "polygon")
        areas.push({ ...onScreen(part.feature), part, above: part.role === "core" ? 2 : 1 });
  }
  const zoned = [
    ...(state.layers.has("carriers") ? carriers.areas() : []),
    ...structures.flatMap((one) => one.joined.map(({ feature }) => feature)),
  ];
  zoned
    .map((feature) => ({ ...onScreen(feature), part: feature }))
    .sort((a, b) => extent(b.box) - extent(a.box))
    .forEach((one, at) => areas.push({ ...one, above: at + 1 }));
  const belts = structures.flatMap((one) => one.belt.map((part) => [part, ribbon(part)]));
  for (const [part, line_] of belts) belt(part, line_, size);
  numbers();
  const marks = state.lit
    ? []
    : structures.flatMap((one) => one.points.map((row) => [row, point(row, size)])).filter(([, at]) => at);
  for (const one of structures) for (const part of one.core) if (!said.has(shortName(part.feature))) area(part, size);
  const zones = structures.flatMap((one) => one.zone).filter((part) => !said.has(shortName(part.feature)));
  const room = (part) => extent((areas.find((row) => row.part === part) || { box: [0, 0, 0, 0] }).box);
  zones.sort((a, b) => room(a) - room(b)).forEach((part) => area(part, size)); // who has least to choose from, first
  for (const { label } of shown) said.add(label);
  for (const [row, at] of marks) pointName(row, at, size);
  for (const { label } of shown) said.add(label);
  for (const row of sources(said)) plain(row, size, said);
  state.emit("labels");
}

export function init(leaflet) {
  map = leaflet;
  map.createPane("zz-labels").style.zIndex = 640;
  map.getPane("zz-labels").style.pointerEvents = "none";
  host = markup.node("svg", {
    class: "zz-labels leaflet-zoom-hide",
    "aria-hidden": "true",
    "font-family": markup.FONT,
  });
  map.getPane("zz-labels").append(host);
  map.on("moveend zoomend viewreset resize", draw);
  for (const event of ["layers", "lang", "select", "filter"]) state.on(event, draw);
}

// {feature, type} of the label at a point of the map, for a click on it.
export const at = ({ x, y }) =>
  shown.find(({ box, type }) => type && x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]) || null;

// What has a number on the map and, for want of room, no name there.
const unnamedNow = () => unnamed;

export const boxes = () => shown.filter((row) => row.label).map(({ label, box }) => ({ label, box }));

export const visible = () => shown.filter((row) => row.label).map((row) => row.label);

export { draw, unnamedNow as unnamed };
