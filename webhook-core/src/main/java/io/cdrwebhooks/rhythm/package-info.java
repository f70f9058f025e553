/// The expected interval between the reports of a task, and a proposal from its history.
@NullMarked
package io.cdrwebhooks.rhythm;

import org.jspecify.annotations.NullMarked;
