/// The failures that keep the local system from starting, and files that only their owner may read.
@NullMarked
package io.cdrwebhooks.local.start;

import org.jspecify.annotations.NullMarked;
