// The legend says what is drawn now, and nothing else.
(function (zz) {
  "use strict";

  function swatch(colour, dash, fill) {
    const svg = `<svg width="30" height="14" aria-hidden="true"><rect x="1.5" y="1.5" width="27" height="11" rx="2" fill="${colour}" fill-opacity="${fill}" stroke="${colour}" stroke-width="1.8" stroke-dasharray="${dash || ""}"/></svg>`;
    const node = zz.dom.el("span", { class: "zz-swatch" });
    node.innerHTML = svg;
    return node;
  }

  function stroke(style) {
    const node = zz.dom.el("span", { class: "zz-swatch" });
    node.innerHTML = `<svg width="30" height="14" aria-hidden="true"><line x1="1" y1="7" x2="29" y2="7" stroke="${style.color}" stroke-width="${style.weight + 0.6}" stroke-dasharray="${style.dashArray || ""}"/></svg>`;
    return node;
  }

  function dot(colour, hollow) {
    const node = zz.dom.el("span", { class: "zz-swatch" });
    node.innerHTML = `<svg width="30" height="14" aria-hidden="true"><circle cx="15" cy="7" r="5" fill="${hollow ? "#fff" : colour}" stroke="${hollow ? colour : "#fff"}" stroke-width="1.6"/></svg>`;
    return node;
  }

  function rows() {
    const { el } = zz.dom;
    const on = zz.state.layers;
    const list = [];
    const add = (mark, label) => list.push(el("li", {}, mark, label));
    const english = zz.state.lang === "en";
    const kinds = new Map();
    const bases = new Set();
    for (const feature of zz.data.geo.elements || []) {
      if (on.has(`st:${feature.structure_id}`)) {
        kinds.set(feature.kind, feature.basis);
        bases.add(feature.basis);
      }
    }
    for (const [kind, basis] of kinds) add(swatch(zz.style.colour(kind), zz.style.DASHED[basis], 0.2), zz.kindName(kind));
    if (on.has("zones")) {
      add(swatch(zz.style.colour("development_zone"), "", 0.08), zz.kindName("development_zone"));
      (zz.data.geo.zones || []).forEach((row) => bases.add(row.basis));
    }
    if (on.has("parks") && (zz.data.geo.parks || []).length) add(swatch(zz.style.colour("user_park"), "", 0.22), zz.t("parks"));
    if (on.has("places") || on.has("sites")) {
      add(dot("#37474F", false), english ? "point, within 2 km" : "点位，误差 2 km 内");
      add(dot("#37474F", true), english ? "point, beyond 2 km" : "点位，误差超过 2 km");
    }
    if (on.has("choropleth")) add(swatch("#08519C", "", 0.6), zz.t("choropleth"));
    if (on.has("projects")) add(dot("#8A6D00", false), zz.t("projects"));
    if (on.has("ground")) {
      add(stroke(zz.style.GROUND.expressway), english ? "expressway" : "高速公路");
      add(stroke(zz.style.GROUND.railway), english ? "railway" : "铁路");
      add(swatch("#9CC7E3", "", 0.9), english ? "water" : "水系");
    }
    const selected = zz.state.selected;
    if (selected && selected.type === "industry") zz.style.RELATIONS.slice(0, 4).forEach((colour, number) => add(swatch(colour, "", 0.28), zz.relationName(number)));
    list.push(el("li", { class: "zz-bases" }, [...bases].map(zz.basisName).join(" · ")));
    if (bases.has("schematic") || bases.has("derived")) list.push(el("li", { class: "zz-bases" }, zz.t("schematicNote")));
    return list;
  }

  zz.legend = function (host) {
    host.replaceChildren(zz.dom.el("ul", {}, rows()));
  };
})((window.zzmap = window.zzmap || {}));
