// Comfort for quizzes: each answer is saved as it is given, and the time that is left is shown.
"use strict";

(() => {
  const form = document.querySelector("[data-quiz]");
  if (!form) return;
  const words = form.dataset;
  const token = form.querySelector("input[name=csrf_token]").value;
  const unsaved = new Set(); // sections whose answer the server does not have yet
  const RETRY = 5000;
  const PAUSE = 1200; // after the last key
  let sending = false;
  let waiting = null;
  let leaving = false;

  function say(section, text) {
    section.querySelector("[data-state]").textContent = text;
  }

  function answerOf(section) {
    const body = new FormData();
    body.append("csrf_token", token);
    for (const field of section.querySelectorAll("[name]")) {
      const chosen = !["radio", "checkbox"].includes(field.type) || field.checked;
      if (chosen) body.append(field.name, field.value);
    }
    return body;
  }

  function note(section) {
    unsaved.add(section);
    say(section, words.saving);
  }

  function later(milliseconds) {
    clearTimeout(waiting);
    waiting = setTimeout(sendNext, milliseconds);
  }

  function receive(section, answer) {
    if (answer.ok && !answer.redirected) {
      if (!unsaved.has(section)) say(section, words.saved);
    } else if (answer.status === 409) {
      unsaved.clear();
      say(section, words.closed);
    } else if (answer.status >= 500 || answer.redirected) {
      throw new Error(String(answer.status));
    } else {
      say(section, words.refused);
    }
  }

  function sendNext() {
    const [section] = unsaved;
    if (!section || sending) return;
    sending = true;
    unsaved.delete(section);
    const address = words.address + encodeURIComponent(section.dataset.question);
    fetch(address, { method: "POST", body: answerOf(section), keepalive: true })
      .then((answer) => {
        receive(section, answer);
        sending = false;
        sendNext();
      })
      .catch(() => {
        sending = false;
        unsaved.add(section);
        unsaved.forEach((open) => say(open, words.unsaved));
        later(RETRY);
      });
  }

  function showTime() {
    const end = Date.now() + Number(words.seconds) * 1000;
    const left = document.querySelector("[data-left]");
    const warning = document.querySelector("[data-warning]");
    const minutes = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "minute", unitDisplay: "long" });
    const timer = setInterval(() => {
      const seconds = Math.round((end - Date.now()) / 1000);
      left.textContent = minutes.format(Math.max(Math.ceil(seconds / 60), 0));
      if (seconds <= 300) warning.hidden = false;
      if (seconds <= 5) sendNext();
      if (seconds < -1) {
        clearInterval(timer);
        leaving = true;
        location.assign(words.result);
      }
    }, 1000);
  }

  form.addEventListener("input", (event) => {
    const section = event.target.closest("[data-question]");
    if (!section) return;
    note(section);
    const isTyped = event.target.matches("textarea, input[type=text]");
    later(isTyped ? PAUSE : 0);
  });
  form.addEventListener("change", () => later(0));
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => { if (document.hidden) sendNext(); });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (unsaved.size || sending)) event.preventDefault();
  });
  if (words.seconds !== undefined) showTime();
})();
