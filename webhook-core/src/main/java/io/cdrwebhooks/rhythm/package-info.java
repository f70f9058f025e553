/// How often a task is expected to produce a report, and a proposal from its history.
@NullMarked
package io.cdrwebhooks.rhythm;

import org.jspecify.annotations.NullMarked;
