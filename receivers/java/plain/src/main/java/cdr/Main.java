package cdr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** The receiver with the JDK's own HTTP server. */
final class Main {
  private static final String PATH = "/cdr-webhook";

  public static void main(String[] arguments) throws Exception {
    System.setProperty("sun.net.httpserver.maxReqTime", "30"); // The server does not wait for a sender that stalls.
    Receiver receiver = Receiver.start();
    int port = Integer.parseInt(Receiver.setting("PORT", "8000"));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext(PATH, exchange -> answer(exchange, receiver));
    server.setExecutor(Executors.newCachedThreadPool()); // A request that stalls does not delay the others.
    server.start();
    System.out.println("listening on http://127.0.0.1:" + port + PATH);
  }

  private static void answer(HttpExchange exchange, Receiver receiver) throws IOException {
    try (exchange) {
      Receiver.Answer answer;
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        answer = new Receiver.Answer(404, ""); // The server also passes on paths that only begin like ours.
      } else if (!exchange.getRequestMethod().equals("POST")) {
        answer = new Receiver.Answer(405, "");
      } else {
        // One byte above the limit is enough to refuse the body.
        byte[] body = exchange.getRequestBody().readNBytes(CdrWebhook.MAX_BODY_BYTES + 1);
        answer = receiver.receive(exchange.getRequestHeaders(), body);
      }
      byte[] text = answer.text().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length); // -1: no body
      exchange.getResponseBody().write(text);
    }
  }
}
