/// What happened, counted in hours and days: approximate by contract, and never from scans.
@NullMarked
package io.cdrwebhooks.statistics;

import org.jspecify.annotations.NullMarked;
