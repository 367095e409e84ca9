/* What Outlook calls by itself: before a mail is sent, and when its recipients change. Whatever fails here, the mail goes out.
 *
 * Classic Outlook for Windows runs this without a page: no DOM, no imports, one file, ECMAScript 2016.
 */
"use strict";

(function (askfirst, office) {
  const ALLOW_MS = 4000; // Outlook shows a dialog of its own after 5 seconds
  const MAX_MESSAGE = 500; // characters of a Smart Alert
  const MAX_NOTICE = 150; // characters of a notification
  const MAX_LABEL = 20; // characters of its button
  const NOTICE = "askfirst";
  const PANE = "askfirstPane"; // the command that opens the task pane; the manifests name it so

  /** What is wrong with the draft: {title, text}; null if nothing is, or nobody can tell. */
  function warning() {
    const item = office.context.mailbox.item;
    return askfirst.vouched(item).then((asked) => {
      if (asked) return null;
      return askfirst
        .draftOf(item)
        .then((draft) => askfirst.backend(office).check(draft))
        .then((answer) => {
          if (!answer.ok || !answer.report.warning) return null;
          const say = askfirst.words(office.context.displayLanguage);
          const told = askfirst.tell(answer.report, say);
          const why = told.why.slice(0, 2).map((text) => "“" + text + "”");
          return { title: told.title, text: told.messages.concat(why).join("\n"), label: say("Ask first") };
        });
    });
  }

  function cut(text, length) {
    return text.length <= length ? text : text.slice(0, length - 1) + "…";
  }

  /** Ends the event once, with what `job` decides; with `otherwise` if that takes too long or fails. */
  function complete(event, job, otherwise) {
    let open = true;
    const end = (result) => {
      if (!open) return;
      open = false;
      clearTimeout(timer);
      event.completed(result);
    };
    const timer = setTimeout(() => end(otherwise), ALLOW_MS);
    return Promise.resolve()
      .then(job)
      .then(end)
      .catch(() => end(otherwise));
  }

  function onMessageSendHandler(event) {
    const go = { allowEvent: true };
    const decide = (found) => {
      if (!found) return go;
      return { allowEvent: false, errorMessage: cut(found.text, MAX_MESSAGE), cancelLabel: cut(found.label, MAX_LABEL), commandId: PANE };
    };
    return complete(event, () => warning().then(decide), go);
  }

  function onMessageRecipientsChangedHandler(event) {
    return complete(event, () => warning().then(hint), undefined);
  }

  function hint(found) {
    const notices = office.context.mailbox.item.notificationMessages;
    return new Promise((resolve) => {
      const done = () => resolve(undefined);
      if (!found) notices.removeAsync(NOTICE, done);
      else notices.replaceAsync(NOTICE, { type: "informationalMessage", message: cut(found.title, MAX_NOTICE), icon: "Icon.16", persistent: false }, done);
    });
  }

  office.actions.associate("onMessageSendHandler", onMessageSendHandler);
  office.actions.associate("onMessageRecipientsChangedHandler", onMessageRecipientsChangedHandler);
})(typeof module === "object" ? require("./item.js") : askfirst, Office);
