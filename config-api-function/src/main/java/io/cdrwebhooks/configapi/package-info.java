/// The HTTP API through which webhook configurations and CDR tasks are kept, and deliveries are
/// looked at.
@NullMarked
package io.cdrwebhooks.configapi;

import org.jspecify.annotations.NullMarked;
