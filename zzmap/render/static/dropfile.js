// Files dropped on the map or opened for a look: shown with their names, never sent anywhere.
(function (zz) {
  "use strict";

  const MOST_BYTES = 50e6;
  const MOST_NAMES = 200;
  const NAMES = ["名称", "name", "园区名称", "项目名称", "地块名称", "企业名称", "title"];
  const DATUM = { wgs84: "WGS-84 / CGCS2000", gcj02: "GCJ-02", bd09: "BD-09" };
  const opened = [];
  let told = null; // the file whose table is asked for

  function nameOf(properties) {
    const keys = Object.keys(properties || {});
    const key = NAMES.map((wanted) => keys.find((one) => one.toLowerCase() === wanted)).find((one) => one && properties[one]);
    return key ? String(properties[key]) : "";
  }

  function describe(properties) {
    const { el } = zz.dom;
    return el("dl", { class: "zz-popup zz-fileproperties" }, Object.entries(properties || {}).map(([key, value]) => [el("dt", {}, key), el("dd", {}, typeof value === "object" ? JSON.stringify(value) : String(value))]));
  }

  function draw(row) {
    if (row.layer) row.layer.remove();
    row.shown = zz.georeference.shift(row.features, row.datum);
    let names = 0;
    row.layer = L.geoJSON({ type: "FeatureCollection", features: row.shown.filter((one) => one.geometry) }, {
      pane: "zz-select", style: { color: "#6A3D9A", weight: 2.2, fillOpacity: 0.12 },
      pointToLayer: (feature, at) => L.circleMarker(at, { radius: 5, pane: "zz-select" }),
      onEachFeature(feature, own) {
        own.bindPopup(() => describe(feature.properties));
        const name = nameOf(feature.properties);
        names += 1;
        if (name) own.bindTooltip(zz.dom.el("span", {}, name), { permanent: names <= MOST_NAMES, direction: feature.geometry.type === "Point" ? "right" : "center", className: "zz-filename" });
      },
      renderer: L.svg({ pane: "zz-select" }),
    }).addTo(zz.leaflet);
  }

  function show(name, file) {
    const row = { name, datum: "wgs84", ...zz.georeference(file) };
    row.notes = [...file.notes, ...row.notes];
    const [x, y] = zz.georeference.points(row.features)[0];
    if (Math.abs(x) > 180 || Math.abs(y) > 90) throw new zz.readfile.Refused(zz.t("fileProjected"));
    draw(row);
    opened.push(row);
    zz.zoom.fit(row.layer.getBounds(), { padding: [30, 30], maxZoom: 15 });
    if (!zz.zoom.home().intersects(row.layer.getBounds())) row.notes.push(zz.t("outsideCity"));
  }

  // Files that were dropped together: a Shapefile's parts may come one by one.
  async function take(list) {
    const files = [...list];
    if (files.some((file) => file.size > MOST_BYTES)) return zz.drawpanel.status(zz.t("fileLarge"));
    const names = files.map((file) => file.name).join("、");
    try {
      const bytes = new Map(await Promise.all(files.map(async (file) => [file.name, new Uint8Array(await file.arrayBuffer())])));
      for (const [name, file] of await zz.readfile.read(bytes)) show(name, file);
    } catch (error) {
      const why = error instanceof zz.readfile.Refused ? error.message : zz.t("fileBad");
      zz.drawpanel.list();
      return zz.drawpanel.status(`${names}：${why}`);
    }
    zz.drawpanel.list();
    return zz.drawpanel.status("");
  }

  function item(row) {
    const { el } = zz.dom;
    const again = (event) => {
      row.datum = event.target.value;
      draw(row);
    };
    const choice = row.degrees ? el("label", { class: "zz-field" }, zz.t("datum"), " ",
      el("select", { class: "zz-datum", onchange: again }, zz.georeference.DATUMS.map((key) => el("option", { value: key, selected: key === row.datum }, DATUM[key])))) : null;
    const drop = () => {
      row.layer.remove();
      opened.splice(opened.indexOf(row), 1);
      zz.drawpanel.list();
    };
    return el("li", {}, `${row.name} (${row.features.length}) `,
      el("button", { type: "button", class: "zz-link", onclick: () => zz.zoom.fit(row.layer.getBounds(), { padding: [30, 30], maxZoom: 15 }) }, zz.t("toIt")), " ",
      el("button", { type: "button", class: "zz-link zz-filetable", onclick: () => { told = row; zz.state.setTable(null); zz.state.setTable("file"); } }, zz.t("toTable")), " ",
      el("button", { type: "button", class: "zz-link", onclick: drop }, zz.t("remove")),
      choice, row.notes.map((note) => el("small", { class: "zz-assumed" }, note)),
      el("small", {}, `${zz.t("checkIt")} zzmap parks check ${row.name.split("/")[0]}`));
  }

  zz.dropfile = {
    opened: () => opened.map(({ name, shown, notes }) => ({ name, features: shown, notes })),
    table() {
      if (!told) return null;
      const keys = [...new Set(told.features.flatMap((row) => Object.keys(row.properties)))];
      const cell = (value) => (value !== null && typeof value === "object" ? JSON.stringify(value) : value);
      return { title: told.name, columns: keys, rows: told.features.map(({ properties }) => ({ cells: keys.map((key) => cell(properties[key])) })) };
    },
    button() {
      const input = zz.dom.el("input", { type: "file", multiple: true, accept: ".geojson,.json,.kml,.kmz,.zip,.csv,.shp,.dbf,.prj,.cpg", class: "zz-hidden", tabindex: "-1", "aria-hidden": "true" });
      input.addEventListener("change", () => take(input.files));
      return zz.dom.el("span", {}, input, zz.dom.el("button", { type: "button", class: "zz-button zz-open-file", onclick: () => input.click() }, zz.t("openFile")));
    },
    list: () => zz.dom.el("ul", { class: "zz-rows zz-opened" }, opened.map(item)),
  };

  zz.module((map) => {
    const stage = map.getContainer();
    stage.addEventListener("dragover", (event) => event.preventDefault());
    stage.addEventListener("drop", (event) => {
      event.preventDefault();
      zz.drawpanel.show();
      take(event.dataTransfer.files);
    });
  });
})((window.zzmap = window.zzmap || {}));
