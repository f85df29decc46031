// What a map on its own must say: title, legend, scale, north, source and date.
(function (zz) {
  "use strict";

  // A round length in metres that is at most `pixels` wide.
  function scaleBar(metres, pixels) {
    const most = metres * pixels;
    const power = 10 ** Math.floor(Math.log10(most));
    const length = [5, 2, 1].map((step) => step * power).find((step) => step <= most);
    return { length, pixels: length / metres, label: length >= 1000 ? `${length / 1000} km` : `${length} m` };
  }

  function title() {
    const theme = zz.data.payload.theme;
    const own = zz.state.lang === "en" ? theme.title_en : theme.title;
    const lit = zz.data.byId.industries.get(zz.state.lit);
    return lit ? `${own} · ${zz.nameOf(lit)}` : own;
  }

  const date = () => new Date().toLocaleDateString("sv"); // ISO 8601, in local time

  // What a file is called by: its subject and the day, without what file systems forbid.
  const fileName = (subject = title()) => `${subject.replace(/[\\/:*?"<>|\u0000-\u001f]/g, " ").trim().slice(0, 80)} ${date()}`;

  function arrow() {
    const node = zz.marks.node("svg", { viewBox: "0 0 20 36", width: 20, height: 36, class: "zz-arrow", role: "img", "aria-label": "N" });
    node.append(zz.marks.node("text", { x: 10, y: 10, "text-anchor": "middle", "font-size": 11, "font-weight": 700, fill: "currentColor" }, "N"), zz.marks.node("path", { d: "M10 13l6 21-6-5-6 5z", fill: "none", stroke: "currentColor", "stroke-width": 1.4 }), zz.marks.node("path", { d: "M10 13l6 21-6-5z", fill: "currentColor" }));
    return node;
  }

  // The source, and what of the drawing is a sketch.
  function sourceWords() {
    const sketchy = zz.composition.shown().some((one) => [...one.zone, ...one.belt, ...one.core].some(({ feature }) => feature.basis !== "surveyed" && feature.basis !== "admin_boundary"));
    return [zz.sourceLine(), sketchy ? zz.t("sketchy") : ""].filter(Boolean).join(zz.state.lang === "en" ? ". " : "。");
  }

  zz.furniture = { arrow, fileName, sourceWords, scaleBar, title, date, source: () => `${zz.sourceLine()} ${zz.data.payload.version} · ${zz.t("made")} ${date()}` };
})((window.zzmap = window.zzmap || {}));
