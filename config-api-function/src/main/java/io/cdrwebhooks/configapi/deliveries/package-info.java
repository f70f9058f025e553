/// The operations on deliveries.
@NullMarked
package io.cdrwebhooks.configapi.deliveries;

import org.jspecify.annotations.NullMarked;
