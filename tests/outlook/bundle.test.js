"use strict";
// The one file that Outlook runs by itself, as `askfirst outlook` packs it (its path is in ASKFIRST_BUNDLE).
const assert = require("node:assert/strict");
const fs = require("node:fs");
const vm = require("node:vm");
const { test } = require("node:test");
const acorn = require("acorn");

const code = fs.readFileSync(process.env.ASKFIRST_BUNDLE, "utf-8");

test("is a plain script in ECMAScript 2016, as classic Outlook for Windows wants it", () => {
  acorn.parse(code, { ecmaVersion: 2016, sourceType: "script" });
});

test("runs without a page, modules or Office.onReady, and binds both handlers", () => {
  const bound = [];
  const office = { actions: { associate: (name) => bound.push(name) } };
  const context = vm.createContext({ Office: office, setTimeout, clearTimeout });
  vm.runInContext(code, context);
  assert.deepEqual(bound, ["onMessageSendHandler", "onMessageRecipientsChangedHandler"]);
  assert.equal(vm.runInContext("askfirst.url", context), "https://askfirst.example/x");
  assert.equal(vm.runInContext("askfirst.words('de')('Ask first')", context), "Zuerst fragen");
});
