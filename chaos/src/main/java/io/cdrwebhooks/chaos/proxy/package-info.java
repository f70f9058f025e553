/// What stands between the dispatch process and the services, and lets them fail.
@NullMarked
package io.cdrwebhooks.chaos.proxy;

import org.jspecify.annotations.NullMarked;
