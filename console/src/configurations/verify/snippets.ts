export interface Snippet {
  language: string;
  file: string;
  code: string;
}

/** How a receiver at a Full URL verifies: over the bytes as they came, and compared in constant time. */
export function snippets(fullUrl: string): Snippet[] {
  const { pathname, search } = new URL(fullUrl);
  // A JSON string is one in all three languages; the replacement is a function since a path may hold "$&".
  const [path, target] = [JSON.stringify(pathname), JSON.stringify(pathname + search)];
  return [
    { language: 'PHP', file: 'receiver.php', code: PHP },
    { language: 'Node', file: 'receiver.mjs', code: NODE.replace('TARGET', () => target) },
    { language: 'Python', file: 'receiver.py', code: PYTHON.replace('TARGET', () => target) },
    { language: 'Java', file: 'Receiver.java', code: JAVA.replace('PATH', () => path) },
  ];
}

const PHP = `<?php
$signature = getenv('CDR_SIGNATURE');
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

createServer(async (request, response) => {
  if (request.method !== 'POST' || request.url !== TARGET) return response.writeHead(404).end();
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);

  const expected = createHmac('sha512', process.env.CDR_SIGNATURE).update(body).digest();
  const given = Buffer.from(request.headers['x-cdr-signature'] ?? '', 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return response.writeHead(401).end();
  }
  response.writeHead(200).end();
  const report = JSON.parse(body); // fetch report.callbackURL now
}).listen(8080);
`;

const PYTHON = `import base64, hashlib, hmac, json, os
from http.server import BaseHTTPRequestHandler, HTTPServer

class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        if self.path != TARGET:
            return self.send_error(404)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        key = os.environ["CDR_SIGNATURE"].encode()
        expected = base64.b64encode(hmac.new(key, body, hashlib.sha512).digest())
        given = self.headers.get("X-CDR-Signature", "").encode()
        if not hmac.compare_digest(expected, given):
            return self.send_error(401)
        self.send_response(200)
        self.end_headers()
        report = json.loads(body)  # fetch report["callbackURL"] afterwards

HTTPServer(("", 8080), Receiver).serve_forever()
`;

const JAVA = `import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Receiver {
  public static void main(String[] args) throws Exception {
    byte[] key = System.getenv("CDR_SIGNATURE").getBytes(StandardCharsets.UTF_8);
    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
    server.createContext(PATH, exchange -> {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String given = exchange.getRequestHeaders().getFirst("X-CDR-Signature");
      exchange.sendResponseHeaders(holds(key, body, given) ? 200 : 401, -1);
      exchange.close(); // then fetch the callbackURL of the body
    });
    server.start();
  }

  static boolean holds(byte[] key, byte[] body, String given) {
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(key, "HmacSHA512"));
      byte[] expected = Base64.getEncoder().encode(mac.doFinal(body));
      return given != null
          && MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
`;
