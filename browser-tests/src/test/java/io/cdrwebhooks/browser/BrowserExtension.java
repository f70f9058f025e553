package io.cdrwebhooks.browser;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Starts one system and one browser for all test classes, and gives each test a visitor with an
/// emptied profile.
public final class BrowserExtension
    implements BeforeAllCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);

  /// The limit for text that appears without an action.
  private static final Duration ASSERTION_TIMEOUT = Duration.ofSeconds(20);

  @Override
  public void beforeAll(ExtensionContext context) {
    Optional<Path> chromium = Chromium.find();
    if (chromium.isEmpty()) {
      System.err.println(Chromium.MISSING);
    }
    PlaywrightAssertions.setDefaultAssertionTimeout(ASSERTION_TIMEOUT.toMillis());
    Assumptions.assumeTrue(chromium.isPresent(), Chromium.MISSING);
    var _ = stage(context, chromium.get());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Optional.ofNullable(context.getStore(NAMESPACE).remove(Visit.class, Visit.class))
        .ifPresent(visit -> visit.end(context.getDisplayName(), context.getExecutionException()));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Visitor.class || type == RunningConsole.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Stage stage = stage(context, Chromium.find().orElseThrow());
    return parameter.getParameter().getType() == RunningConsole.class
        ? stage.console()
        : context
            .getStore(NAMESPACE)
            .computeIfAbsent(Visit.class, _ -> stage.visit(), Visit.class)
            .visitor();
  }

  private static Stage stage(ExtensionContext context, Path chromium) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            Stage.class,
            _ -> {
              try {
                return Stage.set(chromium);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            Stage.class);
  }
}
