package io.cdrwebhooks.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tests whose methods may take a [Visitor] and the [RunningConsole]; without a browser on the
/// machine they are skipped with a sentence that says what to install.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("slow")
@ExtendWith(BrowserExtension.class)
public @interface InTheBrowser {}
