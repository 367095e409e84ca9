/* Talks to the backend for mail clients: POST /v1/check, /v1/ask, /v1/reply (docs/api.md).
 *
 * One script without imports, in ECMAScript 2016: classic Outlook for Windows runs nothing newer. No function here throws or
 * rejects: whatever goes wrong is an answer {ok: false, reason}, so a client always knows to let the mail go.
 */
"use strict";

var askfirst = (function () {
  const VERSION = 1;
  const MAX_REQUEST = 2000000; // bytes the backend takes
  const MAX_ANSWER = 1000000; // characters
  const MAX_LIST = 200; // findings, sentences or people looked at
  const MAX_TEXT = 100000; // characters of one text
  const CHECK_MS = 1500; // sending a mail waits for this one
  const WRITE_MS = 10000; // asking and reading a reply are the person's own wish, with something to look at meanwhile
  const VERDICTS = ["unannounced_introduction", "permitted_introduction", "permission_request", "other"];
  const ANSWERS = ["yes", "no", "later", "unclear"];
  const CERTAINTIES = ["sure", "likely", "unsure"];

  /** The address of an endpoint, or "" where `base` is no address that mail may be given to: https, or http on this machine. */
  function endpoint(base, name) {
    const match = /^(https?):\/\/([a-z0-9.-]+|\[::1\])(?::\d{1,5})?(\/[\w./~-]*)?$/i.exec(String(base).replace(/\/+$/, ""));
    if (!match) return "";
    const loopback = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/i.test(match[2]);
    return match[1].toLowerCase() === "https" || loopback ? match[0] + "/v1/" + name : "";
  }

  /**
   * The backend at `settings.url`, with `settings.key` (may be empty). `settings.fetch` and `settings.wait` ({check, write},
   * milliseconds) are for whoever brings their own.
   */
  function connect(settings) {
    const wait = Object.assign({ check: CHECK_MS, write: WRITE_MS }, settings.wait);
    const call = (name, body, milliseconds, read) => post(settings, name, body, milliseconds).then((answer) => readAnswer(answer, read));
    return {
      /** {ok, report}: what the linter says of a draft. `draft`: from, to, cc, bcc (texts `Name <a@b>`), subject, body. */
      check: (draft) => call("check", draft, wait.check, report),
      /** {ok, plan}: the private questions for an unannounced introduction. */
      ask: (draft) => call("ask", draft, wait.write, plan),
      /** {ok, reading}: what an answer says. `reply`: as a draft, and `sent` (ISO 8601 with time zone) or null. */
      reply: (reply) => call("reply", reply, wait.write, reading),
    };
  }

  function readAnswer(answer, read) {
    if (!answer.ok) return answer;
    const value = read(answer.data);
    return value ? Object.assign({ ok: true }, value) : failed("nonsense");
  }

  function failed(reason) {
    return { ok: false, reason: reason };
  }

  function post(settings, name, body, milliseconds) {
    const address = endpoint(settings.url, name);
    if (!address) return Promise.resolve(failed("address"));
    const text = JSON.stringify(body);
    if (text.length > MAX_REQUEST / 3) return Promise.resolve(failed("large")); // a character takes up to 3 bytes
    const abort = typeof AbortController === "undefined" ? null : new AbortController();
    const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: text };
    // Nothing but the draft goes out, and nobody may send it on to another place.
    Object.assign(options, { credentials: "omit", redirect: "error", cache: "no-store", referrerPolicy: "no-referrer" });
    if (settings.key) options.headers.Authorization = "Bearer " + settings.key;
    if (abort) options.signal = abort.signal;
    let timer;
    const slow = new Promise((resolve) => {
      timer = setTimeout(() => {
        resolve(failed("slow"));
        if (abort) abort.abort();
      }, milliseconds);
    });
    const answered = Promise.resolve()
      .then(() => (settings.fetch || fetch)(address, options))
      .then((response) => response.text().then((body) => decode(response.status, body)))
      .catch(() => failed("away"));
    return Promise.race([slow, answered]).then((answer) => {
      clearTimeout(timer);
      return answer;
    });
  }

  function decode(status, text) {
    if (status === 401 || status === 403) return failed("key");
    if (status === 409) return failed("nobody");
    if (status === 413) return failed("large");
    if (status === 422) return failed("refused");
    if (status !== 200) return failed("away");
    if (text.length > MAX_ANSWER) return failed("nonsense");
    let data;
    try {
      data = JSON.parse(text);
    } catch (error) {
      return failed("nonsense");
    }
    if (!isObject(data)) return failed("nonsense");
    return data.version === VERSION ? { ok: true, data: data } : failed("version");
  }

  // What comes in is read field by field; a field that is not what docs/json.md says makes the whole answer nonsense.

  function report(data) {
    if (VERDICTS.indexOf(data.verdict) < 0 || CERTAINTIES.indexOf(data.certainty) < 0) return null;
    const findings = list(data.findings, finding);
    const notAsked = list(data.not_asked, person);
    const sides = list(data.sides, (side) => (isObject(side) && typeof side.asked === "boolean" ? side : null));
    if (!findings || !notAsked || !sides) return null;
    return {
      report: {
        verdict: data.verdict,
        certainty: data.certainty,
        findings: findings,
        notAsked: notAsked,
        warning: findings.some((found) => found.severity === "warning"),
        oneSided: sides.some((side) => side.asked),
      },
    };
  }

  function finding(data) {
    if (!isObject(data) || !isText(data.code) || !isText(data.message) || ["warning", "note"].indexOf(data.severity) < 0) return null;
    const evidence = list(data.evidence, (piece) => (isObject(piece) && isText(piece.text) ? oneLine(piece.text) : null));
    return evidence && { code: oneLine(data.code), message: oneLine(data.message), severity: data.severity, evidence: evidence };
  }

  function plan(data) {
    const asks = list(data.asks, mail);
    return asks && asks.length ? { plan: { asks: asks } } : null;
  }

  function mail(data) {
    if (!isObject(data) || !isText(data.subject) || !isText(data.body)) return null;
    const to = list(data.to, person);
    return to && { to: to, subject: oneLine(data.subject), body: data.body.replace(/\r\n?/g, "\n") };
  }

  function reading(data) {
    if (ANSWERS.indexOf(data.answer) < 0) return null;
    const when = isObject(data.when) && isText(data.when.date) && isDay(data.when.date) ? data.when.date : "";
    return { reading: { answer: data.answer, when: when } };
  }

  function person(data) {
    if (!isObject(data) || !isText(data.name) || !isText(data.address)) return null;
    return { name: oneLine(data.name), address: oneLine(data.address) };
  }

  function list(data, read) {
    if (!Array.isArray(data) || data.length > MAX_LIST) return null;
    const values = data.map(read);
    return values.every((value) => value !== null) ? values : null;
  }

  function isDay(text) {
    return /^\d{4}-\d\d-\d\d$/.test(text) && !isNaN(Date.parse(text));
  }

  function isObject(data) {
    return typeof data === "object" && data !== null && !Array.isArray(data);
  }

  function isText(data) {
    return typeof data === "string" && data.length <= MAX_TEXT;
  }

  /** The text without line ends and other control characters: it goes into headers and on one line of a window. */
  function oneLine(text) {
    // eslint-disable-next-line no-control-regex
    return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
  }

  /** A person as an address header has it. */
  function mailbox(who) {
    if (!who.name || !who.address) return who.address;
    const plain = /^[\w .\u00a0-\uffff-]*$/.test(who.name);
    return (plain ? who.name : '"' + who.name.replace(/["\\]/g, "\\$&") + '"') + " <" + who.address + ">";
  }

  /** A plain text as HTML. */
  function toHtml(text) {
    const safe = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
    return safe.replace(/ {2}/g, " &nbsp;").replace(/\n/g, "<br>");
  }

  return { connect: connect, endpoint: endpoint, mailbox: mailbox, toHtml: toHtml };
})();

if (typeof module === "object") module.exports = askfirst;
