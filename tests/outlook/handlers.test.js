"use strict";
// The Outlook add-in's code against Microsoft's own mock of Office.js and a real HTTP server as its backend; run with `node --test`.
const assert = require("node:assert/strict");
const http = require("node:http");
const { test, describe, before, after, beforeEach } = require("node:test");
const { OfficeMockObject } = require("office-addin-mock");

const WARNING = {
  version: 1, verdict: "unannounced_introduction", certainty: "sure", sides: [],
  not_asked: [{ name: "Anna Roth", address: "anna@roth.example" }],
  findings: [{ code: "AF101", severity: "warning", message: "Nobody was asked.", evidence: [{ text: "meet Anna" }] }],
};
const FINE = { ...WARNING, verdict: "other", findings: [], not_asked: [] };

let patience, answer, received, state, server, handlers, askfirst;

const file = (name, isInline = false, content = "YWJj") => ({ id: `id-${name}`, name, isInline, size: 3, content, format: "base64" });

/** Outlook's compose window, as the mock has it; what the item holds is in `state`. */
function office(more = {}, displayLanguage = "en-US") {
  const person = (displayName, emailAddress) => ({ displayName, emailAddress });
  const fine = (value) => ({ status: "succeeded", value });
  state = {
    to: [person("Mike Hale", "mike@hale.example")], cc: [person("Anna Roth", "anna@roth.example")], bcc: [],
    from: person("Clara Voss", "clara@voss.example"), subject: "Introduction", body: "Hi Mike,\r\nmeet Anna", session: {}, notice: null,
    attached: [],
  };
  const held = (name) => ({
    getAsync: (...rest) => rest.at(-1)(fine(state[name])),
    setAsync: (data, ...rest) => { state[name] = data; rest.at(-1)(fine()); },
  });
  const item = {
    from: held("from"), to: held("to"), cc: held("cc"), bcc: held("bcc"), subject: held("subject"), body: held("body"),
    sessionData: {
      getAsync: (key, done) => done(key in state.session ? fine(state.session[key]) : { status: "failed", error: { code: 1 } }),
      setAsync: (key, data, done) => { state.session[key] = data; done(fine()); },
    },
    notificationMessages: {
      replaceAsync: (key, notice, done) => { state.notice = notice; done(fine()); },
      removeAsync: (key, done) => { state.notice = null; done(fine()); },
    },
    getComposeTypeAsync: (done) => done(fine({ composeType: "newMail" })),
    getAttachmentsAsync: (done) => done(fine(state.attached.map(({ content, format, ...one }) => one))),
    getAttachmentContentAsync: (id, done) => done(fine(state.attached.find((one) => one.id === id))),
    removeAttachmentAsync: (id, done) => { state.attached = state.attached.filter((one) => one.id !== id); done(fine()); },
    addFileAttachmentFromBase64Async: (content, name, { isInline }, done) => { state.attached.push(file(name, isInline, content)); done(fine()); },
    ...more,
  };
  return new OfficeMockObject({
    host: "outlook",
    context: { displayLanguage, mailbox: { item }, roamingSettings: { get: (name) => (name === "askfirst-key" ? "geheim" : "") } },
    actions: { associate: (name, handler) => { handlers[name] = handler; } },
  });
}

/** Loads the add-in's code anew into this Office. */
function load(mock) {
  handlers = {};
  global.Office = mock;
  for (const name of Object.keys(require.cache)) if (/addon.(shared|outlook)/.test(name)) delete require.cache[name];
  require("../../addon/outlook/launchevent.js");
  for (const name of ["rewrite", "kept", "graph"]) askfirst = require(`../../addon/outlook/${name}.js`);
  const connect = askfirst.connect;
  askfirst.connect = (settings) => connect({ ...settings, wait: patience }); // the machine may be busy
  askfirst.url = `http://127.0.0.1:${server.address().port}`;
}

/** What the handler tells Outlook. */
function completed(name) {
  return new Promise((resolve) => handlers[name]({ completed: resolve }));
}

before(async () => {
  server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => (body += piece));
    request.on("end", () => { received.push({ key: request.headers.authorization, draft: JSON.parse(body) }); answer(response); });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
});
after(() => { server.closeAllConnections(); server.close(); });
beforeEach(() => { patience = { check: 20_000 }; received = []; answer = (response) => response.end(JSON.stringify(WARNING)); });

