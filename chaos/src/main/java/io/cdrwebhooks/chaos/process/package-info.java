/// The dispatch process, which is started, killed and started again.
@NullMarked
package io.cdrwebhooks.chaos.process;

import org.jspecify.annotations.NullMarked;
