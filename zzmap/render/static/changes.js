// The page of what changed between two editions: colours, a list, and what is switched off.

const ZZ_ENGLISH = {
  added: "added",
  dropped: "dropped",
  moved: "moved",
  renamed: "renamed",
  maybe_renamed: "maybe renamed",
  changed: "changed",
  several: "several",
  industry: "Industries",
  place: "Places",
  placement: "Placements",
  project: "Projects",
  indicator: "Indicators",
  unlocated: "places have no position of their own",
  sameness: "sameness",
  threshold: "threshold",
  nothing: "Nothing changed.",
  language: "中文",
  side: "Changes",
};
const ZZ_CHINESE = {
  several: "多种变化",
  unlocated: "个载体没有自己的位置，只列在表中",
  sameness: "相似度",
  threshold: "阈值",
  nothing: "没有变化。",
  language: "English",
  side: "变化",
};

function zzElement(name, text, parent, values = {}) {
  const node = document.createElement(name);
  node.textContent = text;
  Object.entries(values).forEach(([key, value]) => node.setAttribute(key, value));
  parent.append(node);
  return node;
}

/** A name as text: a tooltip reads markup in what is no element. */
function zzText(name) {
  const node = document.createElement("span");
  node.textContent = name;
  return node;
}

export function start(map, data) {
  const chinese = { ...data.words, ...data.subjects, ...ZZ_CHINESE };
  const off = new Set();
  let language = "zh";
  const word = (key) => (language === "zh" ? chinese[key] : ZZ_ENGLISH[key]) || key;
  const colour = (kind) => data.colours[kind] || data.colours.none;
  document.documentElement.lang = "zh-CN";
  const side = zzElement("main", "", document.body, { id: "zz-changes" });
  const line = ([subject, change, before, after, sameness, threshold, oldAt, newAt]) => {
    const both = before && after ? `${before} → ${after}` : before || after;
    const least = threshold === null ? "" : `, ${word("threshold")} ${threshold}`;
    const alike = sameness === null ? "" : ` (${word("sameness")} ${sameness}${least})`;
    return { head: `${word(change)} · ${both}${alike}`, at: [oldAt, newAt].filter(Boolean).join(" → "), subject };
  };
  const ground = L.featureGroup(
    data.ground.map((row) =>
      L.geoJSON(row.shape, {
        interactive: false,
        style: { color: "#6B7785", weight: 1, fillColor: "#F4F1EA", fillOpacity: 1 },
      }).bindTooltip(zzText(row.name), { permanent: true, direction: "center", className: "zz-district" }),
    ),
  ).addTo(map);
  let shapes = L.featureGroup();

  function draw() {
    shapes.remove();
    const look = (kind) => ({ color: "#1b2733", weight: 1.5, fillColor: colour(kind), fillOpacity: 1 });
    const rows = data.places
      .map((place) => {
        const shown = place.rows.filter((row) => !off.has(data.rows[row][1]));
        const kinds = new Set(shown.map((row) => data.rows[row][1]));
        return { ...place, rows: shown, kind: kinds.size === 1 ? [...kinds][0] : "several" };
      })
      .filter((place) => place.rows.length);
    const size = (place) => (place.shape.type === "Point" ? 1 : 0);
    rows.sort((one, other) => size(one) - size(other));
    shapes = L.featureGroup(
      rows.map((place) =>
        L.geoJSON(place.shape, {
          style: look(place.kind),
          pointToLayer: (_, at) => L.circleMarker(at, { radius: 7, ...look(place.kind) }),
        })
          .bindTooltip(zzText(place.name))
          .bindPopup(() => {
            const box = document.createElement("div");
            zzElement("b", place.name, box);
            place.rows.forEach((row) => zzElement("div", line(data.rows[row]).head, box));
            return box;
          }),
      ),
    ).addTo(map);
  }

  function list() {
    side.replaceChildren();
    const other = zzElement("button", word("language"), side, { id: "zz-language", type: "button" });
    other.addEventListener("click", () => {
      language = language === "zh" ? "en" : "zh";
      document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
      list();
      document.getElementById("zz-language").focus();
    });
    zzElement("h1", data.title, side);
    zzElement("p", `${data.old} → ${data.new}`, side);
    const keys = zzElement("div", "", side, { id: "zz-keys" });
    const kinds = Object.keys(data.words).filter((kind) => data.rows.some((row) => row[1] === kind));
    kinds.forEach((kind) => {
      const count = data.rows.filter((row) => row[1] === kind).length;
      const key = zzElement("button", "", keys, { type: "button", "aria-pressed": String(!off.has(kind)) });
      zzElement("i", "", key).style.setProperty("--c", colour(kind));
      key.append(`${word(kind)} ${count}`);
      key.addEventListener("click", () => {
        if (!off.delete(kind)) off.add(kind);
        list();
        draw();
        /** @type {HTMLElement} */ (document.querySelectorAll("#zz-keys button")[kinds.indexOf(kind)]).focus();
      });
    });
    const several = zzElement("p", "", side);
    zzElement("i", "■ ", several).style.color = colour("several");
    several.append(word("several"));
    if (data.unlocated) zzElement("p", `${data.unlocated} ${word("unlocated")}`, side);
    if (!data.rows.length) zzElement("p", word("nothing"), side);
    Object.keys(data.subjects).forEach((subject) => {
      const rows = data.rows.filter((row) => row[0] === subject && !off.has(row[1]));
      if (!rows.length) return;
      zzElement("h2", `${word(subject)} ${rows.length}`, side);
      const items = zzElement("ul", "", side);
      rows.forEach((row) => {
        const told = line(row);
        const item = zzElement("li", told.head, items);
        item.style.setProperty("--c", colour(row[1]));
        if (told.at) zzElement("small", told.at, item);
      });
    });
  }

  L.control.zoom({ position: "topleft" }).addTo(map);
  list();
  draw();
  map.invalidateSize();
  map.fitBounds(ground.getBounds().isValid() ? ground.getBounds() : data.bounds);
}
