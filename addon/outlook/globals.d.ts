/** What the shared files, item.js and those behind it put together. */
declare const askfirst: any;
/** Microsoft's library for signing in (vendor/msal-browser.min.js), where a client id is set. */
declare const msal: typeof import("@azure/msal-browser");
