/* What the pages share: elements, and asking the event page. */
"use strict";

/* exported say, element, button, ask, show */

const say = askfirst.words(messenger.i18n.getUILanguage());
document.documentElement.lang = messenger.i18n.getUILanguage();
document.title = say("Ask first");

function element(name, text, kind) {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function button(text, act, kind) {
  const made = element("button", text, kind);
  made.addEventListener("click", () => {
    for (const other of document.querySelectorAll("button")) other.disabled = true;
    act();
  });
  return made;
}

function ask(job, tab, more) {
  return messenger.runtime.sendMessage({ job, tab, ...more });
}

/** Put these elements on the page, in place of what was there. */
function show(...elements) {
  document.querySelector("main").replaceChildren(...elements.filter(Boolean));
}
