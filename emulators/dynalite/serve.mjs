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
// Only the owner of this process may read the tables.
process.umask(0o077);

function fail(error) {
  const reason = error.cause ?? error;
  console.log(`FAILED ${reason.code ?? "UNKNOWN"} ${reason.message}`);
  process.exit(1);
}

// Dynalite throws when a client disconnects in the middle of its request. Only that request ends then. Until `listening`,
// only openTables sends a request, so any error ends the process.
let listening = false;

function endUnlessAborted(error) {
  if (!listening || error.code !== "ECONNRESET" || error.message !== "aborted") {
    fail(error);
  }
}
process.on("uncaughtException", endUnlessAborted);
process.on("unhandledRejection", fail);

// Tables change their state at once, because tests gain nothing from a wait.
const server = withTransactions(dynalite, { path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
guard(server, accessKeyId);
server.on("error", fail);
server.listen(0, "127.0.0.1", async () => {
  const address = server.address();
  await openTables(address.port);
  listening = true;
  console.log(`LISTENING ${address.port}`);
});

// Dynalite would open the data directory at the first request. We send one here, so that a directory that another process
// uses causes the error now.
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
// Ctrl-C reaches the whole process group. We ignore it, because the JVM decides when the tables close.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {});
}
