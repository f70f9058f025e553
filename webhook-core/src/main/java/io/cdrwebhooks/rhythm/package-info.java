/// How often a task is expected to produce a report, and what its history proposes.
@NullMarked
package io.cdrwebhooks.rhythm;

import org.jspecify.annotations.NullMarked;
