// Shows what the first answer of the API names, where the program is going to show it: the streams of a
// list, the tags of a stream, the image of a tag. It is there to be read while the program comes, and
// cannot be used before (`inert`); the program takes it away with its own first content.
(function () {
  // As many as fit on a screen; the rest comes with the program.
  var MOST = 40;
  function element(name, className, parts) {
    var made = document.createElement(name);
    if (className) made.className = className;
    made.append.apply(made, parts);
    return made;
  }
  function table(links, mono) {
    var rows = links.slice(0, MOST).map(function (link) {
      var made = element("a", mono ? "console-mono" : "", [link.name]);
      made.href = link.href;
      return element("tr", "pf-v6-c-table__tr", [element("th", "pf-v6-c-table__th", [made])]);
    });
    return element("table", "pf-v6-c-table pf-m-compact console-table", [element("tbody", "pf-v6-c-table__tbody", rows)]);
  }
  function show(content) {
    var place = document.getElementById("console-ahead");
    if (place && content) place.append(content);
  }
  // About the order of `oc`, in which the program shows them: `latest`, then the newest first.
  function byVersion(one, other) {
    var latest = (other === "latest") - (one === "latest");
    return latest || other.localeCompare(one, "en", { numeric: true });
  }
  window.consoleStart.show = {
    list: function (list) {
      var links = list.items.map(function (stream) {
        var at = stream.metadata;
        return { name: at.name, href: "./k8s/ns/" + at.namespace + "/imagestreams/" + at.name };
      });
      show(table(links, false));
    },
    stream: function (stream) {
      var at = stream.metadata;
      var names = {};
      (stream.spec.tags || []).forEach(function (tag) {
        names[tag.name] = true;
      });
      (stream.status.tags || []).forEach(function (tag) {
        names[tag.tag] = true;
      });
      var links = Object.keys(names).sort(byVersion).map(function (name) {
        return { name: name, href: "./k8s/ns/" + at.namespace + "/imagestreamtags/" + at.name + ":" + encodeURIComponent(name) };
      });
      show(table(links, true));
    },
    tag: function (tag) {
      var facts = [tag.image.metadata.name, tag.image.dockerImageReference].map(function (text) {
        return element("p", "console-mono console-wrap", [text]);
      });
      show(element("div", "", facts));
    },
  };
})();
