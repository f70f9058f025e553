/// Replaces Lambda: invokes functions with JSON, and polls queues for them.
@NullMarked
package io.cdrwebhooks.local.lambda;

import org.jspecify.annotations.NullMarked;
