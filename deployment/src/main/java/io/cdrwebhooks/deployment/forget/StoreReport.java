package io.cdrwebhooks.deployment.forget;

import java.util.OptionalLong;

/// The result for one kind of data. `found` is empty where nothing was counted. `remains` says what
/// stays and until when; empty text if nothing stays.
public record StoreReport(String data, OptionalLong found, long deleted, String remains) {
  static StoreReport of(String data, ErasureCount count, String remains) {
    return new StoreReport(data, OptionalLong.of(count.found()), count.deleted(), remains);
  }

  static StoreReport uncounted(String data, String remains) {
    return new StoreReport(data, OptionalLong.empty(), 0, remains);
  }

  @Override
  public String toString() {
    String counted =
        found.isPresent()
            ? "%,d found, %,d deleted".formatted(found.getAsLong(), deleted)
            : "not counted";
    return remains.isEmpty() ? counted : counted + "; " + remains;
  }
}
