/// Calls that overlap on several threads.
@NullMarked
package io.cdrwebhooks.concurrent;

import org.jspecify.annotations.NullMarked;
