/* Making the open mail of Outlook a question, and putting it back as it was. */
"use strict";

(function (askfirst) {
  const { call } = askfirst;
  const MAX_ATTACHED = 20 * 1024 * 1024; // bytes that are kept for "Undo"

  /**
   * The question that may take the place of the open mail, as an index; -1 if none may. A new mail can become any question. A reply
   * stays in its thread, so it can only become the question to the person who is answered; a forwarded mail can become none.
   */
  async function placeFor(item, asks) {
    const { composeType } = await call(item, "getComposeTypeAsync");
    if (composeType === "newMail") return 0;
    if (composeType !== "reply") return -1;
    const [answered] = await call(item.to, "getAsync");
    const same = (who) => answered && who.address.toLowerCase() === answered.emailAddress.toLowerCase();
    return asks.findIndex((ask) => ask.to.length === 1 && same(ask.to[0]));
  }

  /** Everything that `write` needs to put the item back as it was. Rejects where that is impossible. */
  async function snapshot(item) {
    const held = { subject: await call(item.subject, "getAsync"), body: await call(item.body, "getAsync", "html") };
    for (const field of ["to", "cc", "bcc"]) held[field] = await call(item[field], "getAsync");
    const attached = await call(item, "getAttachmentsAsync");
    if (attached.reduce((sum, one) => sum + one.size, 0) > MAX_ATTACHED) throw new Error("too large");
    held.attachments = [];
    for (const { id, name, isInline } of attached) {
      const { content, format } = await call(item, "getAttachmentContentAsync", id);
      if (format !== "base64") throw new Error("not a file"); // a link to a cloud, or another mail
      held.attachments.push({ name, isInline, content });
    }
    return held;
  }

  /** Write {subject, body (HTML), to, cc, bcc, attachments}. What would give something away goes first: attachments, then copies. */
  async function write(item, mail) {
    for (const one of await call(item, "getAttachmentsAsync")) await call(item, "removeAttachmentAsync", one.id);
    for (const field of ["bcc", "cc", "to"]) await call(item[field], "setAsync", mail[field]);
    await call(item.subject, "setAsync", mail.subject);
    for (const { name, isInline, content } of mail.attachments) {
      await call(item, "addFileAttachmentFromBase64Async", content, name, { isInline });
    }
    await call(item.body, "setAsync", mail.body, { coercionType: "html" });
  }

  /** A question of the plan as something to `write`. */
  function questionOf(ask) {
    const to = ask.to.filter((who) => who.address).map((who) => ({ displayName: who.name || who.address, emailAddress: who.address }));
    return { subject: ask.subject, body: askfirst.toHtml(ask.body), to, cc: [], bcc: [], attachments: [] };
  }

  Object.assign(askfirst, { placeFor, snapshot, write, questionOf });
})(typeof module === "object" ? require("./item.js") : askfirst);

if (typeof module === "object") module.exports = require("./item.js");
