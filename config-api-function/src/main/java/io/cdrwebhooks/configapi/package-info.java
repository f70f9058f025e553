/// The function behind the HTTP API. It finds the operation of a request; the packages below have
/// the operations by resource.
@NullMarked
package io.cdrwebhooks.configapi;

import org.jspecify.annotations.NullMarked;
