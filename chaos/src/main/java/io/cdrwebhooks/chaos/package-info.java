/// Runs the dispatch functions under faults and kills, and verifies every guarantee.
@NullMarked
package io.cdrwebhooks.chaos;

import org.jspecify.annotations.NullMarked;
