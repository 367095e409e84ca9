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

let answer, received, state, server, handlers, askfirst;

/** Outlook's compose window, as the mock has it; what the item holds is in `state`. */
function office(more = {}) {
  const person = (displayName, emailAddress) => ({ displayName, emailAddress });
  const fine = (value) => ({ status: "succeeded", value });
  state = {
    to: [person("Mike Hale", "mike@hale.example")], cc: [person("Anna Roth", "anna@roth.example")], bcc: [],
    from: person("Clara Voss", "clara@voss.example"), subject: "Introduction", body: "Hi Mike,\r\nmeet Anna", session: {}, notice: null,
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
    getAttachmentsAsync: (done) => done(fine([])),
    ...more,
  };
  return new OfficeMockObject({
    host: "outlook",
    context: { displayLanguage: "en-US", mailbox: { item }, roamingSettings: { get: (name) => (name === "askfirst-key" ? "geheim" : "") } },
    actions: { associate: (name, handler) => { handlers[name] = handler; } },
  });
}

/** Loads the add-in's code anew into this Office. */
function load(mock) {
  handlers = {};
  global.Office = mock;
  for (const name of Object.keys(require.cache)) if (/addon.(shared|outlook)/.test(name)) delete require.cache[name];
  require("../../addon/outlook/launchevent.js");
  askfirst = require("../../addon/outlook/item.js");
  const connect = askfirst.connect;
  askfirst.connect = (settings) => connect({ ...settings, wait: { check: 20_000 } }); // the machine may be busy
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
beforeEach(() => { received = []; answer = (response) => response.end(JSON.stringify(WARNING)); });

describe("before a mail is sent", () => {
  test("a warning stops it, with what Outlook may show and the way to the task pane", async () => {
    load(office());
    const said = await completed("onMessageSendHandler");
    assert.equal(said.allowEvent, false);
    assert.match(said.errorMessage, /Nobody was asked\.\n“meet Anna”/);
    assert.ok(said.errorMessage.length <= 500 && said.cancelLabel.length <= 20);
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
  for (const [what, how] of Object.entries(failing)) {
    test(`${what} from the backend lets it go`, async () => {
      answer = how;
      load(office());
      assert.deepEqual(await completed("onMessageSendHandler"), { allowEvent: true });
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
  test("is not replaced where it would carry a thread or attachments along", async () => {
    const reply = { getComposeTypeAsync: (done) => done({ status: "succeeded", value: { composeType: "reply" } }) };
    const attached = { getAttachmentsAsync: (done) => done({ status: "succeeded", value: [{ isInline: false }] }) };
    for (const [more, safe] of [[{}, true], [reply, false], [attached, false], [{ getComposeTypeAsync: () => { throw new Error("an older Outlook"); } }, false]]) {
      const mock = office(more);
      load(mock);
      assert.equal(await askfirst.replaceable(mock.context.mailbox.item), safe);
    }
  });
});
