/* The task pane: the warning with its evidence, and "Ask first". */
"use strict";

(function (askfirst) {
  let say = askfirst.words(document.documentElement.lang);
  let item = null;

  const { element, button, row, show } = askfirst;

  function failed(reason) {
    const text = {
      key: say("My backend does not take the key. Please look at the settings."),
      refused: say("I find nobody to ask in this draft. Names in the greeting, or on To and Cc, help me."),
      large: say("I cannot read this mail. It is unusually large or damaged."),
      office: say("I could not do this. Your mail is as it was."),
    }[reason];
    const key = reason === "key" && keyField();
    show([element("p", text || say("My backend does not answer. Mails are sent as always.")), key, row([button(say("Check again"), look)])]);
  }

  function keyField() {
    const label = element("label", say("Key, if the backend wants one"));
    const input = document.createElement("input");
    Object.assign(input, { type: "password", autocomplete: "off", maxLength: 500 });
    const settings = Office.context.roamingSettings;
    const save = () => {
      settings.set("askfirst-key", input.value.trim());
      settings.saveAsync(look);
    };
    label.append(input, button(say("Save"), save));
    return label;
  }

  function look() {
    return askfirst
      .draftOf(item)
      .then((draft) => askfirst.backend(Office).check(draft).then((answer) => (answer.ok ? render(draft, answer.report) : failed(answer.reason))))
      .catch(() => failed("office"));
  }

  function render(draft, report) {
    const told = askfirst.tell(report, say);
    if (!report.warning) {
      show([element("h1", told.title), row([button(say("Check again"), look)])]);
      return;
    }
    const why = element("section", "");
    if (told.why.length) why.append(element("h2", say("Because you write")));
    told.why.forEach((text) => why.append(element("blockquote", text)));
    const ask = report.verdict === "unannounced_introduction" && button(say("Ask first"), () => askFirst(draft), "main");
    const asked = button(told.asked, () => askfirst.vouch(item).then(() => show([element("p", say("Noted."))]), () => failed("office")));
    const people = told.notAsked && element("p", told.notAsked, "people");
    show([element("h1", told.title)].concat(told.messages.map((text) => element("p", text)), [people, why, element("p", told.how, "quiet"), row([ask, asked])]));
  }

  function askFirst(draft) {
    return askfirst
      .backend(Office)
      .ask(draft)
      .then((answer) => (answer.ok ? place(draft, answer.plan.asks) : failed(answer.reason)))
      .catch(() => failed("office"));
  }

  /** The first question takes the place of the mail where that is safe; the others, and the mail itself, are text to copy. */
  function place(draft, asks) {
    return askfirst.replaceable(item).then((safe) => {
      if (!safe) return show(asks.map(copyable));
      return askfirst.snapshot(item).then((before) =>
        askfirst.write(item, askfirst.questionOf(asks[0])).then(
          () => show(placed(draft, asks, before)),
          () => askfirst.write(item, before).then(() => failed("office")),
        ),
      );
    });
  }

  function placed(draft, asks, before) {
    const undo = button(say("Undo"), () => askfirst.write(item, before).then(look, () => failed("office")));
    const kept = { to: [], subject: draft.subject, body: draft.body };
    return [element("p", say("The first question is in the mail that is open. Read it, then send it yourself.")), row([undo])].concat(
      asks.slice(1).map(copyable),
      [element("h2", say("Your first draft")), element("p", say("Keep it: it is the basis of the mail that connects them later.")), copyable(kept)],
    );
  }

  function copyable(mail) {
    const made = element("section", "", "mail");
    const to = mail.to.map((who) => who.name || who.address).join(", ");
    const text = mail.subject + "\n\n" + mail.body;
    const copy = (pressed) =>
      navigator.clipboard.writeText(text).then(
        () => (pressed.textContent = say("Copied")),
        () => getSelection().selectAllChildren(body), // no right to the clipboard: it is marked, to be copied by hand
      ).then(() => (pressed.disabled = false));
    const body = element("pre", text);
    if (to) made.append(element("h2", say("To {people}", { people: to })));
    made.append(body, button(say("Copy"), copy));
    return made;
  }

  Office.onReady(() => {
    item = Office.context.mailbox.item;
    say = askfirst.words(Office.context.displayLanguage);
    document.documentElement.lang = Office.context.displayLanguage;
    return look();
  });
})(askfirst);
