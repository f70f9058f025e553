/// The dispatch process: started, killed, started again.
@NullMarked
package io.cdrwebhooks.chaos.process;

import org.jspecify.annotations.NullMarked;
