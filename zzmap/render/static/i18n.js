// Every word of the interface, in Chinese and English.
(function (zz) {
  "use strict";

  const WORDS = {
    search: ["搜索产业、环节、载体、项目、企业、景点（支持拼音）", "Search industry, place, project, enterprise, site (pinyin too)"],
    searchLabel: ["搜索", "Search"],
    nothing: ["没有找到。试试：智能传感器、盾构、郑州高新区、zncgq", "Nothing found. Try 智能传感器, 盾构, 郑州高新区 or zncgq"],
    results: ["个结果", "results"],
    layers: ["图层", "Layers"],
    legend: ["图例", "Legend"],
    close: ["关闭", "Close"],
    print: ["打印", "Print"],
    copy: ["复制链接", "Copy link"],
    copied: ["链接已复制", "Link copied"],
    exportPng: ["导出 PNG", "Export PNG"],
    language: ["English", "中文"],
    skip: ["跳到详情面板", "Skip to the sheet"],
    menu: ["图层与图例", "Layers and legend"],
    base: ["底图", "Ground"],
    districts: ["行政区", "Districts"],
    ground: ["河流、道路、铁路", "Rivers, roads, railways"],
    neighbours: ["周边城市", "Neighbour cities"],
    carriers: ["空间载体", "Carriers"],
    zones: ["开发区与园区（面）", "Zones and parks (areas)"],
    places: ["全部载体（点）", "All carriers (points)"],
    sites: ["遗址与景点", "Heritage sites and attractions"],
    parks: ["用户园区", "User parks"],
    themes: ["专题", "Themes"],
    choropleth: ["各区县产业布局数量", "Placements by district"],
    projects: ["重点项目", "Key projects"],
    online: ["在线底图（需要网络）", "Online basemaps (need the network)"],
    none: ["无", "None"],
    unlocated: ["未定位", "Not located"],
    unlocatedHelp: ["规划提到、但位置未知，不上图", "Named by the plans, position unknown, not drawn"],
    hosts: ["承载产业", "Hosts"],
    hostedBy: ["布局载体", "Placed at"],
    below: ["下属环节", "Segments"],
    above: ["上级产业", "Part of"],
    structures: ["空间结构", "Structures"],
    members: ["成员", "Members"],
    functions: ["功能", "Functions"],
    area: ["面积", "Area"],
    official: ["公布面积", "Stated area"],
    basis: ["几何依据", "Basis"],
    accuracy: ["位置精度", "Accuracy"],
    lineage: ["来源", "Lineage"],
    aliases: ["别名", "Also called"],
    enterprise: ["企业", "Enterprise"],
    industry: ["产业", "Industry"],
    place: ["载体", "Place"],
    project: ["项目", "Project"],
    site: ["景点", "Site"],
    element: ["结构要素", "Element"],
    same: ["承载同类产业的其他载体", "Others that host the same"],
    openSheet: ["查看详情", "Open sheet"],
    locator: ["出处", "Locator"],
    relation: ["关系", "Relation"],
    nowhere: ["规划未给出空间位置", "The plans place it nowhere"],
    broader: ["规划未单独布局；其上级产业布局于：", "Not placed by itself; what it belongs to is placed at:"],
    schematicNote: ["虚线为示意或规则推导，不作边界依据", "Dashed shapes are schematic or derived, not boundaries"],
    userData: ["用户数据", "User data"],
    source: ["数据：郑州市人民政府公报2022年第11期；zzmap", "Data: Zhengzhou gazette 2022 no. 11; zzmap"],
  };

  const BASIS = {
    surveyed: ["用户实测", "surveyed by the user"],
    admin_boundary: ["行政界线", "administrative boundary"],
    digitised: ["数字化", "digitised"],
    derived: ["规则推导", "derived by rule"],
    schematic: ["示意", "schematic"],
    point: ["点位", "point"],
    unlocated: ["未定位", "not located"],
  };

  const RELATION = [
    ["布局重点", "focus"],
    ["重点园区", "key park"],
    ["依托", "relies on"],
    ["支持", "supporting"],
    ["用户园区", "user park"],
  ];

  const KIND = {
    development_zone: ["开发区", "development zone"],
    area: ["片区", "area"],
    park: ["园区", "park"],
    software_park: ["软件园", "software park"],
    campus: ["校区", "campus"],
    lab: ["科研机构", "institute"],
    base: ["基地", "base"],
    district: ["市辖区", "district"],
    county_city: ["县（市）", "county or city"],
    town: ["镇", "town"],
    site: ["遗址", "heritage site"],
    scenic: ["景区", "attraction"],
    museum: ["博物馆", "museum"],
    venue: ["场馆", "venue"],
    hub: ["枢纽", "hub"],
    facility: ["设施", "facility"],
    neighbour_city: ["周边城市", "neighbour city"],
    region: ["区域", "region"],
    belt: ["带", "belt"],
    group: ["类别", "group"],
    user_park: ["用户园区", "user park"],
    core: ["核心", "core"],
    zone: ["功能区", "zone"],
    points: ["多点", "points"],
    pole: ["极", "pole"],
    centre: ["中心", "centre"],
    corridor: ["走廊", "corridor"],
  };

  const pick = (pair, fallback) => (pair ? pair[zz.state.lang === "en" ? 1 : 0] : fallback);

  zz.t = (key) => pick(WORDS[key], key);
  zz.basisName = (key) => pick(BASIS[key], key);
  zz.relationName = (number) => pick(RELATION[number], String(number));
  zz.kindName = (key) => pick(KIND[key], key);
  zz.nameOf = (row) => (zz.state.lang === "en" && row.name_en ? row.name_en : row.name);
})((window.zzmap = window.zzmap || {}));
