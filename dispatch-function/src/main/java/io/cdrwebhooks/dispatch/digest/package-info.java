/// The hourly notice about a configuration's deliveries.
@NullMarked
package io.cdrwebhooks.dispatch.digest;

import org.jspecify.annotations.NullMarked;
