/// Holds the promises against what was seen.
@NullMarked
package io.cdrwebhooks.chaos.verdict;

import org.jspecify.annotations.NullMarked;
