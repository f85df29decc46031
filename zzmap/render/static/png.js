// The view as a PNG with title, legend, scale, north, source and date.
(function (zz) {
  "use strict";

  const FONT = '"Noto Sans CJK SC","Microsoft YaHei","PingFang SC","Hiragino Sans GB",sans-serif';
  const HEAD = 52;
  const FOOT = 30;
  const INK = "#1d2733";

  function write(context, text, x, y, size, weight) {
    context.font = `${weight || 400} ${size}px ${FONT}`;
    context.fillStyle = INK;
    context.fillText(text, x, y);
  }

  function box(context, x, y, width, height) {
    context.fillStyle = "rgba(255,255,255,.92)";
    context.fillRect(x, y, width, height);
    context.strokeStyle = "#aab3bd";
    context.lineWidth = 1;
    context.strokeRect(x, y, width, height);
  }

  function mark(context, item, x, y) {
    context.save();
    context.strokeStyle = item.colour;
    context.fillStyle = item.fill && item.shape === "dot" ? item.fill : item.colour;
    context.lineWidth = item.weight || 1.8;
    context.setLineDash((item.dash || "").split(" ").filter(Boolean).map(Number));
    context.beginPath();
    if (item.shape === "dot") context.arc(x + 15, y, 5, 0, 7);
    else if (item.shape === "line") {
      context.moveTo(x, y);
      context.lineTo(x + 30, y);
    } else context.rect(x + 1.5, y - 5.5, 27, 11);
    if (item.shape !== "line") {
      context.globalAlpha = item.shape === "area" ? item.fill : 1;
      context.fill();
      context.globalAlpha = 1;
    }
    context.stroke();
    context.restore();
  }

  function legend(context, bottom) {
    const items = zz.legend.items();
    context.font = `400 12px ${FONT}`;
    const text = (item) => item.note || item.label;
    const width = Math.max(90, ...items.map((item) => context.measureText(text(item)).width + (item.note ? 0 : 40))) + 24;
    const height = items.length * 20 + 34;
    const [x, y] = [12, bottom - height - 12];
    box(context, x, y, width, height);
    write(context, zz.t("legend"), x + 12, y + 18, 13, 600);
    items.forEach((item, at) => {
      const line = y + 40 + at * 20;
      if (item.mark) mark(context, item.mark, x + 12, line);
      write(context, text(item), x + (item.note ? 12 : 52), line, 12);
    });
  }

  function scale(context, taken, right, bottom) {
    const bar = zz.furniture.scaleBar(taken.metres, 160);
    const [x, y] = [right - bar.pixels - 26, bottom - 24];
    box(context, x - 12, y - 22, bar.pixels + 26, 34);
    context.strokeStyle = INK;
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(x, y - 4);
    context.lineTo(x, y + 4);
    context.lineTo(x + bar.pixels, y + 4);
    context.lineTo(x + bar.pixels, y - 4);
    context.stroke();
    write(context, bar.label, x + 4, y - 8, 12);
  }

  function north(context, right, top) {
    const x = right - 34;
    box(context, x - 16, top + 12, 34, 52);
    context.fillStyle = INK;
    context.beginPath();
    context.moveTo(x + 1, top + 34);
    context.lineTo(x - 8, top + 60);
    context.lineTo(x + 1, top + 54);
    context.lineTo(x + 10, top + 60);
    context.fill();
    context.textAlign = "center";
    write(context, zz.t("north"), x + 1, top + 24, 13, 700);
    context.textAlign = "left";
  }

  function compose(taken) {
    const sheet = document.createElement("canvas");
    const height = taken.height + HEAD + FOOT;
    sheet.width = taken.width * 2;
    sheet.height = height * 2;
    const context = sheet.getContext("2d");
    context.scale(2, 2);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, taken.width, height);
    context.textBaseline = "middle";
    write(context, zz.furniture.title(), 16, HEAD / 2, 21, 600);
    context.drawImage(taken.canvas, 0, HEAD, taken.width, taken.height);
    legend(context, HEAD + taken.height);
    scale(context, taken, taken.width, HEAD + taken.height);
    north(context, taken.width, HEAD);
    write(context, zz.furniture.source(), 16, HEAD + taken.height + FOOT / 2, 12);
    return sheet;
  }

  function save(blob, name) {
    const link = zz.dom.el("a", { href: URL.createObjectURL(blob), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  async function exportPng() {
    zz.say(zz.t("exporting"));
    const size = zz.leaflet.getSize();
    const sheet = compose(await zz.capture.capture(Math.max(size.x, 1200), Math.max(size.y, 800)));
    const blob = await new Promise((done) => sheet.toBlob(done, "image/png"));
    if (!blob) return zz.say(zz.t("exportFailed"));
    save(blob, `zzmap-${zz.furniture.date()}.png`);
    return zz.say(zz.t("exported"));
  }

  zz.module(() => zz.toolbar.add("exportPng", () => {
    zz.state.setView(null);
    exportPng();
  }));
})((window.zzmap = window.zzmap || {}));
