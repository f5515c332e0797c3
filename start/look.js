// Before the first paint: the remembered theme and language, else the browser's.
(function () {
  var root = document.documentElement;
  var read = function (key) {
    try {
      return localStorage.getItem(key);
    } catch (refused) {
      return null;
    }
  };
  var theme = read("console.theme");
  var dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.classList.toggle("pf-v6-theme-dark", dark);
  var language = read("console.language") || navigator.language || "en";
  root.lang = language.toLowerCase().split("-")[0] === "ko" ? "ko" : "en";
})();
