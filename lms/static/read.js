// Comfort for reading: the place is remembered, practice answers come without leaving the page, contents make room.
"use strict";

(() => {
  const lesson = document.querySelector("[data-position]");
  const token = document.querySelector("input[name=csrf_token]");

  function currentHeading() {
    const headings = [...lesson.querySelectorAll("h2[id], h3[id]")].filter((heading) => !heading.closest("section"));
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < window.innerHeight / 2);
    return passed.length ? passed[passed.length - 1].id : "";
  }

  function rememberPlace() {
    let sent = null;
    let waiting = null;
    function send() {
      const key = currentHeading();
      if (key === sent) return;
      const body = new FormData();
      body.append("csrf_token", token.value);
      body.append("heading", key);
      fetch(lesson.dataset.position, { method: "POST", body, keepalive: true })
        .then((answer) => { if (answer.ok) sent = key; })
        .catch(() => { /* the next stop is sent again */ });
    }
    function sendWhenStill() {
      clearTimeout(waiting);
      waiting = setTimeout(send, 1500);
    }
    document.addEventListener("scroll", sendWhenStill, { passive: true });
    document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
    sendWhenStill(); // and not at once: the browser goes to the heading in the address first
  }

  function answerInPlace(event) {
    const form = event.target;
    if (!form.matches(".practice form")) return;
    event.preventDefault();
    const section = form.closest(".practice");
    fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
      .then((html) => {
        const page = new DOMParser().parseFromString(html, "text/html");
        const fresh = page.getElementById(section.id);
        if (!fresh) throw new Error("no answer");
        section.replaceWith(fresh);
        const feedback = fresh.querySelector("[data-feedback]");
        if (feedback) feedback.focus();
      })
      .catch(() => form.submit());
  }

  if (matchMedia("(max-width: 61.99rem)").matches) {
    // On a small screen the text comes first; the contents open at a touch.
    document.querySelectorAll(".contents details[open]").forEach((contents) => { contents.open = false; });
  }
  if (lesson && lesson.dataset.position && token) rememberPlace();
  document.addEventListener("submit", answerInPlace);
})();
