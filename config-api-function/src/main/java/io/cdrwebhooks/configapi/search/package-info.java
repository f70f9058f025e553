/// The search for deliveries, configurations and tasks.
@NullMarked
package io.cdrwebhooks.configapi.search;

import org.jspecify.annotations.NullMarked;
