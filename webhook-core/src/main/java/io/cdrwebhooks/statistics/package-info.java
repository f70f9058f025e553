/// Approximate counts of deliveries and attempts by hour and day, never from scans.
@NullMarked
package io.cdrwebhooks.statistics;

import org.jspecify.annotations.NullMarked;