describe("before a mail is sent", () => {
  for (const [locale, label] of [["en-US", "Ask first"], ["de-DE", "Zuerst fragen"]]) test(`a warning stops it, with what Outlook may show and the way to the task pane (${locale})`, async () => {
    load(office({}, locale));
    askfirst.tables = { de: { "Ask first": "Zuerst fragen" } };
    const said = await completed("onMessageSendHandler");
    assert.equal(said.allowEvent, false);
    assert.match(said.errorMessage, /Nobody was asked\.\n“meet Anna”/);
    assert.ok(said.errorMessage.length <= 500 && said.cancelLabel.length <= 20);
    assert.equal(said.cancelLabel, label);
    assert.equal(said.commandId, "askfirstPane");
    assert.equal("sendModeOverride" in said, false);
  });
  test("the backend is told of people, subject and text", async () => {
    load(office());
    await completed("onMessageSendHandler");
    const people = { from: "Clara Voss <clara@voss.example>", to: ["Mike Hale <mike@hale.example>"], cc: ["Anna Roth <anna@roth.example>"], bcc: [] };
    assert.deepEqual(received, [{ key: "Bearer geheim", draft: { ...people, subject: "Introduction", body: "Hi Mike,\nmeet Anna" } }]);
  });
  test("a long warning is cut", async () => {
    const long = { ...WARNING, findings: [{ ...WARNING.findings[0], message: "x".repeat(900) }] };
    answer = (response) => response.end(JSON.stringify(long));
    load(office());
    assert.equal((await completed("onMessageSendHandler")).errorMessage.length, 500);
  });
  test("an ordinary mail goes", async () => {
    answer = (response) => response.end(JSON.stringify(FINE));
    load(office());
    assert.deepEqual(await completed("onMessageSendHandler"), { allowEvent: true });
  });
  test("a mail the person vouched for goes, unseen", async () => {
    const mock = office();
    load(mock);
    await askfirst.vouch(mock.context.mailbox.item);
    assert.deepEqual(await completed("onMessageSendHandler"), { allowEvent: true });
    assert.deepEqual(received, []);
  });
  const failing = { nonsense: (response) => response.end("<html>"), silence: () => {}, "an error": (response) => response.writeHead(500).end(), "no line": (response) => response.destroy() };
  for (const [what, how] of Object.entries(failing)) for (const locale of ["en-US", "de-DE"]) {
    test(`${what} from the backend lets it go (${locale})`, async () => {
      answer = how;
      patience = {}; // as long as people wait
      load(office({}, locale));
      const begin = performance.now();
      assert.deepEqual(await completed("onMessageSendHandler"), { allowEvent: true });
      if (what === "silence") assert.ok(performance.now() - begin >= 1490);
    });
  }
  test("an Office that throws, or fails, lets it go", async () => {
    for (const broken of [{ to: {} }, { body: { getAsync: (type, done) => done({ status: "failed", error: { code: 5 } }) } }]) {
      load(office(broken));
      assert.deepEqual(await completed("onMessageSendHandler"), { allowEvent: true });
    }
  });
  test("an Office that never answers is not waited for", async () => {
    load(office({ subject: { getAsync: () => {} } }));
    assert.deepEqual(await completed("onMessageSendHandler"), { allowEvent: true });
  });
});

describe("when recipients change", () => {
  test("a hint appears, and goes when there is nothing to say", async () => {
    load(office());
    await completed("onMessageRecipientsChangedHandler");
    assert.equal(state.notice.message, "Looks like an introduction");
    assert.ok(state.notice.message.length <= 150);
    answer = (response) => response.end(JSON.stringify(FINE));
    await completed("onMessageRecipientsChangedHandler");
    assert.equal(state.notice, null);
  });
});

