// The legend says what is drawn now, and nothing else.
(function (zz) {
  "use strict";

  // A mark says what to draw; the page draws it as SVG, an exported image on its canvas.
  const area = (colour, dash, fill) => ({ shape: "area", colour, dash: dash || "", fill });
  const stroke = (style) => ({ shape: "line", colour: style.color, weight: style.weight + 0.6, dash: style.dashArray || "" });
  const dot = (colour, hollow) => ({ shape: "dot", fill: hollow ? "#fff" : colour, colour: hollow ? colour : "#fff" });

  const SHAPES = {
    area: (mark) => `<rect x="1.5" y="1.5" width="27" height="11" rx="2" fill="${mark.colour}" fill-opacity="${mark.fill}" stroke="${mark.colour}" stroke-width="1.8" stroke-dasharray="${mark.dash}"/>`,
    line: (mark) => `<line x1="1" y1="7" x2="29" y2="7" stroke="${mark.colour}" stroke-width="${mark.weight}" stroke-dasharray="${mark.dash}"/>`,
    dot: (mark) => `<circle cx="15" cy="7" r="5" fill="${mark.fill}" stroke="${mark.colour}" stroke-width="1.6"/>`,
  };

  function svg(mark) {
    const node = zz.dom.el("span", { class: "zz-swatch" });
    node.innerHTML = `<svg width="30" height="14" aria-hidden="true">${SHAPES[mark.shape](mark)}</svg>`;
    return node;
  }

  // [{mark, label}] of what is drawn, then {note} lines.
  function items() {
    const on = zz.state.layers;
    const list = [];
    const add = (mark, label) => list.push({ mark, label });
    const english = zz.state.lang === "en";
    const kinds = new Map();
    const bases = new Set();
    for (const feature of zz.data.geo.elements || []) {
      if (on.has(`st:${feature.structure_id}`)) {
        kinds.set(feature.kind, feature.basis);
        bases.add(feature.basis);
      }
    }
    for (const [kind, basis] of kinds) add(area(zz.style.colour(kind), zz.style.DASHED[basis], 0.2), zz.kindName(kind));
    if (on.has("zones")) {
      add(area(zz.style.colour("development_zone"), "", 0.08), zz.kindName("development_zone"));
      (zz.data.geo.zones || []).forEach((row) => bases.add(row.basis));
    }
    if (on.has("parks") && (zz.data.geo.parks || []).length) add(area(zz.style.colour("user_park"), "", 0.22), zz.t("parks"));
    if (on.has("places") || on.has("sites")) {
      add(dot("#37474F", false), english ? "point, within 2 km" : "点位，误差 2 km 内");
      add(dot("#37474F", true), english ? "point, beyond 2 km" : "点位，误差超过 2 km");
    }
    if (zz.map.counts().length) add(dot("#37474F", true), zz.t("countMark"));
    if (["places", "sites"].some((key) => on.has(key) && (zz.data.geo[key] || []).some(zz.facts.isTold))) {
      add({ shape: "dot", fill: zz.style.colour("place"), colour: zz.style.told.color }, zz.t("toldPoint"));
    }
    if (on.has("choropleth")) add(area("#08519C", "", 0.6), zz.t("choropleth"));
    if (on.has("projects")) add(dot("#8A6D00", false), zz.t("projects"));
    if (on.has("ground")) {
      add(stroke(zz.style.GROUND.expressway), english ? "expressway" : "高速公路");
      add(stroke(zz.style.GROUND.railway), english ? "railway" : "铁路");
      add(area("#9CC7E3", "", 0.9), english ? "water" : "水系");
    }
    const lit = zz.data.byId.industries.get(zz.state.lit);
    const shown = new Set(lit ? zz.hostsOf(lit).rows.map((row) => row.relation) : []);
    zz.state.allRelations().forEach((number) => shown.has(number) && add(area(zz.style.relation(number), "", 0.28), zz.relationName(number)));
    if (bases.size) list.push({ note: [...bases].map(zz.basisName).join(" · ") });
    if (bases.has("schematic") || bases.has("derived")) list.push({ note: zz.t("schematicNote") });
    return list;
  }

  zz.legend = function (host) {
    const { el } = zz.dom;
    host.replaceChildren(el("ul", {}, items().map((item) =>
      item.note ? el("li", { class: "zz-bases" }, item.note) : el("li", {}, svg(item.mark), item.label))));
  };
  zz.legend.items = items;
})((window.zzmap = window.zzmap || {}));
