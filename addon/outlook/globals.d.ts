/** What shared/backend.js, shared/words.js and item.js put together. */
declare const askfirst: any;
