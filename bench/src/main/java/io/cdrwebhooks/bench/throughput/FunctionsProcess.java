package io.cdrwebhooks.bench.throughput;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.snapshot.RehearsalContext;
import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.stand.DispatchEvents;
import io.cdrwebhooks.bench.stand.HttpEvents;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.dispatch.DispatchEnvironment;
import io.cdrwebhooks.dispatch.DispatchHandler;
import io.cdrwebhooks.downloadlink.DownloadLinkHandler;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.work.DueWork;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkRequest;

/// Runs dispatch and the download link function in a separate JVM with the settings of a
/// deployment, so that the figures leave out the servers: AWS, which answers at once, is in this
/// process.
///
/// It answers `deliver` and `follow` with the cost of that many deliveries or followed links. It
/// answers `request` with the cost of that many bare requests to AWS, the same that the first of
/// these made. It answers `pace` with the time within which it answers 99 % of the links that are
/// followed at a fixed rate. Each question is a word and a number, each answer a line of JSON. For
/// one thread.
public final class FunctionsProcess implements AutoCloseable {
  /// Messages in a batch, the most that Lambda takes at once.
  private static final int BATCH = 10;

  /// Batches in parallel; Lambda would use this number of environments.
  private static final int AT_ONCE = 4;

  /// Links followed in a second at the fixed rate.
  static final int LINKS_PER_SECOND = 100;

  /// Lambda's collector for functions of this size. A JVM would choose another one here.
  private static final String COLLECTOR = "-XX:+UseSerialGC";

  private static final String ALL_DONE = "\"batchItemFailures\":[]";
  private static final String REDIRECTED = "\"statusCode\":302";
  private static final Duration OUTPUT_TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LongAdder requests = new LongAdder();
  private final CannedAws aws;
  private final Path errors;
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter questions;

  /// The cost of some work, the number of its requests to AWS, and the cost of as many bare
  /// requests.
  record Run(ResourceUse ours, int requests, ResourceUse bare) {}

  /// Starts the process. Its standard error goes to a file in `scratch`.
  FunctionsProcess(URI receiver, Path scratch) throws IOException {
    aws = new CannedAws(Optional.empty(), receiver, _ -> requests.increment());
    errors = scratch.resolve("functions.err");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                COLLECTOR,
                "-cp",
                System.getProperty("java.class.path"),
                FunctionsProcess.class.getName())
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    builder.environment().putAll(aws.settings());
    process = builder.start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /// Does work of this kind, and repeats its requests.
  Run run(String work, int count) throws IOException {
    requests.reset();
    ResourceUse ours = ask(work, count, ResourceUse.class);
    int made = requests.intValue();
    return new Run(ours, made, ask("request", made, ResourceUse.class));
  }

  <A> A ask(String question, int number, Class<A> type) throws IOException {
    questions.println(question + " " + number);
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the measured process has ended: see " + errors);
    }
    return JSON.readValue(line, type);
  }

  @Override
  public void close() {
    questions.close();
    try {
      if (!process.waitFor(OUTPUT_TIMEOUT)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      aws.close();
    }
  }

  /// Answers questions until they end.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream answers = System.out;
    System.setOut(System.err); // other output must not mix with the answers
    DispatchHandler dispatch =
        new DispatchHandler(DispatchEnvironment.read(System.getenv(), ReceiverRules.LOCAL));
    DownloadLinkHandler links = new DownloadLinkHandler();
    List<SdkRequest> recorded = new ArrayList<>();
    try (AwsClients clients = new AwsClients(AwsAccess.fromEnvironment(System.getenv()));
        Scanner questions = new Scanner(System.in, StandardCharsets.UTF_8)) {
      while (questions.hasNext()) {
        String question = questions.next();
        int count = questions.nextInt();
        Object answer =
            switch (question) {
              case "deliver" -> use(() -> deliver(dispatch, count), recorded);
              case "follow" -> use(() -> follow(links, count), recorded);
              case "pace" -> pacedP99(links, count);
              case "request" -> ResourceUse.by(() -> request(clients, recorded, count));
              default -> throw new IllegalArgumentException(question);
            };
        answers.println(JSON.writeValueAsString(answer));
      }
    }
  }

  /// Measures the work. The first time, which is a warm-up, it also records its requests.
  private static <E extends Exception> ResourceUse use(
      ResourceUse.Work<E> work, List<SdkRequest> recorded) throws E, InterruptedException {
    if (!recorded.isEmpty()) {
      return ResourceUse.by(work);
    }
    return ResourceUse.by(
        () -> RecordedRequests.of(_ -> work.run()).forEach(each -> recorded.add(each.request())));
  }

  /// Records reports in one invocation and sends their requests in another, batch by batch.
  private static void deliver(DispatchHandler dispatch, int count) throws InterruptedException {
    List<Callable<Boolean>> batches = new ArrayList<>();
    for (int first = 0; first < count; first += BATCH) {
      List<Integer> numbers = IntStream.range(first, first + BATCH).boxed().toList();
      batches.add(
          () -> {
            List<String> keys = numbers.stream().map(DispatchEvents::key).toList();
            List<DueWork.OfLane> lanes = numbers.stream().map(DispatchEvents::lane).toList();
            invoke(dispatch, DispatchEvents.arrivals(keys), ALL_DONE);
            invoke(dispatch, DispatchEvents.pending(lanes), ALL_DONE);
            return true;
          });
    }
    var _ = Overlapped.all(batches, Executors.newFixedThreadPool(AT_ONCE));
  }

  /// Repeats the recorded requests in turn, with the same parallelism as for deliveries.
  private static void request(AwsClients clients, List<SdkRequest> recorded, int count)
      throws InterruptedException {
    List<Callable<Object>> all = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      SdkRequest request = recorded.get(number % recorded.size());
      all.add(() -> RecordedRequests.repeat(clients, request));
    }
    var _ = Overlapped.all(all, Executors.newFixedThreadPool(AT_ONCE * BATCH));
  }

  /// Follows links one after the other, as Lambda gives them to an environment.
  private static void follow(DownloadLinkHandler links, int count) throws IOException {
    for (int link = 0; link < count; link++) {
      follow(links);
    }
  }

  private static void follow(DownloadLinkHandler links) throws IOException {
    invoke(links, HttpEvents.follow(UUID.randomUUID().toString()), REDIRECTED);
  }

  /// Follows links at the fixed rate without waiting for earlier ones. Returns the milliseconds
  /// within which 99 % were answered, from the moment at which each was due.
  private static double pacedP99(DownloadLinkHandler links, int count) throws InterruptedException {
    long begun = System.nanoTime();
    List<Callable<Double>> all = new ArrayList<>();
    for (int link = 0; link < count; link++) {
      long due = begun + link * TimeUnit.SECONDS.toNanos(1) / LINKS_PER_SECOND;
      all.add(
          () -> {
            LockSupport.parkNanos(due - System.nanoTime());
            follow(links);
            return (System.nanoTime() - due) / 1e6;
          });
    }
    double[] millis = Overlapped.all(all).stream().mapToDouble(each -> each).sorted().toArray();
    return Figure.rank(millis, 0.99);
  }

  private static void invoke(RequestStreamHandler handler, String event, String success)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
        answer,
        new RehearsalContext());
    String text = answer.toString(StandardCharsets.UTF_8);
    if (!text.contains(success)) {
      throw new IOException("answer must contain " + success + ": " + text);
    }
  }
}
