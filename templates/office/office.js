// The office's only script: parts of a page that refresh themselves. Every page is whole without it, only older.
//
//   <section id="pulse" data-refresh="/board/live 60">   every 60 seconds, from the element of the same id at /board/live
//
// The answer's element says how it goes on: with its own data-refresh, without one no more, and with data-then="/page"
// the whole page gives way to that one (what was waited for is done). Only what differs is exchanged, nothing while
// the page is hidden, the mouse holds or the focus is inside; a look that fails is made again at the next turn.
(() => {
  "use strict";
  const LEAST = 2, WRITTEN = 3;

  const hasWords = (node) => [...node.childNodes].some((each) => each.nodeType === WRITTEN && each.data.trim());
  const alike = (old, fresh) => old.tagName === fresh.tagName && old.children.length > 0 &&
    old.children.length === fresh.children.length && !hasWords(old) && !hasWords(fresh);

  function bring(old, fresh) {
    if (old.isEqualNode(fresh)) return;
    if (!alike(old, fresh)) return old.replaceWith(fresh);
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const to = [...fresh.children];
    [...old.children].forEach((each, index) => bring(each, to[index]));
  }

  async function look(part) {
    const answer = await fetch(part.dataset.refresh.split(" ")[0], { headers: { "X-Refresh": "1" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (!fresh) return;
    if (fresh.dataset.then) return location.assign(fresh.dataset.then);
    bring(part, fresh);
  }

  function wait(id) {
    const part = document.getElementById(id);
    if (!part || !part.dataset.refresh) return;
    const seconds = Math.max(LEAST, Number(part.dataset.refresh.split(" ")[1]) || 60);
    setTimeout(async () => {
      const now = document.getElementById(id);
      const busy = !now || document.hidden || now.contains(document.activeElement) || now.matches(":active");
      try { if (!busy && now.dataset.refresh) await look(now); } catch { /* the office is away: the next look tells */ }
      wait(id);
    }, seconds * 1000);
  }

  for (const part of document.querySelectorAll("[data-refresh][id]")) wait(part.id);
})();
