// Every word of the interface, in Chinese and English.
(function (zz) {
  "use strict";

  const WORDS = {
    search: ["搜索产业、环节、载体、项目、企业、景点（支持拼音）", "Search industry, place, project, enterprise, site (pinyin too)"],
    searchLabel: ["搜索", "Search"],
    nothing: ["没有找到。试试：", "Nothing found. Try "],
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
    remove: ["移除", "Remove"],
    draw: ["绘制与量算", "Draw and measure"],
    polygon: ["多边形", "Polygon"],
    rectangle: ["矩形", "Rectangle"],
    undoVertex: ["撤销一点", "Undo point"],
    finish: ["完成", "Finish"],
    cancel: ["取消", "Cancel"],
    discard: ["删除", "Delete"],
    openFile: ["打开文件", "Open file"],
    drawIntro: ["在图上绘制园区，或打开 GeoJSON、KML 文件查看；文件不会上传。", "Draw a park, or open a GeoJSON or KML file to look at; nothing is uploaded."],
    drawHint: ["单击加点，双击或回车完成，退格撤销，Esc 取消", "Click adds a point; double click or Enter finishes; Backspace undoes; Esc cancels"],
    drawFew: ["图形至少要三个点", "A shape needs three points"],
    drawCrosses: ["边线自相交，请拖动顶点改正后再完成", "The outline crosses itself; move a vertex, then finish"],
    below_sketch: ["图形之下", "Below the sketch"],
    parkName: ["园区名称", "Name of the park"],
    needsName: ["请填写园区名称", "Give the park a name"],
    status: ["状态", "Status"],
    ownRow: ["用户补充", "user's own"],
    contested: ["用户质疑", "denied by a user"],
    ownAliases: ["用户别名", "User's aliases"],
    toldPoint: ["用户提供的点位", "point told by a user"],
    status_none: ["未说明", "Not stated"],
    note: ["备注", "Note"],
    saveFile: ["保存为文件", "Save as file"],
    keepDraft: ["存为草稿", "Keep as draft"],
    editShape: ["修改图形", "Edit shape"],
    saveAll: ["全部保存为文件", "Save all as file"],
    drafts: ["草稿", "Drafts"],
    notKept: ["浏览器不允许保存草稿，请保存为文件", "This browser keeps no drafts; save as a file"],
    fileLarge: ["文件超过 50 MB，请用 zzmap parks add 导入", "The file is over 50 MB; use zzmap parks add"],
    fileBad: ["不是可读的 GeoJSON 或 KML 文件", "This is no GeoJSON or KML that can be read"],
    fileProjected: ["坐标不是经纬度，请用 zzmap parks add 导入", "The coordinates are not longitude and latitude; use zzmap parks add"],
    alsoHere: ["此处还有：", "Also here: "],
    segment: ["环节", "Segments"],
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
    placeBasis: ["地点依据", "Place known"],
    locator: ["出处", "Locator"],
    relation: ["关系", "Relation"],
    nowhere: ["规划未给出空间位置", "The plans place it nowhere"],
    broader: ["规划未单独布局；其上级产业布局于：", "Not placed by itself; what it belongs to is placed at:"],
    schematicNote: ["虚线为示意或规则推导，不作边界依据", "Dashed shapes are schematic or derived, not boundaries"],
    userData: ["用户数据", "User data"],
    matrix: ["矩阵", "Matrix"],
    matrixTitle: ["产业 × 载体矩阵", "Industries × places"],
    matrixHelp: ["颜色为最强关系，数字为布局条数；点格子到地图。点行名或列名排序，方向键在格子间移动。", "Colour: strongest relation; number: statements. A cell opens the map. Row and column names sort; arrow keys move between cells."],
    backToMap: ["返回地图", "Back to the map"],
    level: ["产业层级", "Level"],
    pillar: ["门类", "Pillar"],
    document: ["规划文件", "Plan"],
    all: ["全部", "All"],
    reset: ["默认排序", "Default order"],
    noCells: ["没有符合筛选条件的布局", "Nothing matches the filters"],
    filters: ["筛选", "Filters"],
    filteredOut: ["条被筛选隐藏", "hidden by the filters"],
    compare: ["对比", "Compare"],
    addCompare: ["加入对比", "Add to compare"],
    removeCompare: ["移出对比", "Remove from compare"],
    compareHelp: ["选两到三个同类对象（都是载体或都是产业）", "Pick two or three of one kind: places or industries"],
    compareFull: ["最多对比三个", "Three at most"],
    compareKind: ["已换成另一类对象，原对比已清空", "Another kind: the earlier choice was cleared"],
    clear: ["清空", "Clear"],
    sharedAll: ["共同", "Shared by all"],
    sharedSome: ["部分共同", "Shared by two"],
    onlyOne: ["仅一方", "Only one"],
    count: ["布局条数", "Statements"],
    exporting: ["正在生成图片…", "Making the image…"],
    exported: ["图片已保存", "Image saved"],
    exportFailed: ["无法生成图片", "The image could not be made"],
    printView: ["打印地图", "Print the map"],
    printSheet: ["打印详情（A4）", "Print sheet (A4)"],
    paper: ["纸张", "Paper"],
    landscape: ["横向", "landscape"],
    title: ["标题", "Title"],
    cancel: ["取消", "Cancel"],
    north: ["北", "N"],
    made: ["制图", "Made"],
    litOnMap: ["图上亮出的产业：", "Lit on the map: "],
    park: ["用户园区", "User park"],
    status: ["状态", "Status"],
    ownRow: ["用户补充", "user's own"],
    contested: ["用户质疑", "denied by a user"],
    ownAliases: ["用户别名", "User's aliases"],
    toldPoint: ["用户提供的点位", "point told by a user"],
  };

  const BASIS = {
    surveyed: ["用户实测", "surveyed by the user"],
    admin_boundary: ["行政界线", "administrative boundary"],
    digitised: ["数字化", "digitised"],
    derived: ["规则推导", "derived by rule"],
    schematic: ["示意", "schematic"],
    point: ["点位", "point"],
    user: ["用户提供", "told by a user"],
    within: ["在区内，点位未知", "within a zone or district, position unknown"],
    unlocated: ["未定位", "not located"],
  };

  const PLACE_BASIS = {
    stated: ["原文写明", "stated by the text"],
    in_name: ["名称所示", "in its name"],
    inferred: ["推断", "inferred"],
  };

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

  const LEVEL = { pillar: ["门类", "pillar"], industry: ["产业", "industry"], subindustry: ["子产业", "subindustry"], segment: ["环节", "segment"] };

  const ROLE = { core_site: ["核心遗址", "core site"], attraction: ["代表性文旅景点", "attraction"], anchor: ["依托", "anchor"] };

  // What is looked up may be a planner's word: “constructor” is in every object.
  for (const table of [WORDS, BASIS, ROLE, LEVEL, KIND]) Object.setPrototypeOf(table, null);

  const pick = (pair, fallback) => (pair ? pair[zz.state.lang === "en" ? 1 : 0] : fallback);

  const worded = (row, fallback) => (row ? pick([row.name, row.name_en]) : fallback);

  zz.t = (key) => pick(WORDS[key], key);
  zz.sourceLine = () => pick(zz.data.payload.city.source);
  zz.nothingFound = () => zz.t("nothing") + zz.data.payload.city.search_examples.join(zz.state.lang === "en" ? ", " : "、");
  zz.basisName = (key) => pick(BASIS[key], key);
  // "inferred: from what": the word is said in the page's language, the source as it is.
  zz.placeBasis = (text) => text && text.replace(/^[a-z_]+/, (key) => pick(PLACE_BASIS[key], key));
  zz.relationName = (number) => worded(zz.data.payload.relations[number], String(number));
  zz.statusName = (key) => worded(zz.data.payload.statuses.find((row) => row.id === key), key || zz.t("status_none"));
  zz.roleName = (key) => pick(ROLE[key], key);
  zz.levelName = (key) => pick(LEVEL[key], key);
  zz.kindName = (key) => pick(KIND[key], key);
  // An element's name without its part in the structure: 五区：高新区 is 高新区.
  zz.shortName = (row) => zz.nameOf(row).replace(/^[一二两三四五六七八九十多]\S[：:]|^(Core|Zone|Centre): /, "");
  zz.nameOf = (row) => (zz.state.lang === "en" && row.name_en ? row.name_en : row.name);
})((window.zzmap = window.zzmap || {}));
