/// Measures whether slow configurations delay the deliveries of others.
@NullMarked
package io.cdrwebhooks.local.isolation;

import org.jspecify.annotations.NullMarked;
