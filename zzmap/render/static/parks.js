// Many polygons on one canvas: flat arrays, a bounding box each, only what is in view is drawn.
(function (zz) {
  "use strict";

  const Layer = L.Layer.extend({
    initialize(features, onClick) {
      this._onClick = onClick;
      this._features = features;
      const count = features.length;
      this._boxes = new Float64Array(count * 4);
      this._rings = features.map((feature, index) => this._pack(feature, index));
    },

    _pack(feature, index) {
      let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
      const rings = feature.shape.coords.flat().map((ring) => {
        const flat = new Float64Array(ring.length * 2);
        ring.forEach(([lat, lon], at) => {
          const point = L.Projection.SphericalMercator.project(L.latLng(lat, lon));
          flat[at * 2] = point.x;
          flat[at * 2 + 1] = point.y;
          west = Math.min(west, point.x);
          east = Math.max(east, point.x);
          south = Math.min(south, point.y);
          north = Math.max(north, point.y);
        });
        return flat;
      });
      this._boxes.set([west, south, east, north], index * 4);
      return rings;
    },

    onAdd(map) {
      this._canvas = L.DomUtil.create("canvas", "zz-parks leaflet-zoom-hide");
      map.getPane("zz-zones").appendChild(this._canvas);
      map.on("moveend viewreset resize zoomend", this._draw, this);
      map.on("click", this._click, this);
      this._draw();
    },

    onRemove(map) {
      this._canvas.remove();
      map.off("moveend viewreset resize zoomend", this._draw, this);
      map.off("click", this._click, this);
    },

    _transform() {
      const scale = L.CRS.EPSG3857.transformation;
      const size = 256 * Math.pow(2, this._map.getZoom());
      const origin = this._map.getPixelBounds().min;
      return (x, y) => {
        const point = scale.transform(L.point(x, y), size);
        return [point.x - origin.x, point.y - origin.y];
      };
    },

    _visible() {
      const bounds = this._map.getBounds().pad(0.1);
      const project = (latlng) => L.Projection.SphericalMercator.project(latlng);
      const [low, high] = [project(bounds.getSouthWest()), project(bounds.getNorthEast())];
      const found = [];
      const boxes = this._boxes;
      for (let index = 0; index < this._rings.length; index += 1) {
        const at = index * 4;
        if (boxes[at] <= high.x && boxes[at + 2] >= low.x && boxes[at + 1] <= high.y && boxes[at + 3] >= low.y) found.push(index);
      }
      return found;
    },

    _draw() {
      if (!this._map) return;
      const size = this._map.getSize();
      const ratio = window.devicePixelRatio || 1;
      const canvas = this._canvas;
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      L.DomUtil.setPosition(canvas, this._map.containerPointToLayerPoint([0, 0]));
      const context = canvas.getContext("2d");
      context.scale(ratio, ratio);
      context.beginPath();
      const a = this._transform();
      const [x0, y0] = a(0, 0);
      const [x1, y1] = a(1e6, 1e6);
      const [sx, sy] = [(x1 - x0) / 1e6, (y1 - y0) / 1e6];
      for (const index of this._visible()) {
        for (const ring of this._rings[index]) {
          for (let at = 0; at < ring.length; at += 2) {
            const [x, y] = [x0 + ring[at] * sx, y0 + ring[at + 1] * sy];
            if (at) context.lineTo(x, y);
            else context.moveTo(x, y);
          }
          context.closePath();
        }
      }
      context.fillStyle = "rgba(178,24,43,.22)";
      context.strokeStyle = "#B2182B";
      context.lineWidth = 1.2;
      context.fill("evenodd");
      context.stroke();
    },

    at(latlng) {
      const point = L.Projection.SphericalMercator.project(latlng);
      for (const index of this._visible()) {
        let inside = false;
        for (const ring of this._rings[index]) {
          for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
            const crosses = ring[i + 1] > point.y !== ring[j + 1] > point.y;
            if (crosses && point.x < ((ring[j] - ring[i]) * (point.y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]) inside = !inside;
          }
        }
        if (inside) return this._features[index];
      }
      return null;
    },

    _click(event) {
      const feature = this.at(event.latlng);
      if (feature) this._onClick(feature, event.latlng);
    },
  });

  zz.parks = { layer: (features, onClick) => new Layer(features, onClick) };
})((window.zzmap = window.zzmap || {}));
