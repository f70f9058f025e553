package io.cdrwebhooks.emulators.backend;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tests that use AWS' services where [io.cdrwebhooks.emulators.AwsEndpoints#outside] says: what
/// `make check-moto` and `make check-endpoint` run.
///
/// On an endpoint from outside each of them must send it a request, and one that is skipped must be
/// in [SkippedTests].
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("aws")
@ExtendWith(OutsideRun.class)
public @interface SpeaksToAws {}
