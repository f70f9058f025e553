/// The operations on webhook configurations, and the operations that send something to their
/// receivers.
@NullMarked
package io.cdrwebhooks.configapi.configurations;

import org.jspecify.annotations.NullMarked;
