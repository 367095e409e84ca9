/* The warning page: the popup of the compose window, and the window that opens before a mail with a warning is sent. */
"use strict";

/* global askfirst, say, element, button, row, ask, show */

const given = Number(new URLSearchParams(location.search).get("tab"));
let tab = given;

async function start() {
  if (!given) tab = (await messenger.tabs.query({ active: true, currentWindow: true }))[0].id;
  look();
}

async function look() {
  const found = await ask("view", tab);
  if (found.trouble) failed(found.trouble);
  else render(found);
}

function failed(trouble) {
  const settings = button(say("Settings"), () => messenger.runtime.openOptionsPage().then(() => window.close()));
  show(element("p", trouble), row([button(say("Check again"), look), settings]));
}

function render({ told, warning, rewritable, sending }) {
  if (!warning) {
    show(element("h1", told.title), row([button(say("Check again"), look)]));
    return;
  }
  const why = element("section", "");
  why.append(element("h2", say("Because you write")));
  for (const text of told.why) why.append(element("blockquote", text));
  show(
    element("h1", told.title),
    ...told.messages.map((message) => element("p", message)),
    told.notAsked && element("p", told.notAsked, "people"),
    told.why.length > 0 && why,
    element("p", told.how, "quiet"),
    row([
      rewritable && button(say("Ask first"), askFirst, "main"),
      button(told.asked, () => ask("asked", tab).then(() => window.close())),
      sending && button(say("Send anyway"), () => ask("send", tab)),
      sending && button(say("Keep writing"), () => ask("keep", tab)),
    ]),
  );
  document.querySelector("button").focus();
}

async function askFirst() {
  const done = await ask("ask", tab);
  if (done.trouble) failed(done.trouble);
  else window.close();
}

start();
