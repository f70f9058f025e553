/// The operations on webhook configurations, and those that send something to their receivers.
@NullMarked
package io.cdrwebhooks.configapi.configurations;

import org.jspecify.annotations.NullMarked;
