/// The inputs of every operation: stores, clock, ids, log, and messages about due work.
@NullMarked
package io.cdrwebhooks.configapi.inputs;

import org.jspecify.annotations.NullMarked;
