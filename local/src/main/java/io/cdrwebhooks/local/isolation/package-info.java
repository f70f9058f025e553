/// Measures whether the deliveries of one configuration wait for those of another.
@NullMarked
package io.cdrwebhooks.local.isolation;

import org.jspecify.annotations.NullMarked;
