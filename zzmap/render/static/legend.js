// The legend says what is drawn now, and nothing else.
(function (zz) {
  "use strict";

  // A mark is SVG of 34 by 16, in the map's own strokes and fills; paper and image draw it as well.
  const { ink } = zz.style;
  const area = (fill, line) => `<rect x="1.5" y="2" width="31" height="12" rx="2" fill="${fill}" stroke="${line || ink("district")}" stroke-width="1"/>`;
  const stroke = (colour, weight) => `<line x1="1" y1="8" x2="33" y2="8" stroke="${colour}" stroke-width="${weight}"/>`;
  const ribbon = () => `<line x1="7" y1="8" x2="27" y2="8" stroke="${ink("belt")}" stroke-width="11" stroke-linecap="round"/>`;
  const dot = (fill, colour, weight = 1.6) => `<circle cx="17" cy="8" r="5" fill="${fill}" stroke="${colour}" stroke-width="${weight}"/>`;
  const strip = (count) => Array.from({ length: count }, (_, at) => `<rect x="${1 + (at * 32) / count}" y="2" width="${32 / count}" height="12" fill="${zz.style.zoneInk(at)}"/>`).join("");
  const square = () => `<rect x="9.5" y="1" width="14" height="14" rx="3" fill="${ink("card")}" stroke="${ink("disc")}" stroke-width="1.4"/><text x="16.5" y="12" text-anchor="middle" font-size="10" font-weight="700" fill="${ink("ink")}">1</text>`;
  const letter = (number) => `<rect x="1.5" y="1" width="31" height="14" rx="3" fill="${zz.style.relationFill(number)}"/><rect x="10" y="1.5" width="14" height="13" rx="2.5" fill="${zz.style.relationInk(number)}"/><text x="17" y="12" text-anchor="middle" font-size="10.5" font-weight="700" fill="${zz.style.letterInk(number)}">${zz.relationLetter(number)}</text>`;

  function svg(mark) {
    const node = zz.dom.el("span", { class: "zz-swatch" });
    node.innerHTML = `<svg width="34" height="16" viewBox="0 0 34 16" aria-hidden="true">${mark}</svg>`;
    return node;
  }

  const SIGNS = { core: "核心", belt: "带廊", zone: "区极", points: "点" };

  // What a structure's name calls a group of its elements (两带), or the elements' own, else their kind.
  function groupName(parts, role) {
    const called = zz.state.lang === "en" ? null : parts.structure.name.match(new RegExp(`[一二两三四五六七八九十多][${SIGNS[role]}]`));
    if (called && new Set(parts[role].map(({ element }) => element && element.kind)).size < 2) return called[0];
    if (role === "points") return zz.kindName(role);
    const names = parts[role].map(({ element }) => (zz.state.lang === "en" ? element.name_en : element.name));
    const heads = names.map((name) => (name.match(/^([^：:]{1,8})[：:]/) || [])[1]);
    const own = heads[0] && heads.every((head) => head === heads[0]) ? heads[0] : "";
    return own || (parts[role].length === 1 ? zz.shortName(parts[role][0].feature) : zz.kindName(parts[role][0].element.kind));
  }

  function structureItems(parts, add) {
    if (parts.core.length) add(area(ink("core"), ink("core")), groupName(parts, "core"));
    if (parts.belt.length) add(ribbon(), groupName(parts, "belt"));
    if (parts.zone.length) add(strip(parts.zone.length), `${groupName(parts, "zone")} 1–${parts.zone.length}`.replace(" 1–1", ""));
    if (parts.points.length) add(square(), `${groupName(parts, "points")} 1–${parts.points.length}`);
    if (parts.belt.some((part) => zz.composition.ties(part).length)) add(stroke(ink("belt"), 1.25), zz.t("ties"));
  }

  function litItems(add) {
    const lit = zz.data.byId.industries.get(zz.state.lit);
    if (!lit) return;
    const shown = new Set(zz.hostsOf(lit).rows.map((row) => row.relation));
    zz.state.allRelations().forEach((number) => shown.has(number) && add(letter(number), zz.relationName(number)));
    if (zz.composition.shown().length) add(area(ink("faded-2"), ink("faded-3")), zz.t("restOfPlan"));
  }

  // [{mark, label}] of what is drawn, lit first, then in drawing order; then {note} lines.
  function items() {
    const on = zz.state.layers;
    const { geo } = zz.data;
    const list = [];
    const add = (mark, label) => list.push({ mark, label });
    const english = zz.state.lang === "en";
    const has = (key) => on.has(key) && (geo[key] || []).length;
    litItems(add);
    const structures = zz.composition.shown();
    if (!zz.state.lit) for (const parts of structures) structureItems(parts, add);
    const bases = new Set(structures.flatMap((one) => [...one.core, ...one.belt, ...one.zone]).map(({ feature }) => feature.basis));
    if (has("zones")) {
      add(area(ink("area"), ink("area-line")), zz.kindName("development_zone"));
      geo.zones.forEach((row) => bases.add(row.basis));
    }
    if (has("parks")) add(area("rgba(178,24,43,.22)", zz.style.colour("user_park")), zz.t("parks"));
    if (has("places") || has("sites")) {
      add(dot("#37474F", "#fff"), english ? "point, within 2 km" : "点位，误差 2 km 内");
      add(dot("#fff", "#37474F"), english ? "point, beyond 2 km" : "点位，误差超过 2 km");
    }
    if (zz.map.counts().length) add(dot(ink("card"), ink("soft")), zz.t("countMark"));
    if (["places", "sites"].some((key) => on.has(key) && (geo[key] || []).some(zz.facts.isTold))) add(dot(zz.style.colour("place"), zz.style.told.color), zz.t("toldPoint"));
    if (on.has("choropleth")) for (const [number, [low, high]] of zz.classes.placements().ranges) add(area(ink(`class-${number}`)), `${zz.t("choropleth")} ${low === high ? low : `${low}–${high}`}`);
    if (on.has("projects")) add(dot(ink("zone-1"), ink("disc")), zz.t("projects"));
    if (on.has("districts")) {
      if ((geo.city || []).length) add(stroke(ink("city"), 1.6), zz.t("cityLine"));
      add(stroke(ink("district"), 1.2), zz.t("districtLine"));
    }
    if (on.has("ground")) {
      const kinds = new Set((geo.ground || []).map((row) => row.kind));
      if (["river", "lake", "stream"].some((kind) => kinds.has(kind))) add(area(ink("water"), ink("water")), english ? "water" : "河湖");
      if (kinds.has("expressway")) add(stroke(ink("road"), 2.4), english ? "expressway" : "高速公路");
      if (kinds.has("railway")) add(stroke(ink("rail"), 1.6), english ? "railway" : "铁路");
    }
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
