/// What the harness did and saw, with its time.
@NullMarked
package io.cdrwebhooks.chaos.timeline;

import org.jspecify.annotations.NullMarked;
