// What the page is given and what its modules hand each other. Rows name each other by number.

interface Named {
  name: string;
  name_en?: string;
}

interface Row {
  number: number;
  id: string;
}

interface PlanDocument {
  id: string;
  letter: string;
  number: string;
  number_: number;
  date: string;
  title: string;
  title_en: string;
}

interface Industry extends Row, Named {
  parent_id: number | null;
  same_as: number | null;
  level: "pillar" | "industry" | "subindustry" | "segment";
  aliases: string[];
}

interface Place extends Row, Named {
  aliases: string[];
  kind: string;
  parent_id: number | null;
  district_ids: number[];
  area_km2: number | null;
  basis: string;
  accuracy_m: number | null;
  source: string;
}

interface Structure extends Row, Named {
  theme: string;
  document_id: number;
  locator: string;
}

interface Element_ extends Row, Named {
  structure_id: number;
  place_id: number | null;
  rank: number;
  kind: string;
  functions: string[];
  axis: string;
  locator: string;
}

interface Member {
  number: number;
  element_id: number;
  place_id: number;
  derived: number;
}

interface Placement {
  number: number;
  industry_id: number;
  place_id: number;
  relation: number;
  document_id: number;
  locator: string;
  contested?: string;
}

interface Project extends Row, Named {
  industry_id: number | null;
  enterprise: string;
  enterprise_aliases: string[];
  place_ids: number[];
  place_basis: string;
  document_id: number;
  locator: string;
}

interface Site extends Row {
  element_id: number;
  role: string;
  place_id: number;
  locator: string;
}

interface Enterprise extends Named {
  id: string;
  aliases: string[];
  projects: Project[];
}

// [latitude, longitude], as Leaflet has it.
type At = [number, number];

type Shape =
  | { type: "point"; coords: At }
  | { type: "line"; coords: At[][] }
  | { type: "polygon"; coords: At[][][] };

interface Feature extends Named {
  id: string;
  kind: string;
  basis: string;
  accuracy: number;
  source?: string;
  shape: any; // a Shape; which of them is asked by its type
  area_km2?: number;
  place_id?: string;
  structure_id?: string;
  element_id?: number;
  area?: Feature;
  over?: Place;
  places?: any[];
  radius?: number;
}

// A feature of the map with the kind of sheet it has.
interface Found {
  feature: Feature;
  type: string;
}

// In pixels of the map: left, top, right, bottom; across and down.
type Box = [number, number, number, number];
type Pixel = [number, number];

// A way to read a text as a coordinate: longitude first, with what a pair of metres says.
interface Reading {
  system: string;
  at: [number, number];
  outside?: boolean;
  zone?: number;
  easting?: number;
  north?: number;
}

// What a sheet is of.
interface Selected {
  type: string;
  id: string;
}

interface Relation extends Named {
  id: string;
  strong: boolean;
  plan: boolean;
}

interface City extends Named {
  district_kinds: string[];
  view: number[];
  region: number[];
  survey_zone: number;
  source: [string, string];
  search_examples: string[];
}

interface Theme {
  file: string;
  title: string;
  title_en: string;
  layers: string[];
  structures: string[];
  [more: string]: any;
}

interface Payload {
  version: string;
  city: City;
  renamed: Record<string, string>;
  relations: Relation[];
  not_one_place: string[];
  statuses: (Named & { id: string })[];
  tables: Record<string, { c: string[]; r: any[][] }>;
  holds: Record<string, number[]>;
  pinyin: any;
  question: any;
  geo: Record<string, any[][]>;
  spines: Record<string, any>;
  /** What a page has that the workbench serves; a page that is a file has none. */
  served?: { csrf: string; store: string; who: string; page: string; seen?: number };
  parks: any;
  shared: string[];
  strings: string[];
  user_document: string;
  contested: Record<string, string>;
  own_aliases: Record<string, string[]>;
  /** What places of projects were inferred from, in Chinese by the number of the English of the tables. */
  place_bases: Record<string, string>;
  basemaps?: Record<string, string[]>;
  tabs?: any[];
  theme: Theme;
}

// The page's tables, with rows that point at each other, and its features by layer.
interface Data {
  payload: Payload;
  documents: PlanDocument[];
  industries: Industry[];
  places: Place[];
  structures: Structure[];
  elements: Element_[];
  members: Member[];
  placements: Placement[];
  projects: Project[];
  sites: Site[];
  enterprises: Enterprise[];
  placeBases: Map<string, string>;
  byId: {
    industries: Map<string, Industry>;
    places: Map<string, Place>;
    elements: Map<string, Element_>;
    structures: Map<string, Structure>;
    projects: Map<string, Project>;
    sites: Map<string, Site>;
    enterprises: Map<string, Enterprise>;
    parks: Map<string, any>;
    opened: Map<string, any>;
    [table: string]: Map<string, any>;
  };
  placementsAt: Map<number, Placement[]>;
  placementsOf: Map<number, Placement[]>;
  childrenOf: Map<number, Industry[]>;
  projectsAt: Map<number, Project[]>;
  projectsOf: Map<number, Project[]>;
  membersOf: Map<number, Member[]>;
  elementsWith: Map<number, Member[]>;
  elementsAt: Map<number, Element_[]>;
  sitesAt: Map<number, Site[]>;
  holds: Map<number, Place[]>;
  containerOf: Map<number, Place>;
  geo: Record<string, Feature[]> & { parks?: any[] };
  featureOf: Map<string, Feature>;
  elementFeature: Map<string, Feature>;
  twinsOf: Map<number, number[]>;
  entity(type: string, id: string): Selected;
  isDistrict(place: { kind: string }): boolean;
  above(industry: Industry): Industry[];
  pillar(industry: Industry): Industry;
  below(number: number): Map<number, number>;
  descendants(number: number): number[];
  contestedLast(a: Placement, b: Placement): number;
  placeLinks(): any;
  derivedPlacements(): any[];
  placesAbove(number: number): number[];
  whollyInside(...numbers: any[]): any;
  [table: string]: any;
}

interface Pane {
  pane: string;
  opacity: number;
}

// What the reader has chosen.
interface Choice {
  lang: "zh" | "en";
  layers: Set<string>;
  selected: Selected | null;
  lit: string | null;
  relations: Set<number>;
  document: string | null;
  view: string | null;
  table: string | null;
  compare: Selected[];
  matrix: { level: string; pillar: string };
  stack: Pane[];
}

interface Window {
  zzmap: any;
}
