// Answers TransactWriteItems, which Dynalite lacks, with Dynalite's own parts: its locks of items, its conditions and its
// writes. Other writers see all of a transaction or nothing. A read between two of its writes may see only the first.
import { createRequire } from "node:module";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);
const db = require("dynalite/db");
const validations = require("dynalite/validations");

const MAX_WRITES = 100;
const REMEMBERED_TOKENS = 1000;

// Checks and carries out each kind of write as this operation. A condition check is a deletion that is only checked.
const OPERATIONS = { Put: "putItem", Update: "updateItem", Delete: "deleteItem", ConditionCheck: "deleteItem" };

// Runs Dynalite's factory, and puts TransactWriteItems in front of the created server.
export function withTransactions(dynalite, options) {
  let store;
  const { create } = db;
  db.create = (given) => (store = create(given));
  const server = dynalite(options);
  db.create = create;

  const transactions = new Transactions(store);
  const [others] = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    if (request.headers["x-amz-target"] === "DynamoDB_20120810.TransactWriteItems") {
      answer(request, response, transactions);
    } else {
      others(request, response);
    }
  });
  return server;
}

async function answer(request, response, transactions) {
  let chunks;
  try {
    chunks = await request.toArray();
  } catch {
    return; // The client has disconnected in the middle of its request.
  }
  let status = 200;
  let body = {};
  try {
    await transactions.perform(JSON.parse(Buffer.concat(chunks)));
  } catch (error) {
    if (!error.statusCode) {
      throw error;
    }
    status = error.statusCode;
    body = error.body;
  }
  response.writeHead(status, { "Content-Type": "application/x-amz-json-1.0" });
  response.end(JSON.stringify(body));
}

class Transactions {
  #store;
  #last = Promise.resolve();
  #doneByToken = new Map();

  constructor(store) {
    this.#store = store;
  }

  // Transactions run one after the other, so that no two wait for each other's locks. A repeated transaction changes nothing.
  perform({ TransactItems: items, ClientRequestToken: token }) {
    const turn = this.#last.then(async () => {
      if (this.#doneByToken.has(token)) {
        return;
      }
      await this.#carryOut(items);
      this.#remember(token);
    });
    this.#last = turn.catch(() => {});
    return turn;
  }

  #remember(token) {
    this.#doneByToken.set(token);
    if (this.#doneByToken.size > REMEMBERED_TOKENS) {
      this.#doneByToken.delete(this.#doneByToken.keys().next().value);
    }
  }

  async #carryOut(items) {
    if (items.length > MAX_WRITES) {
      throw db.validationError(`Member must have length less than or equal to ${MAX_WRITES}`);
    }
    const writes = await Promise.all(items.map((item) => this.#write(item)));
    if (new Set(writes.map((write) => write.data.TableName + "~" + write.key)).size < writes.length) {
      throw db.validationError("Transaction request cannot include multiple operations on one item");
    }
    const releases = [];
    try {
      for (const write of writes) {
        releases.push(await write.lock());
      }
      const reasons = await Promise.all(writes.map((write) => write.reason()));
      if (reasons.some((reason) => reason.Code !== "None")) {
        throw canceled(reasons);
      }
      for (const write of writes) {
        await write.perform();
      }
    } finally {
      releases.forEach((release) => release());
    }
  }

  async #write(item) {
    const [kind] = Object.keys(item);
    const operation = OPERATIONS[kind];
    const { types, custom } = require(`dynalite/validations/${operation}`);
    const returnsItem = item[kind].ReturnValuesOnConditionCheckFailure === "ALL_OLD";
    const data = validations.checkTypes(item[kind], types);
    validations.checkValidations(data, types, custom, this.#store);
    const table = await promisify(this.#store.getTable)(data.TableName);
    const key = db.createKey(data.Item ?? data.Key, table);
    return new Write(this.#store, { kind, operation, data, key, returnsItem });
  }
}

class Write {
  constructor(store, part) {
    this.store = store;
    this.items = store.getItemDb(part.data.TableName);
    Object.assign(this, part);
  }

  // Resolves to the function that releases the lock.
  lock() {
    return new Promise((resolve) => this.items.lock(this.key, (releaser) => resolve(releaser())));
  }

  async reason() {
    const found = await this.#found();
    if (!db.checkConditional(this.data, found)) {
      return { Code: "None" };
    }
    const item = this.returnsItem && found ? { Item: found } : {};
    return { Code: "ConditionalCheckFailed", Message: "The conditional request failed", ...item };
  }

  // Dynalite's action would wait for the lock that this transaction holds.
  async perform() {
    if (this.kind === "ConditionCheck") {
      return;
    }
    const unlocked = { ...this.items, lock: (_, locked) => locked((done) => done) };
    const store = { ...this.store, getItemDb: () => unlocked };
    await promisify(require(`dynalite/actions/${this.operation}`))(store, this.data);
  }

  #found() {
    return promisify(this.items.get)(this.key).catch((error) => {
      if (error.name !== "NotFoundError") {
        throw error;
      }
    });
  }
}

function canceled(reasons) {
  const codes = reasons.map((reason) => reason.Code).join(", ");
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return Object.assign(new Error(message), {
    statusCode: 400,
    body: {
      __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
      Message: message,
      CancellationReasons: reasons,
    },
  });
}
