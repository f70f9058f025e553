/// Compares the evidence of a run with the guarantees.
@NullMarked
package io.cdrwebhooks.chaos.verdict;

import org.jspecify.annotations.NullMarked;
