// What the page is about, as far as its address tells, until the program says it.
(function () {
  var name = /\/imagestream(?:s|tags|images)\/([^/?#~]+)/.exec(location.href);
  var title = document.documentElement.lang === "ko" ? "이미지 스트림" : "Image streams";
  try {
    if (name) title = decodeURIComponent(name[1]);
  } catch (malformed) {
    // The program tells what is wrong with it.
  }
  document.getElementById("console-start-title").textContent = title;
})();
