// Refuses requests that a page of another site makes a browser send, and callers that do not name the known access key. These
// are the rules of ForeignRequest.java and GuardedPort.java. It does not check signatures.
const OWN_HOST = /^(127\.0\.0\.1|localhost|\[::1])(:\d{1,5})?$/i;

export function guard(server, accessKeyId) {
  const [serve] = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const status = refusal(request.headers, accessKeyId);
    if (status) {
      response.writeHead(status, { Connection: "close", "Content-Length": 0 }).end();
    } else {
      serve(request, response);
    }
  });
}

/** Returns the status of the refusal, or undefined for an allowed request. */
function refusal({ host = "", origin, authorization = "" }, accessKeyId) {
  if (!OWN_HOST.test(host)) {
    return 421;
  }
  const own = origin === undefined || origin.toLowerCase() === `http://${host}`.toLowerCase();
  return own && authorization.includes(`Credential=${accessKeyId}/`) ? undefined : 403;
}
