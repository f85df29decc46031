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

  zz.furniture = { scaleBar, title, date, source: () => `${zz.sourceLine()} ${zz.data.payload.version} · ${zz.t("made")} ${date()}` };
})((window.zzmap = window.zzmap || {}));