describe("the open item", () => {
  const question = { to: [{ name: "Mike <Hale>", address: "mike@hale.example" }], subject: "May I?", body: "Hi <Mike>\nbye" };
  test("becomes the first question, and is put back by undo", async () => {
    const mock = office();
    load(mock);
    const item = mock.context.mailbox.item;
    const kept = await askfirst.snapshot(item);
    await askfirst.write(item, askfirst.questionOf(question));
    assert.deepEqual([state.to, state.cc, state.bcc], [[{ displayName: "Mike <Hale>", emailAddress: "mike@hale.example" }], [], []]);
    assert.deepEqual([state.subject, state.body], ["May I?", "Hi &lt;Mike&gt;<br>bye"]);
    await askfirst.write(item, kept);
    assert.equal(state.cc[0].emailAddress, "anna@roth.example");
    assert.equal(state.body, "Hi Mike,\r\nmeet Anna");
  });
  test("loses its attachments and pictures to no one: they are put back by undo", async () => {
    const mock = office();
    load(mock);
    const item = mock.context.mailbox.item;
    state.attached = [file("prices.txt"), file("picture.png", true)];
    const before = structuredClone(state);
    const kept = await askfirst.snapshot(item);
    await askfirst.write(item, askfirst.questionOf(question));
    assert.deepEqual(state.attached, []);
    await askfirst.write(item, kept);
    assert.deepEqual(state, before);
  });
  test("is not replaced where an attachment could not be put back", async () => {
    for (const bad of [{ ...file("cloud.docx"), format: "url" }, { ...file("film.mp4"), size: 30_000_000 }]) {
      const mock = office();
      load(mock);
      state.attached = [bad];
      await assert.rejects(askfirst.snapshot(mock.context.mailbox.item));
    }
  });
  test("of a reply becomes the question to who is answered; of a forwarded mail none", async () => {
    const anna = { ...question, to: [{ name: "Anna", address: "anna@roth.example" }] };
    const mike = { ...question, to: [{ name: "Mike", address: "Mike@hale.example" }] };
    for (const [composeType, asks, place] of [
      ["newMail", [anna, mike], 0], ["reply", [anna, mike], 1], ["reply", [anna], -1], ["forward", [mike], -1],
      ["reply", [{ ...mike, to: [...mike.to, ...anna.to] }], -1],
    ]) {
      const mock = office({ getComposeTypeAsync: (done) => done({ status: "succeeded", value: { composeType } }) });
      load(mock);
      assert.equal(await askfirst.placeFor(mock.context.mailbox.item, asks), place);
    }
  });
  test("of an older Outlook, which does not tell, is not replaced", async () => {
    const mock = office({ getComposeTypeAsync: () => { throw new Error("an older Outlook"); } });
    load(mock);
    await assert.rejects(askfirst.placeFor(mock.context.mailbox.item, [question]));
  });
});

describe("first drafts", () => {
  const draft = (subject, body = "Hi Mike") => ({ subject, body, to: [], cc: [], bcc: [] });
  const held = () => { const kept = {}; return { get: (name) => kept[name], set: (name, value) => { kept[name] = value; }, saveAsync: (done) => done({ status: "succeeded" }) }; };
  test("are kept, the newest first, and forgotten", async () => {
    load(office());
    const settings = held();
    assert.equal(await askfirst.keepDraft(settings, draft("one")), true);
    assert.equal(await askfirst.keepDraft(settings, draft("two")), true);
    assert.deepEqual(askfirst.firstDrafts(settings).map((one) => one.subject), ["two", "one"]);
    await askfirst.forgetDraft(settings, 0);
    assert.deepEqual(askfirst.firstDrafts(settings).map((one) => one.subject), ["one"]);
  });
  test("make room for new ones, and one that is too long is not kept", async () => {
    load(office());
    const settings = held();
    for (const name of "abc") await askfirst.keepDraft(settings, draft(name, "x".repeat(8000)));
    assert.deepEqual(askfirst.firstDrafts(settings).map((one) => one.subject), ["c", "b"]);
    assert.equal(await askfirst.keepDraft(settings, draft("long", "x".repeat(20_001))), false);
    assert.deepEqual(askfirst.firstDrafts(settings).map((one) => one.subject), ["c", "b"]);
  });
});

describe("Graph", () => {
  test("is not asked without a client id, or where Outlook has no nested app authentication", async () => {
    const mock = office();
    load(mock);
    assert.equal(await askfirst.graph(mock), null);
    askfirst.client = "01234567-89ab-cdef-0123-456789abcdef";
    const asked = [];
    assert.equal(await askfirst.graph({ context: { requirements: { isSetSupported: (...set) => { asked.push(set); return false; } } } }), null);
    assert.deepEqual(asked, [["NestedAppAuth", "1.1"]]);
  });
});
