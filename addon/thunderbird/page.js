/* What the extension's pages share: words, elements, and asking the event page. */
"use strict";

/* exported say, element, button, row, ask, show */

const say = askfirst.words(messenger.i18n.getUILanguage());
document.documentElement.lang = messenger.i18n.getUILanguage();
document.title = say("Ask first");

const { element, button, row } = askfirst;

function ask(job, tab, more) {
  return messenger.runtime.sendMessage({ job, tab, ...more });
}

function show(...elements) {
  askfirst.show(elements);
}
