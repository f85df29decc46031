// Put the page together and keep its parts in step with the state.
(function (zz) {
  "use strict";

  // A page shown inside a notebook's cell has no address of its own to keep or to copy.
  const ADDRESSED = location.protocol !== "about:";

  const modules = [];
  zz.module = (start) => modules.push(start);

  // What the map shows at first: the city; on a phone, where it would be too small to read, the
  // numbered areas and the core.
  function opening(theme) {
    const structures = theme.structures.map((id) => zz.composition.of(id));
    const ends = structures.flatMap((one) => one.ends).map(({ feature }) => feature.shape.coords);
    if (window.innerWidth > 600 || ends.length) return ends.reduce((box, at) => box.extend(at), zz.zoom.home()); // what belts lead to beyond the city
    const parts = structures.flatMap((one) => [...one.core, ...one.zone]);
    const box = L.latLngBounds(parts.filter(({ feature }) => feature.shape.type === "polygon").flatMap(({ feature }) => feature.shape.coords.flat(2)));
    return box.isValid() ? box : mostOf(theme) || zz.zoom.home();
  }

  // Where most marks of a page without a structure lie: all but the outermost tenths.
  function mostOf({ layers }) {
    const shapes = [...(layers.includes("projects") ? zz.projects.shown().lit : []), ...(layers.includes("carriers") ? zz.carriers.points() : [])].map(({ shape }) => shape.coords);
    if (shapes.length < 10) return null;
    const share = (axis, part) => shapes.map((at) => at[axis]).sort((a, b) => a - b)[Math.floor(part * (shapes.length - 1))];
    return L.latLngBounds([[share(0, 0.1), share(1, 0.1)], [share(0, 0.9), share(1, 0.9)]]);
  }

  // Room for the cards that float over the map, and for names beside it.
  const margins = () => (window.innerWidth > 860 ? { paddingTopLeft: [24, 84], paddingBottomRight: [90, 40] } : { paddingTopLeft: [20, 110], paddingBottomRight: [20, 50] });

  function shell(mapNode) {
    const { el } = zz.dom;
    const theme = zz.data.payload.theme;
    const parts = {};
    parts.title = el("h1", {});
    parts.subtitle = el("p", { class: "zz-subtitle" });
    parts.language = el("button", { type: "button", class: "zz-button zz-language", onclick: () => zz.state.setLang(zz.state.lang === "zh" ? "en" : "zh") });
    parts.copy = el("button", { type: "button", class: "zz-button", hidden: !ADDRESSED, onclick: copyLink });
    parts.menu = el("button", { type: "button", class: "zz-button zz-menu", "aria-expanded": "false", "aria-controls": "zz-side", onclick: toggleMenu });
    parts.search = el("div", { class: "zz-search" });
    parts.chip = el("p", { class: "zz-litchip", hidden: true });
    parts.tools = el("div", { class: "zz-tools" }, parts.copy, parts.language);
    parts.tabs = el("nav", { class: "zz-tabs" });
    parts.tree = el("nav", { id: "zz-tree" });
    parts.legend = el("div", { id: "zz-legend" });
    parts.treeTitle = el("h2", {});
    parts.stack = el("div", { id: "zz-stack" });
    parts.legendTitle = el("summary", {});
    parts.side = el("aside", { id: "zz-side" }, parts.treeTitle, parts.tree);
    parts.legendCard = el("details", { id: "zz-legendcard", open: window.innerWidth > 1100 }, parts.legendTitle, parts.legend, parts.stack);
    parts.close = el("button", { type: "button", class: "zz-button zz-close", onclick: () => zz.state.select(null) }, "×");
    parts.sheet = el("article", { id: "zz-sheet", tabindex: "0" });
    parts.panel = el("aside", { id: "zz-panel", hidden: true }, parts.close, parts.sheet);
    parts.source = el("p", { id: "zz-source" });
    parts.skip = el("a", { class: "zz-skip", href: "#zz-sheet", onclick: (event) => { event.preventDefault(); (parts.panel.hidden ? document.getElementById("zz-search") : parts.sheet).focus(); } });
    parts.message = el("div", { id: "zz-message", role: "status", "aria-live": "polite" });
    const stage = el("main", { id: "zz-stage" }, mapNode, parts.legendCard, el("div", { id: "zz-furniture" }, zz.furniture.arrow(), parts.source));
    const rail = el("div", { class: "zz-rail" }, parts.tabs, el("span", { class: "zz-space" }), parts.menu, parts.tools);
    const card = el("div", { id: "zz-card" }, parts.title, parts.subtitle, el("div", { class: "zz-searchrow" }, parts.search, parts.chip));
    const app = el("div", { id: "zz-app" }, parts.skip, el("header", { id: "zz-head" }, rail, card), parts.side, stage, parts.panel, parts.message);
    document.body.prepend(app);
    let was = parts.legendCard.open; // a card that is open from the start says so once, too
    parts.legendCard.addEventListener("toggle", () => { if (was !== parts.legendCard.open) zz.labels.draw(); was = parts.legendCard.open; });
    parts.theme = theme;
    return parts;

    function toggleMenu() {
      const open = app.classList.toggle("zz-open");
      parts.menu.setAttribute("aria-expanded", String(open));
      parts.menu.setAttribute("aria-pressed", String(open));
    }
  }

  // The pages built beside this one; a page on its own has none to lead to.
  function tabs() {
    const { el } = zz.dom;
    const { tabs: pages, theme } = zz.data.payload;
    if (!pages || pages.length < 2 || !ADDRESSED) return [];
    return pages.map((page) => el("a", { href: page.file, class: "zz-tab", "aria-current": page.file === theme.file ? "page" : null }, zz.icons.of(page), wordwise(tabName(page))));
  }

  // Chinese that may break between words alone, where the browser knows words.
  const segmenter = Intl.Segmenter ? new Intl.Segmenter("zh", { granularity: "word" }) : null;
  const wordwise = (text) => (segmenter ? zz.dom.el("span", { class: "zz-wordwise" }, [...segmenter.segment(text)].flatMap(({ segment }, at) => (at ? [zz.dom.el("wbr", {}), segment] : [segment]))) : zz.dom.el("span", {}, text));

  // A page's title without the city's name and what all maps are called.
  function tabName(page) {
    const { city } = zz.data.payload;
    if (zz.state.lang === "en") return page.title_en.replace(` of ${city.name_en}`, "").replace(`${city.name_en}'s `, "").replace(`${city.name_en} `, "");
    return zz.briefName(page.title).replace(/(的)?(空间)?(布局|分布)?(图)?$/, "") || page.title;
  }

  // The plan's own name for what is drawn, above the page's title; of several structures the page's.
  function headings(theme) {
    const english = zz.state.lang === "en";
    const own = english ? theme.title_en : theme.title;
    const structures = theme.structures.map((id) => zz.data.byId.structures.get(id)).filter(Boolean).map(zz.nameOf);
    return structures.length === 1 ? [structures[0], [own, shared(theme)].filter(Boolean).join(english ? ": " : "：")] : [own, ""];
  }

  // What every belt of a structure of belts alone is for, in the page's language.
  function shared(theme) {
    const parts = zz.composition.of(theme.structures[0]);
    if (!parts.ends.length) return "";
    const lists = parts.belt.map(({ element }) => element.functions);
    const named = (text) => zz.data.industries.find((row) => row.name === text || row.aliases.includes(text) || row.name === `${text}产业`);
    const words = lists[0].filter((text) => lists.every((list) => list.includes(text))).map((text) => [text, named(text)]);
    return zz.state.lang === "en" ? words.map(([, row]) => row && zz.nameOf(row)).filter(Boolean).join(", ") : words.map(([text]) => text).join("、");
  }

  // Of a page with several structures: one is drawn at a time, each of these shows its own.
  function structureChoice(theme) {
    const { el } = zz.dom;
    const { state, data } = zz;
    const rows = theme.structures.map((id) => data.byId.structures.get(id)).filter(Boolean);
    if (rows.length < 2) return [];
    return [el("span", { class: "zz-choices", role: "group", "aria-label": zz.t("structureChoice") }, rows.map((row) => el("button", {
      type: "button", class: "zz-toggle", "data-structure": row.id, "aria-pressed": String(state.layers.has(`st:${row.id}`)), onclick: () => show(row),
    }, zz.nameOf(row))))];

    function show(row) {
      for (const other of rows) state.setLayer(`st:${other.id}`, other === row);
      if (theme.layers.includes("sites")) state.setLayer("sites", hasSites(row.id));
    }
  }

  const hasSites = (id) => zz.data.sites.some((site) => zz.data.structures[zz.data.elements[site.element_id].structure_id].id === id);

  // What a page shows at first: its layers and the first of its structures.
  const firstLayers = ({ layers, structures }) => [...layers, ...structures.slice(0, 1).map((id) => `st:${id}`)];

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
    [parts.title.textContent, parts.subtitle.textContent] = headings(parts.theme);
    choices(parts);
    document.title = english ? parts.theme.title_en : parts.theme.title;
    parts.tabs.setAttribute("aria-label", zz.t("tabs"));
    parts.tabs.replaceChildren(...tabs());
    parts.language.replaceChildren(zz.icons.icon("language"), zz.dom.el("span", {}, zz.t("language")));
    parts.language.lang = english ? "zh-CN" : "en";
    parts.copy.replaceChildren(zz.icons.icon("copy"), zz.dom.el("span", {}, zz.t("copy")));
    parts.menu.replaceChildren(zz.icons.icon("menu"), wordwise(zz.t("menu")));
    parts.skip.textContent = zz.t("skip");
    parts.treeTitle.textContent = zz.t("layers");
    parts.legendTitle.textContent = zz.t("legend");
    parts.side.setAttribute("aria-label", zz.t("menu"));
    parts.tree.setAttribute("aria-label", zz.t("layers"));
    parts.panel.setAttribute("aria-label", zz.t("hosts"));
    parts.close.setAttribute("aria-label", zz.t("close"));
    parts.source.textContent = zz.furniture.sourceWords();
    litChip(parts);
    parts.search.replaceChildren(zz.search.box());
    zz.tree(parts.tree);
    zz.legend(parts.legend);
    zz.stack.draw(parts.stack);
    zz.sheet(parts.sheet, zz.state.selected);
  }

  function choices(parts) {
    const made = structureChoice(parts.theme);
    if (made.length) parts.subtitle.replaceChildren(...made);
  }

  function markChoices(parts) {
    for (const node of parts.subtitle.querySelectorAll("[data-structure]")) node.setAttribute("aria-pressed", String(zz.state.layers.has(`st:${node.dataset.structure}`)));
  }

  // The lit industry beside the search, with the way to put it out.
  function litChip(parts) {
    const industry = zz.data.byId.industries.get(zz.state.lit);
    parts.chip.hidden = !industry;
    document.getElementById("zz-app").classList.toggle("zz-islit", Boolean(industry));
    parts.chip.replaceChildren(...(industry ? [zz.dom.el("button", { type: "button", "aria-label": `${zz.t("clearLit")}：${zz.nameOf(industry)}`, onclick: () => zz.state.select(null) }, zz.nameOf(industry), " ✕")] : []));
  }

  function connect(map, parts) {
    let numbered = null;
    const remember = () => !ADDRESSED || zz.capture.busy() || zz.trail.note();
    zz.state.on("layers", (key) => {
      zz.legend(parts.legend);
      zz.stack.draw(parts.stack);
      markChoices(parts);
      const box = parts.tree.querySelector(`[data-layer="${key}"]`);
      if (box) box.checked = zz.state.layers.has(key);
      remember();
    });
    zz.state.on("select", (selected) => {
      parts.panel.hidden = !selected;
      litChip(parts);
      zz.sheet(parts.sheet, selected);
      zz.legend(parts.legend);
      map.invalidateSize({ animate: false });
      remember();
    });
    zz.state.on("filter", () => {
      zz.sheet(parts.sheet, zz.state.selected);
      zz.legend(parts.legend);
    });
    zz.state.on("stack", () => { zz.stack.draw(parts.stack); remember(); });
    const near = () => document.getElementById("zz-app").classList.toggle("zz-near", zz.style.near());
    zz.state.on("labels", near);
    zz.state.on("labels", () => { // what has a number and no name is another at each zoom
      const list = zz.labels.unnamed().map(({ number, name }) => `${number} ${name}`).join();
      if (list !== numbered && !zz.capture.busy()) zz.legend(parts.legend);
      numbered = list;
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

  zz.TABLES = { place: "places", industry: "industries", element: "elements", project: "projects", site: "sites", park: "parks", enterprise: "enterprises", opened: "opened" };

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
    zz.state.stack = wanted.stack || zz.stack.usual();
    const parts = shell(map.getContainer());
    zz.zoom.prepare(map);
    const view = zz.zoom.mended(wanted.view);
    // Size and view first: what is added after is drawn once, not at each step.
    map.invalidateSize({ animate: false });
    zz.map.opening = () => [opening(theme), { snap: 0, ...margins() }];
    if (view) map.setView([view.lat, view.lng], view.zoom, { animate: false });
    else zz.zoom.whole();
    zz.map.init(map);
    zz.style.defs(map.getContainer());
    L.control.zoom({ position: "topright", zoomInTitle: "+", zoomOutTitle: "−" }).addTo(map);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    const first = wanted.layers || firstLayers(theme);
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
