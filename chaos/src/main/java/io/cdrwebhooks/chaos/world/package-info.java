/// The parts that do not fail: services, reports, recipients.
@NullMarked
package io.cdrwebhooks.chaos.world;

import org.jspecify.annotations.NullMarked;
