/// Small helpers for times.
@NullMarked
package io.cdrwebhooks.time;

import org.jspecify.annotations.NullMarked;
