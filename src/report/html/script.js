(function () {
  "use strict";
  var all = Array.prototype.slice.call(document.querySelectorAll(".sub"));
  var groups = Array.prototype.slice.call(document.querySelectorAll(".group"));
  var q = document.getElementById("q");
  var rule = document.getElementById("rule");
  var shown = document.getElementById("shown");
  var empty = document.getElementById("empty");
  var tiles = Array.prototype.slice.call(document.querySelectorAll(".tile[data-verdict]"));
  var texts = null;
  var timer = 0;

  function wanted() {
    return tiles.filter(function (tile) { return tile.getAttribute("aria-pressed") === "true"; })
      .map(function (tile) { return tile.dataset.verdict; });
  }

  // The texts are gathered when somebody first searches, not when the page opens.
  function text(index) {
    if (!texts) { texts = all.map(function (sub) { return sub.textContent.toLowerCase(); }); }
    return texts[index];
  }

  function apply() {
    var words = q.value.toLowerCase().split(/\s+/).filter(Boolean);
    var verdicts = wanted();
    var id = rule.value;
    var count = 0;
    all.forEach(function (sub, index) {
      var show = (!verdicts.length || verdicts.indexOf(sub.dataset.verdict) >= 0)
        && (!id || (" " + sub.dataset.rules + " ").indexOf(" " + id + " ") >= 0)
        && words.every(function (word) { return text(index).indexOf(word) >= 0; });
      if (sub.hidden === show) { sub.hidden = !show; }
      if (show) { count += 1; }
    });
    groups.forEach(function (group) {
      group.hidden = !group.querySelector(".sub:not([hidden])");
    });
    empty.hidden = count > 0;
    shown.textContent = shown.dataset.shown + " " + count + " " + shown.dataset.of + " " + all.length;
    document.body.classList.toggle("filtered", count < all.length);
  }

  function visible() {
    return all.filter(function (sub) { return !sub.hidden && sub.tagName === "DETAILS"; });
  }

  function unfold(open) {
    visible().forEach(function (sub) { sub.open = open; });
  }

  function clear() {
    q.value = "";
    rule.value = "";
    tiles.forEach(function (tile) { tile.setAttribute("aria-pressed", "false"); });
    apply();
  }

  q.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(apply, 120);
  });
  rule.addEventListener("change", apply);
  tiles.forEach(function (tile) {
    tile.addEventListener("click", function () {
      var pressed = tile.getAttribute("aria-pressed") === "true";
      tile.setAttribute("aria-pressed", String(!pressed));
      apply();
    });
  });
  document.addEventListener("click", function (event) {
    var line = event.target.closest ? event.target.closest(".barline") : null;
    if (!line) { return; }
    if (line.dataset.rule) { rule.value = line.dataset.rule; } else { q.value = line.dataset.find; }
    apply();
    document.getElementById("results").scrollIntoView();
  });
  document.getElementById("open").addEventListener("click", function () { unfold(true); });
  document.getElementById("close").addEventListener("click", function () { unfold(false); });
  document.getElementById("clear").addEventListener("click", clear);
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing) { event.preventDefault(); q.focus(); }
    if (event.key === "Escape") { clear(); }
  });

  // The lists of the roster are folded until somebody asks for them.
  var roster = document.getElementById("roster");
  document.addEventListener("click", function (event) {
    if (roster && event.target.closest && event.target.closest('a[href="#roster"]')) { roster.open = true; }
  });

  // On paper everything that is shown is shown in full; afterwards it is as before.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    folded.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (details) { details.open = false; });
  });
  apply();
})();
