// The map as one canvas, drawn anew at the size and sharpness asked for.
(function (zz) {
  "use strict";

  let busy = false;
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

  // Leaflet's canvases, our labels and the parks, as they lie over each other.
  function canvases(container) {
    const depth = (canvas) => Number(getComputedStyle(canvas.closest(".leaflet-pane")).zIndex) || 0;
    return [...container.querySelectorAll(".leaflet-pane canvas")].filter((canvas) => canvas.width && canvas.height).sort((a, b) => depth(a) - depth(b));
  }

  function stack(container, width, height, ratio) {
    const sheet = document.createElement("canvas");
    sheet.width = Math.round(width * ratio);
    sheet.height = Math.round(height * ratio);
    const context = sheet.getContext("2d");
    context.scale(ratio, ratio);
    context.fillStyle = "#dfe5ea";
    context.fillRect(0, 0, width, height);
    const origin = container.getBoundingClientRect();
    for (const canvas of canvases(container)) {
      const box = canvas.getBoundingClientRect();
      context.drawImage(canvas, box.left - origin.left, box.top - origin.top, box.width, box.height);
    }
    return sheet;
  }

  // {canvas, width, height, metres}: metres a pixel of `width`, at the middle of the map.
  async function capture(width, height) {
    const map = zz.leaflet;
    const container = map.getContainer();
    const before = { centre: map.getCenter(), zoom: map.getZoom(), bounds: map.getBounds(), snap: map.options.zoomSnap, retina: L.Browser.retina };
    busy = true;
    try {
      container.style.setProperty("width", `${width}px`, "important");
      container.style.setProperty("height", `${height}px`, "important");
      map.options.zoomSnap = 0; // a paper's zoom lies between two of the screen's
      L.Browser.retina = true; // canvases of twice the points
      map.invalidateSize({ animate: false, pan: false });
      map.fitBounds(before.bounds, { animate: false });
      do await frame();
      while (zz.map.groups.parks.busy());
      const metres = (40075016.686 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
      return { canvas: stack(container, width, height, 2), width, height, metres };
    } finally {
      L.Browser.retina = before.retina;
      map.options.zoomSnap = before.snap;
      container.style.removeProperty("width");
      container.style.removeProperty("height");
      map.invalidateSize({ animate: false, pan: false });
      map.setView(before.centre, before.zoom, { animate: false });
      busy = false;
    }
  }

  zz.capture = { capture, busy: () => busy };
  zz.ratio = () => (L.Browser.retina ? 2 : 1);
})((window.zzmap = window.zzmap || {}));
