// The Content-Security-Policy lets only this policy and DOMPurify's turn text into HTML, which Swagger UI does. Without createScript
// and createScriptURL, the browser makes no script of a text and loads none from an address.
window.trustedTypes?.createPolicy('default', { createHTML: (text) => text });
