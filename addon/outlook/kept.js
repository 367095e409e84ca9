/* First drafts, kept in the settings of the person's own mailbox: Outlook gives an add-in no way to save a second draft by itself. */
"use strict";

(function (askfirst) {
  const NAME = "askfirst-drafts";
  const MAX_KEPT = 20000; // characters; Outlook takes 32 KB of settings

  /** The first drafts that are kept, the newest first: {subject, to, cc, bcc, body (plain text)}. */
  function firstDrafts(settings) {
    return JSON.parse(settings.get(NAME) || "[]");
  }

  /** Keep a draft; the oldest make room. Whether it is kept: one may be too long. */
  async function keepDraft(settings, { subject, to, cc, bcc, body }) {
    const kept = [{ subject, to, cc, bcc, body }, ...firstDrafts(settings)];
    while (kept.length && JSON.stringify(kept).length > MAX_KEPT) kept.pop();
    if (!kept.length) return false;
    await store(settings, kept);
    return true;
  }

  function forgetDraft(settings, index) {
    return store(settings, firstDrafts(settings).filter((_, number) => number !== index));
  }

  function store(settings, kept) {
    settings.set(NAME, JSON.stringify(kept));
    return askfirst.call(settings, "saveAsync");
  }

  Object.assign(askfirst, { firstDrafts, keepDraft, forgetDraft });
})(typeof module === "object" ? require("./item.js") : askfirst);

if (typeof module === "object") module.exports = require("./item.js");
