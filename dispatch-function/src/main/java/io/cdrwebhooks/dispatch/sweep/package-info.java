/// The sweep, and the due work that it finds apart from lanes and jobs.
@NullMarked
package io.cdrwebhooks.dispatch.sweep;

import org.jspecify.annotations.NullMarked;
