/// The rehearsals that functions perform before their snapshot is taken, so that they start fast
/// from it.
@NullMarked
package io.cdrwebhooks.aws.snapshot;

import org.jspecify.annotations.NullMarked;
