// Many polygons on one canvas: flat arrays, a box each, only what is in view and can be seen is drawn.

import * as paper from "./paper.js";
import * as parkrows from "./parkrows.js";

const RADIUS = 6378137;
const DEGREE = Math.PI / 180;
const BATCH = 128; // parks a path: long paths are slow to fill, short ones slow to start
const SLICE = 8000; // parks a frame at most, …
const SLICE_MS = 20; // … and time spent on them
const MARGIN = 0.15; // drawn beyond the view, so that a drag uncovers no bare ground at once

// All outlines in one array, in metres of the map's projection from an origin of their own:
// single floats would not hold the full numbers.
class Outlines {
  constructor(features) {
    this.count = features.length;
    this.boxes = new Float32Array(this.count * 4);
    this.rings = new Uint32Array(this.count + 1);
    let most = 0;
    for (const { packed } of features) most += parkrows.size(packed);
    this.points = new Float32Array(most);
    this.starts = [0];
    this.size = 0;
    features.forEach((feature, at) => this.add(feature, at));
    this.points = this.points.slice(0, this.size);
  }

  add(feature, at) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { each, outer } of parkrows.rings(feature.packed)) this.ring(each, outer, box);
    this.rings[at + 1] = this.starts.length - 1;
    this.boxes.set(box, at * 4);
  }

  ring(each, outer, box) {
    const start = this.size;
    const points = this.points;
    let area = 0;
    each((lon, lat) => {
      const x = RADIUS * lon * DEGREE;
      const y = RADIUS * Math.log(Math.tan(Math.PI / 4 + (lat * DEGREE) / 2));
      if (!this.origin) this.origin = [x, y];
      const at = this.size;
      points[at] = x - this.origin[0];
      points[at + 1] = y - this.origin[1];
      this.size += 2;
      if (at > start) area += points[at - 2] * points[at + 1] - points[at] * points[at - 1];
      if (points[at] < box[0]) box[0] = points[at];
      if (points[at] > box[2]) box[2] = points[at];
      if (points[at + 1] < box[1]) box[1] = points[at + 1];
      if (points[at + 1] > box[3]) box[3] = points[at + 1];
    });
    const end = this.size;
    area += points[end - 2] * points[start + 1] - points[start] * points[end - 1];
    if (area > 0 !== outer) this.reverse(start, end);
    this.starts.push(end);
  }

  // Outer rings run one way and holes the other: overlapping parks then fill as one.
  reverse(start, end) {
    const points = this.points;
    for (let low = start, high = end - 2; low < high; low += 2, high -= 2) {
      [points[low], points[high]] = [points[high], points[low]];
      [points[low + 1], points[high + 1]] = [points[high + 1], points[low + 1]];
    }
  }

  within([west, south, east, north]) {
    const found = [];
    const boxes = this.boxes;
    for (let index = 0, at = 0; index < this.count; index += 1, at += 4) {
      if (boxes[at] <= east && boxes[at + 2] >= west && boxes[at + 1] <= north && boxes[at + 3] >= south)
        found.push(index);
    }
    return found;
  }

  holds(index, x, y) {
    const points = this.points;
    let inside = false;
    for (let ring = this.rings[index]; ring < this.rings[index + 1]; ring += 1) {
      for (let i = this.starts[ring], j = this.starts[ring + 1] - 2; i < this.starts[ring + 1]; j = i, i += 2) {
        const crosses = points[i + 1] > y !== points[j + 1] > y;
        if (
          crosses &&
          x < ((points[j] - points[i]) * (y - points[i + 1])) / (points[j + 1] - points[i + 1]) + points[i]
        )
          inside = !inside;
      }
    }
    return inside;
  }
}

