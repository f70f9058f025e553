/// Proxies between the dispatch process and the services, which inject faults.
@NullMarked
package io.cdrwebhooks.chaos.proxy;

import org.jspecify.annotations.NullMarked;
