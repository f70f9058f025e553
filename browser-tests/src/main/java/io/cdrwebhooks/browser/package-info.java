/// The console as people use it: tests alone, which look at a running system through a browser.
@NullMarked
package io.cdrwebhooks.browser;

import org.jspecify.annotations.NullMarked;