const Layer = L.Layer.extend({
  initialize(features) {
    this._features = features;
    this._outlines = null;
  },

  onAdd(map) {
    this._outlines = this._outlines || new Outlines(this._features);
    this._canvas = L.DomUtil.create("canvas", "zz-parks");
    this._scale = 0;
    map.getPane("zz-parks").appendChild(this._canvas);
    map.on("moveend viewreset resize", this._draw, this);
    this._draw();
  },

  onRemove(map) {
    cancelAnimationFrame(this._next);
    this._job = null;
    this._canvas.remove();
    map.off("moveend viewreset resize", this._draw, this);
  },

  _local(latlng) {
    const point = L.Projection.SphericalMercator.project(latlng);
    const [x, y] = this._outlines.origin || [0, 0];
    return [point.x - x, point.y - y];
  },

  _view(margin) {
    const bounds = this._map.getBounds().pad(margin);
    return [...this._local(bounds.getSouthWest()), ...this._local(bounds.getNorthEast())];
  },

  // Parks in the view, for labels; none while they are too many to be told apart, or not known yet.
  visible(most) {
    const found = this._map && this._outlines && this._known() ? this._outlines.within(this._view(0)) : [];
    return found.length > most ? [] : found.map((index) => this._features[index]);
  },

  _blank() {
    const map = this._map;
    const size = map.getSize();
    const ratio = paper.ratio();
    const edge = size.multiplyBy(MARGIN).round();
    const canvas = L.DomUtil.create("canvas", "zz-parks leaflet-zoom-hide");
    canvas.width = (size.x + 2 * edge.x) * ratio;
    canvas.height = (size.y + 2 * edge.y) * ratio;
    canvas.style.width = `${size.x + 2 * edge.x}px`;
    canvas.style.height = `${size.y + 2 * edge.y}px`;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint(edge.multiplyBy(-1)));
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.strokeStyle = "#B2182B";
    context.lineWidth = 1.2;
    return { canvas, context, edge };
  },

  // Draw what fits in a frame, the rest in the frames after it. While it is being dragged the map
  // shows the drawing before; after a change of scale that is of no use and the new one shows at once.
  _draw() {
    if (!this._map || !this._outlines || !this._features.length) return;
    cancelAnimationFrame(this._next);
    const { canvas, context, edge } = this._blank();
    const pixels = (256 * 2 ** this._map.getZoom()) / (2 * Math.PI * RADIUS);
    const corner = this._local(this._map.containerPointToLatLng([0, 0]));
    const place = { scale: pixels, x: edge.x - corner[0] * pixels, y: edge.y + corner[1] * pixels };
    this._job = { canvas, context, place, found: this._outlines.within(this._view(MARGIN)), from: 0 };
    if (this._scale !== pixels) this._swap(canvas, pixels);
    this._slice();
  },

  _swap(canvas, pixels) {
    this._canvas.replaceWith(canvas);
    this._canvas = canvas;
    this._scale = pixels;
  },

  _slice() {
    const job = this._job;
    const start = performance.now();
    const last = Math.min(job.from + SLICE, job.found.length);
    while (job.from < last && performance.now() - start < SLICE_MS) {
      this._batch(job, Math.min(job.from + BATCH, last));
    }
    if (job.from < job.found.length) {
      this._next = requestAnimationFrame(() => this._slice());
      return;
    }
    if (this._canvas !== job.canvas) this._swap(job.canvas, job.place.scale);
    this._job = null;
  },

  // Outlines of parks a few pixels wide would cost as much as all else and show nothing more.
  _batch(job, to) {
    const { context, found, place } = job;
    const [small, large] = [new Path2D(), new Path2D()];
    for (; job.from < to; job.from += 1) this._trace(small, large, found[job.from], place);
    context.fillStyle = "rgba(178,24,43,.6)";
    context.fill(small);
    context.fillStyle = "rgba(178,24,43,.22)";
    context.fill(large);
    context.stroke(large);
  },

  // True while parks are still to be drawn.
  busy() {
    return Boolean(this._job);
  },

  // As many of the points as the park's size on the screen can show.
  _trace(small, large, index, place) {
    const { points, starts, rings, boxes } = this._outlines;
    const { scale, x, y } = place;
    const [west, south] = [boxes[index * 4], boxes[index * 4 + 1]];
    const width = Math.max(boxes[index * 4 + 2] - west, boxes[index * 4 + 3] - south) * scale;
    if (width < 3) {
      small.rect(x + west * scale, y - south * scale, width, -width);
      return;
    }
    const path = width < 9 ? small : large;
    for (let ring = rings[index]; ring < rings[index + 1]; ring += 1) {
      const [start, end] = [starts[ring], starts[ring + 1]];
      const step = 2 * Math.max(1, Math.floor((end - start) / 2 / Math.max(6, width)));
      path.moveTo(x + points[start] * scale, y - points[start + 1] * scale);
      for (let at = start + step; at < end; at += step) path.lineTo(x + points[at] * scale, y - points[at + 1] * scale);
      path.closePath();
    }
  },

  at(latlng) {
    const [x, y] = this._local(latlng);
    const index = this._outlines
      .within([x, y, x, y])
      .reverse()
      .find((number) => this._outlines.holds(number, x, y));
    return index === undefined || !this._known() ? null : this._features[index];
  },

  // Whether more is known of the parks than where they lie.
  _known() {
    return this._features.length > 0 && this._features[0].id !== "";
  },
});

/** @param {any[]} features */
export const layer = (features) => new /** @type {any} */ (Layer)(features);
