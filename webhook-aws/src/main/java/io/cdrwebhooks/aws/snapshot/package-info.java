/// What a function does before its snapshot is taken, so that whoever starts from it is fast.
@NullMarked
package io.cdrwebhooks.aws.snapshot;

import org.jspecify.annotations.NullMarked;
