// Asks the API for what the page of this address is going to ask for, while its program is on the way.
// The program takes the answers over where it asks for the same (`api::fetch`); what it does not take is
// dropped.
(function () {
  var base = window.consoleStart.base;
  var path = window.consoleStart.path;
  var show = window.consoleStart.show;
  var asked = (window.consoleAsked = {});
  // In letters; an object that is larger would keep the program waiting.
  var LARGE = 4000000;
  // Pages that nobody sees follow nothing, and static hosts may have the API elsewhere.
  var served = document.querySelector("meta[name=console-config]");
  if (path === null || !served || document.hidden || isSomebodyElse()) return;
  var images = base + "apis/image.openshift.io/v1/";
  // Plain names only: of others it is the program that knows how to write them.
  var one =
    /^k8s\/ns\/([a-z0-9-]+)\/image(streams|streamtags)\/([a-z0-9][a-z0-9._-]*)(?:(?::|%3A)(\w[\w.-]*))?(\/(history|yaml|text))?$/.exec(path);
  if (one && (one[2] === "streamtags") === Boolean(one[4])) {
    var project = images + "namespaces/" + one[1] + "/";
    if (one[4]) ask(project + "imagestreamtags/" + one[3] + ":" + one[4], !one[5] && show.tag);
    ask(
      project +
        "imagestreams?watch=true&allowWatchBookmarks=true&resourceVersion=0&timeoutSeconds=20&fieldSelector=metadata.name%3D" +
        one[3],
      !one[4] && !one[5] && !location.search && show.stream,
    );
    if (one[4]) ask(project + "imagestreams/" + one[3] + "/layers", null);
  }
  var list = /^k8s\/(?:all-namespaces|ns\/([a-z0-9-]+))\/imagestreams$/.exec(path);
  if (list) {
    // In the order the API has them, which is that of names unless the address says another.
    ask(images + (list[1] ? "namespaces/" + list[1] + "/" : "") + "imagestreams?limit=50", !location.search && show.list);
  }
  // Who looks at the demo cluster as somebody else sends a token. Elsewhere nobody can, and what is stored
  // is not looked at: the first look waits for the browser to get it.
  function isSomebodyElse() {
    try {
      return JSON.parse(served.content).mode === "demo" && localStorage.getItem("console.identity");
    } catch (refused) {
      return false;
    }
  }
  // `show` is given what the answer tells, while the program is on its way.
  function ask(url, show) {
    var stop = new AbortController();
    var answer = fetch(url, { headers: { Accept: "application/json" }, signal: stop.signal });
    var drawn = answer
      .then(function (response) {
        if (!show || !response.ok) return;
        // The program reads the answer itself.
        var copy = response.clone();
        var told = url.includes("?watch=") ? firstObject(copy.body.getReader()) : copy.json();
        return Promise.all([told, window.consoleStart.page]).then(function (parts) {
          if (parts[0]) show(parts[0]);
          return new Promise(painted);
        });
      })
      // Who takes the answer hears of its failure; what is odd in it is for the program to tell.
      .catch(function () {});
    if (show) window.consoleStart.shown = drawn;
    asked[url] = function (left) {
      if (left && !left.aborted) left.addEventListener("abort", stop.abort.bind(stop));
      else stop.abort();
      return answer;
    };
  }
  // What is in the document now is painted with the next frame, and that one is handed over by when
  // another begins: before, the program would take the processor from it.
  function painted(go) {
    requestAnimationFrame(function () {
      requestAnimationFrame(go);
    });
  }
  // The object that a watch begins with.
  function firstObject(reader) {
    var decoder = new TextDecoder();
    var text = "";
    return reader.read().then(function take(part) {
      var more = decoder.decode(part.value, { stream: !part.done });
      var end = more.indexOf("\n");
      text += end < 0 ? more : more.slice(0, end);
      if (end < 0 && !part.done && text.length < LARGE) return reader.read().then(take);
      reader.cancel();
      var event = end < 0 ? {} : JSON.parse(text);
      return event.type === "ADDED" ? event.object : null;
    });
  }
})();
