// Projects on the map: one where it is known to be, a number where several are known to be.
(function (zz) {
  "use strict";

  // Where a project can be shown: the point of its place, else of the zone or district it lies in.
  function anchorOf(place, points) {
    const own = points.get(place.id);
    const over = own ? null : zz.counts.containerOf(place);
    return own || (over && points.get(over.id)) || null;
  }

  // [{id, name, ..., shape, places}]: `places` are the rows of the projects, as marks of counts have it.
  function marks() {
    const points = new Map((zz.data.geo.places || []).map((row) => [row.id, row]));
    const at = new Map();
    for (const project of zz.data.projects.filter(zz.filter.keepsDocument)) {
      for (const number of project.place_ids) {
        const anchor = anchorOf(zz.data.places[number], points);
        if (anchor) at.set(anchor, new Set([...(at.get(anchor) || []), project]));
      }
    }
    return [...at].map(([anchor, rows]) => {
      const projects = [...rows];
      const [one] = projects;
      const said = projects.length === 1
        ? { id: one.id, name: one.name, name_en: one.name_en }
        : { id: anchor.id, name: `${anchor.name}：${projects.length} 个项目`, name_en: `${anchor.name_en}: ${projects.length} projects` };
      return { ...said, kind: "project", basis: anchor.basis, accuracy: anchor.accuracy, source: anchor.source, shape: anchor.shape, over: anchor, places: projects };
    });
  }

  let made = null;
  const all = () => (made = made || marks());
  zz.state.on("filter", () => (made = null));

  // What shows where a project is: the features of its places.
  function features(project) {
    return project.place_ids.map((number) => zz.map.around("place", zz.data.places[number].id)).filter(Boolean);
  }

  zz.projects = {
    single: () => all().filter((mark) => mark.places.length === 1),
    counted: () => all().filter((mark) => mark.places.length > 1),
    features,
  };
})((window.zzmap = window.zzmap || {}));
