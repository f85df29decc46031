// What the reader has chosen, kept in one place and in the page's address.
(function (zz) {
  "use strict";

  const listeners = {};
  const state = { lang: "zh", layers: new Set(), selected: null, relations: new Set([0, 1, 2, 3, 4]) };

  function on(event, listener) {
    (listeners[event] = listeners[event] || []).push(listener);
  }

  function emit(event, detail) {
    (listeners[event] || []).forEach((listener) => listener(detail));
  }

  function setLayer(key, visible) {
    if (state.layers.has(key) === visible) return;
    if (visible) state.layers.add(key);
    else state.layers.delete(key);
    emit("layers", key);
  }

  function select(type, id) {
    state.selected = type ? { type, id } : null;
    emit("select", state.selected);
  }

  function setLang(lang) {
    state.lang = lang;
    emit("lang", lang);
  }

  // #map=zoom/lat/lon&layers=a,b&sel=place:zone-hkg&lang=en
  function toHash(map) {
    const centre = map.getCenter();
    const parts = [`map=${map.getZoom()}/${centre.lat.toFixed(5)}/${centre.lng.toFixed(5)}`];
    parts.push(`layers=${[...state.layers].sort().join(",")}`);
    if (state.selected) parts.push(`sel=${state.selected.type}:${encodeURIComponent(state.selected.id)}`);
    if (state.lang !== "zh") parts.push(`lang=${state.lang}`);
    return "#" + parts.join("&");
  }

  function fromHash(hash) {
    const found = {};
    for (const part of hash.replace(/^#/, "").split("&")) {
      const [key, value] = [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)];
      if (key === "map") {
        const [zoom, lat, lng] = value.split("/").map(Number);
        if ([zoom, lat, lng].every(Number.isFinite)) found.view = { zoom, lat, lng };
      } else if (key === "layers") {
        found.layers = value ? value.split(",") : [];
      } else if (key === "sel") {
        const colon = value.indexOf(":");
        found.selected = { type: value.slice(0, colon), id: decodeURIComponent(value.slice(colon + 1)) };
      } else if (key === "lang" && (value === "zh" || value === "en")) {
        found.lang = value;
      }
    }
    return found;
  }

  zz.state = Object.assign(state, { on, emit, setLayer, select, setLang, toHash, fromHash });
})((window.zzmap = window.zzmap || {}));
