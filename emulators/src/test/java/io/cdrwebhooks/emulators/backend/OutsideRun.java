package io.cdrwebhooks.emulators.backend;

import io.cdrwebhooks.emulators.AwsEndpoints;
import java.net.URI;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/// Fails a test that passes without a request to AWS: to moto if it is there, and to the emulators
/// otherwise, so that "make check" finds it too. On moto it skips the listed tests, and fails any
/// other that skips itself.
final class OutsideRun
    implements ExecutionCondition,
        BeforeEachCallback,
        AfterEachCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  private static final Namespace NAMESPACE = Namespace.create(OutsideRun.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AwsEndpoints.outside().isPresent()
        ? SkippedTests.reasonFor(nameOf(context))
            .map(ConditionEvaluationResult::disabled)
            .orElse(ConditionEvaluationResult.enabled("moto serves it"))
        : ConditionEvaluationResult.enabled("not on moto");
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    test.getStore(NAMESPACE).put("sent before", SentRequests.counted());
  }

  @Override
  public void afterEach(ExtensionContext test) {
    long before = test.getStore(NAMESPACE).getOrDefault("sent before", Long.class, 0L);
    if (test.getExecutionException().isEmpty() && SentRequests.counted() == before) {
      throw new AssertionError(
          "passed without a request to "
              + AwsEndpoints.outside().map(URI::toString).orElse("the emulators"));
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext test, Throwable failure)
      throws Throwable {
    throw judged(test, failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext test, Throwable failure)
      throws Throwable {
    throw judged(test, failure);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext all, Throwable failure)
      throws Throwable {
    throw judged(all, failure);
  }

  private static Throwable judged(ExtensionContext test, Throwable failure) {
    boolean allowed =
        !(failure instanceof TestAbortedException) || AwsEndpoints.outside().isEmpty();
    return allowed ? failure : unlisted(test, failure);
  }

  private static AssertionError unlisted(ExtensionContext test, Throwable skip) {
    return new AssertionError(
        "%s skips itself and is not in %s: %s"
            .formatted(nameOf(test), SkippedTests.FILE, skip.getMessage()),
        skip);
  }

  private static String nameOf(ExtensionContext context) {
    String type = context.getRequiredTestClass().getName().replaceFirst(".*\\.", "");
    return context.getTestMethod().map(method -> type + "#" + method.getName()).orElse(type);
  }
}
