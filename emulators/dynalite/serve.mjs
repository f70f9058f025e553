// Serves DynamoDB's protocol to the JVM that started this process, and ends with it: the JVM holds the other end of the
// standard input, which closes when the JVM ends, by whatever signal.
//
//   KNOWN_ACCESS_KEY_ID=<id> node serve.mjs [<data directory>]
//
// It listens on a free port, and refuses callers that do not name the access key.
//
// The first line of the output is "LISTENING <port>" or "FAILED <code> <message>".
import dynalite from "dynalite";
import { guard } from "./guard.mjs";
import { withTransactions } from "./transactions.mjs";

const path = process.argv[2];
const accessKeyId = process.env.KNOWN_ACCESS_KEY_ID;
// The tables are for the owner of this process alone.
process.umask(0o077);

function fail(error) {
  const reason = error.cause ?? error;
  console.log(`FAILED ${reason.code ?? "UNKNOWN"} ${reason.message}`);
  process.exit(1);
}

// Dynalite throws when a client goes away in the middle of its request. That ends the request and nothing else, unless
// it happens before anybody but this program can ask.
let listening = false;

function endUnlessAborted(error) {
  if (!listening || error.code !== "ECONNRESET" || error.message !== "aborted") {
    fail(error);
  }
}
process.on("uncaughtException", endUnlessAborted);
process.on("unhandledRejection", fail);

// Tables change their state without a pause: nothing is learnt by waiting for them.
const server = withTransactions(dynalite, { path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
guard(server, accessKeyId);
server.on("error", fail);
server.listen(0, "127.0.0.1", async () => {
  const address = server.address();
  await openTables(address.port);
  listening = true;
  console.log(`LISTENING ${address.port}`);
});

// The data directory is opened by the first request: make it here, so that one in use by another process shows now.
async function openTables(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.0",
      "X-Amz-Target": "DynamoDB_20120810.ListTables",
      "X-Amz-Date": "20260101T000000Z",
      Authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/x/dynamodb/aws4_request, SignedHeaders=host, Signature=x`,
    },
    body: "{}",
  });
  if (!answer.ok) {
    throw new Error(`the tables can't be opened (status ${answer.status})`);
  }
}

const PATIENCE_MS = 2000;
process.stdin.on("end", () => {
  setTimeout(() => process.exit(0), PATIENCE_MS).unref();
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
process.stdin.resume();
// Ctrl-C and its like reach the whole process group: the JVM decides when the tables close.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {});
}
