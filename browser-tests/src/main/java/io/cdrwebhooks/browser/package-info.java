/// Tests of the console, which use a running system through a browser as people do.
@NullMarked
package io.cdrwebhooks.browser;

import org.jspecify.annotations.NullMarked;
