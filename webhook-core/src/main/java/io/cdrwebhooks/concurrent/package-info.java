/// Calls that overlap on several threads, and a map that threads share.
@NullMarked
package io.cdrwebhooks.concurrent;

import org.jspecify.annotations.NullMarked;
