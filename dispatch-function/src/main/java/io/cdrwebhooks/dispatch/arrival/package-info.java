/// Records the deliveries of arrived reports.
@NullMarked
package io.cdrwebhooks.dispatch.arrival;

import org.jspecify.annotations.NullMarked;
