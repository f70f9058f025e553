package io.cdrwebhooks.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.concurrent.Overlapped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.model.ListTablesResponse;

/// Tests the connections to AWS on separate servers, because no emulator reports which connection
/// it closes.
class KeptConnectionsTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final int AT_ONCE = 20;

  @Test
  void connectionsUsedAtOnceAreKept() throws Exception {
    Set<Integer> ports = ConcurrentHashMap.newKeySet();
    AtomicReference<CyclicBarrier> allHere = new AtomicReference<>(new CyclicBarrier(1));
    HttpServer server =
        started(
            0,
            exchange -> {
              ports.add(exchange.getRemoteAddress().getPort());
              await(allHere.get());
            });
    try (AwsClients clients = clients(server.getAddress().getPort())) {
      // Classes are loaded before the requests wait for each other.
      clients.dynamoDb().listTables();
      allHere.set(new CyclicBarrier(AT_ONCE));
      Callable<ListTablesResponse> request = () -> clients.dynamoDb().listTables();
      for (int wave = 0; wave < 3; wave++) {
        Overlapped.all(Collections.nCopies(AT_ONCE, request));
      }
    } finally {
      server.stop(0);
    }

    assertThat(ports).hasSize(AT_ONCE);
  }

  /// A server or gateway that goes away breaks all of its connections at once, also those that were
  /// used a moment ago, which the client does not look at.
  @Test
  void requestIsMadeAfterAllConnectionsBroke() throws Exception {
    CyclicBarrier allHere = new CyclicBarrier(AT_ONCE);
    HttpServer server = started(0, exchange -> await(allHere));
    int port = server.getAddress().getPort();
    try (AwsClients clients = clients(port)) {
      Callable<ListTablesResponse> request = () -> clients.dynamoDb().listTables();
      Overlapped.all(Collections.nCopies(AT_ONCE, request));
      server.stop(0);
      AtomicInteger answered = new AtomicInteger();
      server = started(port, exchange -> answered.incrementAndGet());

      clients.dynamoDb().listTables();

      assertThat(answered).hasValue(1);
    } finally {
      server.stop(0);
    }
  }

  /// The timeout of a try may end it while all connections are in use. The SDK repeats a try that
  /// ends with an [IOException].
  @Test
  void tryThatEndsWhileNoConnectionIsFreeMayBeRepeated() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    HttpServer server =
        started(
            0,
            _ -> {
              first.countDown();
              await(ended);
            });
    try (KeptConnections one =
        new KeptConnections(() -> Apache5HttpClient.builder().maxConnections(1).build())) {
      HttpExecuteRequest request = get(server.getAddress().getPort());
      FutureTask<HttpExecuteResponse> taken = begin(one.prepareRequest(request));
      await(first);
      ExecutableHttpRequest waiting = one.prepareRequest(request);
      FutureTask<HttpExecuteResponse> refused = begin(waiting);
      while (!refused.isDone()) {
        waiting.abort();
        Thread.yield();
      }
      assertThat(refused.state()).isEqualTo(Future.State.FAILED);
      assertThat(refused.exceptionNow()).isInstanceOf(IOException.class);
      ended.countDown();
      assertThat(taken.get().httpResponse().statusCode()).isEqualTo(200);
    } finally {
      server.stop(0);
    }
  }

  private static HttpExecuteRequest get(int port) {
    URI uri = URI.create("http://" + HERE.getHostAddress() + ":" + port + "/");
    return HttpExecuteRequest.builder()
        .request(SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(uri).build())
        .build();
  }

  private static FutureTask<HttpExecuteResponse> begin(ExecutableHttpRequest request) {
    FutureTask<HttpExecuteResponse> called = new FutureTask<>(request);
    Thread.startVirtualThread(called);
    return called;
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IOException("latch was not released within 30 s");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static AwsClients clients(int port) {
    return new AwsClients(
        AwsAccess.fromEnvironment(
            Map.of(
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "not-a-secret",
                "AWS_ENDPOINT_URL", "http://" + HERE.getHostAddress() + ":" + port)));
  }

  /// Starts a server that runs `first` before each answer; port 0 is a free one.
  private static HttpServer started(int port, HttpHandler first) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(HERE, port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          first.handle(exchange);
          answer(exchange);
        });
    server.start();
    return server;
  }

  private static void await(CyclicBarrier barrier) throws IOException {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(200, 2);
    exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
    exchange.close();
  }
}
