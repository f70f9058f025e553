package io.cdrwebhooks.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import java.lang.reflect.Proxy;

/// Lambda's context of an invocation; only the remaining time is used.
public final class TestContext {
  public static final Context A_MINUTE = remaining(60_000);
  public static final Context TWO_MINUTES = remaining(120_000);

  private TestContext() {}

  public static Context remaining(int millis) {
    return (Context)
        Proxy.newProxyInstance(
            TestContext.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (_, method, _) -> method.getName().equals("getRemainingTimeInMillis") ? millis : null);
  }
}
