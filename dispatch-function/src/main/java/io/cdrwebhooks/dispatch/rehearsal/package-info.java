/// The made-up world of dispatch's rehearsal.
@NullMarked
package io.cdrwebhooks.dispatch.rehearsal;

import org.jspecify.annotations.NullMarked;
