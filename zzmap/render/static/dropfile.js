// Look at a GeoJSON or KML file: dropped on the map or opened, never sent anywhere.
(function (zz) {
  "use strict";

  const MOST_BYTES = 50e6;
  const opened = [];

  function positions(geometry, found = []) {
    if (geometry.type === "GeometryCollection") geometry.geometries.forEach((part) => positions(part, found));
    else if (geometry.coordinates) for (const at of geometry.coordinates.flat(geometry.type === "Point" ? 0 : Infinity)) found.push(at);
    return found;
  }

  function onGround(collection) {
    return collection.features.every((feature) => {
      const numbers = feature.geometry ? positions(feature.geometry) : [];
      const flat = numbers.flat(Infinity);
      return flat.every((value) => Number.isFinite(value) && Math.abs(value) <= 10000) && flat.length > 0 && Math.abs(flat[0]) <= 180 && Math.abs(flat[1]) <= 90;
    });
  }

  function fromKml(text) {
    const page = new DOMParser().parseFromString(text, "application/xml");
    if (page.querySelector("parsererror")) throw new Error("xml");
    const line = (node) => node.textContent.trim().split(/\s+/).map((point) => point.split(",").slice(0, 2).map(Number));
    const features = [...page.getElementsByTagName("Placemark")].flatMap((mark) => {
      const name = mark.getElementsByTagName("name")[0];
      const properties = { name: name ? name.textContent : "" };
      for (const data of mark.getElementsByTagName("Data")) properties[data.getAttribute("name")] = data.textContent.trim();
      for (const data of mark.getElementsByTagName("SimpleData")) properties[data.getAttribute("name")] = data.textContent.trim();
      const polygons = [...mark.getElementsByTagName("Polygon")].map((polygon) => [...polygon.getElementsByTagName("coordinates")].map(line));
      return polygons.map((rings) => ({ type: "Feature", properties, geometry: { type: "Polygon", coordinates: rings } }));
    });
    return { type: "FeatureCollection", features };
  }

  function parse(name, text) {
    if (/\.kml$/i.test(name)) return fromKml(text);
    const value = JSON.parse(text);
    if (value.type === "FeatureCollection") return value;
    if (value.type === "Feature") return { type: "FeatureCollection", features: [value] };
    return { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: value }] };
  }

  function describe(properties) {
    const { el } = zz.dom;
    return el("dl", { class: "zz-popup" }, Object.entries(properties || {}).slice(0, 12).map(([key, value]) => [el("dt", {}, key), el("dd", {}, String(value))]));
  }

  async function take(file) {
    if (file.size > MOST_BYTES) return zz.drawpanel.status(zz.t("fileLarge"));
    let collection;
    try {
      collection = parse(file.name, await file.text());
      if (!collection.features.length) throw new Error("empty");
    } catch {
      return zz.drawpanel.status(zz.t("fileBad"));
    }
    if (!onGround(collection)) return zz.drawpanel.status(zz.t("fileProjected"));
    const layer = L.geoJSON(collection, {
      pane: "zz-select", style: { color: "#6A3D9A", weight: 2.2, fillOpacity: 0.12 },
      pointToLayer: (feature, at) => L.circleMarker(at, { radius: 5 }),
      onEachFeature: (feature, own) => own.bindPopup(() => describe(feature.properties)),
      renderer: L.svg({ pane: "zz-select" }),
    }).addTo(zz.leaflet);
    opened.push({ name: file.name, count: collection.features.length, layer });
    zz.leaflet.fitBounds(layer.getBounds(), { maxZoom: 15, animate: false });
    zz.drawpanel.list();
    return zz.drawpanel.status(`${file.name}: ${collection.features.length}`);
  }

  zz.dropfile = {
    button() {
      const input = zz.dom.el("input", { type: "file", accept: ".geojson,.json,.kml", class: "zz-hidden", tabindex: "-1", "aria-hidden": "true" });
      input.addEventListener("change", () => [...input.files].forEach(take));
      return zz.dom.el("span", {}, input, zz.dom.el("button", { type: "button", class: "zz-button zz-open-file", onclick: () => input.click() }, zz.t("openFile")));
    },
    list() {
      const { el } = zz.dom;
      return el("ul", { class: "zz-rows zz-opened" }, opened.map((row) => el("li", {}, `${row.name} (${row.count}) `,
        el("button", { type: "button", class: "zz-link", onclick: () => { row.layer.remove(); opened.splice(opened.indexOf(row), 1); zz.drawpanel.list(); } }, zz.t("remove")))));
    },
  };

  zz.module((map) => {
    const stage = map.getContainer();
    stage.addEventListener("dragover", (event) => event.preventDefault());
    stage.addEventListener("drop", (event) => {
      event.preventDefault();
      if (document.getElementById("zz-draw").hidden) document.getElementById("zz-tool-draw").click();
      [...event.dataTransfer.files].forEach(take);
    });
  });
})((window.zzmap = window.zzmap || {}));
