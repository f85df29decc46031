import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    files: ["**/static/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: { ...globals.browser, L: "readonly" } },
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": ["error", { destructuring: "all" }],
      "no-implicit-globals": "error",
      "no-eval": "error",
      "no-new-func": "error",
      "no-shadow-restricted-names": "error",
      "no-unused-vars": ["error", { args: "after-used", argsIgnorePattern: "^_" }],
      // Texts of files may hold any sign; what is none of a name or a cell is found by its number.
      "no-control-regex": "off",
      "max-len": ["error", { code: 120 }],
    },
  },
];
