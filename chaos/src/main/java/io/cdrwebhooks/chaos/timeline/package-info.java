/// The random decisions of a run, and the times of its events.
@NullMarked
package io.cdrwebhooks.chaos.timeline;

import org.jspecify.annotations.NullMarked;
