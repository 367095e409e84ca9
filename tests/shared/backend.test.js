"use strict";
// The backend module against real HTTP servers on the loopback interface; run with `node --test`.
const assert = require("node:assert/strict");
const http = require("node:http");
const { test, describe } = require("node:test");
const askfirst = require("../../addon/shared/backend.js");
require("../../addon/shared/words.js");

const DRAFT = { from: "Clara <c@voss.example>", to: ["Mike <m@hale.example>"], cc: [], bcc: [], subject: "Hi", body: "Grüße" };
const REPORT = {
  version: 1, verdict: "unannounced_introduction", certainty: "sure", not_asked: [{ name: "Anna Roth", address: "a@roth.example" }],
  findings: [{ code: "AF101", severity: "warning", message: "An introduction.", evidence: [{ kind: "introduce", start: 0, end: 4, text: "meet\nAnna" }] }],
  sides: [{ people: [], asked: false }],
};
const PLAN = { version: 1, asks: [{ to: [{ name: "Anna", address: "a@roth.example" }], subject: "May I?", body: "Hi\r\nAnna" }] };

/** Runs `job(url)` against a server that answers with `answer(request, response, body)`. */
async function against(answer, job) {
  const server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => (body += piece));
    request.on("end", () => answer(request, response, body));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await job(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const saying = (data, status = 200) => (request, response) => response.writeHead(status).end(typeof data === "string" ? data : JSON.stringify(data));
const checked = (answer, wait = { check: 20_000 }) => against(answer, (url) => askfirst.connect({ url, key: "", wait }).check(DRAFT));

describe("a call", () => {
  test("posts the draft as JSON, with the key and nothing else that tells of the person", async () => {
    let seen;
    const answer = await against(
      (request, response, body) => {
        seen = { method: request.method, url: request.url, headers: request.headers, body: JSON.parse(body) };
        response.end(JSON.stringify(REPORT));
      },
      (url) => askfirst.connect({ url: `${url}/addon/`, key: "secret" }).check(DRAFT),
    );
    assert.equal(answer.ok, true);
    assert.deepEqual([seen.method, seen.url, seen.body], ["POST", "/addon/v1/check", DRAFT]);
    assert.equal(seen.headers.authorization, "Bearer secret");
    assert.equal(seen.headers["content-type"], "application/json");
    assert.ok(!("cookie" in seen.headers) && !("referer" in seen.headers));
  });

  test("reads a report", async () => {
    const { report } = await checked(saying(REPORT));
    assert.equal(report.warning, true);
    assert.deepEqual(report.notAsked, [{ name: "Anna Roth", address: "a@roth.example" }]);
    assert.deepEqual(report.findings[0].evidence, ["meet Anna"]);
  });

  test("reads a plan and a reply", async () => {
    const asked = await against(saying(PLAN), (url) => askfirst.connect({ url }).ask(DRAFT));
    assert.deepEqual(asked.plan.asks[0].body, "Hi\nAnna");
    const later = { version: 1, answer: "later", when: { text: "in May", date: "2027-05-01" } };
    const read = await against(saying(later), (url) => askfirst.connect({ url }).reply(DRAFT));
    assert.deepEqual(read.reading, { answer: "later", when: "2027-05-01" });
    const never = await against(saying({ ...later, when: { date: "2027-13-01" } }), (url) => askfirst.connect({ url }).reply(DRAFT));
    assert.deepEqual(never.reading, { answer: "later", when: "" });
  });

  test("ignores fields that a later backend adds", async () => {
    assert.equal((await checked(saying({ ...REPORT, moon: "full" }))).ok, true);
  });
});

describe("a backend that fails", () => {
  const failing = [
    ["answers something that is not JSON", saying("<html>"), "nonsense"],
    ["answers an array", saying([]), "nonsense"],
    ["answers null", saying("null"), "nonsense"],
    ["has another version", saying({ ...REPORT, version: 2 }), "version"],
    ["has no version", saying({ ...REPORT, version: undefined }), "version"],
    ["invents a verdict", saying({ ...REPORT, verdict: "constructor" }), "nonsense"],
    ["leaves out the findings", saying({ ...REPORT, findings: undefined }), "nonsense"],
    ["has a finding without evidence", saying({ ...REPORT, findings: [{ code: "AF101", severity: "warning", message: "x" }] }), "nonsense"],
    ["has a name that is a number", saying({ ...REPORT, not_asked: [{ name: 1, address: "" }] }), "nonsense"],
    ["has too many findings", saying({ ...REPORT, findings: Array(300).fill(REPORT.findings[0]) }), "nonsense"],
    ["answers too much", saying({ ...REPORT, moon: "x".repeat(1_000_001) }), "nonsense"],
    ["refuses the key", saying({}, 401), "key"],
    ["refuses the draft", saying({}, 422), "refused"],
    ["finds nobody to ask", saying({}, 409), "nobody"],
    ["finds the draft too large", saying({}, 413), "large"],
    ["is broken", saying("oops", 500), "away"],
    ["redirects", (_, response) => response.writeHead(302, { Location: "/elsewhere" }).end(), "away"],
    ["hangs up", (_, response) => response.destroy(), "away"],
    ["never answers", () => {}, "slow"],
    ["answers without end", (_, response) => response.write('{"version": 1,'), "slow"],
  ];
  for (const [what, answer, reason] of failing) {
    test(`${what}: ${reason}`, async () => {
      assert.deepEqual(await checked(answer, { check: reason === "slow" ? 300 : 20_000 }), { ok: false, reason });
    });
  }

  test("is not waited for longer than a second and a half", async () => {
    const begin = performance.now();
    assert.deepEqual(await checked(() => {}, {}), { ok: false, reason: "slow" });
    const taken = performance.now() - begin;
    assert.ok(taken >= 1490 && taken < 4000, `${taken} ms`); // the machine may be busy
  });

  test("is not there", async () => {
    assert.deepEqual(await askfirst.connect({ url: "http://127.0.0.1:1" }).check(DRAFT), { ok: false, reason: "away" });
  });

  test("a fetch that throws at once is caught", async () => {
    const fetch = () => { throw new TypeError("no fetch here"); };
    assert.deepEqual(await askfirst.connect({ url: "https://a.example", fetch }).check(DRAFT), { ok: false, reason: "away" });
  });

  test("a mail that is too large does not go out", async () => {
    const answer = await askfirst.connect({ url: "http://127.0.0.1:1" }).check({ ...DRAFT, body: "x".repeat(700_000) });
    assert.deepEqual(answer, { ok: false, reason: "large" });
  });
});

describe("an address", () => {
  for (const good of ["https://a.example", "https://a.example/x/", "http://127.0.0.1:8025/addon", "http://localhost:1", "http://[::1]:8025"]) {
    test(`${good} is taken`, () => assert.match(askfirst.endpoint(good, "check"), /[^/]\/v1\/check$/));
  }
  const bad = ["", "http://a.example", "http://127.0.0.1.evil.example", "ftp://a.example", "https://u:p@a.example", "https://a.example/?x", "javascript:1", null];
  for (const address of bad) {
    test(`${address} is not`, async () => {
      assert.equal(askfirst.endpoint(address, "check"), "");
      assert.deepEqual(await askfirst.connect({ url: address }).check(DRAFT), { ok: false, reason: "address" });
    });
  }
});

describe("text", () => {
  test("goes into HTML without becoming markup", () => {
    assert.equal(askfirst.toHtml("a <b> & c\n  d"), "a &lt;b&gt; &amp; c<br> &nbsp;d");
  });
  test("names with marks are quoted in a header", () => {
    assert.equal(askfirst.mailbox({ name: "Roth, Anna", address: "a@r.example" }), '"Roth, Anna" <a@r.example>');
    assert.equal(askfirst.mailbox({ name: "Jörg Müller", address: "j@m.example" }), "Jörg Müller <j@m.example>");
    assert.equal(askfirst.mailbox({ name: "", address: "j@m.example" }), "j@m.example");
    assert.equal(askfirst.mailbox({ name: "Jörg", address: "" }), "");
  });
  test("line ends never reach a header", async () => {
    const sly = { ...PLAN, asks: [{ ...PLAN.asks[0], subject: "a\r\nBcc: x@y.example", to: [{ name: "A\nB", address: "a@b.example" }] }] };
    const { plan } = await against(saying(sly), (url) => askfirst.connect({ url }).ask(DRAFT));
    assert.equal(plan.asks[0].subject, "a Bcc: x@y.example");
    assert.equal(plan.asks[0].to[0].name, "A B");
  });
});

describe("words", () => {
  test("are the table's, with values, and English where it has none", () => {
    askfirst.tables = { de: { "I asked {people}": "{people}: schon gefragt" } };
    const say = askfirst.words("de-AT");
    assert.equal(say("I asked {people}", { people: "{people}" }), "{people}: schon gefragt");
    assert.equal(say("Why?"), "Why?");
    assert.equal(say("constructor"), "constructor");
    assert.equal(askfirst.words("fr")("Why?"), "Why?");
  });
  test("an answer is told with its day as people write it, and a no with what it means", () => {
    const told = (reading, locale) => askfirst.tellAnswer(reading, "Anna", askfirst.words("en"), locale);
    assert.deepEqual(told({ answer: "later", when: "2027-03-01" }, "en-US"), { title: "Anna says: later.", more: ["from March 1, 2027 on"] });
    assert.deepEqual(told({ answer: "later", when: "2027-03-01" }, "de").more, ["from 1. März 2027 on"]);
    assert.equal(told({ answer: "no", when: "" }, "en").more.length, 1);
    assert.deepEqual(told({ answer: "yes", when: "" }, "en").more, []);
  });
  test("one-sided warnings name whom to ask", async () => {
    const { report } = await checked(saying({ ...REPORT, sides: [{ asked: true }, { asked: false }] }));
    assert.equal(askfirst.tell(report, askfirst.words("en")).asked, "I asked Anna Roth");
  });
});
