/// Replaces API Gateway's HTTP API: routes, the token check, requests as events and back.
@NullMarked
package io.cdrwebhooks.local.gateway;

import org.jspecify.annotations.NullMarked;
