/* Says things in the person's language: `askfirst.words(locale)` is a function that takes the English text and the values in it.
 * The tables are added by the script that packs a client, from the gettext catalogues (addon/messages.py).
 */
"use strict";

(function (askfirst) {
  askfirst.tables = {};

  /** A function from the English text, with `{name}` in it, to the text in the language of `locale` ("de-AT"); English if we have none. */
  askfirst.words = function (locale) {
    const table = askfirst.tables[String(locale).toLowerCase().split(/[-_]/)[0]] || {};
    return function (text, values) {
      const said = Object.prototype.hasOwnProperty.call(table, text) ? table[text] : text;
      return said.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
    };
  };

  /** The sentences that a report is told in: {title, how, messages, why, people}. `say` is what `words` gives. */
  askfirst.tell = function (report, say) {
    const people = report.notAsked.map((who) => who.name || who.address);
    const evidence = [];
    report.findings.forEach((finding) => finding.evidence.forEach((text) => evidence.indexOf(text) < 0 && evidence.push(text)));
    return {
      title: title(report, say),
      how: { sure: say("I am sure of this."), likely: say("I think this is likely."), unsure: say("I am not sure. You know better.") }[report.certainty],
      messages: report.findings.map((finding) => finding.message),
      why: evidence,
      notAsked: people.length ? say("Not asked: {people}", { people: people.join(", ") }) : "",
      asked: report.oneSided && people.length === 1 ? say("I asked {people}", { people: people[0] }) : say("I asked both"),
    };
  };

  /** The sentences that a reading of an answer is told in: {title, more}. `who` wrote it; `locale` is the one of the date. */
  askfirst.tellAnswer = function (reading, who, say, locale) {
    const title = {
      yes: say("{who} says yes.", { who: who }),
      no: say("{who} says no.", { who: who }),
      later: say("{who} says: later.", { who: who }),
      unclear: say("I cannot tell what {who} says.", { who: who }),
    }[reading.answer];
    const more = [];
    if (reading.when) more.push(say("from {day} on", { day: day(reading.when, locale) }));
    if (reading.answer === "no") more.push(say("That stays between you. The other side only needs to hear that it does not work out now."));
    return { title: title, more: more };
  };

  /** A day of ISO 8601 as people write it. */
  function day(text, locale) {
    return new Date(text + "T00:00:00Z").toLocaleDateString(locale, { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" });
  }

  function title(report, say) {
    if (report.verdict === "unannounced_introduction") return say("Looks like an introduction");
    if (report.verdict === "permission_request") return say("You are asking first. Good.");
    if (report.verdict === "permitted_introduction") return say("An introduction, and as far as I can see everybody has agreed.");
    return say("Nothing to ask first here.");
  }
})(typeof module === "object" ? require("./backend.js") : askfirst);

if (typeof module === "object") module.exports = require("./backend.js");
