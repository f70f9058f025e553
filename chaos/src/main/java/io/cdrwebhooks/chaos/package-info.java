/// Runs the dispatch functions under faults and kills, and compares the evidence with every
/// guarantee.
@NullMarked
package io.cdrwebhooks.chaos;

import org.jspecify.annotations.NullMarked;
