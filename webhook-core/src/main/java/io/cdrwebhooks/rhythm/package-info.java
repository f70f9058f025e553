/// The rhythm in which a task is expected to produce reports, and a proposal from its history.
@NullMarked
package io.cdrwebhooks.rhythm;

import org.jspecify.annotations.NullMarked;
