/* Reading the open item of Outlook (Office.js), with promises. In ECMAScript 2016, as classic Outlook for Windows wants it. */
"use strict";

(function (askfirst) {
  /** The value of an Office call `owner.name(...args, callback)`; rejects where Office says it failed. */
  function call(owner, name) {
    const given = Array.prototype.slice.call(arguments, 2);
    return new Promise((resolve, reject) => {
      given.push((result) => (result.error || result.status === "failed" ? reject(new Error("Office")) : resolve(result.value)));
      owner[name].apply(owner, given);
    });
  }

  function mailboxes(people) {
    return (people || []).map((one) => askfirst.mailbox({ name: one.displayName || "", address: one.emailAddress || "" })).filter(Boolean);
  }

  /** The draft in the item as the backend wants it. */
  function draftOf(item) {
    const from = item.from ? call(item.from, "getAsync").then((who) => mailboxes([who])[0] || "") : Promise.resolve("");
    const people = ["to", "cc", "bcc"].map((field) => call(item[field], "getAsync").then(mailboxes));
    return Promise.all([from, call(item.subject, "getAsync"), call(item.body, "getAsync", "text")].concat(people)).then((read) => ({
      from: read[0],
      to: read[3],
      cc: read[4],
      bcc: read[5],
      subject: read[1] || "",
      body: (read[2] || "").replace(/\r\n?/g, "\n"),
    }));
  }

  const ASKED = "askfirst-asked"; // session data: it lives as long as the window, and never in the mail

  function vouched(item) {
    return call(item.sessionData, "getAsync", ASKED).then(
      (value) => value === "yes",
      () => false
    );
  }

  function vouch(item) {
    return call(item.sessionData, "setAsync", ASKED, "yes");
  }

  /** The backend: where the add-in itself comes from; the key is kept in the mailbox's own settings. */
  function backend(office) {
    return askfirst.connect({ url: askfirst.url, key: office.context.roamingSettings.get("askfirst-key") || "" });
  }

  Object.assign(askfirst, { call, mailboxes, draftOf, vouched, vouch, backend });
})(typeof module === "object" ? require("../shared/words.js") : askfirst);

if (typeof module === "object") module.exports = require("../shared/words.js");
