/// What a function does before its snapshot is taken, so that starts from the snapshot are fast.
@NullMarked
package io.cdrwebhooks.aws.snapshot;

import org.jspecify.annotations.NullMarked;
