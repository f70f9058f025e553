export interface Snippet {
  language: string;
  file: string;
  code: string;
}

const PHP = `<?php
$signature = getenv('CDR_SIGNATURE');
if ($signature === false || $signature === '') {
    http_response_code(500); // without a key anyone could sign
    exit;
}
$body = file_get_contents('php://input');
$expected = base64_encode(hash_hmac('sha512', $body, $signature, true));
if (!hash_equals($expected, $_SERVER['HTTP_X_CDR_SIGNATURE'] ?? '')) {
    http_response_code(401);
    exit;
}
$report = json_decode($body, true);
// Answer now; fetch $report['callbackURL'] afterwards.
http_response_code(200);
`;

const NODE = `import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const key = process.env.CDR_SIGNATURE;

createServer(async (request, response) => {
  const chunks = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    return; // the sender closed the connection
  }
  const body = Buffer.concat(chunks);

  if (!key) return response.writeHead(500).end(); // without a key anyone could sign
  const expected = createHmac('sha512', key).update(body).digest();
  const given = Buffer.from(request.headers['x-cdr-signature'] ?? '', 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return response.writeHead(401).end();
  }
  response.writeHead(200).end();
  const report = JSON.parse(body); // fetch report.callbackURL now
}).listen(8080);
`;

const PYTHON = `import base64, hashlib, hmac, json, os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = os.environ.get("CDR_SIGNATURE", "").encode()

class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not KEY:
            return self.send_error(500)  # without a key anyone could sign
        expected = base64.b64encode(hmac.new(KEY, body, hashlib.sha512).digest())
        given = self.headers.get("X-CDR-Signature", "").encode()
        if not hmac.compare_digest(expected, given):
            return self.send_error(401)
        self.send_response(200)
        self.end_headers()
        report = json.loads(body)  # fetch report["callbackURL"] afterwards

ThreadingHTTPServer(("", 8080), Receiver).serve_forever()
`;

const JAVA = `import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Receiver {
  static final String KEY = System.getenv("CDR_SIGNATURE");

  public static void main(String[] args) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", exchange -> {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String given = exchange.getRequestHeaders().getFirst("X-CDR-Signature");
      exchange.sendResponseHeaders(status(body, given), -1);
      exchange.close(); // then fetch the callbackURL of the body
    });
    server.start();
  }

  static int status(byte[] body, String given) {
    if (KEY == null || KEY.isEmpty()) return 500; // without a key anyone could sign
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
      byte[] expected = Base64.getEncoder().encode(mac.doFinal(body));
      boolean same = given != null
          && MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
      return same ? 200 : 401;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
`;

/**
 * Receivers that verify the bytes as they arrived, in constant time. Each answers on every path, because
 * the path does not prove who sent the request.
 */
export const SNIPPETS: readonly Snippet[] = [
  { language: 'PHP', file: 'receiver.php', code: PHP },
  { language: 'Node', file: 'receiver.mjs', code: NODE },
  { language: 'Python', file: 'receiver.py', code: PYTHON },
  { language: 'Java', file: 'Receiver.java', code: JAVA },
];
