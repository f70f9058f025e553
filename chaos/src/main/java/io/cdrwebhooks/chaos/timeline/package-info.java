/// The chance of a run, and what happened in it when.
@NullMarked
package io.cdrwebhooks.chaos.timeline;

import org.jspecify.annotations.NullMarked;
