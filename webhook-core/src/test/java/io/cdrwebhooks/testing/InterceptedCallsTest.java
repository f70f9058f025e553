package io.cdrwebhooks.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class InterceptedCallsTest {
  @Test
  void interceptedCallIsRecordedAndMade() {
    List<String> calls = new ArrayList<>();
    Supplier<?> supplier =
        InterceptedCalls.of(
            Supplier.class,
            () -> "answer",
            call -> {
              calls.add(call.method());
              return call.proceed();
            });

    assertThat(supplier.get()).isEqualTo("answer");
    assertThat(calls).containsExactly("get");
  }

  @Test
  void otherMethodsAreNotIntercepted() {
    List<?> list = InterceptedCalls.of("size", List.class, List.of("a"), _ -> Integer.MAX_VALUE);

    assertThat(list.size()).isEqualTo(Integer.MAX_VALUE);
    assertThat(list.isEmpty()).isFalse();
  }

  @Test
  void methodThatTheTypeLacksIsRefused() {
    assertThatThrownBy(
            () -> InterceptedCalls.of("fetch", Supplier.class, () -> "", call -> call.proceed()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interface java.util.function.Supplier must have a method fetch");
  }

  @Test
  void faultOfTheCallReachesTheCaller() {
    Supplier<?> failing =
        InterceptedCalls.of(
            Supplier.class,
            () -> {
              throw new UnsupportedOperationException("no");
            },
            InterceptedCalls.Call::proceed);

    assertThatThrownBy(failing::get).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void everyCallOfAnUnreachableServiceFails() {
    assertThatThrownBy(InterceptedCalls.unreachable(Supplier.class)::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("unreachable: get");
  }
}
