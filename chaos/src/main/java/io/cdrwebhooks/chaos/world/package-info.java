/// Everything that does not fail: services, reports, who receives what.
@NullMarked
package io.cdrwebhooks.chaos.world;

import org.jspecify.annotations.NullMarked;
