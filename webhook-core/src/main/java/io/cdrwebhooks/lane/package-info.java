/// Lanes: one queue of waiting deliveries for each configuration, worked by one holder at a time.
@NullMarked
package io.cdrwebhooks.lane;

import org.jspecify.annotations.NullMarked;
