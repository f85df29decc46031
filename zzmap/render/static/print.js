// Paper: the map on A3 or A4 with all a map must say, or the sheet alone on A4.
(function (zz) {
  "use strict";

  // Width and height in millimetres of the map on a landscape page, margins and captions off.
  const PAPERS = { "A4 landscape": [277, 160], "A3 landscape": [400, 247] };
  const PIXELS_PER_MM = 96 / 25.4;
  let dialog;

  function page(size) {
    let style = document.getElementById("zz-pagesize");
    if (!style) document.head.append((style = zz.dom.el("style", { id: "zz-pagesize" })));
    style.textContent = `@page { size: ${size}; margin: 10mm; }`;
  }

  function figures(taken, millimetres) {
    const { el } = zz.dom;
    const bar = zz.furniture.scaleBar(taken.metres, 220);
    const width = (bar.pixels / taken.width) * millimetres;
    const ratio = Math.round((taken.metres * taken.width) / (millimetres / 1000) / 1000) * 1000;
    return [
      el("div", { class: "zz-north", role: "img", "aria-label": zz.t("north") }, el("b", {}, zz.t("north")), "▲"),
      el("div", { class: "zz-bar" }, el("span", { style: `width:${width.toFixed(1)}mm` }), `${bar.label} · 1 : ${ratio.toLocaleString("en")}`),
    ];
  }

  async function layOut(paper, title) {
    const { el } = zz.dom;
    const [width, height] = PAPERS[paper];
    const taken = await zz.capture.capture(Math.round(width * PIXELS_PER_MM), Math.round(height * PIXELS_PER_MM));
    const image = el("img", { alt: title, style: `width:${width}mm;height:${height}mm`, src: taken.canvas.toDataURL("image/png") });
    const legend = el("div", { class: "zz-printlegend" });
    zz.legend(legend);
    legend.prepend(el("h2", {}, zz.t("legend")));
    const host = el("section", { id: "zz-print" }, el("h1", {}, title),
      el("div", { class: "zz-printmap", style: `width:${width}mm;height:${height}mm` }, image, legend, figures(taken, width)),
      el("p", {}, zz.furniture.source()));
    await image.decode();
    return host;
  }

  function clear() {
    const old = document.getElementById("zz-print");
    if (old) old.remove();
    document.querySelectorAll(".zz-printfoot").forEach((node) => node.remove());
    document.documentElement.removeAttribute("data-print");
  }

  async function printMap(paper, title) {
    clear();
    zz.say(zz.t("exporting"));
    page(`${paper}`);
    document.body.append(await layOut(paper, title));
    document.documentElement.dataset.print = "map";
    window.print();
  }

  function printSheet() {
    clear();
    document.getElementById("zz-sheet").append(zz.dom.el("p", { class: "zz-printfoot" }, zz.furniture.source()));
    page("A4 portrait");
    document.documentElement.dataset.print = "sheet";
    window.print();
  }

  function ask() {
    const { el } = zz.dom;
    if (dialog) dialog.remove();
    const title = el("input", { id: "zz-print-title", value: zz.furniture.title() });
    const papers = Object.keys(PAPERS).map((paper, at) => el("label", {}, el("input", { type: "radio", name: "zz-paper", value: paper, checked: at === 0 }), ` ${paper.split(" ")[0]} ${zz.t("landscape")}`));
    const submit = (event) => {
      event.preventDefault();
      const paper = dialog.querySelector("[name=zz-paper]:checked").value;
      dialog.close();
      printMap(paper, title.value);
    };
    dialog = el("dialog", { id: "zz-printdialog", "aria-labelledby": "zz-print-head" }, el("form", { onsubmit: submit },
      el("h2", { id: "zz-print-head" }, zz.t("printView")),
      el("label", { for: "zz-print-title" }, zz.t("title")), title,
      el("fieldset", {}, el("legend", {}, zz.t("paper")), papers),
      el("p", { class: "zz-actions" }, el("button", { type: "submit", class: "zz-button" }, zz.t("print")),
        el("button", { type: "button", class: "zz-button", onclick: () => dialog.close() }, zz.t("cancel")))));
    document.body.append(dialog);
    dialog.showModal();
  }

  zz.print = { sheet: printSheet, map: printMap };
  window.addEventListener("afterprint", clear);
  zz.module(() => zz.toolbar.add("print", () => {
    zz.state.setView(null);
    ask();
  }));
})((window.zzmap = window.zzmap || {}));
