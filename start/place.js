// What this address is to the scripts behind this one: which program has its page (`Route::program`), and
// what to ask the API for.
(function () {
  var change =
    /^(changes|k8s\/ns\/[^/]+\/(scheduled-tags|(imagestreams|secrets)\/~new|imagestreams\/[^/]+\/change\/[^/]+))\/*$/;
  var tag = /^k8s\/ns\/[^/]+\/imagestream(tags|images)\/[^/]/;
  var base = new URL(".", document.baseURI).pathname;
  // On static hosts the address stands behind a hash.
  var inHash = /^#\/+([^?#]*)/.exec(location.hash);
  var path = inHash ? inHash[1] : location.pathname.slice(base.length);
  var isChange = change.test(path);
  window.consoleStart = {
    base: base,
    // Of what is asked ahead of the program; `null` where nothing is.
    path: isChange || inHash ? null : path,
    isChange: isChange,
    isTag: tag.test(path),
    // What is drawn needs the page, which may come later than what is known already.
    page: new Promise(function (come) {
      if (document.readyState === "loading") addEventListener("DOMContentLoaded", come);
      else come();
    }),
    // When what is shown ahead of the program is painted, if there is such a thing.
    shown: null,
  };
})();
