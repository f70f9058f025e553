/// Works the lanes of configurations: carries out what `LaneTurn` of core decides.
@NullMarked
package io.cdrwebhooks.dispatch.lane;

import org.jspecify.annotations.NullMarked;
