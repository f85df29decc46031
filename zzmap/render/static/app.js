// Put the page together and keep its parts in step with the state.
(function (zz) {
  "use strict";

  // A page shown inside a notebook's cell has no address of its own to keep or to copy.
  const ADDRESSED = location.protocol !== "about:";

  const modules = [];
  zz.module = (start) => modules.push(start);

  function shell(mapNode) {
    const { el } = zz.dom;
    const theme = zz.data.payload.theme;
    const parts = {};
    parts.title = el("h1", {});
    parts.language = el("button", { type: "button", class: "zz-button zz-language", onclick: () => zz.state.setLang(zz.state.lang === "zh" ? "en" : "zh") });
    parts.copy = el("button", { type: "button", class: "zz-button", hidden: !ADDRESSED, onclick: copyLink });
    parts.menu = el("button", { type: "button", class: "zz-button zz-menu", "aria-expanded": "false", "aria-controls": "zz-side", onclick: toggleMenu });
    parts.search = el("div", { class: "zz-search" });
    parts.tools = el("div", { class: "zz-tools" }, parts.copy, parts.language);
    parts.tree = el("nav", { id: "zz-tree" });
    parts.legend = el("div", { id: "zz-legend" });
    parts.treeTitle = el("h2", {});
    parts.legendTitle = el("h2", {});
    parts.side = el("aside", { id: "zz-side" }, parts.treeTitle, parts.tree, parts.legendTitle, parts.legend);
    parts.close = el("button", { type: "button", class: "zz-button zz-close", onclick: () => zz.state.select(null) }, "×");
    parts.sheet = el("article", { id: "zz-sheet", tabindex: "0" });
    parts.panel = el("aside", { id: "zz-panel", hidden: true }, parts.close, parts.sheet);
    parts.source = el("p", { id: "zz-source" });
    parts.skip = el("a", { class: "zz-skip", href: "#zz-sheet", onclick: (event) => { event.preventDefault(); (parts.panel.hidden ? document.getElementById("zz-search") : parts.sheet).focus(); } });
    parts.message = el("div", { id: "zz-message", role: "status", "aria-live": "polite" });
    const stage = el("main", { id: "zz-stage" }, mapNode, parts.source);
    const app = el("div", { id: "zz-app" }, parts.skip, el("header", { id: "zz-head" }, parts.menu, parts.title, parts.search, parts.tools), parts.side, stage, parts.panel, parts.message);
    document.body.prepend(app);
    parts.theme = theme;
    return parts;

    function toggleMenu() {
      const open = app.classList.toggle("zz-open");
      parts.menu.setAttribute("aria-expanded", String(open));
    }
  }

  function copyLink() {
    const text = location.href;
    const done = () => say(zz.t("copied"));
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, () => fallback(text, done));
    else fallback(text, done);
  }

  function fallback(text, done) {
    const area = zz.dom.el("textarea", {}, text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    done();
  }

  zz.say = say;
  zz.copy = function (text) {
    const done = () => say(`${zz.t("copiedText")}${text}`);
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, () => fallback(text, done));
    else fallback(text, done);
  };

  function say(text) {
    const node = document.getElementById("zz-message");
    node.textContent = text;
    node.classList.add("zz-shown");
    setTimeout(() => node.classList.remove("zz-shown"), 2500);
  }

  function words(parts) {
    const english = zz.state.lang === "en";
    document.documentElement.lang = english ? "en" : "zh-CN";
    parts.title.textContent = english ? parts.theme.title_en : parts.theme.title;
    document.title = parts.title.textContent;
    parts.language.textContent = zz.t("language");
    parts.language.lang = english ? "zh-CN" : "en";
    parts.copy.textContent = zz.t("copy");
    parts.menu.textContent = zz.t("menu");
    parts.skip.textContent = zz.t("skip");
    parts.treeTitle.textContent = zz.t("layers");
    parts.legendTitle.textContent = zz.t("legend");
    parts.side.setAttribute("aria-label", zz.t("menu"));
    parts.tree.setAttribute("aria-label", zz.t("layers"));
    parts.panel.setAttribute("aria-label", zz.t("hosts"));
    parts.close.setAttribute("aria-label", zz.t("close"));
    parts.source.textContent = zz.sourceLine();
    parts.search.replaceChildren(zz.search.box());
    zz.tree(parts.tree);
    zz.legend(parts.legend);
    zz.sheet(parts.sheet, zz.state.selected);
  }

  function connect(map, parts) {
    const remember = () => !ADDRESSED || zz.capture.busy() || zz.trail.note();
    zz.state.on("layers", (key) => {
      zz.legend(parts.legend);
      const box = parts.tree.querySelector(`[data-layer="${key}"]`);
      if (box) box.checked = zz.state.layers.has(key);
      remember();
    });
    zz.state.on("select", (selected) => {
      parts.panel.hidden = !selected;
      zz.sheet(parts.sheet, selected);
      zz.legend(parts.legend);
      map.invalidateSize({ animate: false });
      remember();
    });
    zz.state.on("filter", () => {
      zz.sheet(parts.sheet, zz.state.selected);
      zz.legend(parts.legend);
    });
    for (const event of ["filter", "view", "table", "matrix", "compare"]) zz.state.on(event, remember);
    zz.state.on("lang", () => { words(parts); remember(); });
    map.on("moveend", remember);
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !/INPUT|TEXTAREA/.test(document.activeElement.tagName)) {
        event.preventDefault();
        document.getElementById("zz-search").focus();
      } else if (event.key === "Escape" && zz.state.selected && !zz.state.view && !document.querySelector("dialog[open]")) zz.state.select(null);
    });
  }

  // Choose something by search or link: open its sheet, bring it into view, read it out.
  zz.go = function (type, id, lit) {
    const to = zz.data.entity(type, id);
    zz.state.setView(null);
    zz.state.select(to.type, to.id, lit);
    zz.map.flyTo(zz.state.selected);
    const title = document.querySelector("#zz-sheet h2");
    if (title) title.focus({ preventScroll: true });
  };

  zz.TABLES = { place: "places", industry: "industries", element: "elements", project: "projects", site: "sites", park: "parks" };

  // Whether an address names something this page has.
  zz.known = function (selected) {
    const table = selected && zz.data.byId[zz.TABLES[selected.type]];
    return Boolean(table && table.has(selected.id));
  };

  zz.start = function (map) {
    const payload = document.getElementById("zz-payload");
    zz.load(JSON.parse(payload.textContent));
    payload.remove();
    const theme = zz.data.payload.theme;
    const wanted = zz.state.fromHash(location.hash);
    if (wanted.lang) zz.state.lang = wanted.lang;
    zz.state.relations = new Set(wanted.relations && wanted.relations.length ? wanted.relations : zz.state.allRelations());
    zz.state.document = wanted.document || null;
    zz.state.view = wanted.page || null;
    zz.state.table = wanted.table || null;
    zz.state.compare = zz.compare.known(wanted.compare || []);
    Object.assign(zz.state.matrix, wanted.matrix);
    const parts = shell(map.getContainer());
    zz.zoom.prepare(map);
    const view = zz.zoom.mended(wanted.view);
    // Size and view first: what is added after is drawn once, not at each step.
    map.invalidateSize({ animate: false });
    if (view) map.setView([view.lat, view.lng], view.zoom, { animate: false });
    else zz.zoom.whole();
    zz.map.init(map);
    L.control.zoom({ position: "topright", zoomInTitle: "+", zoomOutTitle: "−" }).addTo(map);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    const first = wanted.layers || [...theme.layers, ...theme.structures.map((id) => `st:${id}`)];
    if (zz.data.geo.parks.length && !wanted.layers) first.push("parks");
    for (const key of first.filter(zz.map.has)) {
      zz.state.layers.add(key);
      zz.map.sync(key);
    }
    zz.labels.init(map);
    words(parts);
    connect(map, parts);
    zz.pick.start(map);
    if (zz.known(wanted.selected)) {
      const to = zz.data.entity(wanted.selected.type, wanted.selected.id);
      zz.state.select(to.type, to.id, wanted.lit);
      if (!view) zz.map.flyTo(zz.state.selected);
    }
    modules.forEach((start) => start(map, parts));
    zz.labels.draw();
    zz.app = {
      visibleLabels: zz.labels.visible,
      counts: () => zz.map.counts().map((mark) => ({ id: mark.id, places: mark.places.map((row) => row.id), at: mark.shape.coords })),
      visibleLayers: () => [...zz.state.layers].filter((key) => zz.map.groups[key] && map.hasLayer(zz.map.groups[key])),
      select: zz.go,
      compare: (type, id) => zz.compare.toggle(type, id),
      ask: (text) => {
        const { reading, rows, leftOut, refused } = zz.search.ask(text);
        return { understood: zz.question.understood(reading), unknown: reading.unknown, rows: rows.map(zz.answer.told), leftOut, refused };
      },
      find: (text, kinds) => zz.search.find(text, kinds).map(({ kind, id, way, term }) => ({ kind, id, way, term })),
    };
    if (ADDRESSED) zz.trail.start(map);
    if (wanted.view && !view) say(zz.t("addressMended"));
    document.documentElement.dataset.ready = "true";
    setTimeout(zz.search.prepare, 500); // when the map is drawn
  };
})((window.zzmap = window.zzmap || {}));
