// A page over the map, such as the matrix: one at a time, the map behind it out of reach.
(function (zz) {
  "use strict";

  const pages = {};
  let host;
  let opener = null; // what had the focus before a page lay over the map

  function show() {
    const page = pages[zz.state.view];
    host.hidden = !page;
    for (const id of ["zz-side", "zz-stage", "zz-panel"]) document.getElementById(id).inert = Boolean(page);
    if (!page) return host.replaceChildren();
    host.setAttribute("aria-label", zz.t(page.title));
    return page.draw(host);
  }

  // A page's heading with the way back.
  function heading(title, ...tools) {
    const { el } = zz.dom;
    return el("div", { class: "zz-pagehead" }, el("h2", { tabindex: "-1" }, title), tools,
      el("button", { type: "button", class: "zz-button zz-back", onclick: () => zz.state.setView(null) }, zz.t("backToMap")));
  }

  zz.view = {
    add: (name, page) => (pages[name] = page),
    heading,
    redraw: () => zz.state.view && show(),
  };

  zz.module((map) => {
    host = zz.dom.el("section", { id: "zz-page", class: "zz-page", hidden: true });
    document.getElementById("zz-stage").after(host);
    zz.state.on("view", (view) => {
      if (view && !host.contains(document.activeElement)) opener = document.activeElement;
      show();
      const title = host.querySelector("h2");
      if (title) title.focus({ preventScroll: true });
      else {
        map.invalidateSize({ animate: false });
        if (opener && opener.isConnected) opener.focus({ preventScroll: true });
      }
    });
    for (const event of ["lang", "filter"]) zz.state.on(event, zz.view.redraw);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && zz.state.view && !event.defaultPrevented) zz.state.setView(null);
    });
    show();
  });
})((window.zzmap = window.zzmap || {}));
