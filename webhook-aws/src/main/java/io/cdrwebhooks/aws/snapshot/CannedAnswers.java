package io.cdrwebhooks.aws.snapshot;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/// The HTTP client of a rehearsal, which answers instead of AWS. The SDK writes and signs its
/// requests and parses the answers as usual, but no request leaves the process.
public final class CannedAnswers implements SdkHttpClient {
  private final Answering answering;

  public CannedAnswers(Answering answering) {
    this.answering = answering;
  }

  /// Chooses the answer to each request.
  @FunctionalInterface
  public interface Answering {
    Answer answer(Request request) throws IOException;
  }

  /// A request of the SDK. `operation` is the part of `X-Amz-Target` after the dot, or the method
  /// for S3. `body` is empty text if there is none.
  public record Request(String operation, String path, String body) {}

  public record Answer(int status, Map<String, String> headers, SdkBytes body) {
    /// Returns an answer 200 of the JSON protocols.
    public static Answer json(String body) {
      return new Answer(
          200, Map.of("Content-Type", "application/x-amz-json-1.0"), SdkBytes.fromUtf8String(body));
    }
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return response(answering.answer(read(request)));
      }

      @Override
      public void abort() {}
    };
  }

  private static Request read(HttpExecuteRequest request) throws IOException {
    SdkHttpRequest http = request.httpRequest();
    String target = http.firstMatchingHeader("X-Amz-Target").orElse(http.method().name());
    return new Request(
        target.substring(target.lastIndexOf('.') + 1),
        http.getUri().getRawPath(), // the whole address, as a client has to make it
        text(request.contentStreamProvider()));
  }

  private static String text(Optional<ContentStreamProvider> content) throws IOException {
    if (content.isEmpty()) {
      return "";
    }
    try (InputStream stream = content.get().newStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static HttpExecuteResponse response(Answer answer) {
    byte[] body = answer.body().asByteArrayUnsafe();
    SdkHttpFullResponse.Builder response = SdkHttpFullResponse.builder();
    response.statusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    response.putHeader("Content-Length", Integer.toString(body.length));
    return HttpExecuteResponse.builder()
        .response(response.build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
        .build();
  }

  @Override
  public void close() {}
}
