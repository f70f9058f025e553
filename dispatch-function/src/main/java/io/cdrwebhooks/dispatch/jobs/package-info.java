/// The steps of jobs over many deliveries.
@NullMarked
package io.cdrwebhooks.dispatch.jobs;

import org.jspecify.annotations.NullMarked;
