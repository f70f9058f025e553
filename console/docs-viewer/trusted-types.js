// Swagger UI turns text into HTML. The Content-Security-Policy allows that only to this policy and DOMPurify's. This policy has no
// createScript and createScriptURL, so no text becomes a script, and no address loads one.
window.trustedTypes?.createPolicy('default', { createHTML: (text) => text });
