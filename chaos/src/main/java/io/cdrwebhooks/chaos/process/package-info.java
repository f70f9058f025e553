/// The dispatch process, which the run starts, kills and starts again.
@NullMarked
package io.cdrwebhooks.chaos.process;

import org.jspecify.annotations.NullMarked;
