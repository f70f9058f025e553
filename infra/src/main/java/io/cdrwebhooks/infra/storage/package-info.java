/// The state of the deployment: tables, keys, the bucket of reports, and the queues.
@NullMarked
package io.cdrwebhooks.infra.storage;

import org.jspecify.annotations.NullMarked;
