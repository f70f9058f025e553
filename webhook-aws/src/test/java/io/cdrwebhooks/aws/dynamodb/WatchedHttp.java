package io.cdrwebhooks.aws.dynamodb;

import java.io.IOException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/// Lets a test control the SDK's HTTP client: delay requests, lose answers, or let the caller die.
public final class WatchedHttp implements SdkHttpClient {
  private final SdkHttpClient real = Apache5HttpClient.create();
  private volatile Watch watch = Watch.NONE;

  /// The test's action around each request.
  public interface Watch {
    Watch NONE = new Watch() {};

    default void before() throws IOException {}

    default void after() throws IOException {}
  }

  public void watchedBy(Watch next) {
    watch = next;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest executable = real.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        watch.before();
        HttpExecuteResponse response = executable.call();
        watch.after();
        return response;
      }

      @Override
      public void abort() {
        executable.abort();
      }
    };
  }

  @Override
  public void close() {
    real.close();
  }
}
