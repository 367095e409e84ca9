/* What a message says that is read in Outlook, as an answer to one of the person's questions. */
"use strict";

(function (askfirst) {
  /** The message as the backend wants a reply. */
  async function replyOf(item) {
    return {
      from: askfirst.mailboxes([item.from])[0] || "",
      to: askfirst.mailboxes(item.to),
      cc: askfirst.mailboxes(item.cc),
      subject: item.subject || "",
      body: ((await askfirst.call(item.body, "getAsync", "text")) || "").replace(/\r\n?/g, "\n"),
      sent: item.dateTimeCreated.toISOString(),
    };
  }

  /** Reads the message; gives what it says to `show`, or the reason why not to `failed`. */
  async function readAnswer(item, say, show, failed) {
    const { element } = askfirst;
    const answer = await askfirst.backend(Office).reply(await replyOf(item));
    if (!answer.ok) return failed(answer.reason);
    const who = item.from.displayName || item.from.emailAddress;
    const told = askfirst.tellAnswer(answer.reading, who, say, Office.context.displayLanguage);
    const note = say("I read it as an answer to a question of yours. You know better.");
    return show([element("h1", told.title), ...told.more.map((text) => element("p", text)), element("p", note, "quiet")]);
  }

  askfirst.readAnswer = readAnswer;
})(askfirst);
