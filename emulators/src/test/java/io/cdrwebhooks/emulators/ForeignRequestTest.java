package io.cdrwebhooks.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignRequestTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,",
    "127.0.0.1:8080,",
    "LOCALHOST:8080,",
    "[::1]:8080,",
    "127.0.0.1:8080, http://127.0.0.1:8080",
    "localhost, http://LOCALHOST"
  })
  void requestOfAProgramOrOfOurOwnPagePasses(String host, String origin) {
    assertThat(ForeignRequest.of(host, origin)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    ",",
    "'',",
    "rebound.example,",
    "rebound.example:8080,",
    "127.0.0.1.rebound.example,",
    "localhost.rebound.example:8080,",
    "127.0.0.1:8080@rebound.example,",
    "'127.0.0.1,rebound.example',",
    "127.0.0.2,",
    "rebound.example, http://rebound.example"
  })
  void otherHostIsMisdirected(String host, String origin) {
    assertThat(ForeignRequest.of(host, origin)).contains(ForeignRequest.HOST);
    assertThat(ForeignRequest.HOST.status()).isEqualTo(421);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, https://other.example",
    "127.0.0.1:8080, null",
    "127.0.0.1:8080, ''",
    "127.0.0.1:8080, http://127.0.0.1:9999",
    "127.0.0.1:8080, https://127.0.0.1:8080",
    "127.0.0.1:8080, http://localhost:8080",
    "127.0.0.1:8080, 'http://127.0.0.1:8080,https://other.example'"
  })
  void pageOfAnotherOriginIsForbidden(String host, String origin) {
    assertThat(ForeignRequest.of(host, origin)).contains(ForeignRequest.ORIGIN);
    assertThat(ForeignRequest.ORIGIN.status()).isEqualTo(403);
  }
}
