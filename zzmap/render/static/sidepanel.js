// What those who draw and open files tell the panel that shows it; the panel says how.

export const sidepanel = {
  status() {},
  list() {},
  show() {},
};
