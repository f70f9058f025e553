package io.cdrwebhooks.emulators.backend;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// Marks tests that call AWS at the endpoint of [io.cdrwebhooks.emulators.AwsEndpoints#outside].
/// `make check-moto` runs them.
///
/// On moto, each of these tests must send it a request, and [SkippedTests] must list each skipped
/// test.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("aws")
@ExtendWith(OutsideRun.class)
public @interface SpeaksToAws {}
