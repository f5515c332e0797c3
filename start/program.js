// Starts the program of this address: tags and images, all that reads, or all.
(function () {
  // How long a program that is there waits for names to be shown.
  var MOST_MILLISECONDS = 100;
  var start = window.consoleStart;
  // Whole names: a release puts others in their places, with hashes in them.
  var url = start.isChange ? "./editor_bg.wasm" : start.isTag ? "./tag_bg.wasm" : "./app_bg.wasm";
  var wasm = WebAssembly.compileStreaming(fetch(url)).catch(function () {
    // Hosts that do not know the type of such files: the script compiles it in another way.
    return fetch(url);
  });
  var script = start.isChange ? import("./editor.js") : start.isTag ? import("./tag.js") : import("./app.js");
  Promise.all([script, wasm, start.page])
    .then(function (parts) {
      // A program that starts keeps the page busy. What is about to be painted comes first.
      var late = new Promise(function (go) {
        setTimeout(go, MOST_MILLISECONDS);
      });
      return Promise.race([start.shown, late]).then(function () {
        return parts[0].default({ module_or_path: parts[1] });
      });
    })
    // The program has asked for all that its first page needs.
    .then(function () {
      setTimeout(function () {
        var asked = window.consoleAsked;
        for (var url in asked) asked[url]();
        window.consoleAsked = {};
      });
    })
    .catch(function (reason) {
      console.error(reason);
      return start.page.then(tell);
    });
  // The catalogue did not come either, so these texts stand here.
  var texts = {
    en: [
      "The app could not be loaded",
      "The connection was lost, or the app was updated since this page was opened.",
      "Reload",
    ],
    ko: [
      "앱을 불러오지 못했습니다",
      "연결이 끊겼거나 이 페이지를 연 뒤에 앱이 업데이트되었습니다.",
      "다시 불러오기",
    ],
  };
  function tell() {
    // What the app draws itself, a report of its own end included, stays.
    var main = document.getElementById("console-start");
    if (!main) return;
    main.textContent = "";
    main.removeAttribute("aria-busy");
    main.setAttribute("role", "alert");
    main.className = "console-fault";
    var text = texts[document.documentElement.lang] || texts.en;
    ["h1", "p", "button"].forEach(function (name, index) {
      var element = document.createElement(name);
      element.textContent = text[index];
      main.appendChild(element);
    });
    main.firstChild.className = "console-fault-title";
    main.lastChild.className = "pf-v6-c-button pf-m-primary";
    main.lastChild.addEventListener("click", function () {
      location.reload();
    });
  }
})();
