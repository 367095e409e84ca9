/* The task pane. While a mail is written: the warning with its evidence, and "Ask first". While one is read: what it answers. */
"use strict";

(function (askfirst) {
  let say = askfirst.words(document.documentElement.lang);
  let item = null;

  const { element, button, row, show } = askfirst;

  function failed(reason) {
    const unread = say("I cannot read this mail. It is unusually large or damaged.");
    const text = {
      key: say("My backend does not take the key."),
      nobody: say("I find nobody to ask in this draft. Names in the greeting, or on To and Cc, help me."),
      refused: unread,
      large: unread,
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

  async function look() {
    const open = item;
    const current = (act) => (...given) => open === item && act(...given); // another message may be shown by then
    try {
      if (isRead(open)) return await askfirst.readAnswer(open, say, current(show), current(failed));
      const draft = await askfirst.draftOf(open);
      const answer = await askfirst.backend(Office).check(draft);
      return answer.ok ? current(render)(draft, answer.report) : current(failed)(answer.reason);
    } catch {
      return current(failed)("office");
    }
  }

  /** A message that is read has its subject as text; one that is written, as something to ask. */
  function isRead(open) {
    return typeof open.subject === "string";
  }

  function render(draft, report) {
    const told = askfirst.tell(report, say);
    if (!report.warning) {
      show([element("h1", told.title), row([button(say("Check again"), look)]), ...keptDrafts(draft)]);
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

  /** In a mail that is still empty: the first drafts that are kept, to be opened in it. */
  function keptDrafts(draft) {
    if (draft.subject || draft.to.length + draft.cc.length + draft.bcc.length) return [];
    const settings = Office.context.roamingSettings;
    return askfirst.firstDrafts(settings).map((kept, index) => {
      const made = element("section", "", "mail");
      const again = { ...kept, body: askfirst.toHtml(kept.body), attachments: [] };
      const open = () => askfirst.write(item, again).then(look, () => failed("office"));
      const forget = () => askfirst.forgetDraft(settings, index).then(look, () => failed("office"));
      made.append(element("h2", say("Your first draft")), element("p", kept.subject || say("(no subject)")), row([button(say("Open"), open), button(say("Delete"), forget)]));
      return made;
    });
  }

  async function askFirst(draft) {
    const answer = await askfirst.backend(Office).ask(draft);
    if (!answer.ok) return failed(answer.reason);
    try {
      return await place(draft, answer.plan.asks);
    } catch {
      return failed("office");
    }
  }

  /** One question takes the place of the mail, where the mail can be kept and put back; the others are drafts, or text to copy. */
  async function place(draft, asks) {
    const graph = await askfirst.graph(Office);
    const index = await askfirst.placeFor(item, asks).catch(() => -1);
    const before = index < 0 ? null : await askfirst.snapshot(item).catch(() => null);
    const kept = before && (await keep(graph, draft, before));
    const others = asks.filter((_, number) => !kept || number !== index);
    const shown = [];
    for (const ask of others) shown.push(await drafted(graph, ask));
    if (!kept) return show([element("p", say("The mail that is open stays as it is. The questions:")), ...shown]);
    try {
      await askfirst.write(item, askfirst.questionOf(asks[index]));
    } catch {
      await askfirst.write(item, before);
      return failed("office");
    }
    return show([...placed(before, kept), ...shown]);
  }

  /** Keeps the mail as it is: a second draft where there is Graph, else its text in the settings of the mailbox. Where; "" if nowhere. */
  async function keep(graph, draft, before) {
    const copied = graph && (await graph.copy(item).then(() => true, () => false));
    if (copied) return "drafts";
    const people = (list) => list.map(({ displayName, emailAddress }) => ({ displayName, emailAddress }));
    const mail = { subject: draft.subject, body: draft.body, to: people(before.to), cc: people(before.cc), bcc: people(before.bcc) };
    const kept = await askfirst.keepDraft(Office.context.roamingSettings, mail).catch(() => false);
    return kept ? "settings" : "";
  }

  async function drafted(graph, ask) {
    const created = graph && (await graph.create(ask).then(() => true, () => false));
    return created ? element("p", say("The question to {people} is among your drafts.", { people: names(ask) })) : copyable(ask);
  }

  function placed(before, kept) {
    const undo = async () => {
      await askfirst.write(item, before);
      if (kept === "settings") await askfirst.forgetDraft(Office.context.roamingSettings, 0);
      return look();
    };
    const inDrafts = kept === "drafts";
    const where = inDrafts
      ? say("Your first draft is among your drafts, with everything in it.")
      : say("The text of your first draft is kept: open this pane in a new mail to get it back.");
    const attached = before.attachments.length > 0 && (inDrafts
      ? say("The attachments are in your first draft, not in the question.")
      : say("The attachments are not in the question, and are not kept. Undo brings them back."));
    return [
      element("p", say("The first question is in the mail that is open. Read it, then send it yourself.")),
      element("p", where),
      attached && element("p", attached, "people"),
      row([button(say("Undo"), () => undo().catch(() => failed("office")))]),
    ];
  }

  function names(mail) {
    return mail.to.map((who) => who.name || who.address).join(", ");
  }

  function copyable(mail) {
    const made = element("section", "", "mail");
    const text = mail.subject + "\n\n" + mail.body;
    const copy = (pressed) =>
      navigator.clipboard.writeText(text).then(
        () => (pressed.textContent = say("Copied")),
        () => getSelection().selectAllChildren(body), // no right to the clipboard: it is marked, to be copied by hand
      ).then(() => (pressed.disabled = false));
    const body = element("pre", text);
    made.append(element("h2", say("To {people}", { people: names(mail) })), body, button(say("Copy"), copy));
    return made;
  }

  /** Another message is shown beside a pane that stays open: the answer is read anew. */
  function begin() {
    item = Office.context.mailbox.item;
    return item ? look() : show([]);
  }

  Office.onReady(() => {
    const locale = Office.context.displayLanguage;
    say = askfirst.words(locale);
    document.documentElement.lang = locale;
    document.title = say("Ask first");
    Office.context.mailbox.addHandlerAsync(Office.EventType.ItemChanged, begin);
    return begin();
  });
})(askfirst);
